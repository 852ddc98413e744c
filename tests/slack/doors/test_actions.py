"""From the button under an answer to the stamp in the message."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from aiohttp import web
from sqlalchemy import text

from bot.actions.clock import SystemClock
from bot.ledger.store import SqlLedger
from bot.playground.fake_slack import TEAM, Failure
from bot.slack.marks import Marks
from bot.slack.offers import Offers
from bot.slack.seal import Seal
from bot.views.run_wording import RUN_WORDING
from tests.actions.webhook.receivers import listening
from tests.slack.runs import LEAD, LEADS, REPORT, STRANGER, WATCHDOG, Incident, KeptProcesses, buttons, incident, site
from tests.workspace import CHANNEL, USER, direct, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, MutableMapping
    from typing import Any

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.views.run_wording import Stale
    from tests.actions.webhook.receivers import Receiver


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A receiver that takes everything."""
    async with listening(web.Response(status=202, text="restarted")) as running:
        yield running


@pytest.fixture
async def here(shipped: Diagnostician, receiver: Receiver, sqlite_url: str) -> AsyncIterator[Incident]:
    """An incident in a workspace where something can be done."""
    async with incident(shipped, site(receiver.url), sqlite_url) as running:
        yield running


async def test_whole_chain(here: Incident, receiver: Receiver) -> None:
    """A button, the form, the approval of a second person, one signed request, the stamp, the audit."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    assert "127.0.0.1" in str(here.view())
    assert "On prod, a second person has to approve it" in str(here.view())
    answered = await here.submit(instance="prod", reason="no mail since nine")
    assert "Asked for" in str(answered)
    waiting = await here.stamped("waits for the approval")
    assert str({"type": "usergroup", "usergroup_id": LEADS}) in str(waiting["blocks"])
    (call,) = await here.calls()
    assert call["thread_ts"] == message["thread_ts"]
    assert call["text"].startswith(f"<!subteam^{LEADS}>: <@{USER}> asks for the restart of mta@acme_prod (prod)")
    await here.click(waiting, "approve_run", LEAD)
    done = await here.stamped("done, asked for by")
    assert "May approve" not in str(done)
    assert len(receiver.got) == 1
    assert receiver.got[0].headers["webhook-signature"].startswith("v1,")
    texts = shown(done["blocks"])
    assert any("HTTP 202" in each for each in texts)
    assert "restarted" in texts
    assert ", approved by " in texts
    users = [each["user_id"] for block in done["blocks"] for each in _users(block)]
    assert users == [USER, LEAD]
    assert [each["action_id"] for each in buttons(done)] == ["offer_action_0", "offer_action_1"]
    assert await here.audit() == [
        (USER, "asked", ""),
        (USER, "requested", "waiting"),
        (LEAD, "approved", "approved"),
        (USER, "attempted", "delivered"),
        (USER, "outcome", "succeeded"),
    ]


async def test_check(here: Incident, receiver: Receiver) -> None:
    """It changes nothing, so nobody has to approve it; its output is in the message."""
    message = await here.ask()
    await here.click(message, "offer_action_0")
    await here.submit(instance="prod")
    await here.stamped("done, asked for by")
    assert len(receiver.got) == 1


async def test_many_actions_for_one_module(shipped: Diagnostician, receiver: Receiver, sqlite_url: str) -> None:
    """There is a button for each: where every instance has its own, no restart is left out."""
    offered = site(receiver.url)
    more = tuple(replace(offered.actions[1], id=f"again-{n}", instances=(f"rt{n}",)) for n in range(10))
    places = tuple(replace(offered.instances[1], id=f"rt{n}", campaign=f"rt{n}") for n in range(10))
    offered = replace(offered, actions=(*offered.actions, *more), instances=(*offered.instances, *places))
    async with incident(shipped, offered, sqlite_url) as here:
        message = await here.ask()
        await here.click(message, "offer_action_11")
        assert "rt9" in str(here.view())


async def test_own_run(here: Incident, receiver: Receiver) -> None:
    """Nobody approves their own, whatever they are granted; they are told so in private, and it is recorded."""
    message = await here.ask()
    await here.click(message, "offer_action_1", LEAD)
    await here.submit(LEAD, instance="prod")
    waiting = await here.stamped("waits for the approval")
    await here.click(waiting, "approve_run", LEAD)
    told = (await here.slack.responded())[-1]
    assert (told["response_type"], "Nothing was run" in told["text"]) == ("ephemeral", True)
    assert told["thread_ts"] == waiting["thread_ts"]
    assert (await here.audit())[-1] == (LEAD, "refused", "own-run")
    assert receiver.got == []


async def test_denied(here: Incident, receiver: Receiver) -> None:
    """Nothing is sent, and the message says who said no; later clicks are too late."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="prod")
    waiting = await here.stamped("waits for the approval")
    await here.click(waiting, "deny_run", LEAD)
    await here.stamped("not run, asked for by")
    await here.click(waiting, "approve_run", LEAD)
    assert "decided already" in (await here.slack.responded())[-1]["text"]
    assert receiver.got == []


