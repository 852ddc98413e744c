"""A Slack workspace with the bot in it: real HTTP on both sides, only the far end is the fake of the playground."""

from __future__ import annotations

import json
import time
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from slack_sdk.web.async_client import AsyncWebClient

from bot.diagnosis.in_force import InForce
from bot.playground import FakeSlack
from bot.playground.fake_slack import BOT_ID, BOT_USER, TEAM
from bot.playground.signing import signed as as_slack_signs
from bot.slack.background import Background
from bot.slack.bolt import Identity, build_bolt
from bot.slack.posting import retry_handlers
from bot.slack.responder import Responder
from bot.slack.transport.callbacks import Callbacks
from bot.slack.transport.http import SlackEndpoint, build_runner

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from slack_bolt.async_app import AsyncApp

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.slack.transport.serving import Operating

SECRET = "0123456789abcdef0123456789abcdef"
CHANNEL = "C0INCIDENT"
USER = "U0ALERTED"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"

_numbers = count(1)


def signed(body: bytes, *, secret: str = SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers with which Slack signs a body."""
    return as_slack_signs(body, secret, time.time() if at is None else at)


def command_form(text: str, response_url: str = "", **more: str) -> dict[str, str]:
    """Return the fields of a slash command."""
    return {
        "command": "/campaign-why",
        "text": text,
        "team_id": TEAM,
        "channel_id": CHANNEL,
        "user_id": USER,
        "trigger_id": f"trigger.{next(_numbers)}",
        "response_url": response_url,
        **more,
    }


def event_body(event: Mapping[str, Any], event_id: str | None = None) -> dict[str, Any]:
    """Return the envelope of an event."""
    return {
        "type": "event_callback",
        "team_id": TEAM,
        "api_app_id": "A0APP",
        "event_id": event_id or f"Ev{next(_numbers)}",
        "event": dict(event),
    }


def mention(text: str, **more: Any) -> dict[str, Any]:
    """Return the event of somebody mentioning the bot."""
    ts = f"1700000100.{next(_numbers):06}"
    return {"type": "app_mention", "user": USER, "channel": CHANNEL, "text": text, "ts": ts, "event_ts": ts, **more}


def direct(text: str, **more: Any) -> dict[str, Any]:
    """Return the event of somebody writing to the bot."""
    ts = f"1700000200.{next(_numbers):06}"
    return {
        "type": "message",
        "channel_type": "im",
        "user": USER,
        "channel": "D0DIRECT",
        "text": text,
        "ts": ts,
        "event_ts": ts,
        **more,
    }


def home(**more: Any) -> dict[str, Any]:
    """Return the event of somebody opening the app's home."""
    return {"type": "app_home_opened", "user": USER, "channel": "D0DIRECT", "tab": "home", **more}


def share_value(content: Mapping[str, Any]) -> str:
    """Return what the "share" button under a private answer stands for."""
    buttons = [each for block in content["blocks"] if block["type"] == "actions" for each in block["elements"]]
    return str(next(each["value"] for each in buttons if each["action_id"] == "share_answer"))


def shown(blocks: Any) -> list[str]:
    """Return every text that blocks show, in their order."""
    if isinstance(blocks, list):
        return [text for each in blocks for text in shown(each)]
    if not isinstance(blocks, dict):
        return []
    own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
    return own + [text for key, value in blocks.items() if key != "value" for text in shown(value)]


def click(action: str, value: str, response_url: str, **more: Any) -> dict[str, Any]:
    """Return the payload of somebody clicking a button."""
    return {
        "type": "block_actions",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": CHANNEL},
        "response_url": response_url,
        "trigger_id": f"trigger.{next(_numbers)}",
        "actions": [{"type": "button", "action_id": action, "block_id": "b", "value": value}],
        **more,
    }


def shortcut(message: Mapping[str, Any], response_url: str, **more: Any) -> dict[str, Any]:
    """Return the payload of somebody choosing the shortcut in the menu of a message."""
    return {
        "type": "message_action",
        "callback_id": "ask_message",
        "user": {"id": USER, "team_id": TEAM},
        "team": {"id": TEAM},
        "channel": {"id": CHANNEL},
        "message": {"type": "message", "ts": "1700000300.000100", **message},
        "message_ts": "1700000300.000100",
        "action_ts": "1700000300.000200",
        "response_url": response_url,
        "trigger_id": f"trigger.{next(_numbers)}",
        **more,
    }


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot's server answered."""

    status: int
    text: str

    def json(self) -> Any:
        """Return the answer's content."""
        return json.loads(self.text)


class Workspace:
    """The bot at work, and Slack around it."""

    def __init__(
        self, slack: FakeSlack, bolt: AsyncApp, address: str, session: ClientSession, background: Background
    ) -> None:
        self.slack = slack
        self.bolt = bolt
        self.address = address
        self.background = background
        self._session = session

    async def post(
        self, body: bytes, content_type: str, headers: Mapping[str, str] | None = None, at: str = ""
    ) -> Reply:
        """Send bytes to the bot's endpoint, or to another's, signed unless other headers are given."""
        sent = {**(signed(body) if headers is None else headers), "Content-Type": content_type}
        async with self._session.post(
            f"{at or self.address}/slack/events", data=BytesIO(body), headers=sent
        ) as response:
            return Reply(response.status, await response.text())

    async def get(self, path: str) -> Reply:
        """Get a page of the bot's server."""
        async with self._session.get(f"{self.address}{path}") as response:
            return Reply(response.status, await response.text())

    async def command(self, text: str, **more: str) -> Reply:
        """Type `/campaign-why text`."""
        form = command_form(text, self.slack.response_url, **more)
        return await self.post(urlencode(form).encode(), FORM)

    async def event(self, event: Mapping[str, Any], event_id: str | None = None, *, retry: int = 0) -> Reply:
        """Let an event happen; `retry` tells which of Slack's retries this is."""
        body = json.dumps(event_body(event, event_id)).encode()
        retries = {"X-Slack-Retry-Num": str(retry), "X-Slack-Retry-Reason": "http_timeout"} if retry else {}
        return await self.post(body, JSON, signed(body) | retries)

    async def posted(self) -> list[Mapping[str, Any]]:
        """Return what has been posted, once all that was accepted has been done."""
        await self.settled()
        return [call.arguments for call in self.slack.made("chat.postMessage")]

    async def responded(self) -> list[Mapping[str, Any]]:
        """Return what went to response_urls, once all that was accepted has been done."""
        await self.settled()
        return [call.arguments for call in self.slack.made("response_url")]

    async def click(self, action: str, value: str, at: str = "", **more: Any) -> Reply:
        """Click a button; `at` is another process of the bot."""
        payload = click(action, value, **{"response_url": self.slack.response_url, **more})
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM, at=at)

    async def shortcut(self, message: Mapping[str, Any], **more: Any) -> Reply:
        """Choose the shortcut in the menu of a message."""
        payload = shortcut(message, **{"response_url": self.slack.response_url, **more})
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def submit(self, view: Mapping[str, Any], user: str = USER, at: str = "", **values: str) -> Reply:
        """Submit a form with what was filled in; `at` is another process of the bot."""
        fields = {
            name: {name: {"type": "plain_text_input", "value": value, "selected_option": {"value": value}}}
            for name, value in values.items()
        }
        payload = {
            "type": "view_submission",
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM},
            "view": {**view, "type": "modal", "state": {"values": fields}},
        }
        return await self.post(urlencode({"payload": json.dumps(payload)}).encode(), FORM, at=at)

    async def settled(self) -> None:
        """Wait until all that was accepted has been done."""
        await self.background.finish(within=10)


