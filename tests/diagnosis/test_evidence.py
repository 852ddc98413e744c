"""The user's own words, next to what they met."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.evidence import LONGEST_QUOTE, MOST_EVIDENCE, strongest
from bot.diagnosis.weights import SIGNATURE, SYMPTOM, Weights
from bot.knowledge.model import Signature, Symptom
from tests import packs

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.outcome import Evidence

SPEAKING = Weights(
    ("alpha", "beta"),
    (-1.0, -1.0, 0.0),
    {"lamp": [200, -200, 0], "dark": [100, 20, 0], "~cellar": [50, 0, 0], "negation": [400, 400, 0]},
)


def evidence(folder: Path, report: str, module: str = "alpha", weights: Weights = SPEAKING) -> list[Evidence]:
    """Return what the small pack gathers for a module."""
    content = packs.files()
    content["terms/things.yaml"]["terms"].append(
        {"id": "negation", "kind": "marker", "meaning": "not", "spellings": {"en": "not"}}
    )
    content["modules/alpha.yaml"]["symptoms"] = [
        {"id": f"dark-{name}", "en": f"the lamps stay dark in the {name}", "zh-Hans": "灯不亮"}
        for name in ("kitchen", "garden", "attic")
    ]
    diagnosis = Diagnostician(packs.load_small(folder, content), weights).diagnose(report)
    return [each for candidate in diagnosis.candidates if candidate.module == module for each in candidate.evidence]


def test_a_symptom_is_told_with_the_words_that_showed_it(folder: Path) -> None:
    """One stretch of the user's own words, as they were typed."""
    (told, *_) = evidence(folder, "Since noon the LAMPS  stay dark in the Kitchen, no idea why")

    assert told.text == "LAMPS stay dark in the Kitchen"
    assert isinstance(told.met, Symptom)
    assert told.met.id == "dark-kitchen"
    assert told.strength == pytest.approx(SYMPTOM)


def test_words_far_apart_are_joined_by_an_ellipsis(folder: Path) -> None:
    """The quote stays short, and holds nothing that was not written."""
    between = "which were all changed last week by the people from the other side of the street"
    (told, *_) = evidence(folder, f"in the kitchen {between} stay the lamps dark")

    assert told.text == "kitchen … stay … lamps … dark"


def test_a_signature_comes_first_with_the_words_that_match(folder: Path) -> None:
    """A code is worth more than a phrase."""
    first, second, *_ = evidence(folder, "the lamps stay dark in the kitchen: alpha-17")

    assert isinstance(first.met, Signature)
    assert (first.text, first.strength) == ("alpha-17", SIGNATURE["strong"])
    assert isinstance(second.met, Symptom)


def test_where_no_symptom_shows_the_closest_stands_for_it(folder: Path) -> None:
    """It is told with how much of it shows."""
    (told, *_) = evidence(folder, "lamps dark")

    assert isinstance(told.met, Symptom)
    assert 0 < told.strength < SYMPTOM


def test_single_words_follow_the_strongest_first(folder: Path) -> None:
    """Words that speak for the module in comparable reports, with what they mean."""
    told = evidence(
        folder,
        "Cellar? Lamps!",
        weights=Weights(("alpha", "beta"), (0, 0, 0), {"door": [30, 0, 0], "~cellar": [50, 0, 0]}),
    )

    assert [(each.text, each.met, each.trait) for each in told if each.met is None] == [("Cellar", None, "~cellar")]


def test_words_that_are_quoted_already_are_not_quoted_again(folder: Path) -> None:
    """The lamp of the symptom is the lamp of the term."""
    told = evidence(folder, "the lamps stay dark in the kitchen")

    assert [each.text for each in told] == ["lamps stay dark in the kitchen"]


def test_grammar_is_no_reason(folder: Path) -> None:
    """That somebody wrote "not" helps the ranking and convinces nobody."""
    told = evidence(folder, "it is not")

    assert told == []


def test_at_most_four_reasons_are_told_and_two_of_them_symptoms(folder: Path) -> None:
    """Enough to trust it, short enough to read."""
    content = "the lamps stay dark in the kitchen, in the garden, in the attic, and in the cellar"
    weights = Weights(
        ("alpha", "beta"), (0, 0, 0), {f"~{name}": [99, 0, 0] for name in ("foo", "bar", "baz", "cellar")}
    )

    told = evidence(folder, f"foo. bar. baz. {content}", weights=weights)

    assert len(told) == MOST_EVIDENCE
    assert sum(isinstance(each.met, Symptom) for each in told) == 2


def test_a_long_quote_is_cut(folder: Path) -> None:
    """A log line of a screen's width stays one line."""
    (told, *_) = evidence(folder, f"lamp{'s' * 200} stay dark in the kitchen")

    assert len(told.text) <= LONGEST_QUOTE
    assert told.text.endswith("…")


def test_a_module_without_weights_has_no_strong_words() -> None:
    """A site's own module lives on its symptoms."""
    assert strongest("own", ["lamp"], SPEAKING) == []


def test_weak_and_opposing_words_are_no_reasons() -> None:
    """Only what clearly speaks for a module is told."""
    assert strongest("beta", ["lamp", "dark", "unknown"], SPEAKING) == []
    assert strongest("alpha", ["dark", "lamp"], SPEAKING) == [("lamp", 2.0), ("dark", 1.0)]
