"""What a reply says, before it is laid out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.diagnosis.outcome import Abstain, Answered, Candidate, Clarify, Evidence, Suggest
from bot.knowledge.model import REPLY_LANGUAGES
from bot.views.answer import (
    Answers,
    ModuleAnswer,
    NoAnswer,
    Option,
    QuestionAnswer,
    Reason,
    RunnerUp,
    Step,
    help_answer,
    reasons,
)
from bot.views.wording import EXAMPLES, WORDING
from tests.packs import files, load_small, module, text

if TYPE_CHECKING:
    from pathlib import Path

    from bot.knowledge.model import Knowledge, ReplyLanguage


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    """A pack of three modules; alpha knows beta, then gamma; the others know alpha only."""
    content = files()
    neighbours = content["modules/alpha.yaml"]["neighbours"]
    neighbours.append({"module": "gamma", "difference": text("look at gamma")})
    content["modules/gamma.yaml"] = module("gamma", "alpha", "the bells do not ring", "铃不响")
    return load_small(folder, content)


def candidates(alpha: float, beta: float, gamma: float) -> tuple[Candidate, ...]:
    """Return a ranking, best first."""
    confidences = {"alpha": alpha, "beta": beta, "gamma": gamma}
    ranked = sorted(confidences.items(), key=lambda item: -item[1])
    return tuple(Candidate(name, 0.0, confidence) for name, confidence in ranked)


def named(knowledge: Knowledge, ranking: tuple[Candidate, ...], language: ReplyLanguage = "en") -> ModuleAnswer:
    """Return the reply to a diagnosis that names a module."""
    reply = Answers(knowledge).to(Suggest("dark", "en", ranking), language)
    assert isinstance(reply, ModuleAnswer)
    return reply


def test_a_named_module_comes_with_all_that_is_known_of_it(knowledge: Knowledge) -> None:
    """Steps keep the order of the files; a remedy tells its risk."""
    reply = named(knowledge, candidates(0.95, 0.1, 0.0))

    assert (reply.module, reply.confidence, reply.language) == ("alpha", "very likely", "en")
    assert reply.sheet.process == "alpha@<instance>"
    assert reply.sheet.kind == "daemon, one per instance"
    assert reply.sheet.responsibility == "does what alpha does"
    assert reply.sheet.checks == (Step("look", "nlserver pdump", "it tells"),)
    assert reply.sheet.remedies == (Step("start it", "nlserver start alpha", "risk: low"),)
    assert (reply.sheet.restart_heading, reply.sheet.restart) == ("What a restart costs (risk: low)", "little")
    assert reply.sheet.links == (("page", "https://example.com/page"),)
    assert reply.sheet.notes == ("on-premise only", "as the system user")


def test_the_reply_is_in_the_language_asked_for(knowledge: Knowledge) -> None:
    """Whatever the language of the report."""
    reply = named(knowledge, candidates(0.95, 0.1, 0.0), "zh-Hans")

    assert reply.confidence == "非常可能"
    assert reply.sheet.remedies == (Step("中文", "nlserver start alpha", "风险：低"),)
    assert reply.sheet.kind == "守护进程，每个实例一个"


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (candidates(0.9, 0.2, 0.0), RunnerUp("beta", "a guess", "look at beta")),
        (candidates(0.9, 0.8, 0.0), RunnerUp("beta", "likely", "look at beta")),
        (candidates(0.9, 0.05, 0.15), RunnerUp("gamma", "a guess", "look at gamma")),
        (candidates(0.9, 0.05, 0.14), RunnerUp("beta", "a guess", "look at beta")),
        (candidates(0.1, 0.2, 0.9), RunnerUp("alpha", "a guess", "look at alpha")),
    ],
    ids=["second", "likely second", "second that is likely enough", "unlikely second", "second that is no neighbour"],
)
def test_the_other_possibility_is_the_likely_second_or_else_the_first_neighbour(
    ranking: tuple[Candidate, ...], expected: RunnerUp, knowledge: Knowledge
) -> None:
    """It comes with the observation that tells it from the first, so it has to be a neighbour."""
    assert named(knowledge, ranking).runner_up == expected


def test_a_module_without_neighbours_has_no_other_possibility(folder: Path) -> None:
    """Nothing is written that would tell another one from it."""
    content = files()
    content["modules/alpha.yaml"]["neighbours"] = []

    reply = named(load_small(folder, content), (Candidate("alpha", 0.0, 0.9), Candidate("beta", 0.0, 0.8)))

    assert reply.runner_up is None


def test_the_only_module_of_a_pack_can_be_named(folder: Path) -> None:
    """A site's own pack may know one module."""
    content = {**files(), "modules/beta.yaml": None, "questions.yaml": {"questions": []}}
    content["modules/alpha.yaml"]["neighbours"] = []

    reply = named(load_small(folder, content), (Candidate("alpha", 0.0, 0.9),))

    assert reply.module == "alpha"


