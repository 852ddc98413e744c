"""What is typed at a question, to the answers that it can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import REPLY_LANGUAGES
from bot.terminal.choosing import meant

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

LABELS = ("Yes, stat is listed", "No", "Yes, but logs say quotas met", "No, or only a few", "Don't know")
LABELS_ZH = ("有 stat", "没有 stat", "有，但日志里是 quotas met", "不清楚")


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1", (1,)),
        ("５", (5,)),
        ("05", (5,)),
        ("0", ()),
        ("6", ()),
        ("-1", ()),
        ("1.5", ()),
        ("1" * 5_000, ()),
    ],
)
def test_a_number_means_the_answer_that_it_stands_before(typed: str, numbers: tuple[int, ...]) -> None:
    """In any digits; there is no answer behind another number."""
    assert meant(typed, LABELS) == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("d", (5,)),
        ("dont know", (5,)),
        ("DON’T", (5,)),
        ("yes, stat", (1,)),
        ("yes but", (3,)),
        ("y", (1, 3)),
        ("n", (2, 4)),
        ("no", (2,)),
        ("no or", (4,)),
        ("stat", ()),
        ("maybe", ()),
        ("?!", ()),
    ],
)
def test_words_mean_the_answers_that_begin_like_them(typed: str, numbers: tuple[int, ...]) -> None:
    """Case and punctuation do not matter; the whole of an answer means that one alone."""
    assert meant(typed, LABELS) == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"), [("不", (4,)), ("没有", (2,)), ("有stat", (1,)), ("有,但", (3,)), ("有", (1, 3)), ("ｓ", ())]
)
def test_chinese_answers_are_meant_by_their_first_characters(typed: str, numbers: tuple[int, ...]) -> None:
    """Spaces and the width of characters do not matter."""
    assert meant(typed, LABELS_ZH) == numbers


@given(st.text())
def test_whatever_is_typed_only_answers_that_are_there_are_meant(typed: str) -> None:
    """Anything can be typed."""
    assert set(meant(typed, LABELS)) <= {1, 2, 3, 4, 5}


def test_every_shipped_answer_can_be_given_by_its_words(shipped: Diagnostician) -> None:
    """Typed in full, each means itself alone."""
    for question in shipped.knowledge.questions:
        for language in REPLY_LANGUAGES:
            labels = [answer.label[language] for answer in question.answers]
            assert [meant(label, labels) for label in labels] == [(number,) for number in range(1, len(labels) + 1)]
