"""The demonstration receiver, asked as the bot asks it."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import aiohttp
import pytest
from aiohttp import web
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook

from bot.actions.clock import SystemClock
from bot.actions.webhook.call import prepare
from bot.actions.webhook.delivery import Attempt, attempted
from bot.errors import ActRefused
from bot.playground import Receiver
from bot.playground.changes import ConsoleCleared, ReceiverChanged
from tests.actions.values import INSTANCE, STANDARD_SECRET, request, webhook

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from aiohttp import ClientSession

    from bot.playground import Workspace
    from bot.playground.changes import Change
    from tests.playground.conftest import HandTime

PROCESS = "mta@demo"
SECRET = {"STANDARD_SECRET": SecretStr(STANDARD_SECRET)}


@pytest.fixture
async def receiver(world: Workspace, time: HandTime) -> AsyncIterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver(STANDARD_SECRET, world, time.sleep)
    await receiver.start()
    yield receiver
    await receiver.stop()


class Orders:
    """Orders something of a receiver."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session

    async def send(self, url: str, callback: str | None = None, secret: str = "", **more: Any) -> Attempt:
        """Send an order once."""
        secrets = {"STANDARD_SECRET": SecretStr(secret)} if secret else SECRET
        call = prepare(request(**more), webhook(url), INSTANCE, PROCESS, secrets, callback)
        attempt = await attempted(call, 1, session=self._session, clock=SystemClock(), within=30)
        return replace(attempt, detail="")


@pytest.fixture
def orders(session: ClientSession) -> Orders:
    """The bot, ordering."""
    return Orders(session)


def answered(attempt: Attempt) -> tuple[int | None, Any]:
    """Return status and content of an answer."""
    return attempt.status, json.loads(attempt.answer)


def console(world: Workspace) -> list[tuple[str, str]]:
    """Return the lines of the console."""
    return [(each.text, each.tone) for each in world.console.lines]


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ("check", "mta@demo (4100) - 18.6 Mb"),
        ("start", "mta@demo started (pid 4100)"),
        ("reload", "mta@demo reloaded (pid 4100)"),
        ("restart", "mta@demo restarted (pid 4100)"),
    ],
)
async def test_an_order_is_carried_out_and_seen(
    receiver: Receiver, orders: Orders, world: Workspace, operation: str, message: str
) -> None:
    """In the answer, and on the console."""
    attempt = await orders.send(receiver.url, operation=operation)

    assert answered(attempt) == (200, {"state": "succeeded", "message": message})
    assert console(world) == [(message, "ok")]


async def test_a_process_has_another_number_after_a_restart(receiver: Receiver, orders: Orders) -> None:
    """As a check shows."""
    answers = [
        answered(await orders.send(receiver.url, operation=operation, run_id=f"run{number}"))[1]["message"]
        for number, operation in enumerate(("check", "restart", "check"))
    ]

    assert answers == ["mta@demo (4100) - 18.6 Mb", "mta@demo restarted (pid 4107)", "mta@demo (4107) - 18.6 Mb"]


async def test_nothing_is_done_twice_for_one_run(receiver: Receiver, orders: Orders, world: Workspace) -> None:
    """Whoever asks again is told what came of it then."""
    first = await orders.send(receiver.url)
    second = await orders.send(receiver.url)

    assert first == second
    assert console(world) == [("mta@demo restarted (pid 4100)", "ok"), ("7f3c0a again: nothing is done twice", "warn")]


async def test_an_order_that_is_not_signed_with_the_secret_is_refused(
    receiver: Receiver, orders: Orders, world: Workspace
) -> None:
    """For good: 403 is not tried again."""
    attempt = await orders.send(receiver.url, secret="whsec_" + "b3RoZXI" * 5)

    assert (attempt.status, attempt.reason) == (403, "refused")
    assert console(world) == [("refused: WebhookVerificationError", "warn")]


async def test_an_order_that_says_nothing_is_refused(receiver: Receiver, session: ClientSession) -> None:
    """Signed or not."""
    at, body = datetime.now(UTC), "[]"
    headers = {
        "webhook-id": "run",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(STANDARD_SECRET).sign("run", at, body),
    }
    async with session.post(receiver.url, data=body, headers=headers) as response:
        assert response.status == 403


async def test_a_receiver_can_fail(receiver: Receiver, orders: Orders, world: Workspace) -> None:
    """It is there, but `nlserver` is not."""
    receiver.behave("failing")
    attempt = await orders.send(receiver.url)

    message = "nlserver restart mta@demo: connection to the server refused"
    assert answered(attempt) == (200, {"state": "failed", "message": message})
    assert console(world) == [(message, "error")]


