"""The real bot in the workspace of the playground: people act, the bot answers, the receiver works."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.actions.model import Action, Environment, Grantees, Instance, Site
from bot.ledger.store import SqlLedger
from bot.operating import operating
from bot.playground import CHANNELS, PEOPLE, Acting, Clicked, Delivery, FakeSlack, Receiver, Workspace
from bot.playground.alerts import ALERTS
from bot.playground.changes import MessagePut
from bot.settings import Settings
from tests.actions.values import SECRETS, STANDARD_SECRET, webhook
from tests.workspace import SECRET, workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.playground.messages import Message
    from tests.workspace import Workspace as Bot

ONCALL, APPROVER, GUEST, EXTERNAL = (each.id for each in PEOPLE)
INCIDENTS = "C0INCIDENT"
REPORT = "the mta stopped, no mail goes out any more, everything stays pending"


class Playground:
    """People, bot and receiver."""

    def __init__(self, world: Workspace, acting: Acting, bot: Bot) -> None:
        self.world = world
        self.acting = acting
        self.bot = bot

    async def seen(self, person: str = ONCALL) -> tuple[Message, ...]:
        """Return what a person sees once the bot has done all that it was asked."""
        await self.bot.settled()
        return self.world.seen_by(person).messages

    async def press(self, person: str, message: Message, action: str) -> None:
        """Press a button of a message."""
        rows = [block for block in message.content.blocks or () if block["type"] == "actions"]
        row, element = next(
            (row, each) for row in rows for each in row["elements"] if each["action_id"].startswith(action)
        )
        clicked = Clicked(row["block_id"], element["action_id"], element)
        await self.acting.click(person, clicked, channel=message.channel, message_id=message.id)
        await self.bot.settled()

    def form_of(self, person: str) -> str:
        """Return all that a person's form says."""
        return str(self.world.seen_by(person).modal)

    async def request(self, person: str, **values: dict[str, Any]) -> None:
        """Fill in and submit the form."""
        modal = self.world.seen_by(person).modal
        assert modal
        filled = {name: {name: value} for name, value in values.items()}
        await self.acting.submit(person, modal.id, filled)
        await self.bot.settled()

    async def becomes(self, message: Message, text: str) -> Message:
        """Return a message as soon as it says something."""
        return await self._put(lambda each: each.id == message.id and text in str(each))

    async def appears(self, text: str) -> Message:
        """Return the message that says something, as soon as there is one."""
        return await self._put(lambda each: text in each.content.text)

    async def _put(self, is_meant: Callable[[Message], bool]) -> Message:
        said = asyncio.Event()
        found: list[Message] = []

        def listen(change: object) -> None:
            if isinstance(change, MessagePut) and is_meant(change.message):
                found.append(change.message)
                said.set()

        stop = self.world.subscribe(listen)
        for each in self.world.posts.all:
            listen(MessagePut(each))
        async with asyncio.timeout(10):
            await said.wait()
        stop()
        return found[-1]


def site(url: str) -> Site:
    """Return a site in which a second person approves."""
    people = Grantees(users=(ONCALL, APPROVER, GUEST, EXTERNAL))
    return Site(
        environments=(Environment(id="live", approval=True, request=people, approve=Grantees(users=(APPROVER,))),),
        instances=(Instance(id="live", campaign="demo", hosting="on-premise", environment="live"),),
        webhooks=(webhook(url, timeout=5, deadline=10),),
        actions=(Action(id="again", operation="restart", modules=("mta",), instances=("live",), webhook="ops"),),
    )


@asynccontextmanager
async def playing(diagnostician: Diagnostician, database: str) -> AsyncIterator[Playground]:
    """Start everything."""
    async with SqlLedger(database) as ledger:
        await ledger.migrate()
    world = Workspace(PEOPLE, CHANNELS)
    slack, receiver = FakeSlack(world), Receiver(STANDARD_SECRET, world)
    await slack.start()
    await receiver.start()
    settings = Settings(slack_bot_token=SecretStr("xoxb-of-the-tests"), database_url=SecretStr(database))
    actions = partial(operating, settings, site(receiver.url), SECRETS, diagnostician.knowledge)
    async with workspace(diagnostician, actions, slack) as bot, ClientSession() as session:
        url = f"{bot.address}/slack/events"
        delivery = Delivery(world, events_url=url, signing_secret=SECRET, session=session, patience=30)
        yield Playground(world, Acting(world, slack, delivery), bot)
        await delivery.close()
    await receiver.stop()
    await slack.stop()