def test_three_links_are_enough(folder: Path) -> None:
    """The files may hold more."""
    content = files()
    pages = [{"title": text(f"page {i}"), "url": f"https://example.com/{i}"} for i in range(5)]
    content["modules/alpha.yaml"]["links"] = pages

    sheet = Answers(load_small(folder, content)).sheet("alpha", "en")

    assert [title for title, _ in sheet.links] == ["page 0", "page 1", "page 2"]


def test_a_question_comes_with_its_answers_and_what_to_do_meanwhile(knowledge: Knowledge) -> None:
    """Both modules give their first check; two reasons each are told, with the module that they speak for."""
    symptom = knowledge.module("alpha").symptoms[0]
    evidence = tuple(Evidence(quote, symptom, 1.0) for quote in ("one", "two", "three"))
    ranking = (Candidate("alpha", 0.0, 0.5, evidence), Candidate("beta", 0.0, 0.4), Candidate("gamma", 0.0, 0.1))

    reply = Answers(knowledge).to(Clarify("dark", "en", ranking, knowledge.questions[0]), "en")

    step = Step("look", "nlserver pdump", "it tells")
    assert reply == QuestionAnswer(
        language="en",
        one="alpha",
        other="beta",
        question="Is it dark?",
        options=(Option("yes", "Yes", "alpha"), Option("dont-know", "Don't know", "")),
        reasons=(Reason("one", "alpha: the lamps stay dark"), Reason("two", "alpha: the lamps stay dark")),
        first_steps=(("alpha", step), ("beta", step)),
        notes=("on-premise only", "as the system user"),
    )


def test_what_was_answered_stands_before_the_reasons(knowledge: Knowledge) -> None:
    """Where a module is named and where one more question is asked."""
    question = knowledge.questions[0]
    answers = (Answered(question, question.answers[0]),)
    symptom = knowledge.module("alpha").symptoms[0]
    ranking = (Candidate("alpha", 0.0, 0.5, (Evidence("dark", symptom, 1.0),)), Candidate("beta", 0.0, 0.4))

    named = Answers(knowledge).to(Suggest("dark", "en", ranking, answers), "en")
    asked = Answers(knowledge).to(Clarify("dark", "en", ranking, question, answers=answers), "en")

    said = Reason("Yes", "the answer to: Is it dark?")
    assert isinstance(named, ModuleAnswer)
    assert isinstance(asked, QuestionAnswer)
    assert named.reasons == (said, Reason("dark", "the lamps stay dark"))
    assert asked.reasons == (said, Reason("dark", "alpha: the lamps stay dark"))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "It is still open between alpha and beta; alpha is the best guess."),
        ("zh-Hans", "alpha 和 beta 之间还不能确定，先按可能性更大的 alpha 来查。"),
    ],
)
def test_an_answer_that_speaks_for_no_module_is_no_reason(
    language: ReplyLanguage, told: str, knowledge: Knowledge
) -> None:
    """An earlier one that does stays; between which modules it is open stands in words."""
    question = knowledge.questions[0]
    answers = tuple(Answered(question, answer) for answer in question.answers)
    ranking = (Candidate("alpha", 0.0, 0.5), Candidate("beta", 0.0, 0.4), Candidate("gamma", 0.0, 0.1))

    decided, undecided = (
        Answers(knowledge).to(Suggest("dark", "en", ranking, each), language) for each in (answers[:1], answers)
    )

    assert isinstance(decided, ModuleAnswer)
    assert isinstance(undecided, ModuleAnswer)
    assert undecided.reasons == decided.reasons
    assert (decided.still_open, undecided.still_open) == ("", told)


