"""Receivers that report how a run goes on: `POST /actions/callback/TOKEN`."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from bot.actions.webhook.callback import NotTaken, received
from bot.errors import LedgerAway
from bot.slack.transport.body import Unread, body_of

if TYPE_CHECKING:
    from bot.actions.webhook.callback import Reported
    from bot.slack.operations import Operations

log = structlog.get_logger()


class Callbacks:
    """Takes reports; closed until it is known what is operated."""

    def __init__(self) -> None:
        self._operations: Operations | None = None

    def open(self, operations: Operations) -> None:
        """Take reports from now on."""
        self._operations = operations

    async def on_report(self, request: web.Request) -> web.Response:
        """Answer one report: 202 taken, 404 unknown, 410 expired or over, 413 too large, 400 junk, 503 not now."""
        operations = self._operations
        if operations is None:
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "not ready, come again")
        try:
            content = await body_of(request)
        except Unread as unread:
            log.warning("callback.refused", status=unread.status.value)
            return _answer(unread.status, unread.status.phrase)
        found = received(
            request.match_info["token"],
            content,
            site=operations.site,
            secrets=operations.secrets,
            now=operations.clock.now(),
        )
        if isinstance(found, NotTaken):
            log.warning("callback.refused", status=found.status.value)
            return _answer(found.status, found.why)
        try:
            return await _taken(found, operations)
        except LedgerAway:
            return _answer(HTTPStatus.SERVICE_UNAVAILABLE, "the database does not answer, come again")

    async def is_ledger_away(self) -> bool:
        """Return whether nothing can be run because the database does not answer."""
        if self._operations is None:
            return False
        try:
            await self._operations.ledger.ping()
        except LedgerAway:
            return True
        return not self._operations.desk.is_open


async def _taken(found: Reported, operations: Operations) -> web.Response:
    """Let a report move its run; a receiver can sign for itself alone, and tells nothing of another's runs."""
    run = await operations.ledger.run(found.run_id)
    action = operations.site.action(run.request.action) if run else None
    if action and action.webhook != found.webhook:
        log.warning("callback.refused", status=HTTPStatus.NOT_FOUND.value, webhook=found.webhook)
        return _answer(HTTPStatus.NOT_FOUND, "there is no such callback")
    if await operations.desk.report(found.run_id, found.report) is None:
        return _answer(HTTPStatus.GONE, "the outcome of this run is known already")
    log.info("callback.taken", run=found.run_id, state=found.report.state)
    return _answer(HTTPStatus.ACCEPTED, "taken")


def _answer(status: HTTPStatus, text: str) -> web.Response:
    return web.Response(status=status, text=f"{text}\n")