@pytest.fixture
async def play(shipped: Diagnostician, sqlite_url: str) -> AsyncIterator[Playground]:
    """The playground with the shipped knowledge."""
    async with playing(shipped, sqlite_url) as play:
        yield play


async def test_a_private_answer_is_shared_by_its_button(play: Playground) -> None:
    """Before that nobody else sees it."""
    await play.acting.command(ONCALL, INCIDENTS, "邮件发不出去，mta 停了")
    (answer,) = await play.seen()
    others = await play.seen(APPROVER)
    await play.press(ONCALL, answer, "share_answer")

    assert (answer.is_ephemeral, others, len(await play.seen(APPROVER))) == (True, (), 1)


async def test_a_second_person_approves_what_the_first_asked_for(play: Playground) -> None:
    """Mention, button, form, approval, order, stamp: everything over the wire."""
    await play.acting.say(ONCALL, INCIDENTS, f"@campaign-why {REPORT}")
    _, answer = await play.seen()
    await play.press(ONCALL, answer, "offer_action")
    chosen = {"type": "static_select", "selected_option": {"value": "live"}}
    await play.request(ONCALL, instance=chosen, reason={"type": "plain_text_input", "value": "no mail since nine"})
    waiting = await play.becomes(answer, "waits for the approval")
    call = await play.appears("asks for the restart of mta@demo (live)")
    assert (call.author.name, call.thread_ts, f"<@{APPROVER}>" in call.content.text) == (
        "campaign-why",
        answer.thread_ts,
        True,
    )
    await play.press(ONCALL, waiting, "approve_run")
    *_, refusal = await play.seen()
    assert (refusal.reader, refusal.is_ephemeral) == (ONCALL, True)

    await play.press(APPROVER, waiting, "approve_run")
    done = await play.becomes(answer, "done, asked for by")
    assert (done.edited, done.thread_ts) == (True, answer.thread_ts)
    assert [each.text for each in play.world.console.lines] == ["mta@demo restarted (pid 4100)"]
    assert "to_receiver" in {each.direction for each in play.world.exchanges.newest}


@pytest.mark.parametrize("person", [GUEST, EXTERNAL])
async def test_who_may_not_is_told_so(play: Playground, person: str) -> None:
    """A guest, and somebody of another company, in a form of their own."""
    await play.acting.say(ONCALL, INCIDENTS, f"@campaign-why {REPORT}")
    _, answer = await play.seen()
    await play.press(person, answer, "offer_action")

    assert "Nothing was run" in play.form_of(person)
    assert play.form_of(ONCALL) == "None"
    assert play.world.console.lines == ()


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert.id)
async def test_an_alert_is_explained_in_its_thread(play: Playground, alert: Any) -> None:
    """Whoever calls the bot there need not copy it."""
    await play.acting.alert(INCIDENTS, alert.id)
    (posted,) = await play.seen()
    await play.acting.say(ONCALL, INCIDENTS, "@campaign-why", posted.ts)
    *_, answer = await play.seen()

    assert (answer.author.name, answer.thread_ts) == ("campaign-why", posted.ts)
    assert answer.content.text.startswith("Inspect ")


async def test_nothing_of_the_bots_is_refused_by_slack(play: Playground) -> None:
    """All that it says keeps to the limits."""
    await play.acting.command(ONCALL, INCIDENTS, "help")
    await play.acting.command(ONCALL, INCIDENTS, REPORT)
    await play.acting.command(ONCALL, INCIDENTS, "it is slow")
    await play.acting.say(GUEST, "D0GUEST", "hello")
    await play.seen()

    assert [each.author.name for each in play.world.posts.all if each.author.name == "Slackbot"] == []
    assert {each.status for each in play.world.exchanges.newest} == {200}
    answers = [each.answer for each in play.world.exchanges.newest if each.direction == "to_slack"]
    assert [each for each in answers if not each["ok"]] == []
