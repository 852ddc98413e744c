"""What people do, as the bot hears it, and what becomes of its answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web

from bot.errors import ActRefused
from bot.playground import Acted, Acting, Clicked, Delivery
from bot.playground.changes import ModalShown
from bot.playground.messages import BOT, Author, Content
from bot.playground.people import PEOPLE
from tests.workspace import SECRET

if TYPE_CHECKING:
    from bot.playground import FakeSlack, Workspace
    from bot.playground.changes import Change
    from bot.playground.messages import Message
    from tests.playground.conftest import HandTime, StandIn

ONCALL, APPROVER, GUEST, EXTERNAL = PEOPLE
INCIDENTS = "C0INCIDENT"
BUTTON = {"type": "button", "text": {"type": "plain_text", "text": "Go"}, "value": "v"}
GO = Clicked("row", "go", BUTTON)
TITLE = {"type": "plain_text", "text": "Title"}
INPUT = {
    "type": "input",
    "block_id": "reason",
    "label": TITLE,
    "element": {"type": "plain_text_input", "action_id": "reason"},
}
FORM: dict[str, Any] = {"type": "modal", "title": TITLE, "submit": TITLE, "callback_id": "form", "blocks": [INPUT]}
NOTE: dict[str, Any] = {"type": "modal", "title": TITLE, "blocks": [{"type": "divider", "block_id": "b"}]}
FILLED = {"reason": {"reason": {"type": "plain_text_input", "value": "why"}}}


def saying(**content: Any) -> web.Response:
    """Return an answer of the bot's."""
    return web.Response(text=json.dumps(content), content_type="application/json")


def shown(world: Workspace) -> list[tuple[str, str, str | None]]:
    """Return author, text and reader of every message."""
    return [(each.author.name, each.content.text, each.reader) for each in world.posts.all]


@pytest.fixture
def message(world: Workspace) -> Message:
    """A message of the bot's."""
    return world.posts.put(INCIDENTS, Content("text"), BOT)


async def test_a_slash_command_comes_as_slack_sends_it(acting: Acting, stand_in: StandIn) -> None:
    """Signed, as a form."""
    await acting.command(ONCALL.id, INCIDENTS, "邮件 发不出去 & more")

    (heard,) = stand_in.heard
    response_url, trigger = heard.fields["response_url"], heard.fields["trigger_id"]
    assert heard.fields == {
        "team_id": "T0TEAM",
        "team_domain": "playground",
        "channel_id": INCIDENTS,
        "channel_name": "incidents",
        "user_id": ONCALL.id,
        "user_name": "oncall",
        "command": "/campaign-why",
        "text": "邮件 发不出去 & more",
        "api_app_id": "A0APP",
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


async def test_the_answer_to_a_slash_command_is_for_who_typed_it(
    acting: Acting, stand_in: StandIn, world: Workspace
) -> None:
    """Unless it says otherwise; it says what was typed."""
    stand_in.answers = [saying(text="mine", response_type="ephemeral"), saying(text="all", response_type="in_channel")]
    await acting.command(ONCALL.id, INCIDENTS, "help")
    await acting.command(ONCALL.id, INCIDENTS, "")

    assert shown(world) == [("campaign-why", "mine", ONCALL.id), ("campaign-why", "all", None)]
    assert [each.command for each in world.posts.all] == ["/campaign-why help", "/campaign-why"]


async def test_an_answer_can_be_a_plain_text_or_none(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """None means that it comes later."""
    stand_in.answers = [web.Response(text="plain"), web.Response()]
    await acting.command(ONCALL.id, INCIDENTS, "help")
    await acting.command(ONCALL.id, INCIDENTS, "help")

    assert shown(world) == [("campaign-why", "plain", ONCALL.id)]


async def test_the_response_url_of_a_command_answers_later(
    acting: Acting, stand_in: StandIn, world: Workspace, session: ClientSession
) -> None:
    """To who typed it."""
    await acting.command(ONCALL.id, INCIDENTS, "help")
    async with session.post(stand_in.heard[0].fields["response_url"], json={"text": "later"}):
        pass

    assert shown(world) == [("campaign-why", "later", ONCALL.id)]
    assert world.posts.all[0].command == "/campaign-why help"


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (web.Response(status=500), '/campaign-why failed with the error "dispatch_failed"'),
        (saying(blocks=[{"type": "section"}]), '/campaign-why failed with the error "invalid_blocks"'),
    ],
)
async def test_a_command_that_fails_is_told_by_slackbot(
    acting: Acting, stand_in: StandIn, world: Workspace, answer: web.Response, text: str
) -> None:
    """To who typed it alone."""
    stand_in.answers = [answer]
    await acting.command(ONCALL.id, INCIDENTS, "help")

    assert shown(world) == [("Slackbot", text, ONCALL.id)]


