"""Weights fitted to labelled examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.app import read_weights, shipped_pack
from bot.diagnosis import labelled
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.labelled import Labelled
from bot.diagnosis.ranking import score
from bot.diagnosis.weights import Weights, parse, write
from bot.fitting.fit import OUT_OF_SCOPE, fingerprint, fit, see
from bot.knowledge.loader import load
from tests import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.knowledge.model import Knowledge

EXAMPLES = [
    Labelled(text, labels)
    for number in range(6)
    for text, labels in (
        (f"the lamps went out in room {number}", ("alpha",)),
        (f"lamps are dark today, said number {number}", ("alpha",)),
        (f"the door number {number} is locked", ("beta",)),
        (f"doors do not move {number}", ("beta",)),
        (f"lamps and doors both, floor {number}", ("alpha", "beta")),
        (f"lunch is at {number}", ()),
        (f"the lunhc was good {number}", ()),
    )
]
"""Few, and plain: lamps are alpha's business, doors are beta's, lunch is nobody's."""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The small pack."""
    folder = tmp_path_factory.mktemp("fit") / packs.NAME
    return load(packs.write(folder))


@pytest.fixture(scope="module")
def weights(knowledge: Knowledge) -> Weights:
    """Weights of the small pack, fitted to the examples."""
    return fit(knowledge, EXAMPLES)


@pytest.mark.parametrize(("report", "module"), [("my lamps!", "alpha"), ("that door again", "beta")])
def test_a_fitted_pack_names_the_module_of_comparable_reports(
    knowledge: Knowledge, weights: Weights, report: str, module: str
) -> None:
    """Words that no symptom holds speak for the module that the examples name."""
    assert Diagnostician(knowledge, weights).diagnose(report).candidates[0].module == module


def test_out_of_scope_words_speak_for_nobody(knowledge: Knowledge, weights: Weights) -> None:
    """What is labelled with no module makes none likelier."""
    bot = Diagnostician(knowledge, weights)

    lunch, lamps = (bot.diagnose(report).candidates[0].confidence for report in ("lunch", "lamps"))

    assert lunch < lamps


def test_both_modules_of_an_example_can_be_likely(knowledge: Knowledge, weights: Weights) -> None:
    """Modules do not compete for the same certainty."""
    bot = Diagnostician(knowledge, weights)

    both = {each.module: each.score for each in bot.diagnose("lamps and doors").candidates}
    neither = {each.module: each.score for each in bot.diagnose("lunch").candidates}

    assert all(both[module] > neither[module] for module in ("alpha", "beta"))


def test_both_modules_of_an_example_can_be_expected(knowledge: Knowledge, weights: Weights) -> None:
    """A runner-up that experts would accept as well is likely as well."""
    first, second, *_ = Diagnostician(knowledge, weights).diagnose("lamps and doors both").candidates

    assert (first.confidence > 0.5, second.confidence > 0.5) == (True, True)


@pytest.mark.parametrize("out_of_scope", [10, 40, 160])
def test_how_many_examples_are_no_incident_does_not_make_incidents_rarer(
    knowledge: Knowledge, out_of_scope: int
) -> None:
    """Where the words tell nothing an incident is as likely as in life, not as among the examples."""
    examples = [*[Labelled("the lamps", ("alpha",))] * 40, *[Labelled("the lamps", ())] * out_of_scope]
    fitted = fit(knowledge, examples)
    bot = Diagnostician(knowledge, fitted)

    scope = score(("alpha", "beta"), bot.view("the lamps").traits, {}, fitted).scope

    assert fitted.calibration.in_scope(scope) == pytest.approx(1 - OUT_OF_SCOPE, abs=0.02)


def test_the_same_examples_give_the_same_weights(knowledge: Knowledge, weights: Weights) -> None:
    """The file changes only when the knowledge or the examples do."""
    assert write(fit(knowledge, EXAMPLES)) == write(weights)


def test_what_was_fitted_can_be_written_and_read(weights: Weights) -> None:
    """Numbers are rounded before they are written, so that nothing is lost."""
    assert parse(write(weights)) == weights


def test_a_trait_that_hardly_shows_is_not_weighed(weights: Weights) -> None:
    """Four examples at least: a name in one of them proves nothing."""
    assert "lamp" in weights.traits
    assert "~room" in weights.traits
    assert not any(trait.startswith(("~0", "~1", "~2", "~3", "~4", "~5")) for trait in weights.traits)
    assert {len(row) for row in weights.traits.values()} == {len(weights.modules) + 1}


def test_what_tells_of_no_module_is_weighed_for_the_report_alone(folder: Path) -> None:
    """Courtesy may say that nothing is wrong, never whose business something is."""
    content = packs.files()
    terms = content["terms/things.yaml"]["terms"]
    lamps = next(term for term in terms if term["id"] == "lamp")
    lamps["tells"] = "scope"

    fitted = fit(packs.load_small(folder, content), EXAMPLES)

    assert [any(fitted.traits["lamp"][:-1]), any(fitted.traits["door"][:-1])] == [False, True]
    assert fitted.traits["lamp"][-1] > 0


