"""A fake Slack Web API: what the bot calls is recorded and answered in Slack's shapes.

It speaks HTTP, so that the whole of Bolt and the SDK runs as in production; only the other end is ours.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import WSMsgType, web

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEAM = "T0TEAM"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,"
    "usergroups:read,users:read"
)


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the bot made."""

    method: str
    """The Web API method, or `response_url`, or `socket`."""

    arguments: Mapping[str, Any]
    token: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a method answers instead of success, once."""

    status: int = 200
    """0 cuts the connection: the call arrives, its answer does not."""

    body: Mapping[str, Any] | str = field(default_factory=dict)
    """A text is sent as it is: what a proxy answers while Slack is away."""

    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"


class FakeSlack:
    """A workspace with one channel, its threads and its users."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.locales: dict[str, str] = {}
        """Locale by user; everybody else's is en-US."""

        self.threads: dict[tuple[str, str], list[dict[str, Any]]] = {}
        """Messages by channel and the first message's timestamp."""

        self.profiles: dict[str, dict[str, Any]] = {}
        """What users.info tells of users beside id and locale."""

        self.groups: dict[str, list[str]] = {}
        """Users by user group."""

        self.shared_channels: set[str] = set()
        """Channels that people of other companies read."""

        self.messages: dict[tuple[str, str], dict[str, Any]] = {}
        """What the bot has posted, as it stands now, by channel and timestamp."""

        self.views: dict[str, dict[str, Any]] = {}
        """What is open, by id."""

        self.token = ""
        """If set, other tokens are refused with invalid_auth."""

        self._failures: dict[str, deque[Failure]] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._arrived = asyncio.Condition()
        self._sockets: set[web.WebSocketResponse] = set()
        self._acks: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._connected = asyncio.Event()
        self._runner: web.AppRunner | None = None
        self._posted = 0
        self._used_triggers: set[str] = set()
        self.address = ""
        """Where it listens, without a slash at the end."""

    @property
    def api_url(self) -> str:
        """The base of the Web API."""
        return f"{self.address}/api/"

    @property
    def response_url(self) -> str:
        """A URL as it comes with commands and clicks."""
        return f"{self.address}/response"

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address."""
        application = web.Application()
        application.router.add_get("/api/{method}", self._on_call)
        application.router.add_post("/api/{method}", self._on_call)
        application.router.add_post("/response", self._on_response)
        application.router.add_get("/socket", self._on_socket)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close everything."""
        for socket in list(self._sockets):
            await socket.close()
        if self._runner:
            await self._runner.cleanup()

    def fail(self, method: str, *failures: Failure) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._failures.setdefault(method, deque()).extend(failures)

    def hold(self, method: str) -> asyncio.Event:
        """Take the calls of a method from now on, but answer them only when the event that is returned is set."""
        return self._held.setdefault(method, asyncio.Event())

    def made(self, method: str) -> list[Call]:
        """Return the calls of one method so far."""
        return [call for call in self.calls if call.method == method]

    async def wait_for(self, method: str, count: int = 1, within: float = 10.0) -> list[Call]:
        """Return the calls of a method as soon as there are `count` of them.

        Raises:
            TimeoutError: they do not come.
        """
        async with asyncio.timeout(within), self._arrived:
            await self._arrived.wait_for(lambda: len(self.made(method)) >= count)
        return self.made(method)

    async def send(self, envelope: Mapping[str, Any], within: float = 10.0) -> dict[str, Any]:
        """Send an envelope over the bot's socket and return its acknowledgement.

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

    async def _on_call(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = {**request.query, **_arguments(await request.text(), request.content_type)}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        await self._record(Call(method, arguments, token))
        if failure := await self._trouble_with(method, request):
            return failure
        if self.token and token != self.token and method != "apps.connections.open":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        answers: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "auth.test": self._auth_test,
            "users.info": self._users_info,
            "conversations.replies": self._replies,
            "chat.postMessage": self._post_message,
            "chat.update": self._update_message,
            "conversations.info": self._conversations_info,
            "usergroups.users.list": self._group_members,
            "views.open": self._open_view,
            "views.update": self._update_view,
            "apps.connections.open": lambda _: {"ok": True, "url": f"{self.address.replace('http', 'ws', 1)}/socket"},
        }
        answer = answers[method](arguments) if method in answers else {"ok": False, "error": "unknown_method"}
        return web.json_response(answer, headers={"x-oauth-scopes": SCOPES})

    async def _on_response(self, request: web.Request) -> web.Response:
        await self._record(Call("response_url", json.loads(await request.text())))
        if failure := await self._trouble_with("response_url", request):
            return failure
        return web.json_response({"ok": True})

    async def _on_socket(self, request: web.Request) -> web.StreamResponse:
        await self._record(Call("socket", {}))
        if failure := await self._trouble_with("socket", request):
            return failure
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A0APP"}})
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

    async def _trouble_with(self, method: str, request: web.Request) -> web.Response | None:
        """Wait while a method is held; return the failure that is due, if any."""
        if held := self._held.get(method):
            await held.wait()
        failures = self._failures.get(method)
        if not failures:
            return None
        failure = failures.popleft()
        if not failure.status and request.transport:
            request.transport.close()
        text = failure.body if isinstance(failure.body, str) else json.dumps(dict(failure.body))
        headers = dict(failure.headers)
        return web.Response(text=text, status=failure.status or 500, headers=headers, content_type=failure.content_type)

    async def _record(self, call: Call) -> None:
        async with self._arrived:
            self.calls.append(call)
            self._arrived.notify_all()

    def _auth_test(self, _: Mapping[str, Any]) -> dict[str, Any]:
        return {"ok": True, "url": self.address, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}

    def _users_info(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        user = str(arguments.get("user"))
        profile = {"id": user, "team_id": TEAM, **self.profiles.get(user, {})}
        return {"ok": True, "user": {**profile, "locale": self.locales.get(user, "en-US")}}

    def _replies(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        place = str(arguments.get("channel")), str(arguments.get("ts"))
        latest = place[0], str(arguments.get("latest", ""))
        if latest in self.messages:
            return {"ok": True, "messages": [self.messages[latest]]}
        if place not in self.threads:
            return {"ok": False, "error": "thread_not_found"}
        return {"ok": True, "messages": self.threads[place][: int(arguments.get("limit") or 100)]}

    def _post_message(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self._posted += 1
        ts = f"1700000000.{self._posted:06}"
        message = {**arguments, "ts": ts}
        self.messages[str(arguments.get("channel")), ts] = message
        return {"ok": True, "channel": arguments.get("channel"), "ts": ts, "message": message}

    def _update_message(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        place = str(arguments.get("channel")), str(arguments.get("ts"))
        if place not in self.messages:
            return {"ok": False, "error": "message_not_found"}
        self.messages[place] = {**self.messages[place], **arguments}
        return {"ok": True, "channel": place[0], "ts": place[1], "text": arguments.get("text")}

    def _conversations_info(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        channel = str(arguments.get("channel"))
        return {"ok": True, "channel": {"id": channel, "is_ext_shared": channel in self.shared_channels}}

    def _group_members(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        group = str(arguments.get("usergroup"))
        if group not in self.groups:
            return {"ok": False, "error": "no_such_subteam"}
        return {"ok": True, "users": self.groups[group]}

    def _open_view(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Open a view; a trigger can be used once."""
        trigger = str(arguments.get("trigger_id"))
        if trigger in self._used_triggers:
            return {"ok": False, "error": "exchanged_trigger_id"}
        self._used_triggers.add(trigger)
        view_id = f"V{len(self._used_triggers):06}"
        self.views[view_id] = _view(arguments)
        return {"ok": True, "view": {"id": view_id, **self.views[view_id]}}

    def _update_view(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        view_id = str(arguments.get("view_id"))
        if view_id not in self.views:
            return {"ok": False, "error": "not_found"}
        self.views[view_id] = _view(arguments)
        return {"ok": True, "view": {"id": view_id, **self.views[view_id]}}


def _arguments(body: str, content_type: str) -> dict[str, Any]:
    if content_type == "application/json":
        content = json.loads(body)
        return content if isinstance(content, dict) else {}
    return dict(parse_qsl(body))


def _view(arguments: Mapping[str, Any]) -> dict[str, Any]:
    view = arguments.get("view")
    content = json.loads(view) if isinstance(view, str) else view
    return dict(content) if isinstance(content, dict) else {}
