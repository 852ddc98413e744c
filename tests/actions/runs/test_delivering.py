"""A run on its way to its receiver."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web
from structlog.testing import capture_logs

from bot.actions.runs.delivering import WebhookDelivery
from bot.app import build_diagnostician
from bot.ledger.model import Run
from bot.ledger.store import SqlLedger
from tests.actions.values import SECRETS, HandClock, request, site, webhook
from tests.actions.webhook.receivers import free_port, listening

if TYPE_CHECKING:
    from bot.actions.runs.ports import Outcome


async def _delivered(
    url: str, database: str, *, how: dict[str, Any] | None = None, clock: HandClock | None = None, **asked: Any
) -> Outcome:
    """Return what became of a run of a site that sends to a receiver."""
    offered = site(webhook(url, **(how or {})))
    clock = clock or HandClock()
    run = Run(request=request(**{"edition": offered.edition, **asked}), state="delivering", changed_at=clock.now())
    async with SqlLedger(database) as ledger, ClientSession() as session:
        await ledger.migrate()
        knowledge = build_diagnostician().knowledge
        delivery = WebhookDelivery(offered, knowledge, SECRETS, ledger=ledger, session=session, clock=clock)
        return await delivery.deliver(run, lambda: None)


async def test_run_of_this_configuration(sqlite_url: str) -> None:
    """It is sent."""
    async with listening(web.Response(status=202)) as receiver:
        assert (await _delivered(receiver.url, sqlite_url)).state == "succeeded"
        assert len(receiver.got) == 1


@pytest.mark.parametrize(
    "asked",
    [
        {"edition": "former"},
        {"action": "gone"},
        {"operation": "start"},
        {"module": "web"},
        {"instance": "stage"},
    ],
)
async def test_run_that_the_site_does_not_mean(sqlite_url: str, asked: dict[str, Any]) -> None:
    """Nothing is sent: what was shown to those who asked and approved may not be what would be called."""
    async with listening(web.Response(status=202)) as receiver:
        outcome = await _delivered(receiver.url, sqlite_url, **asked)
        assert (outcome.state, outcome.answer.partition(":")[0], receiver.got) == ("failed", "not sent", [])


async def test_attempts_in_the_log(sqlite_url: str) -> None:
    """Each is a line that tells how it ended and how long it took, and nothing of what anybody said."""
    busy = web.Response(status=503, text="the receiver's words")
    clock = HandClock()
    with capture_logs() as logs:
        async with listening(busy, web.Response(status=202, text="the receiver's words")) as receiver:
            receiver.meanwhile = lambda: clock.slept.append(0.25)
            url = f"{receiver.url}?token=secret"
            await _delivered(url, sqlite_url, clock=clock, reason="the requester's words")

    line = {"event": "delivery.attempted", "log_level": "info", "run": "7f3c0a", "elapsed_ms": 250}
    assert logs == [
        {**line, "attempt": 1, "outcome": "unavailable", "status": 503},
        {**line, "attempt": 2, "outcome": "delivered", "status": 202},
    ]


async def test_attempt_without_an_answer_in_the_log(sqlite_url: str) -> None:
    """It tells what kind of error it was, and not of which address."""
    with capture_logs() as logs:
        await _delivered(f"http://127.0.0.1:{free_port()}/?token=secret", sqlite_url, how={"deadline": 1})

    assert (logs[0]["outcome"], logs[0]["error"]) == ("unreachable", "Connection refused")
    assert "token" not in str(logs)


async def test_run_that_is_not_sent_in_the_log(sqlite_url: str) -> None:
    """By a code."""
    with capture_logs() as logs:
        await _delivered("http://127.0.0.1:9/", sqlite_url, edition="former")

    told = {"event": "delivery.refused", "log_level": "warning", "run": "7f3c0a", "code": "former-configuration"}
    assert logs == [told]


@pytest.mark.parametrize(("outcome", "state"), [("callback", "working"), ("answer", "failed")])
async def test_receiver_that_takes_it_and_says_nothing(sqlite_url: str, outcome: str, state: str) -> None:
    """It may be at it: one that reports is waited for, of another it is said that nobody knows."""

    async def say_nothing(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await released.wait()
        writer.close()

    released = asyncio.Event()
    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with server:
        url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        how = {"timeout": 0.1, "deadline": 0.1, "outcome": outcome}
        became = await _delivered(url, sqlite_url, how=how)
        released.set()

    assert became.state == state
    assert became.answer.startswith("timeout: no answer within")
    assert ("look before you ask again" in became.answer) == (state == "failed")
