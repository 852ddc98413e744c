"""How strongly traits speak, and the file that holds it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.weights import Calibration, Weights, parse, write

NUMBERS = st.floats(-50, 50)
NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=8)


@st.composite
def all_weights(draw: st.DrawFn) -> Weights:
    """Weights of a few modules and traits."""
    modules = draw(st.lists(NAMES, max_size=4, unique=True))
    length = len(modules) + 1 if modules else 0
    row = st.lists(st.integers(-500, 500), min_size=length, max_size=length)
    return Weights(
        modules=tuple(modules),
        bias=tuple(draw(NUMBERS) for _ in range(length)),
        traits=draw(st.dictionaries(NAMES, row, max_size=5)),
        calibration=Calibration(*(draw(NUMBERS) for _ in range(5))),
        ordinary_words=draw(st.frozensets(st.text("abcdefxyzé", min_size=1), max_size=5)),
        fingerprint=draw(st.text("0123456789abcdef", max_size=16)),
    )


GOOD = Weights(
    ("mta", "web"),
    (-1.5, 0.25, 0.75),
    {"mail": [120, -30, 90], "~退信": [0, 1, 2]},
    Calibration(0.2, 1.5, 0.8, -0.3, 0.1),
    frozenset({"plain"}),
    "f0",
)


@given(all_weights())
def test_what_is_written_is_read_back(weights: Weights) -> None:
    """The file holds all of it."""
    assert parse(write(weights)) == weights


def test_the_file_has_a_line_for_each_trait_and_nothing_hidden() -> None:
    """A change of one weight is a change of one line, in letters that people can read."""
    lines = write(GOOD).splitlines()

    assert '  "mail": [120,-30,90],' in lines
    assert '  "~退信": [0,1,2]' in lines


def test_the_same_weights_are_written_the_same() -> None:
    """The order in which traits and words were met does not show."""
    other = replace(GOOD, traits={"~退信": [0, 1, 2], "mail": [120, -30, 90]})

    assert write(other) == write(GOOD)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "7", '"text"', "{}", write(GOOD)[:-40], write(GOOD).replace('"traits"', '"trait"')],
)
def test_a_damaged_file_is_refused(text: str) -> None:
    """A cut or foreign file is told from weights when it is read."""
    with pytest.raises(ValueError, match=r".+"):
        parse(text)


@pytest.mark.parametrize("key", ["fingerprint", "modules", "bias", "calibration", "traits", "ordinary_words"])
def test_a_file_without_one_of_its_keys_is_refused(key: str) -> None:
    """The message names the key."""
    content = json.loads(write(GOOD))
    del content[key]

    with pytest.raises(ValueError, match=key):
        parse(json.dumps(content))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("traits", {"mail": [120]}),
        ("traits", {"mail": [120, -30]}),
        ("traits", {"mail": [120, -30, 5, 7]}),
        ("traits", {"mail": 120}),
        ("traits", ["mail"]),
        ("bias", [-1.5]),
        ("bias", [-1.5, 0.25]),
        ("bias", "low"),
        ("calibration", {"slope": "steep"}),
        ("calibration", {"steepness": 1.0}),
        ("calibration", {"slope": 1.7, "scope": 0.4, "rivals": -1.3, "shift": 0.3}),
        ("calibration", 0.8),
    ],
)
def test_a_file_whose_values_do_not_fit_each_other_is_refused(key: str, value: object) -> None:
    """What cannot be weighed is found when the file is read, not when somebody asks."""
    content = json.loads(write(GOOD)) | {key: value}

    with pytest.raises(ValueError, match=r".+"):
        parse(json.dumps(content))


@given(st.floats(allow_nan=False), st.floats(allow_nan=False))
def test_a_higher_score_is_never_less_likely(one: float, other: float) -> None:
    """Confidence is a chance, and grows with the score."""
    low, high = (GOOD.confidence(score) for score in sorted((one, other)))

    assert 0 <= low <= high <= 1


def test_without_calibration_an_even_score_is_an_even_chance() -> None:
    """Log-odds of nothing are one in two."""
    assert Weights().confidence(0) == 0.5


@given(st.floats(-50, 50), st.floats(-50, 50))
def test_a_module_is_no_likelier_than_an_incident(score: float, scope: float) -> None:
    """However well the words fit a module: a how-to question asks for none."""
    in_scope = GOOD.calibration.in_scope(scope)

    assert 0 < GOOD.confidence(score, in_scope=in_scope) <= in_scope <= 1


@given(st.floats(0.001, 0.999), st.floats(-9, 9))
def test_a_score_that_moves_moves_its_confidence(confidence: float, by: float) -> None:
    """Up with it, down with it, and back again."""
    moved = GOOD.moved(confidence, by)

    assert (moved > confidence) == (by > 0) or moved == pytest.approx(confidence)
    assert GOOD.moved(moved, -by) == pytest.approx(confidence, abs=1e-6)


def test_certainty_can_be_moved() -> None:
    """No score is so high that an answer cannot bring it down."""
    sure = GOOD.confidence(1e9)

    assert GOOD.moved(sure, -100.0) < 0.5
