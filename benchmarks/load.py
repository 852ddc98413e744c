"""A lean HTTP client for load: callbacks on keep-alive connections, no task per request."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import perf_counter
from typing import TYPE_CHECKING

from benchmarks.servers import HOST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_GRACE = 10.0
"""Seconds, after a round's end, for the answers that are still on their way."""


class LoadFailed(Exception):
    """A server answered something else than 200, or hung up."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one server did in one round."""

    seconds: float
    latencies: tuple[float, ...]
    """Seconds, sorted."""

    @property
    def rate(self) -> float:
        """Requests per second."""
        return len(self.latencies) / self.seconds

    def percentile(self, share: float) -> float:
        """Return the seconds within which a share (0 to 1) of the requests was answered."""
        return self.latencies[min(int(len(self.latencies) * share), len(self.latencies) - 1)]


async def load(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Round:
    """Send requests over so many connections, each as soon as the one before is answered.

    Args:
        port: of the server, on the loopback address.
        requests: the most that are sent.
        connections: how many at a time.
        seconds: after so long nothing more is sent.

    Raises:
        LoadFailed: an answer is not 200, or none comes.
    """
    loop = asyncio.get_running_loop()
    queue = _Queue(requests)
    clients: list[_Client] = []
    try:
        for _ in range(connections):
            _, client = await loop.create_connection(lambda: _Client(queue), HOST, port)
            clients.append(client)
        start = perf_counter()
        queue.ends_at = start + seconds
        for client in clients:
            client.send()
        async with asyncio.timeout(seconds + _GRACE):
            await asyncio.gather(*(client.finished for client in clients))
    except TimeoutError:
        raise LoadFailed("no answer") from None
    except OSError as error:
        raise LoadFailed(f"no connection ({error.strerror})") from None
    finally:
        for client in clients:
            client.close()
    return Round(queue.last_answer - start, tuple(sorted(queue.latencies)))


class _Queue:
    """What is to be sent, and how long the answers took."""

    def __init__(self, requests: Iterable[bytes]) -> None:
        self._requests = iter(requests)
        self.ends_at = 0.0
        self.last_answer = 0.0
        self.latencies: list[float] = []

    def next(self, now: float) -> bytes | None:
        """Return the next request; None when all are sent or the time is over."""
        return next(self._requests, None) if now < self.ends_at else None

    def answered(self, sent: float, now: float) -> None:
        """Note an answer."""
        self.latencies.append(now - sent)
        self.last_answer = now


class _Client(asyncio.Protocol):
    """One keep-alive connection."""

    def __init__(self, queue: _Queue) -> None:
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue = queue
        self._transport: asyncio.WriteTransport | None = None
        self._received = b""
        self._sent = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.WriteTransport):
            self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        if not _is_whole(self._received):
            return
        now = perf_counter()
        if not self._received.startswith(b"HTTP/1.1 200 "):
            self._fail(self._received.partition(b"\r\n")[0].decode())
            return
        self._received = b""
        self._queue.answered(self._sent, now)
        self.send()

    def connection_lost(self, exc: Exception | None) -> None:
        self._fail(f"connection lost ({exc})")

    def send(self) -> None:
        """Send the next request, if there is one."""
        self._sent = perf_counter()
        request = self._queue.next(self._sent)
        if request is not None and self._transport is not None:
            self._transport.write(request)
        elif not self.finished.done():
            self.finished.set_result(None)

    def close(self) -> None:
        """Hang up."""
        self.finished.cancel()
        if self._transport is not None:
            self._transport.close()

    def _fail(self, what: str) -> None:
        if not self.finished.done():
            self.finished.set_exception(LoadFailed(what))


def _is_whole(received: bytes) -> bool:
    """Return whether an answer has come with its whole body; every server here says how long that is."""
    head, separator, body = received.partition(b"\r\n\r\n")
    if not separator:
        return False
    _, found, rest = head.lower().partition(b"content-length:")
    if not found:
        raise LoadFailed("an answer without Content-Length")
    return len(body) >= int(rest.partition(b"\r\n")[0])