@pytest.mark.parametrize(
    ("who", "profile", "why"),
    [
        (STRANGER, {}, "no-grant"),
        (USER, {"is_restricted": True}, "guest"),
        (USER, {"deleted": True}, "guest"),
        (USER, {"team_id": "T0OTHER"}, "other-workspace"),
    ],
)
async def test_somebody_who_may_not(
    here: Incident, receiver: Receiver, who: str, profile: dict[str, object], why: str
) -> None:
    """They are told in private, in the form, and nothing is run."""
    here.slack.slack.profiles[who] = profile
    message = await here.ask()
    await here.click(message, "offer_action_1", who)
    assert "Nothing was run" in str(here.view())
    assert "submit" not in here.view()
    assert await here.audit() == [(who, "refused", why)]
    assert receiver.got == []


async def test_refusals_in_the_log(here: Incident, receiver: Receiver, logs: list[MutableMapping[str, Any]]) -> None:
    """Each is a line with its code, at the button, in the form and at the approval, without what was written."""
    message = await here.ask()
    await here.click(message, "offer_action_1", STRANGER)
    await here.click(message, "offer_action_1")
    await here.submit(STRANGER, instance="stage")
    await here.click(message, "offer_action_1")
    await here.submit(instance="prod", reason="in my own words")
    await here.click(await here.stamped("waits for the approval"), "approve_run", STRANGER)
    refused = [each for each in logs if each["event"] == "action.refused"]
    assert [each["code"] for each in refused] == ["no-grant"] * 3
    assert [bool(each["run"]) for each in refused] == [False, True, True]
    assert "in my own words" not in str(logs)


async def test_form_of_somebody_else(here: Incident, receiver: Receiver) -> None:
    """Who may is asked again at the submission."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    answered = await here.submit(STRANGER, instance="stage")
    assert "Nothing was run" in str(answered)
    assert (await here.audit())[-1] == (STRANGER, "refused", "no-grant")
    assert receiver.got == []


async def test_clicker_of_another_company(here: Incident, receiver: Receiver) -> None:
    """People of other companies can click in shared channels, and nothing more."""
    message = await here.ask()
    await here.click(message, "offer_action_1", team="T0PARTNER")
    assert (await here.audit())[-1] == (USER, "refused", "other-workspace")


async def test_channel_shared_with_others(here: Incident, receiver: Receiver) -> None:
    """Nothing is run from there."""
    here.slack.slack.shared_channels.add("C0INCIDENT")
    message = await here.ask()
    await here.click(message, "offer_action_1")
    assert (await here.audit())[-1] == (USER, "refused", "shared-channel")


async def test_group_cannot_be_read(here: Incident, receiver: Receiver) -> None:
    """Nobody is in it then."""
    del here.slack.slack.groups[LEADS]
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="prod")
    waiting = await here.stamped("waits for the approval")
    await here.click(waiting, "approve_run", LEAD)
    assert (await here.audit())[-1] == (LEAD, "refused", "no-grant")


async def test_slack_does_not_tell_who_it_is(here: Incident, receiver: Receiver) -> None:
    """Nothing is run, it says why, and that is recorded."""
    message = await here.ask()
    here.slack.slack.fail("conversations.info", *[Failure(status=500)] * 4)
    await here.click(message, "offer_action_1")
    assert "does not tell" in str(here.view())
    assert await here.audit() == [(USER, "refused", "unverified")]


async def test_slack_does_not_tell_who_approves(here: Incident, receiver: Receiver) -> None:
    """The run goes on waiting, and whoever reads the audit learns who tried."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="prod")
    waiting = await here.stamped("waits for the approval")
    here.slack.slack.fail("users.info", *[Failure(status=500)] * 4)
    await here.click(waiting, "approve_run", LEAD)
    assert (await here.audit())[-1] == (LEAD, "refused", "unverified")
    assert await here.states() == ["waiting"]


