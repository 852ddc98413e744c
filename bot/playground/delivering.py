"""Slack's requests to the bot: signed, awaited for three seconds, events tried again."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

from bot.playground import payloads
from bot.playground.signing import signed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.playground.workspace import Workspace

PATIENCE = 3.0
"""Seconds that the bot has to answer."""

_AGAIN_AFTER = (0.0, 60.0, 300.0)
"""Seconds before an event is tried again."""

_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot answers."""

    status: int
    """0 if nothing came in time, or the connection broke."""

    text: str = ""
    reason: str = ""
    """Why it counts as a failure, in Slack's words; empty if it does not."""

    wants_no_retry: bool = False

    def content(self) -> dict[str, Any]:
        """Return the JSON object in it; empty if there is none, a text by itself is one."""
        try:
            found = json.loads(self.text)
        except ValueError:
            return {"text": self.text} if self.text.strip() else {}
        return found if isinstance(found, dict) else {}


class Delivery:
    """The way to the bot."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        events_url: str,
        signing_secret: str,
        session: aiohttp.ClientSession,
        patience: float = PATIENCE,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Know the way.

        Args:
            workspace: keeps what is sent and answered.
            events_url: where the bot takes Slack's requests.
            signing_secret: of the bot's app.
            session: to send with.
            patience: seconds that the bot has to answer.
            sleep: passes the time before an event is tried again, in seconds.
        """
        self._workspace = workspace
        self._url = events_url
        self._secret = signing_secret
        self._session = session
        self._patience = patience
        self._sleep = sleep
        self._events = count(1)
        self._repeating: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Give up what would be tried again."""
        for task in self._repeating:
            task.cancel()
        await self.settled()

    async def settled(self) -> None:
        """Wait until nothing is left to be tried again."""
        await asyncio.gather(*self._repeating, return_exceptions=True)

    async def form(self, name: str, fields: Mapping[str, str]) -> Reply:
        """Send a slash command."""
        return await self._post(name, urlencode(fields).encode(), fields, {"Content-Type": _FORM})

    async def interaction(self, name: str, payload: Mapping[str, Any]) -> Reply:
        """Send what somebody did with a message or a view."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._post(name, body, payload, {"Content-Type": _FORM})

    async def event(self, content: Mapping[str, Any]) -> Reply:
        """Send an event; if it fails, it is tried again later without being waited for."""
        envelope = payloads.event(content, f"Ev{next(self._events):08}", self._workspace.now())
        reply = await self._event(envelope)
        if reply.reason and not reply.wants_no_retry:
            task = asyncio.create_task(self._repeat(envelope, reply), name="event retries")
            self._repeating.add(task)
            task.add_done_callback(self._repeating.discard)
        return reply

    async def _repeat(self, envelope: Mapping[str, Any], reply: Reply) -> None:
        for number, wait in enumerate(_AGAIN_AFTER, 1):
            await self._sleep(wait)
            headers = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reply.reason}
            reply = await self._event(envelope, headers)
            if not reply.reason or reply.wants_no_retry:
                return

    async def _event(self, envelope: Mapping[str, Any], retry: Mapping[str, str] | None = None) -> Reply:
        name = f"event {envelope['event']['type']}"
        if retry:
            name = f"{name} (retry {retry['X-Slack-Retry-Num']})"
        headers = {"Content-Type": "application/json", **(retry or {})}
        return await self._post(name, json.dumps(envelope).encode(), envelope, headers)

    async def _post(self, name: str, body: bytes, shown: Mapping[str, Any], headers: Mapping[str, str]) -> Reply:
        headers = {**headers, **signed(body, self._secret, self._workspace.now())}
        exchanges = self._workspace.exchanges
        number = exchanges.begin("to_bot", name, {"headers": headers, "body": dict(shown)})
        reply = await self._sent(body, headers)
        exchanges.end(number, reply.status, reply.content() or reply.reason)
        return reply

    async def _sent(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        try:
            async with asyncio.timeout(self._patience):
                return await self._answered(body, headers)
        except TimeoutError:
            return Reply(0, reason="http_timeout")
        except aiohttp.ClientError:
            return Reply(0, reason="connection_failed")

    async def _answered(self, body: bytes, headers: Mapping[str, str]) -> Reply:
        async with self._session.post(self._url, data=BytesIO(body), headers=headers) as response:
            text = await response.text()
            reason = "" if 200 <= response.status < 300 else "http_error"
            return Reply(response.status, text, reason, response.headers.get("X-Slack-No-Retry") == "1")
