"""A fake Slack Web API: what the bot calls is recorded and answered in Slack's shapes.

It speaks HTTP, so that the whole of Bolt and the SDK runs as in production; only the other end is ours.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from aiohttp import web

from bot.playground.answering import answer
from bot.playground.faults import FAILURES, Failure
from bot.playground.people import BOT_ID, BOT_USER, TEAM
from bot.playground.refusal import Refusal
from bot.playground.sockets import Sockets
from bot.playground.web_api import METHODS
from bot.playground.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from bot.playground.response_urls import Origin

__all__ = ["BOT_ID", "BOT_USER", "SCOPES", "TEAM", "Call", "Failure", "FakeSlack"]

SCOPES = (
    "app_mentions:read,channels:history,channels:read,chat:write,commands,groups:history,groups:read,im:history,"
    "usergroups:read,users:read"
)
RESPONSE_URL = "response_url"
SLOW = 5.0
"""Seconds by which a slow Slack is late."""

_CALLS_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Call:
    """One request that the bot made."""

    method: str
    """The Web API method, or `response_url`, or `socket`."""

    arguments: Mapping[str, Any]
    token: str = ""


class FakeSlack:
    """Serves a workspace."""

    def __init__(
        self, workspace: Workspace | None = None, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Serve a workspace.

        Args:
            workspace: an open one if none is given.
            sleep: passes the time of a slow Slack, in seconds.
        """
        self.workspace = workspace or Workspace()
        self.calls: list[Call] = []
        """The newest, oldest first."""

        self.token = ""
        """If set, other tokens are refused with invalid_auth."""

        self.address = ""
        """Where it listens, without a slash at the end."""

        self._sleep = sleep
        self._failures: dict[str, deque[Failure]] = {}
        self._held: dict[str, asyncio.Event] = {}
        self._arrived = asyncio.Condition()
        self._sockets = Sockets()
        self._runner: web.AppRunner | None = None

    @property
    def locales(self) -> dict[str, str]:
        """Locale by user; everybody else's is their own."""
        return self.workspace.locales

    @property
    def threads(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """What was written before, by channel and the first message's timestamp."""
        return self.workspace.threads

    @property
    def profiles(self) -> dict[str, dict[str, Any]]:
        """What users.info tells of users beside who they are."""
        return self.workspace.profiles

    @property
    def groups(self) -> dict[str, list[str]]:
        """Users by user group."""
        return self.workspace.groups

    @property
    def shared_channels(self) -> set[str]:
        """Channels that people of other companies read."""
        return self.workspace.shared_channels

    @property
    def messages(self) -> Mapping[tuple[str, str], dict[str, Any]]:
        """What everybody sees in a channel, as it stands now, by channel and timestamp."""
        return {(each.channel, each.ts): each.as_slack() for each in self.workspace.posts.all if not each.reader}

    @property
    def views(self) -> Mapping[str, dict[str, Any]]:
        """What is open, by id."""
        return {each.id: dict(each.content) for each in self.workspace.surfaces.all}

    @property
    def api_url(self) -> str:
        """The base of the Web API."""
        return f"{self.address}/api/"

    @property
    def response_url(self) -> str:
        """A URL that takes everything and shows nothing, however often it is used."""
        return f"{self.address}/response"

    def response_url_to(self, origin: Origin) -> str:
        """Return a new URL as it comes with commands and clicks."""
        return f"{self.address}/response/{self.workspace.response_urls.issue(origin)}"

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address."""
        application = web.Application()
        application.router.add_get("/api/{method}", self._on_call)
        application.router.add_post("/api/{method}", self._on_call)
        application.router.add_post("/response", self._on_response)
        application.router.add_post("/response/{token}", self._on_response)
        application.router.add_get("/socket", self._on_socket)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close everything."""
        await self._sockets.close()
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
        return await self._sockets.send(envelope, within)

    async def refresh(self) -> None:
        """Ask the bot to come again over another socket, as Slack does every hour or so."""
        await self._sockets.refresh()

    async def _on_call(self, request: web.Request) -> web.Response:
        arguments = {**request.query, **_arguments(await request.text(), request.content_type)}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        call = Call(request.match_info["method"], arguments, token)
        return await self._answered(call, request, lambda: self._called(call))

    async def _on_response(self, request: web.Request) -> web.Response:
        call = Call(RESPONSE_URL, _arguments(await request.text(), "application/json"))
        token = request.match_info.get("token")
        return await self._answered(call, request, lambda: self._responded(call, token))

    async def _on_socket(self, request: web.Request) -> web.StreamResponse:
        await self._record(Call("socket", {}))
        if failure := await self._trouble_with("socket"):
            return _failing(failure, request)
        return await self._sockets.serve(request)

    async def _answered(self, call: Call, request: web.Request, act: Callable[[], web.Response]) -> web.Response:
        """Return what a call is answered, once it and its answer are kept for whoever looks."""
        headers = {"Authorization": request.headers.get("Authorization", ""), "Content-Type": request.content_type}
        number = self.workspace.exchanges.begin("to_slack", call.method, {"headers": headers, "body": call.arguments})
        await self._record(call)
        failure = await self._trouble_with(call.method)
        if failure and failure.is_taken:
            act()
        response = _failing(failure, request) if failure else act()
        status = response.status if failure is None or failure.status else 0
        self.workspace.exchanges.end(number, status, _content(response) if status else None)
        return response

    def _called(self, call: Call) -> web.Response:
        if self.token and call.token != self.token and call.method != "apps.connections.open":
            return web.json_response({"ok": False, "error": "invalid_auth"})
        return web.json_response(self._result(call), headers={"x-oauth-scopes": SCOPES})

    def _result(self, call: Call) -> dict[str, Any]:
        if call.method == "auth.test":
            return {"ok": True, "url": self.address, "team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}
        if call.method == "apps.connections.open":
            return {"ok": True, "url": f"{self.address.replace('http', 'ws', 1)}/socket"}
        if call.method not in METHODS:
            return {"ok": False, "error": "unknown_method"}
        try:
            return METHODS[call.method](self.workspace, call.arguments)
        except Refusal as refusal:
            return _refused(refusal)

    def _responded(self, call: Call, token: str | None) -> web.Response:
        if token is None:
            return web.json_response({"ok": True})
        try:
            origin = self.workspace.response_urls.spend(token)
        except Refusal as refusal:
            return web.json_response(_refused(refusal), status=404)
        try:
            answer(self.workspace, origin, call.arguments)
        except Refusal as refusal:
            return web.json_response(_refused(refusal), status=400)
        return web.json_response({"ok": True})

    async def _trouble_with(self, method: str) -> Failure | None:
        """Wait while a method is held or slow; return the failure that is due, if any."""
        if held := self._held.get(method):
            await held.wait()
        if failures := self._failures.get(method):
            return failures.popleft()
        fault = self.workspace.faults.due(method)
        if fault == "slow":
            await self._sleep(SLOW)
        return FAILURES.get(fault) if fault else None

    async def _record(self, call: Call) -> None:
        async with self._arrived:
            self.calls.append(call)
            del self.calls[:-_CALLS_KEPT]
            self._arrived.notify_all()


def _failing(failure: Failure, request: web.Request) -> web.Response:
    if not failure.status and request.transport:
        request.transport.close()
    text = failure.body if isinstance(failure.body, str) else json.dumps(dict(failure.body))
    headers = dict(failure.headers)
    return web.Response(text=text, status=failure.status or 500, headers=headers, content_type=failure.content_type)


def _refused(refusal: Refusal) -> dict[str, Any]:
    told: dict[str, Any] = {"ok": False, "error": refusal.error}
    if refusal.details:
        told |= {"errors": list(refusal.details), "response_metadata": {"messages": list(refusal.details)}}
    return told


def _content(response: web.Response) -> Any:
    """Return what a response says, as JSON where it is some."""
    try:
        return json.loads(response.text or "")
    except ValueError:
        return response.text


def _arguments(body: str, content_type: str) -> dict[str, Any]:
    if content_type != "application/json":
        return dict(parse_qsl(body))
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}
