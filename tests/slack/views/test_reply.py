"""Answers as Slack messages: every module, both languages, whatever the report."""

from __future__ import annotations

import html
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.in_force import InForce
from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Evidence, Suggest
from bot.knowledge.model import REPLY_LANGUAGES
from bot.slack.posting import as_payload
from bot.slack.responder import Asker, Responder
from bot.slack.views.blocks import MOST_IN_TEXT
from bot.slack.views.reply import Replies
from bot.views.answer import Answers, ModuleAnswer, Reason, Sheet, Step, help_answer
from bot.views.wording import WORDING
from tests.blockkit import faults_of, parsed_texts
from tests.slack.views.test_blocks import HOSTILE
from tests.workspace import shown

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Knowledge, ReplyLanguage
    from bot.views.answer import Answer

LANGUAGES = st.sampled_from(REPLY_LANGUAGES)
LONG = st.tuples(HOSTILE, st.integers(1, 200)).map(lambda pair: pair[0] * pair[1])


def suggest(knowledge: Knowledge, module_id: str, quotes: list[str], confidence: float = 0.8) -> Suggest:
    """Return a diagnosis that names a module for the sake of some words of the report."""
    module = knowledge.module(module_id)
    met = [*module.symptoms, *module.signatures, None]
    evidence = tuple(Evidence(quote, met[index % len(met)], 1.0) for index, quote in enumerate(quotes))
    others = [Candidate(other.id, 0.0, 0.2) for other in knowledge.modules if other.id != module_id]
    return Suggest(" ".join(quotes), "en", (Candidate(module_id, 1.0, confidence, evidence), *others))


def clarify(knowledge: Knowledge, number: int, quotes: list[str]) -> Clarify:
    """Return a diagnosis that asks one of the pack's questions."""
    question = knowledge.questions[number % len(knowledge.questions)]
    evidence = tuple(Evidence(quote, None, 1.0) for quote in quotes)
    candidates = tuple(Candidate(module, 1.0, 0.4, evidence) for module in question.between)
    return Clarify(" ".join(quotes), "en", candidates, question)


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_every_module_is_named_within_slacks_limits(shipped: Diagnostician, language: ReplyLanguage) -> None:
    """Nothing is left out for want of space: checks, remedies, what a restart costs, links and notes are there."""
    answers, replies = Answers(shipped.knowledge), Replies()

    for module in shipped.knowledge.modules:
        content = answers.to(suggest(shipped.knowledge, module.id, ["words"]), language)
        message = replies.message(content, share_id="x" * 16)
        assert faults_of(as_payload(message)) == []
        texts = "\n".join(shown(message.blocks))
        sheet = answers.sheet(module.id, language)
        for command in [step.command for step in (*sheet.checks, *sheet.remedies) if step.command]:
            assert command in texts
        for heading in (WORDING[language].checks, WORDING[language].remedies, WORDING[language].links):
            assert heading in texts
        assert sum(block["type"] == "actions" for block in message.blocks) == 1


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_every_question_is_asked_within_slacks_limits(shipped: Diagnostician, language: ReplyLanguage) -> None:
    """The question, every answer to it and the first check of both modules are there."""
    answers, replies = Answers(shipped.knowledge), Replies()

    for number, question in enumerate(shipped.knowledge.questions):
        diagnosis = clarify(shipped.knowledge, number, ["words"])
        message = replies.message(answers.to(diagnosis, language), question_id="x" * 16)
        assert faults_of(as_payload(message)) == []
        texts = html.unescape("\n".join(shown(message.blocks)))
        assert question.ask[language] in texts
        for answer in question.answers:
            assert answer.label[language] in texts
        for module in question.between[:2]:
            if command := answers.sheet(module, language).checks[0].command:
                assert command in texts


@given(st.data(), LANGUAGES, st.lists(HOSTILE | LONG, max_size=6), st.booleans())
def test_whatever_the_words_quoted_a_message_has_no_fault(
    shipped: Diagnostician, data: st.DataObject, language: ReplyLanguage, quotes: list[str], private: bool
) -> None:
    """The limits of Block Kit hold, and what Slack parses is ours or escaped."""
    module = data.draw(st.sampled_from(shipped.knowledge.modules))
    number = data.draw(st.integers(0, len(shipped.knowledge.questions)))
    diagnosis: Diagnosis = suggest(shipped.knowledge, module.id, quotes)
    if number < len(shipped.knowledge.questions):
        diagnosis = clarify(shipped.knowledge, number, quotes)

    content = Answers(shipped.knowledge).to(diagnosis, language)
    message = Replies().message(content, share_id="x" * 16 if private else "", question_id="y" * 16)

    assert faults_of(as_payload(message)) == []
    assert len(message.text) <= MOST_IN_TEXT


@given(HOSTILE | LONG, LANGUAGES)
def test_whatever_the_report_a_message_has_no_fault(
    shipped: Diagnostician, report: str, language: ReplyLanguage
) -> None:
    """From a person's words to the message, through the whole of the bot."""
    responder = Responder(InForce(shipped))
    finding = responder.diagnose(report, door="test")

    message = responder.message(finding, language, Asker("T", "U", "C"))

    assert faults_of(as_payload(message)) == []


