"""From start to stop: listen, prove the token, take requests; on SIGTERM finish what was accepted."""

from __future__ import annotations

import asyncio
import signal
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import structlog
from aiohttp import ClientSession, ClientTimeout, web
from slack_sdk.web.async_client import AsyncWebClient
from yarl import URL

from bot.diagnosis.in_force import InForce
from bot.errors import ServingFailed, SettingsInvalid
from bot.slack.background import Background
from bot.slack.bolt import build_bolt
from bot.slack.locales import Locales
from bot.slack.posting import retry_handlers
from bot.slack.responder import Responder
from bot.slack.transport.callbacks import Callbacks
from bot.slack.transport.http import SlackEndpoint, build_runner
from bot.slack.transport.identity import identify, prove_app_token

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
    from contextlib import AbstractAsyncContextManager
    from socket import socket

    from slack_bolt.async_app import AsyncApp

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.settings import Settings
    from bot.slack.operations import Operations
    from bot.slack.transport.socket_mode import Socket

log = structlog.get_logger()

Result = TypeVar("Result")

ANSWER_WITHIN = 5.0
FINISH_WITHIN = 15.0
"""Seconds, at a stop, for requests that are being answered and then for replies that are on their way: 20 in all."""

_CALL_TIMEOUT = ClientTimeout(total=10)
_CONNECT_WITHIN = 30.0
_THIS_MACHINE = ("127.0.0.1", "::1", "localhost")


class Operating(Protocol):
    """Opens what a site lets people do, and closes it at the end."""

    def __call__(self, client: AsyncWebClient, session: ClientSession) -> AbstractAsyncContextManager[Operations]:
        """Return it, given the way to Slack and to the receivers."""
        ...


class Listening:
    """An address at which Slack's requests arrive; each is told to come again until `open`."""

    def __init__(
        self, address: str, endpoint: SlackEndpoint, build: Callable[[], Awaitable[AsyncApp]], locales: Locales
    ) -> None:
        self.address = address
        """Without a slash at the end."""

        self.locales = locales
        """What is known of the languages of those who ask."""

        self._endpoint = endpoint
        self._build = build

    async def open(self) -> bool:
        """Prove the token, patiently while Slack is out of reach, and take requests; return True.

        Raises:
            SettingsInvalid: Slack refuses the token.
        """
        self._endpoint.open(await self._build())
        return True


@asynccontextmanager
async def listening(
    settings: Settings, in_force: InForce, operating: Operating | None = None, at: socket | None = None
) -> AsyncIterator[Listening]:
    """Listen over HTTP; at the end finish what was accepted.

    Args:
        settings: tokens and address.
        in_force: answers.
        operating: opens the actions of a site; without it none are offered.
        at: a socket that is bound already, in place of the address of the settings.

    Raises:
        ServingFailed: the address cannot be listened on.
        SettingsInvalid: the signing secret is missing.
    """
    if settings.slack_signing_secret is None:
        raise SettingsInvalid(["SLACK_SIGNING_SECRET is missing"])
    endpoint = SlackEndpoint(settings.slack_signing_secret.get_secret_value())
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(timeout=_CALL_TIMEOUT))
        client = _client(settings, session)
        operations = await stack.enter_async_context(operating(client, session)) if operating else None
        callbacks = Callbacks() if operations else None
        background = Background()
        stack.push_async_callback(_finish, background)
        runner = build_runner(endpoint, callbacks, answer_within=ANSWER_WITHIN)
        stack.push_async_callback(runner.cleanup)
        await runner.setup()
        site = web.SockSite(runner, at) if at else web.TCPSite(runner, settings.host, settings.port)
        try:
            await site.start()
        except OSError as error:
            raise ServingFailed(f"cannot listen on {settings.host}:{settings.port} ({error.strerror})") from None
        host, port = runner.addresses[0][:2]
        log.info("http.listening", host=settings.host, port=port)

        locales = Locales(client)

        async def build() -> AsyncApp:
            bolt = await _bolt(client, session, in_force, background, operations, locales)
            if callbacks and operations:
                callbacks.open(operations)
            return bolt

        yield Listening(str(URL.build(scheme="http", host=host, port=port)), endpoint, build, locales)


