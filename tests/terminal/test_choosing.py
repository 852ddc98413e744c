"""What is typed at a question, to the answers that it can mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.model import REPLY_LANGUAGES, Answer, Text
from bot.terminal.choosing import meant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import ReplyLanguage


def answers(*labels: str, zh: Sequence[str] = (), favours: Sequence[str] = ()) -> tuple[Answer, ...]:
    """Return answers with these labels; all but the last speak for a module."""
    spoken_for = [(module,) for module in favours or ["alpha"] * (len(labels) - 1)]
    chinese = zh or [f"第{number}" for number in range(len(labels))]
    return tuple(
        Answer(id=str(number), label=Text(en=label, zh_hans=other), favours=modules)
        for number, (label, other, modules) in enumerate(zip(labels, chinese, [*spoken_for, ()], strict=True))
    )


ANSWERS = answers(
    "Yes, stat is listed",
    "No",
    "Yes, but logs say quotas met",
    "No, or only a few",
    "Don't know",
    zh=("有 stat", "没有 stat", "有，但日志里是 quotas met", "没有，或者很少", "不清楚"),
    favours=("mta", "stat", "inMail", "stat"),
)


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("1", (1,)),
        ("５", (5,)),
        ("05", (5,)),
        ("2.", (2,)),
        ("(3)", (3,)),
        ("#4", (4,)),
        ("①", (1,)),
        ("1. Yes, stat", (1,)),
        ("2. Yes, stat", ()),
        ("0", ()),
        ("6", ()),
        ("-1", ()),
        ("1.5", ()),
        ("1" * 5_000, ()),
    ],
)
def test_a_number_means_the_answer_that_it_stands_before(typed: str, numbers: tuple[int, ...]) -> None:
    """In any digits; there is no answer behind another number."""
    assert meant(typed, ANSWERS, "en") == numbers


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
        ("listed", ()),
        ("maybe", ()),
        ("?!", ()),
    ],
)
def test_words_mean_the_answers_that_begin_like_them(typed: str, numbers: tuple[int, ...]) -> None:
    """Case and punctuation do not matter; the whole of an answer means that one alone."""
    assert meant(typed, ANSWERS, "en") == numbers


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [("不", (5,)), ("没有", (2, 4)), ("没有s", (2,)), ("有stat", (1,)), ("有,但", (3,)), ("有", (1, 3)), ("ｓ", ())],
)
def test_chinese_answers_are_meant_by_their_first_characters(typed: str, numbers: tuple[int, ...]) -> None:
    """Spaces and the width of characters do not matter."""
    assert meant(typed, ANSWERS, "zh-Hans") == numbers


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "numbers"), [("mta", (1,)), ("MTA", (1,)), ("inmail", (3,)), ("stat", (2, 4)), ("mt", ()), ("web", ())]
)
def test_a_module_means_the_answers_that_speak_for_it(
    typed: str, numbers: tuple[int, ...], language: ReplyLanguage
) -> None:
    """By the whole of its name, which stands behind each answer."""
    assert meant(typed, ANSWERS, language) == numbers


YES = ["y", "YES", "ja", "Oui", "si", "sí", "Sì", "sim", "はい", "네", "是", "有"]
NO = ["n", "No.", "nein", "non", "não", "nao", "nee", "nej", "いいえ", "아니요", "否", "没有"]


@pytest.mark.parametrize(
    "yes_and_no",
    [
        answers("Yes, some", "No tasks", "No idea", zh=("完成了", "卡住", "不清楚")),
        answers("Listed", "Missing", "Don't know", zh=("有 stat", "没有 stat", "不清楚")),
        answers("Listed", "Missing", "Don't know", zh=("是", "否", "不清楚")),
        answers("Yes", "No", "Don't know", zh=("能登录", "不能登录", "不清楚")),
    ],
    ids=["English", "Chinese", "short Chinese", "both"],
)
def test_yes_and_no_are_understood_in_every_language(yes_and_no: tuple[Answer, ...]) -> None:
    """Where the answers are a yes and a no in either of the languages that they are worded in."""
    for typed, number in [*((each, 1) for each in YES), *((each, 2) for each in NO)]:
        assert number in meant(typed, yes_and_no, "en")
        assert number in meant(typed, yes_and_no, "zh-Hans")
        assert 3 not in meant(typed, yes_and_no, "zh-Hans")


@pytest.mark.parametrize(("typed", "numbers"), [("ja", (1, 3)), ("nein", (2, 4)), ("はい", (1, 3))])
def test_a_yes_that_several_answers_begin_with_means_all_of_them(typed: str, numbers: tuple[int, ...]) -> None:
    """Which of them is not guessed."""
    assert meant(typed, ANSWERS, "en") == numbers


@pytest.mark.parametrize(
    "neither",
    [
        answers("Yesterday", "Nothing new", "Don't know", zh=("完成了", "没有内容", "不清楚")),
        answers("Dark", "No light", "Don't know", zh=("不亮", "没有灯", "不清楚")),
    ],
)
def test_where_the_answers_are_no_yes_and_no_neither_is_one(neither: tuple[Answer, ...]) -> None:
    """The first letters of a word are no word."""
    assert [meant(typed, neither, "en") for typed in ("ja", "nein", "はい", "否")] == [()] * 4


@given(st.text(), st.sampled_from(REPLY_LANGUAGES))
def test_whatever_is_typed_only_answers_that_are_there_are_meant(typed: str, language: ReplyLanguage) -> None:
    """Anything can be typed."""
    assert set(meant(typed, ANSWERS, language)) <= {1, 2, 3, 4, 5}


def test_every_shipped_answer_can_be_given_by_its_words(shipped: Diagnostician) -> None:
    """Typed in full, each means itself alone."""
    for question in shipped.knowledge.questions:
        for language in REPLY_LANGUAGES:
            found = [meant(answer.label[language], question.answers, language) for answer in question.answers]
            assert found == [(number,) for number in range(1, len(found) + 1)]


def test_every_module_behind_just_one_shipped_answer_can_be_typed(shipped: Diagnostician) -> None:
    """No answer begins like a module that another one speaks for."""
    for question in shipped.knowledge.questions:
        spoken_for = [module for answer in question.answers for module in answer.favours]
        for number, answer in enumerate(question.answers, 1):
            for module in answer.favours:
                if spoken_for.count(module) == 1:
                    assert {meant(module, question.answers, language) for language in REPLY_LANGUAGES} == {(number,)}