@pytest.mark.parametrize(
    ("value", "channel"), [("forged", "C0INCIDENT"), ("Zm9yZ2Vk" * 8, "C0INCIDENT"), ("", "C0INCIDENT"), (None, "C0X")]
)
async def test_button_that_is_not_ours(here: Incident, receiver: Receiver, value: str | None, channel: str) -> None:
    """A forged value, or a button of another channel, is refused with a word of explanation."""
    message = await here.ask()
    await here.click_value(
        message, "offer_action_1", buttons(message)[1]["value"] if value is None else value, channel={"id": channel}
    )
    why: Stale = "forged" if value is not None else "other-channel"
    assert RUN_WORDING["en"].stale[why] in str(here.view())
    assert (await here.audit())[-1] == (USER, "refused", why)


async def test_button_of_a_former_configuration(here: Incident, receiver: Receiver) -> None:
    """It is refused with a word of explanation: what it stands for may have changed."""
    message = await here.ask()
    value = str(buttons(message)[1]["value"])
    seal = Seal("xoxb-of-the-tests", "buttons")
    changed = site("https://elsewhere.example/hook")
    offers = Offers(changed, seal, Marks(changed.edition, KeptProcesses("this"), SystemClock()))
    assert await offers.opened(value, CHANNEL) == "former-configuration"


async def test_configuration_changes_while_a_run_waits(here: Incident, receiver: Receiver, sqlite_url: str) -> None:
    """Nobody approves what may call another receiver by now; to deny it is always safe."""
    await here.click(await here.ask(), "offer_action_1")
    await here.submit(instance="prod")
    waiting = await here.stamped("waits for the approval")
    async with SqlLedger(sqlite_url) as ledger, ledger._engine.begin() as connection:
        await connection.execute(text("UPDATE runs SET edition = 'former'"))
    await here.click(waiting, "approve_run", LEAD)
    assert (await here.slack.responded())[-1]["text"] == RUN_WORDING["en"].stale["former-configuration"]
    assert (await here.audit())[-1] == (LEAD, "refused", "former-configuration")
    await here.click(waiting, "deny_run", LEAD)
    await here.stamped("not run, asked for by")
    assert receiver.got == []


@pytest.mark.parametrize(("value", "channel", "why"), [("forged", CHANNEL, "forged"), (None, "C0X", "other-channel")])
async def test_approval_that_is_not_ours(
    here: Incident, receiver: Receiver, value: str | None, channel: str, why: Stale
) -> None:
    """A forged value, or a button of another channel, is refused with a word of explanation, and recorded."""
    await here.click(await here.ask(), "offer_action_1")
    await here.submit(instance="prod")
    waiting = await here.stamped("waits for the approval")
    own = next(each["value"] for each in buttons(waiting) if each["action_id"] == "approve_run")
    await here.click_value(waiting, "approve_run", value or own, LEAD, channel={"id": channel})
    assert (await here.slack.responded())[-1]["text"] == RUN_WORDING["en"].stale[why]
    assert (await here.audit())[-1] == (LEAD, "refused", why)
    assert receiver.got == []


