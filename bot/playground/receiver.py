"""A demonstration receiver: verifies who asks, plays `nlserver`, and can be out of order."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import aiohttp
from aiohttp import web
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from bot.errors import ActRefused
from bot.playground.changes import ReceiverChanged
from bot.playground.nlserver import Nlserver, Outcome

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.playground.workspace import Workspace

Mode: TypeAlias = Literal["ok", "failing", "slow", "away"]
MODES: tuple[Mode, ...] = get_args(Mode)

SLOW = 8.0
"""Seconds that a slow `nlserver` takes."""

WORKS_FOR = 2.0
"""Seconds between the order and the report at the callback."""

_LARGEST = 64 * 1024


class Receiver:
    """Takes orders at two addresses: one answers with the outcome, one reports it later at the callback."""

    def __init__(
        self, secret: str, workspace: Workspace, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        """Begin in good order.

        Args:
            secret: of both webhooks, by Standard Webhooks.
            workspace: keeps the console, and what is sent and answered.
            sleep: passes the time that work takes, in seconds.
        """
        self._verifier = Webhook(secret)
        self._workspace = workspace
        self._sleep = sleep
        self._nlserver = Nlserver()
        self._mode: Mode = "ok"
        self._runs: dict[str, asyncio.Task[Outcome]] = {}
        self._reporting: set[asyncio.Task[None]] = set()
        self._runner: web.AppRunner | None = None
        self.address = ""
        """Where it listens, without a slash at the end."""

    @property
    def url(self) -> str:
        """Where the outcome is the answer."""
        return f"{self.address}/hooks/answer"

    @property
    def callback_hook_url(self) -> str:
        """Where the outcome is reported later."""
        return f"{self.address}/hooks/callback"

    @property
    def mode(self) -> Mode:
        """How it behaves."""
        return self._mode

    def behave(self, mode: str) -> None:
        """Behave differently from now on.

        Raises:
            ActRefused: there is no such behaviour.
        """
        known = next((each for each in MODES if each == mode), None)
        if known is None:
            raise ActRefused(f"The receiver cannot be {mode!r}: choose one of {', '.join(MODES)}.")
        self._mode = known
        self._workspace.feed.tell(ReceiverChanged(known))

    async def start(self, port: int = 0) -> None:
        """Listen on the loopback address."""
        application = web.Application(client_max_size=_LARGEST)
        application.router.add_post("/hooks/{hook:answer|callback}", self._on_order)
        self._runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Stop listening, and leave what is under way."""
        tasks = [*self._reporting, *self._runs.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._runner:
            await self._runner.cleanup()

    async def settled(self) -> None:
        """Wait until everything has been reported."""
        await asyncio.gather(*self._reporting)

    async def _on_order(self, request: web.Request) -> web.Response:
        body = await request.read()
        shown = {"headers": dict(request.headers), "body": _content(body)}
        exchanges = self._workspace.exchanges
        number = exchanges.begin("to_receiver", f"webhook {request.match_info['hook']}", shown)
        if self._mode == "away":
            exchanges.end(number, 0, "connection closed")
            return _cut(request)
        response = await self._answered(request, body)
        exchanges.end(number, response.status, _content(response.body))
        return response

    async def _answered(self, request: web.Request, body: bytes) -> web.Response:
        try:
            self._verifier.verify(body.decode("utf-8", "replace"), dict(request.headers))
            data = json.loads(body)["data"]
        except (WebhookVerificationError, ValueError, KeyError, TypeError) as error:
            self._workspace.console.say(f"refused: {type(error).__name__}", "warn")
            return web.json_response({"state": "failed", "message": "This receiver does not do that."}, status=403)
        if request.match_info["hook"] == "answer" or not data.get("callback"):
            outcome = await self._carried_out(request.headers["webhook-id"], data)
            return web.json_response(outcome.as_json())
        self._work_on(request.headers["webhook-id"], data)
        return web.json_response({"state": "working", "message": "on its way"}, status=202)

    async def _carried_out(self, run_id: str, data: dict[str, Any]) -> Outcome:
        """Carry an order out unless it has been before; return the outcome, then or now."""
        if run_id in self._runs:
            self._workspace.console.say(f"{run_id[:8]} again: nothing is done twice", "warn")
        else:
            self._runs[run_id] = asyncio.create_task(self._run(data), name="nlserver")
        return await asyncio.shield(self._runs[run_id])

    async def _run(self, data: dict[str, Any]) -> Outcome:
        if self._mode == "slow":
            await self._sleep(SLOW)
        outcome = self._nlserver.run(
            str(data.get("operation")), str(data.get("process")), fails=self._mode == "failing"
        )
        for line in outcome.message.splitlines():
            self._workspace.console.say(line, "ok" if outcome.state == "succeeded" else "error")
        return outcome

    def _work_on(self, run_id: str, data: dict[str, Any]) -> None:
        if run_id in self._runs:
            self._workspace.console.say(f"{run_id[:8]} again: nothing is done twice", "warn")
            return
        self._runs[run_id] = asyncio.create_task(self._run_later(data), name="nlserver")
        task = asyncio.create_task(self._report(self._runs[run_id], str(data["callback"])), name="report")
        self._reporting.add(task)
        task.add_done_callback(self._reporting.discard)

    async def _run_later(self, data: dict[str, Any]) -> Outcome:
        await self._sleep(WORKS_FOR)
        return await self._run(data)

    async def _report(self, run: asyncio.Task[Outcome], callback: str) -> None:
        outcome = await run
        number = self._workspace.exchanges.begin("to_bot", "callback of the receiver", {"body": outcome.as_json()})
        status = 0
        try:
            async with aiohttp.ClientSession() as session, session.post(callback, json=outcome.as_json()) as response:
                status = response.status
        except aiohttp.ClientError as error:
            self._workspace.console.say(f"the report did not arrive: {type(error).__name__}", "error")
        self._workspace.exchanges.end(number, status)


def _cut(request: web.Request) -> web.Response:
    if request.transport:
        request.transport.close()
    return web.Response(status=503)


def _content(body: Any) -> Any:
    """Return JSON as what it says, anything else as text."""
    text = bytes(body or b"").decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text
