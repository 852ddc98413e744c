"""Slack over HTTP: one aiohttp application. The signature is verified over the raw bytes before anything is parsed."""

from __future__ import annotations

import hashlib
import hmac
import time
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.actions.webhook.callback import PATH
from bot.slack.transport.body import Unread, body_of
from bot.slack.transport.shape import is_sound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from slack_bolt.async_app import AsyncApp

    from bot.slack.transport.callbacks import Callbacks

log = structlog.get_logger()

LARGEST_BODY = 1024 * 1024
_OLDEST = 300
"""Seconds between Slack's clock and ours."""

_FORWARDED = ("content-type", "x-slack-retry-num", "x-slack-retry-reason")


class SlackEndpoint:
    """Takes Slack's requests for a Bolt app; closed until the app is there.

    The signature is computed here, over bytes: the SDK's verifier decodes the body first and fails on junk.
    """

    def __init__(self, signing_secret: str, clock: Callable[[], float] = time.time) -> None:
        self._secret = signing_secret.encode()
        self._clock = clock
        self._bolt: AsyncApp | None = None

    @property
    def is_open(self) -> bool:
        """Whether requests are taken."""
        return self._bolt is not None

    def open(self, bolt: AsyncApp) -> None:
        """Take requests from now on."""
        self._bolt = bolt

    async def on_request(self, request: web.Request) -> web.Response:
        """Answer one request of Slack's: 401 unsigned, 413 too large, 503 not ready, 400 junk."""
        try:
            raw = await body_of(request)
        except Unread as unread:
            return _refused(unread.status, unread.what)
        if not self._is_signed(request, raw):
            return _refused(HTTPStatus.UNAUTHORIZED, "signature")
        if self._bolt is None:
            return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "not ready")
        bolt_request = _parsed(request, raw)
        if bolt_request is None:
            return _refused(HTTPStatus.BAD_REQUEST, "body")
        return await to_aiohttp_response(await self._bolt.async_dispatch(bolt_request))

    def _is_signed(self, request: web.Request, raw: bytes) -> bool:
        timestamp = request.headers.get("X-Slack-Request-Timestamp", "")
        signature = request.headers.get("X-Slack-Signature", "")
        if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12 and signature.isascii()):
            return False
        if abs(self._clock() - int(timestamp)) > _OLDEST:
            return False
        signed = b"v0:%b:%b" % (timestamp.encode(), raw)
        expected = "v0=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected, signature)


def _parsed(request: web.Request, raw: bytes) -> AsyncBoltRequest | None:
    """Return the request as Bolt takes it; None where it is nothing that Slack sends."""
    headers: dict[str, str | Sequence[str]] = {
        name: request.headers[name] for name in _FORWARDED if name in request.headers
    }
    try:
        parsed = AsyncBoltRequest(body=raw.decode("utf-8"), headers=headers)
    except (ValueError, TypeError, AttributeError, KeyError, IndexError, RecursionError):
        return None
    return parsed if parsed.body and is_sound(parsed.body) else None


def _refused(status: HTTPStatus, what: str) -> web.Response:
    log.warning("request.refused", status=status.value, what=what)
    return web.Response(status=status, text=f"{status.phrase}\n")


def build_web(endpoint: SlackEndpoint, callbacks: Callbacks | None = None) -> web.Application:
    """Return the application: `/slack/events`, `/healthz`, `/readyz`, and where receivers report, if any do."""
    application = web.Application(client_max_size=LARGEST_BODY)

    async def healthz(_: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    async def readyz(_: web.Request) -> web.Response:
        if endpoint.is_open:
            # Ready all the same: questions need no database, and every other process has lost it as well.
            is_away = callbacks is not None and await callbacks.is_ledger_away()
            return web.Response(text="ready\ndatabase away: nothing can be run\n" if is_away else "ready\n")
        return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE, text="not ready\n")

    application.router.add_post("/slack/events", endpoint.on_request)
    if callbacks:
        application.router.add_post(f"{PATH}{{token}}", callbacks.on_report)
    application.router.add_get("/healthz", healthz)
    application.router.add_get("/readyz", readyz)
    return application


def build_runner(endpoint: SlackEndpoint, callbacks: Callbacks | None = None, *, answer_within: float) -> web.AppRunner:
    """Return what runs the application; at its end it waits `answer_within` seconds for answers that are under way.

    Bodies are left as they come: what is signed is the bytes, and nobody whose signature is unknown unpacks anything.
    """
    return web.AppRunner(
        build_web(endpoint, callbacks), access_log=None, shutdown_timeout=answer_within, auto_decompress=False
    )