async def test_restart_that_stops_everything(here: Incident, receiver: Receiver) -> None:
    """The module's name has to be typed, what was typed wrong is told beside the field, and it is said where it ran."""
    message = await here.ask(WATCHDOG)
    await here.click(message, "offer_action_0")
    view_id, view = list(here.slack.slack.views.items())[-1]
    reply = await here.slack.submit({**view, "id": view_id}, instance="stage", name="watch dog")
    assert reply.json()["response_action"] == "errors"
    await here.submit(instance="stage", name="watchdog")
    await here.stamped("restart of watchdog (stage): done, asked for by")
    assert len(receiver.got) == 1


async def test_clicked_twice(here: Incident, receiver: Receiver) -> None:
    """Both forms ask for the same run."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.click(message, "offer_action_1")
    for view_id, view in list(here.slack.slack.views.items()):
        await here.slack.submit({**view, "id": view_id}, instance="prod")
    await here.slack.settled()
    assert await here.states() == ["waiting"]
    assert "already" in str(here.view())


async def test_two_messages_at_once(here: Incident, receiver: Receiver) -> None:
    """Each has a button for the same module; pressed in the same moment, one of them restarts it."""
    for _ in range(2):
        await here.click(await here.ask(), "offer_action_1")
    views = [{**view, "id": view_id} for view_id, view in here.slack.slack.views.items()]
    await asyncio.gather(*(here.slack.submit(view, LEAD, instance="stage") for view in views))
    await here.slack.settled()
    assert len(await here.states()) == 1
    assert "under way already" in str(list(here.slack.slack.views.values()))


async def test_cool_down(here: Incident, receiver: Receiver) -> None:
    """Who asks again is told who restarted it and when; only those who approve may go on."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="stage")
    await here.stamped("done, asked for by")
    await here.click(message, "offer_action_1")
    assert "restart of mta@acme_stage (stage) was done at" in str(here.view())
    answered = await here.submit(instance="stage")
    assert "Only those who may approve" in str(answered)
    await here.click(message, "offer_action_1", LEAD)
    assert "restart of mta@acme_stage (stage) was done at" in str(here.view())
    warned = await here.submit(LEAD, instance="stage")
    assert warned["submit"]["text"] == "Go on anyway"
    await here.submit(LEAD)
    assert len(await here.states()) == 2


async def test_cool_down_of_the_only_instance(here: Incident, receiver: Receiver) -> None:
    """There is no form for those who may not go on: the click says who restarted it, and when."""
    await here.click(await here.ask(WATCHDOG), "offer_action_0")
    await here.submit(instance="stage", name="watchdog")
    message = await here.stamped("done, asked for by")
    await here.click(message, "offer_action_0")
    assert "was done at" in str(here.view())
    assert "submit" not in here.view()
    assert (await here.audit())[-1] == (USER, "refused", "cool_down")
    await here.click(message, "offer_action_0", LEAD)
    assert "submit" in here.view()


async def test_form_does_not_open(here: Incident, receiver: Receiver) -> None:
    """It is said beside the button, and recorded."""
    here.slack.slack.fail("views.open", Failure(body={"ok": False, "error": "expired_trigger_id"}))
    await here.click(await here.ask(), "offer_action_1")
    assert (await here.slack.responded())[-1]["text"] == RUN_WORDING["en"].unopened
    assert (await here.audit())[-1] == (USER, "refused", "no-form")


async def test_direct_message(here: Incident, receiver: Receiver) -> None:
    """What needs a second person cannot be asked for where there is none; the form offers the rest."""
    await here.slack.event(direct(REPORT))
    await here.slack.settled()
    message = here.message("D0DIRECT")
    await here.click(message, "offer_action_1", channel={"id": "D0DIRECT"})
    assert "'prod'" not in str(here.view())
    answered = await here.submit(instance="prod")
    assert "in production a second person has to approve" in str(answered)
    assert f"<!subteam^{LEADS}>" in str(answered)
    assert receiver.got == []