@pytest.fixture
def impatient(world: Workspace, slack: FakeSlack, stand_in: StandIn, session: ClientSession, time: HandTime) -> Acting:
    """People who wait for nothing."""
    delivery = Delivery(
        world, events_url=stand_in.url, signing_secret=SECRET, session=session, patience=0, sleep=time.sleep
    )
    return Acting(world, slack, delivery)


async def test_a_command_that_is_not_answered_in_time_is_told_by_slackbot(impatient: Acting, world: Workspace) -> None:
    """Three seconds, in Slack."""
    await impatient.command(ONCALL.id, INCIDENTS, "help")

    assert shown(world) == [("Slackbot", "/campaign-why failed because the app did not respond.", ONCALL.id)]


async def test_what_is_not_answered_in_time_is_warned_of(impatient: Acting, world: Workspace, message: Message) -> None:
    """A click, a shortcut, a form, which stays open."""
    view = world.surfaces.open(ONCALL.id, NOTE)
    where = {"channel": INCIDENTS, "message_id": message.id}

    assert "did not respond" in (await impatient.click(ONCALL.id, GO, **where)).warning
    assert "did not respond" in (await impatient.shortcut(ONCALL.id, **where)).warning
    assert "Try again" in (await impatient.submit(ONCALL.id, view.id, {})).warning
    assert world.seen_by(ONCALL.id).modal == view


