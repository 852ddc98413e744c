"""What the loader accepts and an author still ought to know of."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot.knowledge.lint import REVIEW_AFTER_DAYS, findings
from tests.packs import files, load_small

if TYPE_CHECKING:
    from pathlib import Path

REVIEWED = date(2026, 11, 1)


def found(folder: Path, content: dict[str, Any], today: date = REVIEWED) -> list[str]:
    """Return what is doubtful in a pack."""
    return findings(load_small(folder, content), today)


def test_a_tidy_pack_has_no_findings(folder: Path) -> None:
    """The small pack of the tests is tidy."""
    assert found(folder, files()) == []


@pytest.mark.parametrize(
    ("language", "text"), [("en", "The doors  do not open"), ("en", "do not open the doors"), ("zh-Hans", "门打不开")]
)
def test_nearly_the_same_symptom_of_two_modules_is_one_too_many(language: str, text: str, folder: Path) -> None:
    """Neither case nor the order of words makes a difference to a reader."""
    content = files()
    content["modules/alpha.yaml"]["symptoms"][0][language] = text

    (finding,) = found(folder, content)

    assert finding.startswith(f"alpha/first and beta/first are nearly the same symptom ({text!r})")


def test_the_same_symptom_within_a_module_is_its_own_affair(folder: Path) -> None:
    """Two ways to say the same may both be worth hearing."""
    content = files()
    symptoms = content["modules/alpha.yaml"]["symptoms"]
    symptoms.append({**symptoms[0], "id": "second"})

    assert found(folder, content) == []


@pytest.mark.parametrize(
    ("names", "finding"),
    [
        (["alpha", "x"], "alpha: the en alias 'x' is too short to be found: remove it"),
        (["alpha", "ALPHA"], "alpha: the en alias 'ALPHA' says the same as 'alpha': remove it"),
        (["álpha", "alpha"], "alpha: the en alias 'alpha' says the same as 'álpha': remove it"),
        (["alpha  one", "alpha one"], "alpha: the en alias 'alpha one' says the same as 'alpha  one': remove it"),
    ],
)
def test_an_alias_that_adds_nothing_is_dead(names: list[str], finding: str, folder: Path) -> None:
    """Case, accents and spaces are no difference to the matcher."""
    content = files()
    content["modules/alpha.yaml"]["names"]["en"] = names

    assert found(folder, content) == [finding]


@pytest.mark.parametrize("spellings", [{}, {"en": ","}, {"en": ", ,", "de": ","}])
def test_a_term_without_spellings_is_dead(spellings: dict[str, str], folder: Path) -> None:
    """Nobody would notice that it is never heard."""
    content = files()
    content["terms/things.yaml"]["terms"][0]["spellings"] = spellings

    assert found(folder, content) == ["term lamp has no spelling: it is never heard"]


@pytest.mark.parametrize(
    ("spellings", "finding"),
    [
        ("lamp*, Lamp*", "term lamp: the en spelling 'Lamp*' stands twice: remove one"),
        ("lamp*, *", "term lamp: the en spelling '*' has no letter: it is never found"),
    ],
)
def test_a_spelling_that_adds_nothing_is_dead(spellings: str, finding: str, folder: Path) -> None:
    """A comma too many does no harm, a spelling too many is told."""
    content = files()
    content["terms/things.yaml"]["terms"][0]["spellings"]["en"] = f"{spellings}, ,"

    assert found(folder, content) == [finding]


def test_a_neighbour_names_its_neighbour(folder: Path) -> None:
    """Who reads about one of two has to find the way to the other."""
    content = files()
    content["modules/beta.yaml"]["neighbours"] = []

    assert found(folder, content) == ["alpha names beta as a neighbour: beta has to name it too"]


def test_a_question_between_two_that_cannot_tell_them_apart_is_told(folder: Path) -> None:
    """An answer that speaks for both, or for neither, moves both alike."""
    content = files()
    for answer in content["questions.yaml"]["questions"][0]["answers"]:
        answer["favours"] = ["alpha", "beta"] if answer.get("favours") else []

    assert found(folder, content) == [
        "no answer to lamp-or-door tells alpha from beta: ask about these two, or let an answer favour just one"
    ]


def test_a_pair_that_no_question_is_written_for_is_no_finding(folder: Path) -> None:
    """It gets a plain question."""
    content = files()
    content["questions.yaml"] = {"questions": []}

    assert found(folder, content) == []


@pytest.mark.parametrize(("days", "count"), [(0, 0), (REVIEW_AFTER_DAYS, 0), (REVIEW_AFTER_DAYS + 1, 2)])
def test_a_review_grows_old_after_a_year(days: int, count: int, folder: Path) -> None:
    """Documentation changes; each module is looked at once a year."""
    stale = found(folder, files(), REVIEWED + timedelta(days=days))

    assert len(stale) == count
    assert all("was reviewed on 2026-11-01" in finding for finding in stale)