async def test_direct_message_about_what_always_needs_approval(
    shipped: Diagnostician, receiver: Receiver, sqlite_url: str
) -> None:
    """It is said at the click, with whom to ask in front of, before anybody fills in a form."""
    offered = site(receiver.url)
    strict = tuple(replace(each, approval=True) for each in offered.environments)
    async with incident(shipped, replace(offered, environments=strict), sqlite_url) as here:
        await here.slack.event(direct(REPORT))
        await here.slack.settled()
        await here.click(here.message("D0DIRECT"), "offer_action_1", channel={"id": "D0DIRECT"})
        assert "Mention me in a channel" in str(here.view())
        assert f"<!subteam^{LEADS}>" in str(here.view())
        assert "submit" not in here.view()
        assert (await here.audit())[-1] == (USER, "refused", "no-approver-here")


async def test_message_is_gone(here: Incident, receiver: Receiver) -> None:
    """Who asked is told the outcome directly."""
    message = await here.ask()
    await here.click(message, "offer_action_0")
    here.slack.slack.workspace.posts.clear()
    before = len(here.slack.slack.made("chat.postMessage"))
    await here.submit(instance="stage")
    calls = await here.slack.slack.wait_for("chat.postMessage", before + 1)
    assert calls[-1].arguments["channel"] == USER


async def test_slack_is_away_while_the_run_goes_on(here: Incident, receiver: Receiver) -> None:
    """The stamp arrives later."""
    message = await here.ask()
    await here.click(message, "offer_action_0")
    here.slack.slack.fail("chat.update", Failure(status=500), Failure(body="<html>", content_type="text/html"))
    here.slack.slack.fail("conversations.replies", Failure(status=429, headers={"Retry-After": "1"}))
    await here.submit(instance="stage")
    await here.stamped("done, asked for by")


async def _private(here: Incident, action: str) -> None:
    """Ask with the command, and click a button of the answer that nobody else sees."""
    reply = await here.slack.command(REPORT)
    value = next(each["value"] for each in buttons(reply.json()) if each["action_id"] == action)
    container = {"message_ts": "1700000300.000001", "channel_id": CHANNEL, "is_ephemeral": True}
    await here.slack.click(action, value, user={"id": USER, "team_id": TEAM}, container=container)
    await here.slack.settled()


async def test_private_answer(here: Incident, receiver: Receiver) -> None:
    """It offers the same; the run stands in a message of its own that others see and can approve."""
    await _private(here, "offer_action_1")
    answered = await here.submit(instance="prod", reason="no mail since nine")
    assert "A message of mine" in str(answered)
    waiting = await here.stamped("waits for the approval")
    assert {"type": "user", "user_id": USER} in _users(waiting["blocks"][0])
    await here.click(waiting, "approve_run", LEAD)
    await here.stamped("done, asked for by")
    assert len(receiver.got) == 1
    assert len(here.shown()) == 1


async def test_private_answer_clicked_twice(here: Incident, receiver: Receiver) -> None:
    """Both clicks ask for the same run in the same message; after its end a third asks for another."""
    await _private(here, "offer_action_1")
    await here.submit(instance="prod")
    await _private(here, "offer_action_1")
    assert "already" in str(await here.submit(instance="prod"))
    assert len(here.shown()) == 1
    await here.click(await here.stamped("waits for the approval"), "deny_run", LEAD)
    await here.stamped("not run, asked for by")
    await _private(here, "offer_action_1")
    await here.submit(instance="prod")
    assert await here.states() == ["waiting", "denied"]


async def test_private_answers_submitted_at_once(here: Incident, receiver: Receiver) -> None:
    """One run is made, and a message that has none to show says so."""
    await _private(here, "offer_action_1")
    await _private(here, "offer_action_1")
    forms = [{**view, "id": view_id} for view_id, view in here.slack.slack.views.items()]
    await asyncio.gather(*(here.slack.submit(each, instance="prod") for each in forms))
    await here.slack.settled()
    assert await here.states() == ["waiting"]
    texts = [str(each["text"]) for each in here.shown()]
    assert len([each for each in texts if RUN_WORDING["en"].superfluous not in each]) == 1


