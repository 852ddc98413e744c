"""One YAML text becomes a value, or problems that point at it."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import Problem
from bot.knowledge.model import Module, Term, TermFile
from bot.knowledge.reading import Locator, read
from tests.packs import files

_MODULE = yaml.safe_dump(files()["modules/alpha.yaml"], allow_unicode=True, sort_keys=False)
_KEYS = st.sampled_from(["id", "kind", "meaning", "spellings", "terms", "en", "zh-Hans"]) | st.text(max_size=6)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=4),
)

_TERMS = """\
terms:
  - id: lamp
    kind: thing
    meaning: a lamp
    spellings:
      en: lamp*
      any: "*lux*"
"""


def test_a_text_becomes_a_value() -> None:
    """Keys are those of the files, values are those of the model."""
    expected = Term(id="lamp", kind="thing", meaning="a lamp", spellings={"en": "lamp*", "any": "*lux*"})

    actual = read(_TERMS, "terms/a.yaml", TermFile)

    assert actual == TermFile(terms=(expected,))


@given(st.dictionaries(_KEYS, _VALUES, max_size=4) | _VALUES)
def test_any_document_is_read_or_told_of(document: object) -> None:
    """Each problem has the file's name, a line within the file, and a cure; nothing is raised."""
    text = yaml.safe_dump(document, allow_unicode=True)

    outcome = read(text, "terms/a.yaml", TermFile)

    if isinstance(outcome, list):
        assert outcome
        assert all(each.file == "terms/a.yaml" and each.what and each.cure for each in outcome)
        assert all(1 <= each.line <= len(text.splitlines()) for each in outcome)


@given(st.integers(0, len(_MODULE)), st.text("\"'`:-#&*!|>%@,[]{} \t\u00e9\u0085", min_size=1, max_size=2))
def test_any_slip_of_the_pen_is_read_or_told_of(place: int, slip: str) -> None:
    """A stray character anywhere in a module raises nothing but problems with a line."""
    text = _MODULE[:place] + slip + _MODULE[place:]

    outcome = read(text, "modules/alpha.yaml", Module)

    problems = outcome if isinstance(outcome, list) else []
    assert all(problem.line >= 1 and problem.cure for problem in problems)


def test_a_place_that_is_not_there_is_located_at_what_is_around_it() -> None:
    """A missing key is shown at the entry that lacks it."""
    locate = Locator(_TERMS)

    assert locate.line(()) == 1
    assert locate.line(("terms", 0, "meaning")) == 4
    assert locate.line(("terms", 0, "colour")) == 2
    assert locate.line(("terms", 7)) == 1
    assert locate.line(("terms", "x")) == 1
    assert locate.line(("terms", 0, "kind", "deeper")) == 3


def test_a_document_that_is_null_is_empty() -> None:
    """`null` and `~` are as good as nothing."""
    assert read("~\n", "terms/a.yaml", TermFile) == read("", "terms/a.yaml", TermFile)


@pytest.mark.parametrize("text", ["terms: " + "[" * 100_000, "terms: " + "{a: " * 100_000, "- " * 100_000], ids="[{-")
def test_a_text_without_bottom_is_told_of(text: str) -> None:
    """Where a parser would fall over its own stack, and take the program with it."""
    outcome = read(text, "terms/a.yaml", TermFile)

    cure = "Close the brackets, or take back the indentation"
    assert outcome == [Problem("terms/a.yaml", 1, "", "is nested too deeply", cure)]