async def serve_http(settings: Settings, diagnostician: Diagnostician, operating: Operating | None = None) -> None:
    """Serve over HTTP until SIGTERM or SIGINT.

    Args:
        settings: tokens and address.
        diagnostician: answers.
        operating: opens the actions of a site; without it none are offered.

    Raises:
        ServingFailed: the address cannot be listened on.
        SettingsInvalid: Slack refuses the token.
    """
    stop = _stop_signal()
    async with listening(settings, InForce(diagnostician), operating) as server:
        if await _unless_stopped(stop, server.open()):
            log.info("http.ready")
            await stop.wait()
        log.info("http.stopping")


async def serve_socket(settings: Settings, diagnostician: Diagnostician, operating: Operating | None = None) -> None:
    """Serve in Socket Mode until SIGTERM or SIGINT.

    Args:
        settings: tokens.
        diagnostician: answers.
        operating: opens the actions of a site; without it none are offered.

    Raises:
        SettingsInvalid: Slack refuses a token.
    """
    from bot.slack.transport.socket_mode import Socket

    if settings.slack_app_token is None:
        raise SettingsInvalid(["SLACK_APP_TOKEN is missing"])
    stop = _stop_signal()
    async with AsyncExitStack() as stack:
        session = await stack.enter_async_context(ClientSession(timeout=_CALL_TIMEOUT))
        client = _client(settings, session)
        operations = await stack.enter_async_context(operating(client, session)) if operating else None
        background = Background()
        stack.push_async_callback(_finish, background)
        bolt = await _unless_stopped(stop, _bolt(client, session, InForce(diagnostician), background, operations))
        if bolt is None:
            return
        token = settings.slack_app_token.get_secret_value()
        if not await _unless_stopped(stop, prove_app_token(client, token)):
            return
        socket = Socket(bolt, token, client, answer_within=ANSWER_WITHIN)
        stack.push_async_callback(socket.close_async)
        if await _unless_stopped(stop, _connected(socket)):
            log.info("socket.connected")
            await stop.wait()
        log.info("socket.stopping")


async def _bolt(
    client: AsyncWebClient,
    session: ClientSession,
    in_force: InForce,
    background: Background,
    operations: Operations | None,
    locales: Locales | None = None,
) -> AsyncApp:
    identity = await identify(client)
    responder = Responder(in_force, operations.offers if operations else None)
    return build_bolt(
        identity,
        client=client,
        session=session,
        responder=responder,
        background=background,
        operations=operations,
        locales=locales,
    )


def _client(settings: Settings, session: ClientSession) -> AsyncWebClient:
    client = AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        retry_handlers=retry_handlers(),
    )
    if URL(settings.slack_api_url).host in _THIS_MACHINE:
        client.proxy = None  # the SDK takes the one of the environment: this machine is not behind it
    return client


async def _connected(socket: Socket) -> bool:
    try:
        async with asyncio.timeout(_CONNECT_WITHIN):
            await socket.connect_async()  # type: ignore[no-untyped-call]
    except TimeoutError:
        raise ServingFailed(f"no socket connection within {_CONNECT_WITHIN:.0f} s") from None
    return True


async def _finish(background: Background) -> None:
    if unfinished := await background.finish(FINISH_WITHIN):
        log.error("stopped.unfinished", replies=unfinished)


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    return stop


async def _unless_stopped(stop: asyncio.Event, work: Coroutine[Any, Any, Result]) -> Result | None:
    """Return what `work` returns, or None if the process is told to stop before."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return working.result() if working.done() else None
    finally:
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
