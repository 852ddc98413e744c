"""The judgement: suggest, ask or abstain."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.decision import DO_NOT_KNOW, decide, question_between
from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Suggest
from bot.knowledge.loader import load
from tests import packs

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Knowledge

CHANCES = st.floats(0, 1)


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The small pack with thresholds to remember: suggest 5/8, clarify 1/4, margin 1/8."""
    content = packs.files()
    content["pack.yaml"]["thresholds"] = {"suggest": 0.625, "clarify": 0.25, "margin": 0.125}
    folder = tmp_path_factory.mktemp("decision") / packs.NAME
    return load(packs.write(folder, content))


def decided(knowledge: Knowledge, *chances: float) -> Diagnosis:
    """Return the decision on a ranking with these confidences."""
    candidates = [Candidate(name, 0, chance) for name, chance in zip(("alpha", "beta"), chances, strict=False)]
    return decide("dark", "en", candidates, knowledge)


@pytest.mark.parametrize(
    ("chances", "outcome"),
    [
        pytest.param((0.9, 0.1), Suggest, id="far ahead"),
        pytest.param((0.625, 0.5), Suggest, id="just likely enough, just far enough ahead"),
        pytest.param((0.7, 0.65), Suggest, id="both likely enough"),
        pytest.param((0.64, 0.6), Clarify, id="a nose ahead of one that is not likely enough"),
        pytest.param((0.62, 0.1), Clarify, id="not likely enough"),
        pytest.param((0.25, 0.0375), Clarify, id="just worth a question"),
        pytest.param((0.6, 0.03), Abstain, id="not likely enough, and no rival to tell it from"),
        pytest.param((0.24, 0.24), Abstain, id="not worth a question"),
        pytest.param((0.0, 0.0), Abstain, id="nothing"),
        pytest.param((0.625,), Suggest, id="the only module, likely"),
        pytest.param((0.62,), Abstain, id="the only module, and nothing to ask"),
    ],
)
def test_limits_are_kept_to_the_edge(knowledge: Knowledge, chances: tuple[float, ...], outcome: type) -> None:
    """Each limit belongs to the better side."""
    assert type(decided(knowledge, *chances)) is outcome


@given(one=CHANCES, other=CHANCES)
def test_every_decision_keeps_report_language_and_ranking(knowledge: Knowledge, one: float, other: float) -> None:
    """The full ranking is told, also when abstaining."""
    diagnosis = decided(knowledge, max(one, other), min(one, other))

    assert (diagnosis.report, diagnosis.language) == ("dark", "en")
    assert [each.module for each in diagnosis.candidates] == ["alpha", "beta"]


@pytest.mark.parametrize(
    ("chances", "outcome"),
    [((0.9, 0.85), Clarify), ((0.9, 0.8), Suggest), ((0.65, 0.6), Clarify), ((0.8, 0.1), Suggest)],
)
def test_a_question_that_is_worth_it_is_asked_about_two_that_are_both_likely(
    chances: tuple[float, float], outcome: type, folder: Path
) -> None:
    """As far as it says; it is asked about others as any question is."""
    content = packs.files()
    content["pack.yaml"]["thresholds"] = {"suggest": 0.625, "clarify": 0.25, "margin": 0.125}
    content["questions.yaml"]["questions"][0]["near"] = 0.0625

    assert type(decided(packs.load_small(folder, content), *chances)) is outcome


@given(chance=CHANCES, more=CHANCES, other=CHANCES)
def test_a_likelier_first_is_never_told_less(knowledge: Knowledge, chance: float, more: float, other: float) -> None:
    """More confidence in the first, the rest the same: from abstaining to asking to suggesting, never back."""
    order = (Abstain, Clarify, Suggest)
    other, chance, more = sorted((chance, more, other))

    less, told = decided(knowledge, chance, other), decided(knowledge, more, other)

    assert order.index(type(less)) <= order.index(type(told))


def test_the_question_written_for_the_two_is_asked(knowledge: Knowledge) -> None:
    """In whichever order they are ranked."""
    diagnosis = decided(knowledge, 0.5, 0.45)

    assert isinstance(diagnosis, Clarify)
    assert (diagnosis.question, diagnosis.asked) == (knowledge.questions[0], ("lamp-or-door",))
    assert question_between(("beta", "alpha"), knowledge) == knowledge.questions[0]


def test_of_several_questions_that_of_the_smallest_group_is_asked(folder: Path) -> None:
    """A question about two tells more than one about three."""
    content = packs.files()
    content["modules/gamma.yaml"] = packs.module("gamma", "alpha", "the lights flicker", "灯闪")
    (narrow,) = content["questions.yaml"]["questions"]
    answers = [{**narrow["answers"][0], "favours": ["alpha", "gamma"]}, narrow["answers"][1]]
    wide: dict[str, Any] = {"id": "all-three", "between": ["alpha", "beta", "gamma"], "answers": answers}
    content["questions.yaml"]["questions"].insert(0, {**narrow, **wide})
    knowledge = packs.load_small(folder, content)

    asked = [question_between(pair, knowledge).id for pair in (("alpha", "beta"), ("gamma", "beta"))]

    assert asked == ["lamp-or-door", "all-three"]


