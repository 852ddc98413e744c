"""The shipped knowledge holds, is tidy, and is complete in both reply languages."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

import pytest

from bot.app import PACK, shipped_pack
from bot.diagnosis.outcome import Candidate, Evidence, Suggest
from bot.knowledge.lint import findings
from bot.knowledge.loader import load
from bot.knowledge.model import OPERATIONS, REPLY_LANGUAGES, Kind, Risk, Symptom, Text
from bot.views.answer import Answers, ModuleAnswer
from bot.views.terminal import lines
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import Knowledge, Module, ReplyLanguage

MODULES = (
    "export",
    "import",
    "inMail",
    "mta",
    "stat",
    "syslogd",
    "tracking",
    "trackinglogd",
    "watchdog",
    "web",
    "wfserver",
)
JOBS = ("export", "import", "tracking")
HAN = re.compile("[\u4e00-\u9fff]")
HALF_WIDTH = re.compile(r"[\u3000-\u9fff\uff00-\uffef][ ]?[,;:?!()]|[,;:?!()][ ]?[\u3000-\u9fff]|[\u4e00-\u9fff]\.")
LONGEST_BUTTON = 75

each_module = pytest.mark.parametrize("name", MODULES)
each_language = pytest.mark.parametrize("language", REPLY_LANGUAGES)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    """The shipped pack, read from its files."""
    return load(shipped_pack())


def texts(value: object) -> Iterator[Text | Symptom]:
    """Yield every translated sentence below a value of the model."""
    if isinstance(value, Text | Symptom):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts(getattr(value, field.name))


def answer(module: Module, knowledge: Knowledge, language: ReplyLanguage) -> ModuleAnswer:
    """Return the reply that names a module and shows its first symptom."""
    others = [Candidate(each.id, 0.0, 0.1) for each in knowledge.modules if each is not module]
    evidence = (Evidence("words", module.symptoms[0], 1.0),)
    diagnosis = Suggest("words", None, (Candidate(module.id, 3.0, 0.9, evidence), *others))
    reply = Answers(knowledge).to(diagnosis, language)
    assert isinstance(reply, ModuleAnswer)
    return reply


def test_the_eleven_modules_are_known(knowledge: Knowledge) -> None:
    """Each by its English process name, in the order of the alphabet."""
    assert tuple(sorted((module.id for module in knowledge.modules), key=str.lower)) == MODULES
    assert knowledge.pack.id == PACK


def test_the_pack_is_tidy(knowledge: Knowledge) -> None:
    """Lint finds nothing on the day of the newest review."""
    today = max(module.reviewed for module in knowledge.modules)

    assert findings(knowledge, today) == []


def test_the_pack_that_is_remembered_is_the_pack_that_is_written(knowledge: Knowledge, shipped: Diagnostician) -> None:
    """The cache loses nothing."""
    assert shipped.knowledge == knowledge


def test_every_sentence_is_in_its_language(knowledge: Knowledge) -> None:
    """English has no Chinese in it, and no sentence of the Chinese was left in English."""
    notes = (knowledge.pack.hosting_note, knowledge.pack.command_note)
    all_texts = [*texts(knowledge.modules), *texts(knowledge.questions), *notes]

    assert len(all_texts) > 300
    assert [text.en for text in all_texts if HAN.search(text.en)] == []
    assert [text.en for text in all_texts if " " in text.en and not HAN.search(text.zh_hans)] == []


@each_module
@each_language
def test_the_reply_that_names_a_module_is_complete(name: str, language: ReplyLanguage, knowledge: Knowledge) -> None:
    """Why, what it does, what to check, what to do, what that costs, what else it could be, where to read."""
    module, wording = knowledge.module(name), WORDING[language]

    reply = answer(module, knowledge, language)

    printed = [line.text for line in lines(reply)]
    headings = (wording.why, wording.checks, wording.remedies, wording.links)
    assert [heading for heading in headings if heading not in printed] == []
    assert any(line.startswith(wording.relaunch if name in JOBS else wording.restart) for line in printed)
    assert module.responsibility[language] in printed
    assert module.restart.cost[language] in printed
    assert f"“words” – {module.symptoms[0][language]}" in printed
    assert reply.runner_up is not None
    assert reply.runner_up.difference in printed
    assert len(reply.sheet.checks) == len(module.checks)
    assert len(reply.sheet.remedies) == len(module.remedies)
    assert all(step.text and step.remark for step in (*reply.sheet.checks, *reply.sheet.remedies))


@each_module
def test_a_chinese_reply_has_no_half_width_marks_beside_chinese(name: str, knowledge: Knowledge) -> None:
    """Neither in what is written of a module nor in what is put around it; commands and code stay as they are."""
    reply = lines(answer(knowledge.module(name), knowledge, "zh-Hans"))

    prose = [re.sub("`[^`]*`", "", line.text) for line in reply if line.style != "command"]

    assert [text for text in prose if HALF_WIDTH.search(text)] == []


@each_module
def test_the_commands_are_the_same_in_all_languages(name: str, knowledge: Knowledge) -> None:
    """Commands are data, never translated."""
    module = knowledge.module(name)

    english, chinese = (answer(module, knowledge, language).sheet for language in REPLY_LANGUAGES)

    assert [step.command for step in english.checks] == [step.command for step in chinese.checks]
    assert [step.command for step in english.remedies] == [step.command for step in chinese.remedies]
    commands = [step.command for step in (*english.checks, *english.remedies) if step.command]
    assert commands
    assert [command for command in commands if not command.isascii()] == []


@each_module
def test_a_check_changes_nothing(name: str, knowledge: Knowledge) -> None:
    """No command among the checks starts, stops or reloads anything."""
    commands = [check.command for check in knowledge.module(name).checks if check.command]

    assert [command for command in commands if re.search(r"\b(re)?(start|stop|load)\b|kill|\brm\b", command)] == []


@each_module
def test_jobs_are_never_restarted_and_daemons_can_be(name: str, knowledge: Knowledge) -> None:
    """Three of the eleven are launched again instead."""
    module = knowledge.module(name)

    is_job = name in JOBS

    assert (module.process.kind is Kind.JOB) is is_job
    assert module.restart.possible is not is_job


@each_module
def test_a_daemon_can_be_checked_and_restarted_from_afar_and_a_job_is_launched_again(
    name: str, knowledge: Knowledge
) -> None:
    """A check stands first; of a job it is told who launches it."""
    module = knowledge.module(name)

    offered = (module.operations[:1], module.operations[-1:], module.relaunch is not None)

    assert offered == (((), (), True) if name in JOBS else (("check",), ("restart",), False))


@pytest.mark.parametrize("name", ["stat", "web"])
def test_a_reload_comes_before_a_restart(name: str, knowledge: Knowledge) -> None:
    """Where the documentation knows one."""
    assert knowledge.module(name).operations == ("check", "start", "reload", "restart")


def test_a_restart_of_the_watchdog_is_the_gravest(knowledge: Knowledge) -> None:
    """It stops everything."""
    restart = knowledge.module("watchdog").restart

    assert (restart.risk, restart.whole_service) == (Risk.SEVERE, True)


def test_only_the_restart_of_the_watchdog_is_confirmed_by_its_name(knowledge: Knowledge) -> None:
    """Typing is for the gravest step alone; elsewhere a press of a button confirms."""
    confirmed = [
        (each.id, step) for each in knowledge.modules for step in OPERATIONS if each.is_confirmed_by_name(step)
    ]

    assert confirmed == [("watchdog", "restart")]


def test_a_reload_of_stat_comes_before_its_restart(knowledge: Knowledge) -> None:
    """The safer step stands first."""
    commands = [remedy.command or "" for remedy in knowledge.module("stat").remedies]

    reload = next(i for i, command in enumerate(commands) if "stat -reload" in command)
    restart = next(i for i, command in enumerate(commands) if "restart" in command)

    assert reload < restart


@each_module
def test_the_links_lead_to_the_public_documentation(name: str, knowledge: Knowledge) -> None:
    """No other site is sent on call."""
    hosts = {link.url.split("/")[2] for link in knowledge.module(name).links}

    assert hosts <= {"experienceleague.adobe.com", "opensource.adobe.com", "helpx.adobe.com"}


def test_a_question_can_be_answered_with_not_knowing(knowledge: Knowledge) -> None:
    """The last answer decides nothing; all others do; labels fit on buttons."""
    questions = knowledge.questions

    assert [question.id for question in questions if question.answers[-1].favours] == []
    assert [question.id for question in questions if not all(each.favours for each in question.answers[:-1])] == []
    labels = [answer.label[language] for q in questions for answer in q.answers for language in REPLY_LANGUAGES]
    assert [label for label in labels if len(label) > LONGEST_BUTTON] == []


def test_a_question_can_be_answered_for_each_of_its_modules(knowledge: Knowledge) -> None:
    """Nobody is asked about a module that no answer speaks for."""
    for question in knowledge.questions:
        assert {module for each in question.answers for module in each.favours} == set(question.between), question.id