@asynccontextmanager
async def listening(endpoint: SlackEndpoint, callbacks: Callbacks | None = None) -> AsyncIterator[str]:
    """Let an endpoint listen; yields its address."""
    runner = build_runner(endpoint, callbacks, answer_within=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def workspace(
    known: Diagnostician | InForce, operating: Operating | None = None, slack: FakeSlack | None = None
) -> AsyncIterator[Workspace]:
    """Start the bot, and the fake Slack unless one is there already; stop both at the end."""
    async with AsyncExitStack() as stack:
        if slack is None:
            slack = FakeSlack()
            await slack.start()
            stack.push_async_callback(slack.stop)
        session = await stack.enter_async_context(ClientSession())
        client = AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=retry_handlers())
        operations = await stack.enter_async_context(operating(client, session)) if operating else None
        background = Background()
        bolt = build_bolt(
            Identity(TEAM, BOT_USER, BOT_ID),
            client=client,
            session=session,
            responder=Responder(
                known if isinstance(known, InForce) else InForce(known), operations.offers if operations else None
            ),
            background=background,
            operations=operations,
        )
        endpoint = SlackEndpoint(SECRET)
        endpoint.open(bolt)
        callbacks = Callbacks()
        if operations:
            callbacks.open(operations)
        address = await stack.enter_async_context(listening(endpoint, callbacks))
        stack.push_async_callback(background.finish, 5)
        yield Workspace(slack, bolt, address, session, background)