@given(st.lists(HOSTILE.filter(lambda text: len(text.strip()) > 3), min_size=1, max_size=4), LANGUAGES)
def test_the_users_words_are_shown_and_never_parsed(
    shipped: Diagnostician, quotes: list[str], language: ReplyLanguage
) -> None:
    """They stand in rich text as they are, and in no mrkdwn."""
    diagnosis = suggest(shipped.knowledge, "mta", [f"{quote} tell-tale" for quote in quotes])

    message = Replies().message(Answers(shipped.knowledge).to(diagnosis, language))

    assert all("tell-tale" not in text for text in parsed_texts(as_payload(message)))
    texts = shown(message.blocks)
    assert all(any(f"{quote} tell-tale" in text for text in texts) for quote in quotes)


def answer(language: ReplyLanguage, sheet: Sheet, reasons: tuple[Reason, ...]) -> ModuleAnswer:
    """Return an answer with a sheet of its own."""
    return ModuleAnswer(language, "mta", "likely", reasons, sheet, None)


@given(LONG.filter(lambda text: bool(text.strip())), LANGUAGES, st.integers(1, 12))
def test_whatever_a_pack_holds_a_message_has_no_fault(text: str, language: ReplyLanguage, steps: int) -> None:
    """A site's own pack may be written without measure."""
    step = Step(text, text, text)
    links = (("<title> & more", "https://example.com/page"),)
    sheet = Sheet(text, text, text, (step,) * steps, (step,) * steps, text, "low", links, (text, text))

    message = Replies().message(answer(language, sheet, (Reason(text[:80], "met"),)), share_id="x" * 16)

    assert faults_of(as_payload(message)) == []
    assert message.blocks[0]["type"] == "section"
    assert message.blocks[-1]["type"] == "actions"


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_what_does_not_fit_is_left_out_from_the_links_on(shipped: Diagnostician, language: ReplyLanguage) -> None:
    """Of a module with endless remedies, its name, the reasons and the checks stay."""
    sheet = Answers(shipped.knowledge).sheet("mta", language)
    endless = replace(sheet, remedies=sheet.remedies[:1] * 200)

    message = Replies().message(answer(language, endless, (Reason("words", "met"),)), share_id="x" * 16)

    texts = "\n".join(shown(message.blocks))
    wording = WORDING[language]
    assert [each in texts for each in ("*mta*", wording.why, wording.checks, wording.share)] == [True] * 4
    assert [each in texts for each in (wording.remedies, f"{wording.links}{wording.colon}")] == [False] * 2


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_a_question_has_a_button_for_each_of_its_answers(shipped: Diagnostician, language: ReplyLanguage) -> None:
    """Each button stands for its number, and no two have the same action."""
    for number, question in enumerate(shipped.knowledge.questions):
        content = Answers(shipped.knowledge).to(clarify(shipped.knowledge, number, []), language)
        message = Replies().message(content, question_id="id")
        (row,) = [block["elements"] for block in message.blocks if block["type"] == "actions"]
        labels = [answer.label[language] for answer in question.answers]
        assert [each["value"] for each in row] == [f"id:{index}" for index in range(len(question.answers))]
        assert [each["text"]["text"][:70] for each in row] == [label[:70] for label in labels]
        assert len({each["action_id"] for each in row}) == len(row)


@pytest.mark.parametrize("language", REPLY_LANGUAGES)
def test_an_answer_that_knows_nothing_gives_examples_and_no_button(
    shipped: Diagnostician, language: ReplyLanguage
) -> None:
    """There is nothing to share; there is something to try."""
    unknown = Abstain("coffee", None, tuple(Candidate(module.id, 0.0, 0.0) for module in shipped.knowledge.modules))
    content: list[Answer] = [help_answer(language), Answers(shipped.knowledge).to(unknown, language)]

    for each in content:
        message = Replies().message(each, share_id="x" * 16, question_id="y" * 16)
        assert sum(text.startswith("/campaign-why ") for text in shown(message.blocks)) == 3
        assert [block["type"] for block in message.blocks] == ["rich_text"]
        assert faults_of(as_payload(message)) == []


def test_an_answer_without_a_reason_does_not_speak_of_reasons(shipped: Diagnostician) -> None:
    """A heading needs something below it."""
    answers = Answers(shipped.knowledge)

    texts = shown(Replies().message(answers.to(suggest(shipped.knowledge, "mta", []), "en")).blocks)

    assert "Why" not in texts


def test_an_answer_without_a_runner_up_does_not_speak_of_one(shipped: Diagnostician) -> None:
    """There may be none."""
    sheet = Answers(shipped.knowledge).sheet("mta", "en")

    texts = shown(Replies().message(answer("en", sheet, ())).blocks)

    assert all("If it is not" not in text for text in texts)


def test_a_module_that_was_shown_before_is_shown_the_same_way(shipped: Diagnostician) -> None:
    """What is kept of a module holds nothing of the report it was first shown for."""
    answers, replies = Answers(shipped.knowledge), Replies()
    first, second = [answers.to(suggest(shipped.knowledge, "mta", [quote]), "en") for quote in ("first", "second")]

    replies.message(first, share_id="x" * 16)
    kept = replies.message(second)

    assert kept == Replies().message(second)
    assert "first" not in shown(kept.blocks)


def test_modules_and_languages_are_kept_apart(shipped: Diagnostician) -> None:
    """One instance answers for all of them in turn."""
    answers, replies = Answers(shipped.knowledge), Replies()
    content = [
        answers.to(suggest(shipped.knowledge, module.id, ["words"]), language)
        for module in shipped.knowledge.modules
        for language in REPLY_LANGUAGES
    ]

    texts = [replies.message(each).text for each in content]

    assert len(set(texts)) == len(content)