@pytest.mark.parametrize(("action", "instance"), [("offer_action_0", "prod"), ("offer_action_1", "stage")])
async def test_private_answer_where_the_bot_is_not(
    here: Incident, receiver: Receiver, action: str, instance: str
) -> None:
    """What nobody has to approve is shown to whoever asked, directly."""
    await _private(here, action)
    here.slack.slack.fail("chat.postMessage", Failure(body={"ok": False, "error": "not_in_channel"}))
    await here.submit(instance=instance)
    calls = await here.slack.slack.wait_for("chat.postMessage", 2)
    assert calls[-1].arguments["channel"] == USER
    assert await here.states() in (["approved"], ["delivering"], ["succeeded"])


@pytest.mark.parametrize(
    ("failures", "why"),
    [
        ([Failure(body={"ok": False, "error": "not_in_channel"})], "not-here"),
        ([Failure(status=500)] * 4, "not-shown"),
    ],
)
async def test_private_answer_that_cannot_be_shown(
    here: Incident, receiver: Receiver, failures: list[Failure], why: str
) -> None:
    """What has to be approved is refused, with what to do about it."""
    await _private(here, "offer_action_1")
    here.slack.slack.fail("chat.postMessage", *failures)
    answered = await here.submit(instance="prod")
    wording = RUN_WORDING["en"]
    assert (wording.not_here if why == "not-here" else wording.not_shown) in str(answered)
    assert (await here.audit())[-1] == (USER, "refused", why)
    assert (await here.states(), receiver.got) == ([], [])


async def test_private_answer_in_a_channel_that_the_bot_cannot_see(here: Incident, receiver: Receiver) -> None:
    """It is told to invite it."""
    here.slack.slack.fail("conversations.info", Failure(body={"ok": False, "error": "channel_not_found"}))
    await _private(here, "offer_action_1")
    assert RUN_WORDING["en"].not_here in str(here.view())


async def test_long_reason_in_spite_of_the_cool_down(here: Incident, receiver: Receiver) -> None:
    """It is carried on in its field, where the form has room for it."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="stage")
    await here.stamped("done, asked for by")
    await here.click(message, "offer_action_1", LEAD)
    reason = "因为队列堵塞" * 80
    warned = await here.submit(LEAD, instance="stage", reason=reason)
    assert len(warned["private_metadata"]) <= 3_000
    assert warned["blocks"][-1]["element"]["initial_value"] == reason
    await here.submit(LEAD, reason=reason)
    assert len(await here.states()) == 2


async def test_forged_form(here: Incident, receiver: Receiver) -> None:
    """It is refused with a word of explanation, and recorded."""
    await here.click(await here.ask(), "offer_action_1")
    view_id, view = list(here.slack.slack.views.items())[-1]
    reply = await here.slack.submit({**view, "id": view_id, "private_metadata": "forged"}, instance="prod")
    assert RUN_WORDING["en"].stale["forged"] in str(reply.json())
    await here.slack.settled()
    assert (await here.audit())[-1] == (USER, "refused", "forged")


def _users(block: dict[str, object]) -> list[dict[str, str]]:
    elements = block.get("elements")
    found = []
    for each in elements if isinstance(elements, list) else []:
        if each.get("type") == "user":
            found.append(each)
        found += _users(each)
    return found


async def test_said_to_be_fixed(here: Incident, receiver: Receiver) -> None:
    """It is recorded once, and the question becomes the answer; who is not of the house says nothing."""
    message = await here.ask()
    await here.click(message, "offer_action_1")
    await here.submit(instance="stage")
    await here.stamped("done, asked for by")
    sealed = Seal("xoxb-of-the-tests", "buttons").close({"run": await here.run_id(), "c": CHANNEL})
    await here.click_value(message, "incident_fixed", sealed, LEAD, team="T0PARTNER")
    await here.click_value(message, "incident_fixed", sealed, LEAD)
    await here.click_value(message, "incident_not_fixed", sealed, LEAD)
    told = [each["text"] for each in await here.slack.responded()]
    assert f"<@{LEAD}>: fixed after the restart of mta@acme_stage" in told[1]
    assert "decided already" in told[2]
    assert [each for each in await here.audit() if each[1] == "fixed"] == [(LEAD, "fixed", "fixed")]