async def test_a_receiver_can_be_slow(receiver: Receiver, orders: Orders, time: HandTime) -> None:
    """Once it is done, whoever asks again is answered at once."""
    receiver.behave("slow")
    await orders.send(receiver.url)
    await orders.send(receiver.url)

    assert time.slept == [8.0]


async def test_a_receiver_can_be_away(receiver: Receiver, orders: Orders, world: Workspace) -> None:
    """The connection breaks; later it is there again."""
    receiver.behave("away")
    away = await orders.send(receiver.url)
    receiver.behave("ok")
    back = await orders.send(receiver.url)

    assert (away.reason, back.status) == ("unreachable", 200)
    assert [(each.direction, each.name, each.status) for each in world.exchanges.newest] == [
        ("to_receiver", "webhook answer", 0),
        ("to_receiver", "webhook answer", 200),
    ]


def test_a_receiver_says_how_it_behaves(world: Workspace, told: list[Change]) -> None:
    """And behaves only as it can."""
    receiver = Receiver(STANDARD_SECRET, world)
    receiver.behave("slow")
    with pytest.raises(ActRefused, match="choose one of ok, failing, slow, away"):
        receiver.behave("angry")

    assert (receiver.mode, told) == ("slow", [ReceiverChanged("slow")])


@pytest.mark.parametrize("text", ["$(reboot)@demo", "mta@demo; reboot", ""])
async def test_what_is_no_process_is_not_touched(
    receiver: Receiver, orders: Orders, session: ClientSession, text: str
) -> None:
    """Even where somebody signs for it."""
    call = prepare(request(), webhook(receiver.url), INSTANCE, text, SECRET)
    attempt = await attempted(call, 1, session=session, clock=SystemClock(), within=30)

    assert answered(attempt) == (200, {"state": "failed", "message": f"nlserver: restart {text} is not known here"})


class Reports:
    """Takes reports in the place of the bot."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.url = ""

    async def on_report(self, request: web.Request) -> web.Response:
        """Take a report."""
        self.got.append(await request.json())
        return web.Response()


@pytest.fixture
async def reports() -> AsyncIterator[Reports]:
    """What listens at the callback."""
    reports = Reports()
    application = web.Application()
    application.router.add_post("/actions/callback/token", reports.on_report)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    reports.url = f"http://127.0.0.1:{runner.addresses[0][1]}/actions/callback/token"
    yield reports
    await runner.cleanup()


async def test_the_outcome_can_be_reported_later(
    receiver: Receiver, orders: Orders, reports: Reports, world: Workspace, time: HandTime
) -> None:
    """Once, however often it is ordered."""
    attempts = [await orders.send(receiver.callback_hook_url, reports.url) for _ in range(2)]
    await receiver.settled()

    assert [answered(each) for each in attempts] == [(202, {"state": "working", "message": "on its way"})] * 2
    assert reports.got == [{"state": "succeeded", "message": "mta@demo restarted (pid 4100)"}]
    assert time.slept == [2.0]
    assert world.exchanges.newest[-1].name in ("callback of the receiver", "webhook callback")


async def test_a_report_that_does_not_arrive_is_seen(receiver: Receiver, orders: Orders, world: Workspace) -> None:
    """The bot is away."""
    await orders.send(receiver.callback_hook_url, "http://127.0.0.1:1/actions/callback/token")
    await receiver.settled()

    assert console(world)[-1] == ("the report did not arrive: ClientConnectorError", "error")


async def test_a_receiver_that_stops_leaves_what_is_under_way(
    world: Workspace, session: ClientSession, reports: Reports
) -> None:
    """Nobody waits for it."""

    async def never(_: float) -> None:
        await asyncio.Event().wait()

    receiver = Receiver(STANDARD_SECRET, world, never)
    await receiver.start()
    await Orders(session).send(receiver.callback_hook_url, reports.url)
    await receiver.stop()

    assert reports.got == []
    with pytest.raises(aiohttp.ClientConnectorError):
        await session.get(receiver.url)


def test_the_console_can_be_cleared(world: Workspace, told: list[Change]) -> None:
    """It keeps the newest two hundred lines otherwise."""
    for number in range(201):
        world.console.say(str(number))
    kept = [each.text for each in world.console.lines]
    world.console.clear()

    assert (kept[0], len(kept), world.console.lines, told[-1]) == ("1", 200, (), ConsoleCleared())