def test_words_of_several_examples_are_ordinary(knowledge: Knowledge) -> None:
    """Five letters and two examples at least; what stands in one only may be a slip."""
    examples = [
        *EXAMPLES,
        Labelled("a single haapax", ()),
        Labelled("größere Räume", ()),
        Labelled("größere Räume", ()),
    ]

    words = fit(knowledge, examples).ordinary_words

    assert {"lunch", "doors", "grossere", "raume"} <= words
    assert words.isdisjoint({"haapax", "single", "went", "the"})


def test_a_slip_that_examples_share_is_no_ordinary_word(knowledge: Knowledge) -> None:
    """A word one slip away from a word of the pack, which is written far more often, is that word."""
    examples = [*EXAMPLES, Labelled("lmaps dark", ("alpha",)), Labelled("all lmaps", ("alpha",))]

    assert "lmaps" not in fit(knowledge, examples).ordinary_words


def test_examples_are_seen_as_the_diagnosis_sees_them(knowledge: Knowledge) -> None:
    """With traits, with what symptoms and signatures add, and with their labels."""
    bot = Diagnostician(knowledge, Weights())

    (seen,) = see([Labelled("the lamps stay dark: ALPHA-1", ("alpha",))], bot)

    view = bot.view("the lamps stay dark: ALPHA-1")
    assert seen.traits == frozenset(view.traits)
    assert seen.extra == view.extra
    assert seen.extra["alpha"] > 0
    assert seen.labels == ("alpha",)


@pytest.mark.parametrize("examples", [[], [Labelled("the lamps", ("alpha",))]])
def test_too_few_examples_leave_a_pack_that_answers(knowledge: Knowledge, examples: list[Labelled]) -> None:
    """A site that starts with one example, or none, is not turned away."""
    bot = Diagnostician(knowledge, fit(knowledge, examples))

    assert bot.diagnose("the lamps stay dark").candidates[0].module == "alpha"


def _of_term(content: dict[str, Any]) -> None:
    content["terms/things.yaml"]["terms"][0]["spellings"]["en"] = "lamp*, bulb*"


def _of_kind(content: dict[str, Any]) -> None:
    content["terms/things.yaml"]["terms"][2]["kind"] = "health"


def _of_what_it_tells(content: dict[str, Any]) -> None:
    content["terms/things.yaml"]["terms"][0]["tells"] = "scope"


def _of_name(content: dict[str, Any]) -> None:
    content["modules/alpha.yaml"]["names"]["en"] = ["alpha", "lamp server"]


def _of_symptom(content: dict[str, Any]) -> None:
    content["modules/alpha.yaml"]["symptoms"][0]["zh-Hans"] = "灯全灭了"


def _of_pattern(content: dict[str, Any]) -> None:
    content["modules/alpha.yaml"]["signatures"][0]["pattern"] = "ALPHA"


def _of_strength(content: dict[str, Any]) -> None:
    content["modules/alpha.yaml"]["signatures"][0]["strength"] = "weak"


@pytest.mark.parametrize(
    "change", [_of_term, _of_kind, _of_what_it_tells, _of_name, _of_symptom, _of_pattern, _of_strength]
)
def test_the_fingerprint_follows_every_change_that_the_weights_depend_on(
    folder: Path, knowledge: Knowledge, change: Callable[[dict[str, Any]], None]
) -> None:
    """Stale weights are told from fresh ones."""
    content = packs.files()
    change(content)

    assert fingerprint(packs.load_small(folder, content), EXAMPLES) != fingerprint(knowledge, EXAMPLES)


@pytest.mark.parametrize(
    "examples",
    [
        EXAMPLES[1:],
        EXAMPLES[::-1],
        [*EXAMPLES[:-1], Labelled(EXAMPLES[-1].text, ("beta",))],
        [*EXAMPLES[:-1], Labelled("other words", EXAMPLES[-1].labels)],
    ],
)
def test_the_fingerprint_follows_the_examples(knowledge: Knowledge, examples: list[Labelled]) -> None:
    """Their words, their labels, their number and their order (which decides the folds)."""
    assert fingerprint(knowledge, examples) != fingerprint(knowledge, EXAMPLES)


def test_the_fingerprint_stays_where_the_weights_would(folder: Path, knowledge: Knowledge, weights: Weights) -> None:
    """Checks, remedies and thresholds change what is told, not what is found."""
    content = packs.files()
    content["modules/alpha.yaml"]["checks"][0]["tells"] = packs.text("something else")
    content["pack.yaml"]["thresholds"]["suggest"] = 0.9

    assert fingerprint(packs.load_small(folder, content), EXAMPLES) == fingerprint(knowledge, EXAMPLES)
    assert weights.fingerprint == fingerprint(knowledge, EXAMPLES)


def test_the_shipped_weights_are_fresh() -> None:
    """They were fitted to the knowledge and the examples as they are: if not, `make fit`."""
    pack = shipped_pack()
    examples = [
        report
        for path in sorted((pack / "examples").glob("*.jsonl"))
        for report in labelled.parse(path.read_text("utf-8"))
    ]

    assert read_weights(pack).fingerprint == fingerprint(load(pack), examples)