@pytest.mark.parametrize(
    ("language", "heading"),
    [("en", "What relaunching costs (risk: low)"), ("zh-Hans", "重新执行的代价（风险：低）")],
)
def test_a_job_is_launched_again_not_restarted(language: ReplyLanguage, heading: str, folder: Path) -> None:
    """Where there is no process to restart, no heading speaks of it."""
    content = files()
    job = content["modules/alpha.yaml"]
    job |= {"process": {"kind": "job", "pdump": "alpha"}, "operations": [], "relaunch": text("whoever planned it")}
    job["restart"]["possible"] = False

    sheet = Answers(load_small(folder, content)).sheet("alpha", language)

    assert sheet.restart_heading == heading


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_not_knowing_is_said_with_examples(language: ReplyLanguage, knowledge: Knowledge) -> None:
    """The reader learns how to ask better."""
    reply = Answers(knowledge).to(Abstain("it rains", "en", candidates(0.04, 0.0, 0.0)), language)

    wording = WORDING[language]
    assert reply == NoAnswer(language, wording.unknown, wording.unknown_hint, EXAMPLES[language])


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_the_closest_module_is_named_where_one_comes_near(language: ReplyLanguage, knowledge: Knowledge) -> None:
    """A hint is worth more than nothing, as long as it is called one."""
    near = candidates(knowledge.pack.thresholds.clarify, 0.0, 0.0)

    reply = Answers(knowledge).to(Abstain("it hums", "en", near), language)

    assert isinstance(reply, NoAnswer)
    assert "alpha" in reply.headline
    assert reply.headline.endswith(knowledge.module("alpha").responsibility[language])


@pytest.mark.parametrize("report", ["", "  \n\t"])
def test_a_report_without_words_gets_help(report: str, knowledge: Knowledge) -> None:
    """Nothing said is not something unknown."""
    reply = Answers(knowledge).to(Abstain(report, None, candidates(0.1, 0.0, 0.0)), "en")

    assert reply == help_answer("en")
    assert reply.headline == "Tell me what you see, in your own words."


def test_reasons_are_the_users_words_beside_what_they_met(knowledge: Knowledge) -> None:
    """Symptoms and signatures first, each on its own; single words together and once."""
    alpha = knowledge.module("alpha")
    evidence = [
        Evidence("stay", None, 0.9, "stay"),
        Evidence("lamps are dark", alpha.symptoms[0], 2.0),
        Evidence("ALPHA-7", alpha.signatures[0], 2.0),
        Evidence("dark", None, 0.5, "dark"),
        Evidence("stay", None, 0.3, "stays"),
    ]

    assert reasons(evidence, "en") == (
        Reason("lamps are dark", "the lamps stay dark"),
        Reason("ALPHA-7", "its code"),
        Reason("stay · dark", "such words point to this module in comparable reports"),
    )
    assert [reason.met for reason in reasons(evidence, "zh-Hans")][:2] == ["灯不亮", "中文"]


def test_no_evidence_gives_no_reasons() -> None:
    """Nothing is made up."""
    assert reasons((), "en") == ()


def test_what_is_known_of_a_module_is_put_together_once(knowledge: Knowledge) -> None:
    """One sheet for all reports, one for each language."""
    answers = Answers(knowledge)

    assert answers.sheet("alpha", "en") is answers.sheet("alpha", "en")
    assert answers.sheet("alpha", "en") != answers.sheet("alpha", "zh-Hans")
