"""Calls to receivers that really listen, and to some that do not."""

from __future__ import annotations

import asyncio
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme
from aiohttp import ClientSession, web
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook as StandardWebhook

from bot.actions.webhook.call import Call, prepare
from bot.actions.webhook.delivery import LARGEST_ANSWER, Attempt, Delivered, Undelivered, attempted, deliver
from tests.actions.values import INSTANCE, NOON, SECRETS, STANDARD_SECRET, HandClock, request, webhook
from tests.actions.webhook.receivers import answering_bytes, free_port, listening, reset

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.actions.model import Webhook

ACCEPTED = web.Response(status=202, text="restarting mta@acme_prod")


class Sender:
    """Delivers without losing time between attempts, and notes each."""

    def __init__(self, session: ClientSession) -> None:
        self.clock = HandClock()
        self.attempts: list[Attempt] = []
        self.retried_after: list[int] = []
        self._session = session

    async def deliver(self, to: Webhook) -> Delivered | Undelivered:
        """Deliver a request to restart mta; waits are scattered to their longest."""
        call = prepare(request(), to, INSTANCE, "mta@acme_prod", SECRETS)
        return await deliver(
            call,
            session=self._session,
            clock=self.clock,
            on_attempt=self._note,
            on_retry=lambda: self.retried_after.append(len(self.attempts)),
            chance=lambda: 1.0,
        )

    async def _note(self, attempt: Attempt) -> None:
        self.attempts.append(attempt)


@pytest.fixture
async def sender() -> AsyncIterator[Sender]:
    """A sender with a session of its own."""
    async with ClientSession() as session:
        yield Sender(session)


async def test_a_receiver_that_takes_it_is_called_once(sender: Sender) -> None:
    """With the documented body, signed by the standard."""
    async with listening(ACCEPTED) as receiver:
        outcome = await sender.deliver(webhook(receiver.url))

    (got,) = receiver.got
    assert outcome == Delivered(202, "restarting mta@acme_prod", 1)
    assert sender.attempts == [Attempt(1, 202, None, "", "restarting mta@acme_prod")]
    assert sender.retried_after == []
    assert (got.headers["Content-Type"], got.headers["webhook-id"]) == ("application/json", "7f3c0a")
    signature = StandardWebhook(STANDARD_SECRET).sign("7f3c0a", NOON, got.body.decode())
    assert got.headers["webhook-signature"] == signature


async def test_a_receiver_that_fails_at_first_is_called_again(sender: Sender) -> None:
    """500, then 202: the same id and body, a fresh timestamp and signature."""
    busy = web.Response(status=500, text="busy", headers={"Retry-After": "3"})
    async with listening(busy, ACCEPTED) as receiver:
        outcome = await sender.deliver(webhook(receiver.url))

    first, second = receiver.got
    assert outcome == Delivered(202, "restarting mta@acme_prod", 2)
    assert [(each.status, each.reason) for each in sender.attempts] == [(500, "unavailable"), (202, None)]
    assert first.body == second.body
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    signatures = [
        StandardWebhook(STANDARD_SECRET).sign("7f3c0a", at, first.body.decode()) for at in (NOON, sender.clock.now())
    ]
    assert [each.headers["webhook-signature"] for each in receiver.got] == signatures


@pytest.mark.parametrize(
    ("status", "asked", "waited"),
    [
        (429, "7", 7.0),
        (429, "Wed, 04 Mar 2026 12:00:20 GMT", 20.0),
        (503, "3", 3.0),
        (429, "", 0.5),
        (429, "soon", 0.5),
        (425, "0", 0.5),
        (408, "0.2", 0.5),
    ],
)
async def test_a_receiver_is_left_alone_for_as_long_as_it_asks(
    sender: Sender, status: int, asked: str, waited: float
) -> None:
    """Retry-After in seconds or as a date; where it makes no sense, our own pace holds."""
    async with listening(web.Response(status=status, headers={"Retry-After": asked}), ACCEPTED) as receiver:
        outcome = await sender.deliver(webhook(receiver.url))

    assert outcome == Delivered(202, "restarting mta@acme_prod", 2)
    assert sender.clock.slept == [waited]


async def test_waiting_beyond_the_deadline_is_not_begun(sender: Sender) -> None:
    """It is told at once."""
    async with listening(web.Response(status=429, headers={"Retry-After": "120"}, text="later")) as receiver:
        outcome = await sender.deliver(webhook(receiver.url, deadline=120))

    assert outcome == Undelivered("unavailable", 1, 429, "", "later")
    assert sender.clock.slept == []


async def test_a_receiver_that_stays_in_trouble_is_given_up_at_the_deadline(sender: Sender) -> None:
    """Ever longer waits in between; the last answer is kept."""
    async with listening(web.Response(status=503, text="maintenance")) as receiver:
        outcome = await sender.deliver(webhook(receiver.url, deadline=60))

    assert outcome == Undelivered("unavailable", 7, 503, "", "maintenance")
    assert sender.clock.slept == [0.5, 1.0, 2.0, 4.0, 8.0, 16.0]
    assert sender.retried_after == [1, 2, 3, 4, 5, 6]
    assert len({got.headers["webhook-id"] for got in receiver.got}) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 413, 422])