async def test_a_mention_is_heard_and_seen(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """As Slack writes it: names as ids, and three characters escaped."""
    await acting.say(ONCALL.id, INCIDENTS, "@campaign-why a < b & c > d")

    (message,) = world.posts.all
    assert message.content.text == "<@U0BOT> a &lt; b &amp; c &gt; d"
    assert stand_in.last["event"] == {
        "type": "app_mention",
        "user": ONCALL.id,
        "team": "T0TEAM",
        "channel": INCIDENTS,
        "text": message.content.text,
        "ts": message.ts,
        "event_ts": message.ts,
    }
    assert (stand_in.last["type"], stand_in.last["team_id"]) == ("event_callback", "T0TEAM")


async def test_what_is_said_in_a_thread_says_so(acting: Acting, stand_in: StandIn, message: Message) -> None:
    """The bot answers there."""
    await acting.say(ONCALL.id, INCIDENTS, "@campaign-why", message.ts)

    assert stand_in.last["event"]["thread_ts"] == message.ts


async def test_a_direct_message_is_heard_as_such(acting: Acting, stand_in: StandIn) -> None:
    """With the bot's name in it too: it comes once."""
    await acting.say(GUEST.id, "D0GUEST", "@campaign-why hello")

    (heard,) = stand_in.heard
    event = heard.payload["event"]
    assert (event["type"], event["channel_type"], event["channel"]) == ("message", "im", "D0GUEST")


async def test_what_is_not_said_to_the_bot_is_not_heard(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """It only stands there."""
    await acting.say(ONCALL.id, INCIDENTS, "campaign-why is not called, @campaign-whysoever neither")

    assert (len(world.posts.all), stand_in.heard) == (1, [])


async def test_somebody_of_another_company_is_known_by_their_team(
    acting: Acting, stand_in: StandIn, message: Message
) -> None:
    """In what they say, and in what they click."""
    await acting.say(EXTERNAL.id, INCIDENTS, "@campaign-why")
    await acting.click(EXTERNAL.id, GO, channel=INCIDENTS, message_id=message.id)

    said, clicked = (each.payload for each in stand_in.heard)
    assert (said["event"]["team"], clicked["user"]["team_id"], clicked["team"]["id"]) == (
        "T0OTHER",
        "T0OTHER",
        "T0TEAM",
    )


async def test_an_event_that_fails_is_tried_again_three_times(
    acting: Acting, delivery: Delivery, stand_in: StandIn, time: HandTime
) -> None:
    """At once, after a minute and after five more, under the same id."""
    stand_in.answers = [web.Response(status=status) for status in (500, 503, 404, 500)]
    await acting.say(ONCALL.id, INCIDENTS, "@campaign-why")
    await delivery.settled()

    retries = [
        (each.headers.get("X-Slack-Retry-Num"), each.headers.get("X-Slack-Retry-Reason")) for each in stand_in.heard
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert time.slept == [0, 60, 300]
    assert len({each.payload["event_id"] for each in stand_in.heard}) == 1


async def test_an_event_that_arrives_in_the_end_is_not_tried_again(
    acting: Acting, delivery: Delivery, stand_in: StandIn
) -> None:
    """Nor one that the bot does not want again."""
    stand_in.answers = [web.Response(status=500), web.Response()]
    await acting.say(ONCALL.id, INCIDENTS, "@campaign-why")
    await delivery.settled()
    stand_in.answers = [web.Response(status=500, headers={"X-Slack-No-Retry": "1"})]
    await acting.say(ONCALL.id, INCIDENTS, "@campaign-why")
    await delivery.settled()

    assert [each.headers.get("X-Slack-Retry-Num") for each in stand_in.heard] == [None, "1", None]


async def test_a_bot_that_does_not_listen_is_tried_again(
    world: Workspace, slack: FakeSlack, session: ClientSession, time: HandTime
) -> None:
    """It may start meanwhile."""
    nobody = "http://127.0.0.1:1/slack/events"
    delivery = Delivery(world, events_url=nobody, signing_secret=SECRET, session=session, sleep=time.sleep)
    await Acting(world, slack, delivery).say(ONCALL.id, INCIDENTS, "@campaign-why")
    await delivery.settled()

    names = [(each.name, each.status, each.answer) for each in world.exchanges.newest]
    assert names == [
        ("event app_mention", 0, "connection_failed"),
        ("event app_mention (retry 1)", 0, "connection_failed"),
        ("event app_mention (retry 2)", 0, "connection_failed"),
        ("event app_mention (retry 3)", 0, "connection_failed"),
    ]


async def test_who_closes_the_playground_does_not_wait_for_retries(
    world: Workspace, slack: FakeSlack, session: ClientSession
) -> None:
    """Six minutes are too long."""
    delivery = Delivery(world, events_url="http://127.0.0.1:1/", signing_secret=SECRET, session=session)
    await Acting(world, slack, delivery).say(ONCALL.id, INCIDENTS, "@campaign-why")
    await delivery.close()

    assert len(world.exchanges.newest) == 1


async def test_a_click_comes_with_the_message_and_what_was_clicked(
    acting: Acting, stand_in: StandIn, message: Message
) -> None:
    """And an address for the answer."""
    state = {"row": {"choice": {"type": "static_select", "selected_option": {"value": "1"}}}}
    acted = await acting.click(ONCALL.id, Clicked("row", "go", BUTTON, state), channel=INCIDENTS, message_id=message.id)

    told = stand_in.last
    assert acted == Acted()
    assert told["type"] == "block_actions"
    assert told["user"] == {"id": ONCALL.id, "username": "oncall", "name": "oncall", "team_id": "T0TEAM"}
    assert told["actions"] == [
        {**BUTTON, "action_id": "go", "block_id": "row", "action_ts": "1790000000.000000"},
    ]
    assert (told["channel"], told["message"]) == ({"id": INCIDENTS, "name": "incidents"}, message.as_slack())
    assert told["container"] == {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": INCIDENTS,
        "is_ephemeral": False,
    }
    assert told["state"] == {"values": state}
    assert {"response_url", "trigger_id"} <= set(told)


async def test_a_click_on_what_only_one_sees_comes_without_the_message(
    acting: Acting, stand_in: StandIn, world: Workspace
) -> None:
    """Slack does not tell it; the address replaces it all the same."""
    whispered = world.posts.whisper(ONCALL.id, INCIDENTS, Content("text"), BOT, thread_ts="1.1")
    await acting.click(ONCALL.id, GO, channel=INCIDENTS, message_id=whispered.id)

    told = stand_in.last
    assert "message" not in told
    assert (told["container"]["is_ephemeral"], told["container"]["thread_ts"]) == (True, "1.1")


async def test_a_click_in_a_view_comes_with_the_view(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """And with no address: there is no message."""
    view = world.surfaces.open(ONCALL.id, FORM)
    await acting.click(ONCALL.id, Clicked("row", "go", BUTTON, FILLED), view_id=view.id)

    told = stand_in.last
    assert told["container"] == {"type": "view", "view_id": view.id}
    assert told["view"] == view.as_slack(FILLED)
    assert {"response_url", "channel", "message"}.isdisjoint(told)


async def test_a_trigger_opens_a_form_for_who_clicked(
    acting: Acting, stand_in: StandIn, world: Workspace, message: Message
) -> None:
    """Nobody else."""
    await acting.click(GUEST.id, GO, channel=INCIDENTS, message_id=message.id)

    assert world.triggers.spend(stand_in.last["trigger_id"]) == GUEST.id


async def test_a_submission_comes_with_what_was_filled_in(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """Then the form closes, if nothing else is said."""
    view = world.surfaces.open(ONCALL.id, FORM)
    acted = await acting.submit(ONCALL.id, view.id, FILLED)

    told = stand_in.last
    assert (acted, told["type"], told["view"]) == (Acted(), "view_submission", view.as_slack(FILLED))
    assert world.seen_by(ONCALL.id).modal is None


@pytest.mark.parametrize("values", [{}, {"reason": {"reason": {"type": "plain_text_input", "value": None}}}])
async def test_what_has_to_be_filled_in_is_asked_for_before_the_bot_is(
    acting: Acting, stand_in: StandIn, world: Workspace, told: list[Change], values: dict[str, Any]
) -> None:
    """As Slack does by itself."""
    view = world.surfaces.open(ONCALL.id, FORM)
    await acting.submit(ONCALL.id, view.id, values)

    assert stand_in.heard == []
    assert told[-1] == ModalShown(ONCALL.id, view, {"reason": "Please complete this required field."})


async def test_errors_stand_beside_their_fields(
    acting: Acting, stand_in: StandIn, world: Workspace, told: list[Change]
) -> None:
    """The form stays open."""
    view = world.surfaces.open(ONCALL.id, FORM)
    stand_in.answers = [saying(response_action="errors", errors={"reason": "too short"})]
    await acting.submit(ONCALL.id, view.id, FILLED)

    shown_errors = [each for each in told if isinstance(each, ModalShown)][-1]
    assert shown_errors == ModalShown(ONCALL.id, view, {"reason": "too short"})
    assert world.seen_by(ONCALL.id).modal == view


async def test_a_form_can_be_replaced_by_the_answer(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """Under the same id."""
    view = world.surfaces.open(ONCALL.id, FORM)
    stand_in.answers = [saying(response_action="update", view=NOTE)]
    await acting.submit(ONCALL.id, view.id, FILLED)

    modal = world.seen_by(ONCALL.id).modal
    assert modal
    assert (modal.id, modal.content) == (view.id, NOTE)


async def test_what_was_shown_meanwhile_is_not_taken_back(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """The bot has shown the result before its "one moment" came in."""
    view = world.surfaces.open(ONCALL.id, FORM)
    stand_in.answers = [saying(response_action="update", view={**NOTE, "private_metadata": "one moment"})]
    stand_in.meanwhile = lambda: world.surfaces.update(view.id, {**NOTE, "private_metadata": "result"})
    await acting.submit(ONCALL.id, view.id, FILLED)

    modal = world.seen_by(ONCALL.id).modal
    assert modal
    assert modal.content["private_metadata"] == "result"


@pytest.mark.parametrize(
    ("answer", "warning"),
    [
        ({"response_action": "update", "view": {"type": "modal"}}, "missing required field: title"),
        ({"response_action": "errors", "errors": {"elsewhere": "x"}}, "errors must name blocks of the view"),
        ({"response_action": "push", "view": NOTE}, "'push' is not known here"),
    ],
)
async def test_an_answer_that_slack_would_not_take_is_warned_of(
    acting: Acting, stand_in: StandIn, world: Workspace, answer: dict[str, Any], warning: str
) -> None:
    """The form stays as it is."""
    view = world.surfaces.open(ONCALL.id, FORM)
    stand_in.answers = [saying(**answer)]
    acted = await acting.submit(ONCALL.id, view.id, FILLED)

    assert warning in acted.warning
    assert world.seen_by(ONCALL.id).modal == view


async def test_a_form_that_is_closed_tells_the_bot_only_if_it_asks_for_that(
    acting: Acting, stand_in: StandIn, world: Workspace
) -> None:
    """As Slack does."""
    await acting.close_view(ONCALL.id, world.surfaces.open(ONCALL.id, NOTE).id)
    assert stand_in.heard == []

    await acting.close_view(ONCALL.id, world.surfaces.open(ONCALL.id, {**NOTE, "notify_on_close": True}).id)
    assert (stand_in.last["type"], world.seen_by(ONCALL.id).modal) == ("view_closed", None)


async def test_looking_at_the_home_is_an_event(acting: Acting, stand_in: StandIn, world: Workspace) -> None:
    """With what stands there already."""
    await acting.open_home(ONCALL.id)
    home = world.surfaces.publish(ONCALL.id, {"type": "home", "blocks": []})
    await acting.open_home(ONCALL.id)

    first, second = (each.payload["event"] for each in stand_in.heard)
    assert first == {
        "type": "app_home_opened",
        "user": ONCALL.id,
        "channel": "D0ONCALL",
        "tab": "home",
        "event_ts": "1790000000.000000",
    }
    assert second["view"] == home.as_slack()


async def test_a_shortcut_comes_with_its_message(acting: Acting, stand_in: StandIn, message: Message) -> None:
    """Whoever wrote it."""
    await acting.shortcut(ONCALL.id, INCIDENTS, message.id)

    told = stand_in.last
    assert (told["type"], told["callback_id"], told["message"]) == ("message_action", "ask_message", message.as_slack())


async def test_an_alert_is_posted_and_the_bot_does_not_hear_of_it(
    acting: Acting, stand_in: StandIn, world: Workspace
) -> None:
    """Its text stands in an attachment."""
    await acting.alert(INCIDENTS, "bounces")

    (message,) = world.posts.all
    assert (message.author.name, message.content.text, stand_in.heard) == ("Monitoring", "", [])
    assert "bounces are not collected" in (message.content.attachments or [])[0]["text"]
    assert message.as_slack()["subtype"] == "bot_message"


@pytest.mark.parametrize(
    ("act", "why"),
    [
        (lambda acting, _: acting.command(EXTERNAL.id, INCIDENTS, "help"), "another company"),
        (lambda acting, m: acting.shortcut(EXTERNAL.id, INCIDENTS, m), "another company"),
        (lambda acting, _: acting.command("U0NOBODY", INCIDENTS, "help"), "nobody called 'U0NOBODY'"),
        (lambda acting, _: acting.say(ONCALL.id, "C0NOWHERE", "text"), "no channel 'C0NOWHERE'"),
        (lambda acting, _: acting.say(ONCALL.id, "D0GUEST", "text"), "does not read"),
        (lambda acting, _: acting.say(ONCALL.id, INCIDENTS, " \n"), "nothing to send"),
        (lambda acting, _: acting.say(ONCALL.id, INCIDENTS, "text", "1.1"), "thread is gone"),
        (lambda acting, _: acting.say(GUEST.id, INCIDENTS, "text", "e1"), "thread is gone"),
        (lambda acting, _: acting.click(ONCALL.id, GO, channel=INCIDENTS, message_id="1.1"), "is gone"),
        (lambda acting, _: acting.click(ONCALL.id, GO, channel=INCIDENTS, message_id="e1"), "is gone"),
        (lambda acting, _: acting.shortcut(GUEST.id, INCIDENTS, "e1"), "no shortcuts"),
        (lambda acting, _: acting.click(ONCALL.id, GO, view_id="V000001"), "no longer open"),
        (lambda acting, _: acting.submit(ONCALL.id, "V000001", {}), "no longer open"),
        (lambda acting, _: acting.close_view(ONCALL.id, "V1"), "no longer open"),
        (lambda acting, _: acting.submit(GUEST.id, "V000002", {}), "no form"),
        (lambda acting, _: acting.close_view(GUEST.id, "V000002"), "no form"),
        (lambda acting, _: acting.alert(INCIDENTS, "unheard-of"), "choose one of delivery-queue"),
        (lambda acting, _: acting.alert("C0NOWHERE", "bounces"), "no channel"),
    ],
)
async def test_what_cannot_be_done_in_slack_is_refused_with_a_reason(
    acting: Acting, stand_in: StandIn, world: Workspace, message: Message, act: Any, why: str
) -> None:
    """The bot does not hear of it."""
    world.posts.whisper(GUEST.id, INCIDENTS, Content("text"), BOT)
    world.surfaces.open(GUEST.id, NOTE)
    world.surfaces.publish(GUEST.id, {"type": "home", "blocks": []})

    with pytest.raises(ActRefused, match=why):
        await act(acting, message.id)
    assert stand_in.heard == []


async def test_every_request_is_kept_without_what_signs_it(acting: Acting, world: Workspace) -> None:
    """Whoever looks can read it, and not repeat it."""
    world.posts.put(INCIDENTS, Content("text"), Author.of(ONCALL))
    await acting.command(ONCALL.id, INCIDENTS, "help")

    (exchange,) = world.exchanges.newest
    assert (exchange.direction, exchange.name, exchange.status) == ("to_bot", "slash command /campaign-why", 200)
    assert exchange.request["headers"]["X-Slack-Signature"] == "••••••"
    assert exchange.request["body"]["text"] == "help"
    assert exchange.request["body"]["response_url"].endswith("/response/••••••")
