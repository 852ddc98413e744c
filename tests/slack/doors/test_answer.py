"""The buttons under a question."""

from __future__ import annotations

from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.outcome import Candidate, Clarify
from bot.playground.fake_slack import BOT_USER, TEAM, Failure
from bot.views.wording import WORDING
from tests.blockkit import faults_of
from tests.workspace import USER, mention, shown, workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping, MutableMapping

    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Knowledge, Question, ReplyLanguage
    from tests.workspace import Workspace

REPORT = "something is wrong"


def the_question(knowledge: Knowledge) -> Question:
    """Return a question between two modules whose three answers all have a button."""
    return next(each for each in knowledge.questions if (len(each.between), len(each.answers)) == (2, 3))


class Asking(Diagnostician):
    """A diagnostician that always asks the same question first."""

    def diagnose(self, report: str) -> Diagnosis:
        """Return the question."""
        question = the_question(self.knowledge)
        others = [module.id for module in self.knowledge.modules if module.id not in question.between]
        candidates = [Candidate(module, 1.0, 0.4) for module in question.between]
        candidates += [Candidate(module, -9.0, 0.01) for module in others]
        return Clarify(report, "en", tuple(candidates), question)


class Failing(Asking):
    """A diagnostician with a mistake in what follows from an answer."""

    def answered(self, diagnosis: Clarify, answer_id: str) -> Diagnosis:
        """Fail.

        Raises:
            LookupError: always.
        """
        raise LookupError("a mistake in the program")


@pytest.fixture
async def asking(shipped: Diagnostician) -> AsyncIterator[Workspace]:
    """A workspace whose bot asks."""
    async with workspace(Asking(shipped.knowledge, shipped.weights, shipped.wordings)) as running:
        yield running


