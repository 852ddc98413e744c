"""A call to its receiver: tried again while that may help, inside a deadline; an answer is read up to a limit."""

from __future__ import annotations

import os
import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

import aiohttp

from bot.actions.webhook.pacing import is_transient, retry_after, wait_before_next

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.actions.clock import Clock
    from bot.actions.webhook.call import Call

LARGEST_ANSWER = 64 * 1024
"""Bytes of an answer that are read; what comes behind stays with the receiver."""

_SHORTEST_TIMEOUT = 0.1
"""Seconds; to the client none at all would mean for ever."""

Reason: TypeAlias = Literal["unreachable", "timeout", "certificate", "redirected", "refused", "unavailable"]
"""Why a call did not arrive.

unreachable: no connection, or one that broke. timeout: no answer in time. certificate: TLS does not hold. redirected:
the receiver points elsewhere. refused: a final status. unavailable: 408, 425, 429 or 5xx, up to the deadline.
"""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt and its outcome."""

    number: int
    """From 1."""

    status: int | None
    reason: Reason | None = None
    """None if the receiver took it."""

    detail: str = ""
    answer: str = field(default="", repr=False)
    asks_to_wait: float = 0.0
    """Seconds."""

    elapsed: float = 0.0
    """Seconds that it took."""

    @property
    def may_be_repeated(self) -> bool:
        """Return whether the next attempt may end differently."""
        return self.reason in ("unreachable", "timeout", "unavailable")


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver took it."""

    status: int
    answer: str
    attempts: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """The receiver did not take it, or nobody knows whether it did (unreachable, timeout)."""

    reason: Reason
    attempts: int
    status: int | None = None
    detail: str = ""
    answer: str = ""


async def deliver(
    call: Call,
    *,
    session: aiohttp.ClientSession,
    clock: Clock,
    on_attempt: Callable[[Attempt], Awaitable[None]],
    on_retry: Callable[[], None] = lambda: None,
    chance: Callable[[], float] = random.random,
) -> Delivered | Undelivered:
    """Send a call until the receiver takes it, refuses it, or the webhook's deadline comes.

    Args:
        call: what to send.
        session: its cookies and default timeout do not matter.
        clock: passes the time between attempts.
        on_attempt: told of each attempt before the next.
        on_retry: told then that there will be another.
        chance: from 0 to 1; scatters the waits.
    """
    started = clock.elapsed()
    number = 0
    while True:
        number += 1
        left = call.webhook.deadline - (clock.elapsed() - started)
        begun = clock.elapsed()
        attempt = await attempted(call, number, session=session, clock=clock, within=left)
        await on_attempt(replace(attempt, elapsed=clock.elapsed() - begun))
        if attempt.reason is None and attempt.status is not None:
            return Delivered(attempt.status, attempt.answer, number)
        wait = wait_before_next(number, attempt.asks_to_wait, chance())
        left = call.webhook.deadline - (clock.elapsed() - started)
        if attempt.reason and (not attempt.may_be_repeated or wait >= left):
            return Undelivered(attempt.reason, number, attempt.status, attempt.detail, attempt.answer)
        on_retry()
        await clock.sleep(wait)


async def attempted(call: Call, number: int, *, session: aiohttp.ClientSession, clock: Clock, within: float) -> Attempt:
    """Send a call once and return what came of it.

    Args:
        call: what to send.
        number: of the attempt, from 1.
        session: to send with.
        clock: dates the signature.
        within: seconds left until the deadline; the webhook's own timeout holds too.
    """
    now = clock.now()
    timeout = max(min(call.webhook.timeout, within), _SHORTEST_TIMEOUT)
    try:
        async with session.post(
            call.webhook.url,
            data=call.body,
            headers=call.headers(now),
            timeout=aiohttp.ClientTimeout(total=timeout),
            allow_redirects=False,
        ) as response:
            answer = await _beginning(response)
            wait = retry_after(response.headers.get("Retry-After", ""), now)
            return Attempt(number, response.status, _reason_of(response.status), "", answer, wait)
    except TimeoutError:
        return Attempt(number, None, "timeout", f"no answer within {timeout:g} s")
    except (aiohttp.ClientSSLError, aiohttp.ServerFingerprintMismatch) as error:
        return Attempt(number, None, "certificate", _told(error))
    except (aiohttp.ClientError, OSError) as error:
        return Attempt(number, None, "unreachable", _told(error))


def _reason_of(status: int) -> Reason | None:
    if 200 <= status <= 299:
        return None
    if 300 <= status <= 399:
        return "redirected"
    return "unavailable" if is_transient(status) else "refused"


async def _beginning(response: aiohttp.ClientResponse) -> str:
    """Return the first bytes of an answer as text; its status holds even if the rest never comes."""
    content = bytearray()
    try:
        while len(content) < LARGEST_ANSWER and (part := await response.content.read(LARGEST_ANSWER - len(content))):
            content += part
    except (aiohttp.ClientError, TimeoutError, OSError):
        pass
    finally:
        if not response.content.at_eof():
            response.close()
    return content.decode("utf-8", errors="replace")


def _told(error: Exception) -> str:
    """Return what went wrong, without the address: it may hold a token."""
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno) if error.errno > 0 else type(error).__name__
    return type(error).__name__