def test_a_question_is_asked_only_if_an_answer_can_tell_the_two_apart(folder: Path) -> None:
    """Whatever is answered to one that treats both alike, nobody is the wiser."""
    content = packs.files()
    content["modules/gamma.yaml"] = packs.module("gamma", "alpha", "the lights flicker", "灯闪")
    (question,) = content["questions.yaml"]["questions"]
    question["between"].append("gamma")
    question["answers"][0]["favours"] = ["alpha", "beta"]
    knowledge = packs.load_small(folder, content)

    asked = [question_between(pair, knowledge).id for pair in (("alpha", "beta"), ("gamma", "beta"))]

    assert asked == ["alpha-or-beta", "lamp-or-door"]


@pytest.mark.parametrize(
    ("third", "between"), [(0.17, ("alpha", "beta", "gamma")), (0.15, ("alpha", "beta"))], ids=["as near", "far behind"]
)
def test_a_question_is_also_about_a_third_that_is_as_near(third: float, between: tuple[str, ...], folder: Path) -> None:
    """It is asked about as many as it takes, and the right one should be among them."""
    content = packs.files()
    content["modules/gamma.yaml"] = packs.module("gamma", "alpha", "the lights flicker", "灯闪")
    content["questions.yaml"] = {"questions": []}
    content["pack.yaml"]["thresholds"]["suggest"] = 0.5
    knowledge = packs.load_small(folder, content)
    candidates = [
        Candidate(name, 0, chance) for name, chance in zip(("alpha", "beta", "gamma"), (0.45, 0.4, third), strict=True)
    ]

    diagnosis = decide("dark", "en", candidates, knowledge)

    assert isinstance(diagnosis, Clarify)
    assert diagnosis.question.between == between
    assert [answer.favours for answer in diagnosis.question.answers] == [*((each,) for each in between), ()]


def test_a_question_for_two_is_asked_where_none_is_written_for_three(knowledge: Knowledge) -> None:
    """It tells more than to ask which symptom is closest."""
    assert question_between(("alpha", "beta", "gamma"), knowledge).id == "lamp-or-door"


def test_where_no_question_is_written_the_first_symptoms_are_the_answers(folder: Path) -> None:
    """A plain question asks which of the two is closer, and lets one not know."""
    content = packs.files()
    content["questions.yaml"] = {"questions": []}

    question = question_between(("beta", "alpha"), packs.load_small(folder, content))

    assert (question.id, question.between) == ("beta-or-alpha", ("beta", "alpha"))
    assert [(answer.label.en, answer.label.zh_hans, answer.favours) for answer in question.answers] == [
        ("the doors do not open", "门打不开", ("beta",)),
        ("the lamps stay dark", "灯不亮", ("alpha",)),
        (DO_NOT_KNOW.label.en, DO_NOT_KNOW.label.zh_hans, ()),
    ]


def test_a_long_symptom_is_cut_to_what_a_button_holds(folder: Path) -> None:
    """Slack refuses a label of more than 75 characters."""
    content = packs.files()
    content["questions.yaml"] = {"questions": []}
    content["modules/alpha.yaml"]["symptoms"][0]["en"] = "the lamps " * 8 + "dark"
    content["modules/beta.yaml"]["symptoms"][0]["en"] = "x" * 75

    question = question_between(("alpha", "beta"), packs.load_small(folder, content))

    labels = [answer.label.en for answer in question.answers]
    assert labels[0] == "the lamps " * 7 + "the…"
    assert labels[1] == "x" * 75


def test_a_written_question_is_asked_about_any_shipped_modules(shipped: Diagnostician) -> None:
    """Two or three of them: a plain question is for packs that have none."""
    modules = [module.id for module in shipped.knowledge.modules]
    groups = [*permutations(modules, 2), *permutations(modules, 3)]

    asked = {question_between(group, shipped.knowledge) for group in groups}

    assert asked <= set(shipped.knowledge.questions)


def test_any_two_shipped_modules_can_be_asked_about(shipped: Diagnostician) -> None:
    """The answers have at most 75 characters, the last one decides nothing, and another can tell the two apart."""
    modules = [module.id for module in shipped.knowledge.modules]

    for one, other in permutations(modules, 2):
        question = question_between((one, other), shipped.knowledge)
        assert question.tells_apart(one, other)
        assert question.answers[-1].favours == ()
        assert max(len(text) for each in question.answers for text in (each.label.en, each.label.zh_hans)) <= 75