async def test_a_refusal_is_final(sender: Sender, status: int) -> None:
    """Asking again would change nothing."""
    async with listening(web.Response(status=status, text="no")) as receiver:
        outcome = await sender.deliver(webhook(receiver.url))

    assert outcome == Undelivered("refused", 1, status, "", "no")
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_not_followed(sender: Sender, status: int) -> None:
    """Nobody but the configured host gets a signed request."""
    async with listening(ACCEPTED) as elsewhere:
        away = web.Response(status=status, headers={"Location": elsewhere.url})
        async with listening(away) as receiver:
            outcome = await sender.deliver(webhook(receiver.url))

    assert outcome == Undelivered("redirected", 1, status, "", "")
    assert (len(receiver.got), elsewhere.got) == (1, [])


async def test_of_a_long_answer_only_the_beginning_is_read(sender: Sender) -> None:
    """10 MB: the connection is closed; the receiver does not get rid of the rest."""
    sent = 0

    async def flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal sent
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 10485760\r\n\r\n")
        try:
            while sent < 10 * 1024 * 1024:
                writer.write(b"x" * 65536)
                await writer.drain()
                sent += 65536
        except ConnectionError:
            pass

    async with answering_bytes(flood) as url:
        outcome = await sender.deliver(webhook(url))

    assert outcome == Delivered(200, "x" * LARGEST_ANSWER, 1)
    assert sent < 10 * 1024 * 1024


async def test_a_receiver_that_hangs_is_called_again(sender: Sender) -> None:
    """Each attempt has its own time limit."""
    calls = 0

    async def hang_once(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        await reader.readuntil(b"\r\n\r\n")
        if calls == 1:
            await reader.read()
        writer.write(b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\nok")

    async with answering_bytes(hang_once) as url:
        outcome = await sender.deliver(webhook(url, timeout=0.2))

    assert outcome == Delivered(202, "ok", 2)
    assert sender.attempts[0] == Attempt(1, None, "timeout", "no answer within 0.2 s")


@pytest.mark.parametrize("left", [0.2, 0.0, -5.0])
async def test_an_attempt_does_not_outlast_the_deadline(left: float) -> None:
    """However much time it would have of itself; one that begins late still gets a moment."""

    async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with answering_bytes(hang) as url, ClientSession() as session:
        call = prepare(request(), webhook(url, timeout=60), INSTANCE, "mta@acme_prod", SECRETS)
        attempt = await attempted(call, 3, session=session, clock=HandClock(), within=left)

    assert attempt == Attempt(3, None, "timeout", f"no answer within {max(left, 0.1)} s")


async def test_an_answer_whose_end_never_comes_counts_by_its_status(sender: Sender) -> None:
    """What was asked for was taken: doing it again would be wrong."""

    async def stop_in_the_middle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nrestarted")
        await reader.read()

    async with answering_bytes(stop_in_the_middle) as url:
        outcome = await sender.deliver(webhook(url, timeout=0.2))

    assert outcome == Delivered(200, "restarted", 1)


async def test_a_connection_that_breaks_is_made_again(sender: Sender) -> None:
    """Reset in the middle of the request, then in the middle of the answer's head."""
    calls = 0

    async def break_twice(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal calls
        calls += 1
        await reader.readuntil(b"\r\n\r\n")
        if calls <= 2:
            writer.write(b"HTTP/1.1 20" if calls == 2 else b"")
            reset(writer)
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    async with answering_bytes(break_twice) as url:
        outcome = await sender.deliver(webhook(url))

    assert outcome == Delivered(200, "ok", 3)
    assert [each.reason for each in sender.attempts] == ["unreachable", "unreachable", None]


async def test_where_nobody_listens_it_says_so(sender: Sender) -> None:
    """Tried until the deadline; no address is told, it may hold a token."""
    outcome = await sender.deliver(webhook(f"http://127.0.0.1:{free_port()}/hooks?token=secret", deadline=2))

    assert outcome == Undelivered("unreachable", 3, None, "Connection refused")
    assert sender.clock.slept == [0.5, 1.0]


async def test_what_is_no_http_is_unreachable(sender: Sender) -> None:
    """Another server on that port."""

    async def speak_otherwise(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    async with answering_bytes(speak_otherwise) as url:
        outcome = await sender.deliver(webhook(url, deadline=1))

    assert isinstance(outcome, Undelivered)
    assert (outcome.reason, outcome.status) == ("unreachable", None)


async def test_a_certificate_that_does_not_hold_is_final(sender: Sender) -> None:
    """It does not get better in two minutes, and nothing is sent."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    got: list[bytes] = []

    async def note(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        got.append(await reader.read())

    server = await asyncio.start_server(note, "127.0.0.1", 0, ssl=context)
    outcome = await sender.deliver(webhook(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}/"))
    server.close()

    assert isinstance(outcome, Undelivered)
    assert (outcome.reason, outcome.attempts, got) == ("certificate", 1, [])


async def test_what_cannot_be_noted_is_not_sent_again(sender: Sender) -> None:
    """Whoever keeps the book decides what happens without it."""

    async def fail(attempt: Attempt) -> None:
        raise OSError(str(attempt.number))

    async with listening(web.Response(status=500)) as receiver, ClientSession() as session:
        call = prepare(request(), webhook(receiver.url), INSTANCE, "mta@acme_prod", SECRETS)
        with pytest.raises(OSError, match="1"):
            await deliver(call, session=session, clock=HandClock(), on_attempt=fail)

    assert len(receiver.got) == 1


def test_a_call_shows_no_secret() -> None:
    """Wherever it is printed."""
    secrets = {"STANDARD_SECRET": SecretStr(STANDARD_SECRET)}

    shown = repr(Call("7f3c0a", webhook(), b"{}", secrets))

    assert STANDARD_SECRET not in shown
    assert "**********" in shown
