"""The page's server: the bundle, what happens as it happens (`/live`), and what people do (`/acts/NAME`)."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from errno import EADDRINUSE
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

import structlog
from aiohttp import WSCloseCode, web
from pydantic import ValidationError
from pydantic_core import from_json

from bot.errors import ActRefused, ServingFailed
from bot.playground.guarding import LOOPBACK, from_our_page, of_this_machine

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
    from pathlib import Path

    from bot.playground.audience import Audience, Looker

log = structlog.get_logger()

_ALIVE_EVERY = 20.0
"""Seconds between two signs of life of an open page."""

_LARGEST_BODY = 256 * 1024
_CLOSE_WITHIN = 1.0

Act: TypeAlias = "Callable[..., Awaitable[Mapping[str, Any] | None]]"
"""Does something; what it returns goes into the answer. The fields of the request are its arguments."""


class _NotTaken(Exception):
    """A request is no act."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


class Stage(Protocol):
    """What the page shows."""

    @property
    def acts(self) -> Mapping[str, Act]:
        """What can be done, by name; raises ActRefused."""
        ...

    def state(self, person: str) -> dict[str, Any]:
        """Return all that a person may see now.

        Raises:
            ActRefused: there is nobody like that.
        """
        ...


class PageServer:
    """Serves the page of a stage."""

    def __init__(self, bundle: Path, stage: Stage, audience: Audience) -> None:
        self._bundle = bundle
        self._stage = stage
        self._audience = audience
        self._port = 0

    @asynccontextmanager
    async def listening(self, port: int) -> AsyncIterator[str]:
        """Listen on the loopback address; yields the address of the page.

        Raises:
            ServingFailed: the page is not built, or the port is taken.
        """
        if not (self._bundle / "index.html").is_file():
            raise ServingFailed(_how_to_build(self._bundle))
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=_CLOSE_WITHIN)
        await runner.setup()
        try:
            try:
                await web.TCPSite(runner, LOOPBACK, port).start()
            except OSError as error:
                raise ServingFailed(_why_not(port, error)) from None
            self._port = runner.addresses[0][1]
            yield f"http://{LOOPBACK}:{self._port}/"
        finally:
            self._audience.close()
            await runner.cleanup()

    def _application(self) -> web.Application:
        middlewares = [of_this_machine(lambda: self._port)]
        application = web.Application(client_max_size=_LARGEST_BODY, middlewares=middlewares)
        application.router.add_get("/", self._on_page)
        application.router.add_get("/live", from_our_page(self._on_live))
        application.router.add_post("/acts/{name}", from_our_page(self._on_act))
        application.router.add_static("/assets", self._bundle / "assets")
        return application

    async def _on_page(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(self._bundle / "index.html", headers={"Cache-Control": "no-store"})

    async def _on_live(self, request: web.Request) -> web.StreamResponse:
        person = request.query.get("person", "")
        with self._audience.looking(person) as looker:
            try:
                state = self._stage.state(person)
            except ActRefused as refused:
                return _answer(HTTPStatus.NOT_FOUND, error=str(refused))
            socket = web.WebSocketResponse(heartbeat=_ALIVE_EVERY)
            await socket.prepare(request)
            await _sent(socket, json.dumps({"kind": "state", **state}))
            telling = asyncio.create_task(_tell(socket, looker), name="page.tell")
            try:
                async for _ in socket:  # a page says nothing here: what it does is an act
                    pass
            finally:
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)
            return socket

    async def _on_act(self, request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response({"ok": True, **await self._done(request)})
        except ActRefused as refused:
            return _answer(HTTPStatus.OK, error=str(refused))
        except _NotTaken as not_taken:
            return _answer(not_taken.status, error=str(not_taken))
        except ValidationError as error:
            return _answer(HTTPStatus.BAD_REQUEST, error=_faults(error))
        except Exception as error:
            log.exception("act.failed", error=type(error).__name__)
            return _answer(HTTPStatus.INTERNAL_SERVER_ERROR, error="The playground has a fault: its log says which.")

    async def _done(self, request: web.Request) -> Mapping[str, Any]:
        act = self._stage.acts.get(request.match_info["name"])
        if act is None:
            raise _NotTaken(HTTPStatus.NOT_FOUND, "There is no such act.")
        if request.content_type != "application/json":
            raise _NotTaken(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON.")
        try:
            fields = from_json(await request.read(), allow_inf_nan=False)
        except web.HTTPRequestEntityTooLarge:
            raise _NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too much.") from None
        except ValueError:
            raise _NotTaken(HTTPStatus.BAD_REQUEST, "This is no JSON.") from None
        if not isinstance(fields, dict):
            raise _NotTaken(HTTPStatus.BAD_REQUEST, "Send a JSON object.")
        return await act(**fields) or {}


async def _tell(socket: web.WebSocketResponse, looker: Looker) -> None:
    while (text := await looker.news.get()) is not None and await _sent(socket, text):
        pass
    await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)


async def _sent(socket: web.WebSocketResponse, text: str) -> bool:
    """Return whether the page is still there."""
    try:
        await socket.send_str(text)
    except ConnectionError:
        return False
    return True


def _answer(status: HTTPStatus, *, error: str) -> web.Response:
    return web.json_response({"ok": False, "error": error}, status=status)


def _faults(error: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors())


def _why_not(port: int, error: OSError) -> str:
    if error.errno == EADDRINUSE:
        return f"port {port} is taken, perhaps by another playground: choose another with --port"
    return f"cannot listen on {LOOPBACK}:{port} ({error.strerror}): choose another port with --port"


def _how_to_build(bundle: Path) -> str:
    sources = bundle.parent
    if (sources / "package.json").is_file():
        return (
            f"the page is not built. Run `make run`, or with Node 20 or newer, in {sources}: "
            "npm ci --ignore-scripts && npm run build"
        )
    return "this installation has no page: install a wheel that carries it, or run `make run` in a clone"
