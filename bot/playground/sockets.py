"""The far end of Socket Mode."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import WSMsgType, web

from bot.playground.people import APP

if TYPE_CHECKING:
    from collections.abc import Mapping


class Sockets:
    """The sockets over which the bot listens."""

    def __init__(self) -> None:
        self._sockets: set[web.WebSocketResponse] = set()
        self._acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._connected = asyncio.Event()

    async def close(self) -> None:
        """Close them all."""
        for socket in list(self._sockets):
            await socket.close()

    async def send(self, envelope: Mapping[str, Any], within: float) -> dict[str, Any]:
        """Send an envelope and return its acknowledgement.

        Raises:
            TimeoutError: there is no socket, or no acknowledgement.
        """
        async with asyncio.timeout(within):
            await self._connected.wait()
            await next(iter(self._sockets)).send_json(envelope)
            return await self._acks.get()

    async def refresh(self) -> None:
        """Ask the bot to come again over another socket, as Slack does every hour or so."""
        for socket in list(self._sockets):
            await socket.send_json({"type": "disconnect", "reason": "refresh_requested"})

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take a connection and listen until it ends."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}})
        self._connected.set()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    self._acks.put_nowait(json.loads(message.data))
        finally:
            self._sockets.discard(socket)
            if not self._sockets:
                self._connected.clear()
        return socket