def buttons(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons under a message."""
    return [each for block in message["blocks"] if block["type"] == "actions" for each in block["elements"]]


def privately(text: str) -> dict[str, Any]:
    """Return what tells the clicker alone."""
    return {"text": text, "response_type": "ephemeral", "replace_original": False}


async def asked_in_private(slack: Workspace) -> list[dict[str, Any]]:
    """Ask by the command; return the buttons under the question."""
    return buttons((await slack.command(REPORT)).json())


async def asked_in_public(slack: Workspace) -> list[dict[str, Any]]:
    """Ask by a mention; return the buttons under the question."""
    await slack.event(mention(f"<@{BOT_USER}> {REPORT}"))
    (posted,) = await slack.posted()
    return buttons(posted)


@pytest.mark.parametrize("ask", [asked_in_private, asked_in_public])
@pytest.mark.parametrize("number", [0, 1])
async def test_an_answer_puts_the_module_it_speaks_for_in_the_questions_place(
    asking: Workspace, ask: Any, number: int, shipped: Diagnostician
) -> None:
    """One click, and the question has become the suggestion."""
    question = the_question(shipped.knowledge)
    button = (await ask(asking))[number]

    reply = await asking.click(button["action_id"], button["value"])

    (replaced,) = await asking.responded()
    assert reply.status == 200
    assert replaced["replace_original"] is True
    assert replaced["text"].startswith(f"Inspect {question.answers[number].favours[0]} first")
    assert faults_of(replaced) == []


@pytest.mark.parametrize("ask", [asked_in_private, asked_in_public])
@pytest.mark.parametrize("number", [0, 1])
async def test_an_answer_is_named_with_its_question_under_why(
    asking: Workspace, ask: Any, number: int, shipped: Diagnostician
) -> None:
    """The question is gone from the message: what was asked and answered stays, for phones as well."""
    question = the_question(shipped.knowledge)
    button = (await ask(asking))[number]

    await asking.click(button["action_id"], button["value"])

    (replaced,) = await asking.responded()
    said = f"“{question.answers[number].label.en}” – the answer to: {question.ask.en}"
    assert said in "".join(shown(replaced["blocks"]))
    assert said in unescape(replaced["text"])


async def test_who_does_not_know_gets_the_best_guess(asking: Workspace, shipped: Diagnostician) -> None:
    """An answer that decides nothing still leads somewhere."""
    button = (await asked_in_private(asking))[-1]

    await asking.click(button["action_id"], button["value"])

    (replaced,) = await asking.responded()
    assert replaced["text"].startswith(f"Inspect {the_question(shipped.knowledge).between[0]} first")


async def test_a_guess_is_said_to_be_one_for_who_it_is_shared_with_too(
    asking: Workspace, shipped: Diagnostician
) -> None:
    """Not knowing is no evidence: it stands under no Why, in blocks and text alike."""
    one, other = the_question(shipped.knowledge).between
    button = (await asked_in_private(asking))[-1]
    await asking.click(button["action_id"], button["value"])
    (share,) = buttons((await asking.responded())[0])

    await asking.click(share["action_id"], share["value"])

    said = f"It is still open between {one} and {other}; {one} is the best guess."
    for each in await asking.responded():
        assert said in shown(each["blocks"])
        assert "the answer to" not in "".join(shown(each["blocks"]))
        assert said in each["text"].splitlines()
        assert "Why" not in each["text"].splitlines()
        assert faults_of(each) == []


async def test_what_follows_from_a_private_question_can_be_shared(asking: Workspace) -> None:
    """The new answer is still the asker's alone, with a button that shares it."""
    button = (await asked_in_private(asking))[0]
    await asking.click(button["action_id"], button["value"])
    (replaced,) = await asking.responded()
    (share,) = buttons(replaced)

    await asking.click(share["action_id"], share["value"])

    _, shared = await asking.responded()
    assert shared["response_type"] == "in_channel"
    assert REPORT in "\n".join(shown(shared["blocks"]))


async def test_what_follows_from_a_public_question_needs_no_sharing(asking: Workspace) -> None:
    """Everybody sees it already."""
    button = (await asked_in_public(asking))[0]

    await asking.click(button["action_id"], button["value"])

    (replaced,) = await asking.responded()
    assert buttons(replaced) == []


async def test_a_public_question_is_answered_by_whoever_knows(asking: Workspace) -> None:
    """The one at the keyboard need not be the one who asked."""
    button = (await asked_in_public(asking))[0]

    await asking.click(button["action_id"], button["value"], user={"id": "U0OTHER", "team_id": TEAM})

    assert len(await asking.responded()) == 1


@pytest.mark.parametrize("ask", [asked_in_private, asked_in_public])
async def test_a_guest_of_another_company_answers_nothing(asking: Workspace, ask: Any) -> None:
    """In a shared channel strangers can click; they are told that it counts for nothing, and the question stays."""
    button = (await ask(asking))[0]

    reply = await asking.click(button["action_id"], button["value"], user={"id": USER, "team_id": "T0OTHER"})

    assert reply.status == 200
    assert await asking.responded() == [privately(WORDING["en"].question_of_strangers)]


@pytest.mark.parametrize("clicker", [{"user": {"id": "U0OTHER", "team_id": TEAM}}, {"channel": {"id": "C0OTHER"}}])
@pytest.mark.parametrize(("locale", "language"), [("en-GB", "en"), ("zh-CN", "zh-Hans")])
async def test_a_private_question_is_answered_by_the_asker_alone(
    asking: Workspace, clicker: dict[str, Any], locale: str, language: ReplyLanguage
) -> None:
    """Others are told so in their language; the asker can still answer afterwards."""
    button = (await asked_in_private(asking))[0]
    asking.slack.locales["U0OTHER"] = asking.slack.locales[USER] = locale

    await asking.click(button["action_id"], button["value"], **clicker)
    before = list(await asking.responded())
    await asking.click(button["action_id"], button["value"])

    assert before == [privately(WORDING[language].question_of_another)]
    assert len(await asking.responded()) == 2


async def test_a_second_click_changes_nothing(asking: Workspace) -> None:
    """The first answer counts, and whoever clicks twice is not told off."""
    one, other = (await asked_in_private(asking))[:2]

    await asking.click(one["action_id"], one["value"])
    await asking.click(other["action_id"], other["value"])

    assert len(await asking.responded()) == 1


@pytest.mark.parametrize("number", ["", "x", "-1", "99", "1.5", "²"])
async def test_a_forged_number_changes_nothing(asking: Workspace, number: str) -> None:
    """An answer that was never offered is none, and does not use the question up."""
    button = (await asked_in_private(asking))[0]
    question_id = button["value"].partition(":")[0]

    reply = await asking.click(button["action_id"], f"{question_id}:{number}")
    before = list(await asking.responded())
    await asking.click(button["action_id"], button["value"])

    assert reply.status == 200
    assert (before, len(await asking.responded())) == ([], 1)


@pytest.mark.parametrize("value", ["", ":", ":0", "forged:0", "forged", "x" * 2_000])
@pytest.mark.parametrize(
    ("locale", "told"), [("en-GB", "This question is too old to answer."), ("zh-CN", "这个问题太久了，无法再回答。")]
)
async def test_a_question_that_is_not_remembered_is_said_to_be_gone(
    asking: Workspace, value: str, locale: str, told: str
) -> None:
    """The clicker alone is told, in their language, and the question stays as it is."""
    asking.slack.locales[USER] = locale
    await asked_in_private(asking)

    reply = await asking.click("answer_question_0", value)

    (refused,) = await asking.responded()
    assert reply.status == 200
    assert refused["text"].startswith(told)
    assert (refused["response_type"], refused["replace_original"]) == ("ephemeral", False)


async def test_a_question_of_before_a_restart_is_said_to_be_gone(asking: Workspace, shipped: Diagnostician) -> None:
    """The buttons outlive the process that remembers what they stand for."""
    button = (await asked_in_public(asking))[0]

    async with workspace(Asking(shipped.knowledge, shipped.weights, shipped.wordings)) as restarted:
        await restarted.click(button["action_id"], button["value"])
        (refused,) = await restarted.responded()

    assert refused["text"].startswith("This question is too old to answer.")


async def test_a_guest_of_another_company_is_not_told_whether_a_question_is_gone(asking: Workspace) -> None:
    """Strangers learn nothing from the bot."""
    await asking.click("answer_question_0", "forged:0", user={"id": USER, "team_id": "T0OTHER"})

    assert await asking.responded() == [privately(WORDING["en"].question_of_strangers)]


async def test_a_question_can_be_answered_again_if_what_followed_was_refused(asking: Workspace) -> None:
    """The question still stands there with its buttons; they go on working."""
    button = (await asked_in_public(asking))[0]
    asking.slack.fail("response_url", Failure(status=500))
    await asking.click(button["action_id"], button["value"])
    await asking.settled()

    await asking.click(button["action_id"], button["value"])

    refused, replaced = await asking.responded()
    assert refused["text"] == replaced["text"]
    assert replaced["text"].startswith("Inspect ")


async def test_a_question_can_be_answered_again_if_slack_was_out_of_reach(asking: Workspace) -> None:
    """Another answer than the first may be given then."""
    one, other = (await asked_in_private(asking))[:2]
    await asking.click(one["action_id"], one["value"], response_url="http://127.0.0.1:1/response")
    await asking.settled()

    await asking.click(other["action_id"], other["value"])

    assert len(await asking.responded()) == 1


async def test_a_click_that_leads_to_a_failure_is_answered_with_an_apology(
    shipped: Diagnostician, logs: list[MutableMapping[str, Any]]
) -> None:
    """The clicker hears of it, the log tells why, and the question can be answered again."""
    async with workspace(Failing(shipped.knowledge, shipped.weights, shipped.wordings)) as slack:
        button = (await asked_in_private(slack))[0]
        for _ in range(2):
            await slack.click(button["action_id"], button["value"])
            await slack.settled()
        apologies = await slack.responded()

    assert [each["text"][:35] for each in apologies] == ["Something went wrong on my side. Pl"] * 2
    assert {each["response_type"] for each in apologies} == {"ephemeral"}
    assert [each["error"] for each in logs if each["event"] == "answer.failed"] == ["LookupError"] * 2


async def test_a_click_without_a_response_url_changes_nothing(asking: Workspace) -> None:
    """There is nowhere to put the answer, so the question stays open."""
    button = (await asked_in_private(asking))[0]

    await asking.click(button["action_id"], button["value"], response_url="")
    await asking.click(button["action_id"], button["value"])

    assert len(await asking.responded()) == 1
