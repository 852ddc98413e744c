"""Slack over a socket: what has been taken is answered before the socket is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.slack.background import Background
from bot.slack.transport.shape import is_sound

if TYPE_CHECKING:
    from aiohttp import ClientWebSocketResponse
    from slack_bolt.async_app import AsyncApp
    from slack_sdk.socket_mode.aiohttp import SocketModeClient
    from slack_sdk.socket_mode.request import SocketModeRequest
    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()


class _Session:
    """The session of a socket client, which would knock with the same expired ticket for ever.

    An address is good for a short time and for one socket: where it does not open, a new one has to be asked for.
    """

    def __init__(self, client: SocketModeClient) -> None:
        self._client = client
        self._session = client.aiohttp_client_session

    @property
    def closed(self) -> bool:
        return self._session.closed

    async def ws_connect(self, address: str, **more: Any) -> ClientWebSocketResponse:
        try:
            opened: ClientWebSocketResponse = await self._session.ws_connect(address, **more)
        except Exception:
            self._client.wss_uri = None
            raise
        return opened

    async def close(self) -> None:
        await self._session.close()


class Socket(AsyncSocketModeHandler):
    """Takes Slack's requests for a Bolt app."""

    def __init__(
        self, bolt: AsyncApp, token: str, client: AsyncWebClient, *, answer_within: float, retry_after: float = 10
    ) -> None:
        super().__init__(bolt, token, web_client=client, ping_interval=retry_after)
        self.client.aiohttp_client_session = _Session(self.client)  # type: ignore[assignment]
        self._answer_within = answer_within
        self._taken = Background()

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]
        """Take one request."""
        self._taken.start(self._answer(client, req), "socket")

    async def _answer(self, client: SocketModeClient, req: SocketModeRequest) -> None:
        if is_sound(req.payload):
            await super().handle(client, req)
        else:
            log.warning("request.refused", what="body")
            await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))

    async def close_async(self) -> None:
        """Answer what has been taken, then close."""
        await self._taken.finish(self._answer_within)
        await super().close_async()  # type: ignore[no-untyped-call]
