"""The fixed sentences of the replies are complete in both languages."""

from __future__ import annotations

from dataclasses import asdict
from string import Formatter
from typing import TYPE_CHECKING, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.policy import RefusalCode, Right
from bot.diagnosis.outcome import Abstain
from bot.knowledge.model import REPLY_LANGUAGES, Kind, ReplyLanguage, Risk
from bot.views.wording import EXAMPLES, WORDING

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

each_language = pytest.mark.parametrize("language", REPLY_LANGUAGES)


def placeholders(sentence: str) -> set[str]:
    """Return the names of what is filled into a sentence."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@each_language
def test_every_sentence_is_written(language: ReplyLanguage) -> None:
    """None is empty; risks and kinds of module are all there."""
    wording = WORDING[language]

    assert [name for name, value in asdict(wording).items() if not value] == []
    assert set(wording.risks) == set(Risk)
    assert set(wording.kinds) == set(Kind)
    assert set(wording.refusals) == set(get_args(RefusalCode))
    assert set(wording.rights) == set(get_args(Right))


def test_both_languages_fill_in_the_same() -> None:
    """A translation neither forgets nor invents a placeholder."""
    english, chinese = (asdict(WORDING[language]) for language in REPLY_LANGUAGES)

    sentences = [name for name, value in english.items() if isinstance(value, str)]

    assert {name: placeholders(english[name]) for name in sentences} == {
        name: placeholders(chinese[name]) for name in sentences
    }


@pytest.mark.parametrize(
    ("confidence", "words"),
    [
        (1.0, "very likely"),
        (0.9, "very likely"),
        (0.899, "likely"),
        (0.75, "likely"),
        (0.749, "probable"),
        (0.6, "probable"),
        (0.599, "a guess"),
        (0.0, "a guess"),
    ],
)
def test_a_confidence_is_told_in_words(confidence: float, words: str) -> None:
    """The limits belong to the better word."""
    assert WORDING["en"].confidence_of(confidence) == words


@given(st.floats(0, 1), st.floats(0, 1))
def test_more_confidence_is_never_told_in_weaker_words(one: float, other: float) -> None:
    """In both languages alike."""
    less, more = sorted((one, other))

    for language in REPLY_LANGUAGES:
        wording = WORDING[language]
        rank = wording.confidence.index
        assert rank(wording.confidence_of(more)) <= rank(wording.confidence_of(less))


@each_language
def test_the_examples_are_worth_copying(language: ReplyLanguage, shipped: Diagnostician) -> None:
    """Each leads somewhere, in the language it is written in."""
    found = [shipped.diagnose(example) for example in EXAMPLES[language]]

    assert [diagnosis.report for diagnosis in found if isinstance(diagnosis, Abstain)] == []
    assert [diagnosis.language for diagnosis in found] == [language] * 3
