"""Receivers that really listen: ones that answer as told, and ones that do not even do that."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections import deque
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers as told, one answer a request; the last goes for all that follow."""

    answers: deque[web.Response]
    meanwhile: Callable[[], None] = lambda: None
    got: list[Got] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        """Note a request and answer it."""
        self.got.append(Got(request.path, dict(request.headers), await request.read()))
        self.meanwhile()
        told = self.answers[0] if len(self.answers) == 1 else self.answers.popleft()
        return web.Response(status=told.status, headers=told.headers, body=told.body)


@asynccontextmanager
async def listening(*answers: web.Response) -> AsyncIterator[Receiver]:
    """Listen on loopback and answer as told."""
    receiver = Receiver(deque(answers))
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", receiver.answer)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/campaign-why"
    try:
        yield receiver
    finally:
        await runner.cleanup()


@asynccontextmanager
async def answering_bytes(
    handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]],
) -> AsyncIterator[str]:
    """Listen on loopback below HTTP; yields the address, and waits at its end for what is still handled."""
    handled: set[asyncio.Task[None]] = set()

    async def handle_and_close(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        handled.add(task)
        await handle(reader, writer)
        writer.close()

    server = await asyncio.start_server(handle_and_close, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.close()
        await asyncio.gather(*handled)


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def reset(writer: asyncio.StreamWriter) -> None:
    """Break a connection off: the other side reads a reset, no end."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
