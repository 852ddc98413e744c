"""Slips of the keyboard in single words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.diagnosis.normalise import scan
from bot.diagnosis.slips import Slips, suspects, with_words

SLIPS = Slips(["inmail", "workflow", "trackinglogd", "tracking", "log", "nl6server"])
LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("inmial", "inmail"),
        ("inmal", "inmail"),
        ("inmaill", "inmail"),
        ("worklfow", "workflow"),
        ("wrokfolw", "workflow"),
        ("trackinglgod", "trackinglogd"),
        ("inmail", None),
        ("inmxxl", None),
        ("imnxil", None),
        ("nimail", None),
        ("lgo", None),
        ("nl6serve", None),
        ("", None),
    ],
)
def test_a_word_near_a_known_one_is_read_as_that(word: str, meant: str | None) -> None:
    """One slip, in long words two; the first letter is right; short words and codes are not guessed."""
    assert (SLIPS.meant(word) if word else None) == meant


@given(st.integers(0, 9), LETTERS)
def test_any_one_wrong_letter_in_a_long_word_is_put_right(place: int, letter: str) -> None:
    """Wherever it slips, after the first letter."""
    slipped = "trackinglogd"[: place + 1] + letter + "trackinglogd"[place + 2 :]

    assert SLIPS.meant(slipped) in ("trackinglogd", None if slipped == "trackinglogd" else "trackinglogd")


def test_no_words_mean_nothing() -> None:
    """A language without spellings corrects nothing."""
    assert Slips([]).meant("inmial") is None


def test_ordinary_small_short_and_mixed_words_are_no_suspects() -> None:
    """Only what may be a slip is looked at."""
    scanned = scan("Plain where mta inmial x2y3z4 退信退信退信 inmial")

    found = suspects(scanned, frozenset({"plain"}), frozenset({"where"}))

    assert [scanned.tokens[index].text for index in found] == ["inmial", "inmial"]


def test_words_put_right_keep_the_way_back() -> None:
    """The form has the words that were meant, the quotes those that were written."""
    scanned = scan("No inmial, no WRKFLOW today")

    corrected = with_words(scanned, {1: "inmail", 3: "workflow"})

    assert corrected.form == " no inmail , no workflow today "
    assert [corrected.words(token.start, token.start + len(token.text)) for token in corrected.tokens] == [
        "No",
        "inmial",
        "no",
        "WRKFLOW",
        "today",
    ]


@given(st.text("ab ,.端口", max_size=30))
def test_putting_nothing_right_changes_nothing(text: str) -> None:
    """No correction, no difference."""
    assert with_words(scan(text), {}) == scan(text)


@given(st.lists(st.text("abc", min_size=5, max_size=10), min_size=1), st.text("abc", min_size=5, max_size=9))
def test_the_nearest_word_is_meant(words: list[str], word: str) -> None:
    """Of words as near as each other the shortest, of these the first by the alphabet."""
    most = 2 if len(word) >= 8 else 1
    near = [(OSA.distance(word, each), len(each), each) for each in words if each[0] == word[0]]
    meant = min((each for each in near if each[0] <= most), default=None)

    assert Slips(words).meant(word) == (meant[2] if meant and meant[0] else None)
