"""How good the diagnosis is on labelled reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.evaluation import Bin, Judged, evaluate
from bot.diagnosis.labelled import Labelled
from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Diagnosis, Suggest
from bot.knowledge.model import Answer, Question, Text

if TYPE_CHECKING:
    from bot.diagnosis.evaluation import Evaluation

OTHERS = ("export", "import", "mta", "stat", "web")


def suggest(first: str, confidence: float = 0.95) -> Diagnosis:
    """Return a suggestion of a module."""
    return Suggest("", "en", ranking(first, confidence))


def abstain(first: str) -> Diagnosis:
    """Return that nothing is known, though a module comes first."""
    return Abstain("", "en", ranking(first, 0.1))


def clarify(one: str, other: str) -> Diagnosis:
    """Return a question between two modules."""
    text = Text(en="?", zh_hans="?")
    question = Question(id="q", between=(one, other), ask=text, answers=(Answer(id="a", label=text),) * 2)
    return Clarify("", "en", ranking(one, 0.4), question)


def ranking(first: str, confidence: float) -> tuple[Candidate, ...]:
    """Return a ranking in which the others follow in the order of their names."""
    rest = [module for module in OTHERS if module != first]
    return (Candidate(first, 0, confidence), *(Candidate(module, -1, 0.05) for module in rest))


def evaluation(*told: tuple[Labelled, Diagnosis]) -> Evaluation:
    """Evaluate what was told on some reports."""
    diagnoses = {report.text: diagnosis for report, diagnosis in told}
    return evaluate([report for report, _ in told], diagnoses.__getitem__)


MIXED = (
    (Labelled("a", ("mta", "stat"), "en"), suggest("stat", 0.90625)),
    (Labelled("b", ("mta",), "en"), suggest("web", 0.96875)),
    (Labelled("c", ("export",), "de"), clarify("import", "export")),
    (Labelled("d", ("web",), ""), clarify("mta", "stat")),
    (Labelled("e", ("web",), "de"), abstain("web")),
    (Labelled("f", (), "en"), suggest("mta", 1.0)),
    (Labelled("g", (), "en"), abstain("mta")),
    (Labelled("h", (), "en"), clarify("mta", "web")),
)


def test_reports_in_and_out_of_scope_are_counted_apart() -> None:
    """A share is of those that it is about."""
    found = evaluation(*MIXED)

    assert (found.in_scope, found.out_of_scope) == (5, 3)
    assert (found.top_1, found.top_2) == (2 / 5, 3 / 5)
    assert (found.rightly_suggested, found.wrongly_suggested) == (1 / 5, 1 / 3)
    assert (found.clarified, found.clarified_rightly) == (2, 1 / 2)
    assert found.abstained == 1


def test_languages_are_told_apart() -> None:
    """Where none is given it says so."""
    assert evaluation(*MIXED).by_language == {"?": (1, 0.0), "de": (2, 0.5), "en": (2, 0.5)}


def test_what_went_wrong_is_listed_and_counted_by_who_was_taken_for_whom() -> None:
    """Asking or abstaining out of scope is no mistake; a wrong first place in scope is, whatever was told."""
    found = evaluation(*MIXED)

    assert [judged.report.text for judged in found.wrong] == ["b", "c", "d", "f"]
    assert found.confusion == {
        ("mta", "web"): 1,
        ("export", "import"): 1,
        ("web", "mta"): 1,
        ("none", "mta"): 1,
    }


def test_suggestions_are_compared_with_their_confidence_by_tenths() -> None:
    """Full certainty belongs to the last tenth; out of scope no suggestion is right."""
    assert evaluation(*MIXED, (Labelled("i", ("web",)), suggest("web", 0.5))).calibration == (
        Bin(0.5, 1, 0.5, 1.0),
        Bin(0.9, 3, (0.90625 + 0.96875 + 1.0) / 3, 1 / 3),
    )


def test_nothing_to_count_is_nothing() -> None:
    """An empty set divides nothing by nothing."""
    found = evaluation()

    assert (found.in_scope, found.out_of_scope, found.top_1, found.wrongly_suggested) == (0, 0, 0.0, 0.0)
    assert (found.by_language, found.confusion, found.calibration, found.wrong) == ({}, {}, (), ())


@given(st.lists(st.sampled_from(MIXED), unique_by=lambda told: told[0].text))
def test_shares_are_shares_and_every_suggestion_is_in_one_bin(told: list[tuple[Labelled, Diagnosis]]) -> None:
    """Whatever the set is made of."""
    found = evaluation(*told)

    assert all(0 <= each <= 1 for each in (found.top_1, found.top_2, found.rightly_suggested, found.wrongly_suggested))
    assert found.rightly_suggested <= found.top_1 <= found.top_2
    assert sum(each.count for each in found.calibration) == sum(isinstance(each, Suggest) for _, each in told)
    assert sum(found.confusion.values()) == len(found.wrong)


def test_a_right_module_further_down_is_right_within_more_places() -> None:
    """Out of scope nothing is."""
    judged = Judged(Labelled("a", ("import",)), suggest("mta"))

    assert [judged.is_right_within(places) for places in (1, 2, 3)] == [False, False, True]
    assert not Judged(Labelled("a", ()), suggest("mta")).is_right_within(len(OTHERS))
