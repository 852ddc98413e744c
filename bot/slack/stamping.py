"""Runs shown in the messages with their buttons: what stands there is read, the run's own blocks are put in."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any
from weakref import WeakValueDictionary

import structlog
from slack_sdk.errors import SlackApiError

from bot.actions.policy import approvers
from bot.actions.runs.course import APPROVAL_WITHIN
from bot.actions.webhook.outcome import doubting
from bot.ledger.model import RecordFilter, RunFilter
from bot.slack.posting import AS_IT_IS, UNREACHABLE, heard, reason_of, without_repeating
from bot.slack.views.blocks import rich_text
from bot.slack.views.calling import call, is_called_for
from bot.slack.views.runs import fixed_question, is_shown_waiting, stamp, stamp_text, stamped
from bot.views.run_wording import doubted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import AuditRecord, Place, Run
    from bot.slack.locales import Locales
    from bot.slack.operations import Operations
    from bot.slack.views.blocks import Block

log = structlog.get_logger()

_GONE = frozenset(
    {
        "cant_update_message",
        "channel_not_found",
        "edit_window_closed",
        "is_archived",
        "message_not_found",
        "not_in_channel",
        "thread_not_found",
    }
)
"""Why a message cannot be changed or answered any more, however often one tries."""

_FORBIDDEN = "restricted_action"
"""So, and with something behind it, begins what Slack says where a workspace or a channel lets nobody like us post."""

_MOST_READ = 999
"""Messages of a thread; Slack gives no more at once."""


class Stamping:
    """Tells people in Slack how their runs go."""

    def __init__(self, client: AsyncWebClient, operations: Operations, locales: Locales) -> None:
        self._client = client
        self._operations = operations
        self._locales = locales
        self._turns: WeakValueDictionary[tuple[str, str], asyncio.Lock] = WeakValueDictionary()

    async def show(self, run: Run) -> bool:
        """Show all runs of a run's message; return whether that arrived, if need be as a direct message to who asked.

        Raises:
            LedgerAway: the database does not answer.
        """
        place = run.request.place
        if place is None:
            return True
        lock = self._turns.setdefault((place.channel, place.ts), asyncio.Lock())
        try:
            async with lock:
                if await self._show_all(run, place):
                    return True
        except SlackApiError as error:
            reason = reason_of(error)
            log.warning("stamp.refused", run=run.request.run_id, error=reason)
            if not _is_for_good(reason):
                return False
        except UNREACHABLE as error:
            log.warning("stamp.lost", run=run.request.run_id, error=type(error).__name__)
            return False
        return not run.is_final or await self._tell_requester(run)

    async def call_approvers(self, run: Run) -> bool:
        """Mention once, in the thread of a run, who may approve it; return whether that arrived, or is of no use.

        A call that has arrived unheard is looked for first: nobody is called twice.

        Raises:
            LedgerAway: the database does not answer.
        """
        place, called = run.request.place, approvers(self._operations.site, run.request)
        if place is None or not called:
            return True
        if run.request.edition != self._operations.marks.edition:
            log.warning("approvers.uncalled", run=run.request.run_id, error="former-configuration")
            return True
        try:
            return await self._call(run, place, called)
        except SlackApiError as error:
            reason = reason_of(error)
            log.warning("approvers.uncalled", run=run.request.run_id, error=reason)
            return _is_for_good(reason)
        except UNREACHABLE as error:
            log.warning("approvers.uncalled", run=run.request.run_id, error=type(error).__name__)
            return False

    async def ask_whether_fixed(self, run: Run) -> bool:
        """Ask the thread whether the incident is over."""
        place = run.request.place
        if place is None:
            return True
        language = await self._locales.language_of(run.request.requester)
        sealed = self._operations.seal.close({"run": run.request.run_id, "c": place.channel})
        text, blocks = fixed_question(run, self._operations.process(run.request), sealed, language)
        return await self._post(place.channel, place.thread or place.ts, text, blocks)

    async def _call(self, run: Run, place: Place, called: Sequence[str]) -> bool:
        messages = await self._since(place)
        shown = _found(place, messages)
        if shown is None or is_called_for(run, shown, messages) or not await self._still_waits(run):
            return True
        if not is_shown_waiting(run, shown.get("blocks") or []):
            return False
        language = await self._locales.language_of(run.request.requester)
        until = run.request.asked_at + APPROVAL_WITHIN
        text, blocks = call(run, self._operations.process(run.request), called, until, language)
        await _send(without_repeating(self._client), place.channel, place.thread or place.ts, text, blocks)
        return True

    async def _show_all(self, run: Run, place: Place) -> bool:
        """Return whether the message is there, with its runs as the ledger has them.

        Another process may show the same message in the same moment, and Slack keeps what comes last: so whoever has
        shown something looks whether it still holds.
        """
        runs = await self._runs(run, place)
        while await self._update(runs, place):
            before, runs = runs, await self._runs(run, place)
            if runs == before:
                return True
        return False

    async def _runs(self, run: Run, place: Place) -> list[Run]:
        """Return the runs of a message, the latest last."""
        shown = RunFilter(module=run.request.module, message=(place.channel, place.ts))
        return list(reversed(await self._operations.ledger.runs(shown)))

    async def _update(self, runs: Sequence[Run], place: Place) -> bool:
        """Return whether the message is there."""
        message = await self._message(place)
        if message is None:
            return False
        attempts = [await self._failed_attempt(each) for each in runs]
        stamps = [await self._stamp(each, place, attempt) for each, attempt in zip(runs, attempts, strict=True)]
        last, attempt = max(zip(runs, attempts, strict=True), key=lambda each: each[0].changed_at)
        language = await self._locales.language_of(last.request.requester)
        told = stamp_text(last, self._operations.process(last.request), language, attempt)
        said = str(message.get("text") or "").split("\n\n", 1)[0]
        await heard(
            self._client.chat_update(
                channel=place.channel,
                ts=place.ts,
                text=f"{said[:3_000]}\n\n{told}",
                blocks=stamped(message.get("blocks") or [], stamps),
                parse="none",
            )
        )
        return True

    async def _stamp(self, run: Run, place: Place, attempt: AuditRecord | None) -> list[Block]:
        language = await self._locales.language_of(run.request.requester)
        sealed = self._operations.seal.close({"run": run.request.run_id, "c": place.channel})
        operations = self._operations
        named = approvers(operations.site, run.request)
        process, hint = operations.process(run.request), self._hint(run, language)
        return stamp(run, process, sealed, language, approvers=named, attempt=attempt, hint=hint)

    def _hint(self, run: Run, language: ReplyLanguage) -> str:
        webhook = doubting(self._operations.site, run)
        return doubted(webhook, language) if webhook else ""

    async def _failed_attempt(self, run: Run) -> AuditRecord | None:
        """Return the last attempt to send a run that is still being sent; None where none has failed."""
        if run.state != "delivering":
            return None
        last = None
        async for each in self._operations.ledger.records(RecordFilter(run_id=run.request.run_id, what="attempted")):
            last = each
        return last if last and last.outcome != "delivered" else None

    async def _message(self, place: Place) -> dict[str, Any] | None:
        """Return the message with the button as it stands now; None if it is gone."""
        return _found(place, await self._since(place, latest=place.ts, limit=2))

    async def _since(self, place: Place, *, latest: str | None = None, limit: int = _MOST_READ) -> list[dict[str, Any]]:
        """Return what stands in the thread from the message with the button on."""
        answer = await heard(
            self._client.conversations_replies(
                channel=place.channel,
                ts=place.thread or place.ts,
                oldest=place.ts,
                latest=latest,
                inclusive=True,
                limit=limit,
            )
        )
        return [each for each in answer.get("messages") or [] if isinstance(each, dict)]

    async def _still_waits(self, run: Run) -> bool:
        now = await self._operations.ledger.run(run.request.run_id)
        return now is not None and now.state == "waiting"

    async def _tell_requester(self, run: Run) -> bool:
        language = await self._locales.language_of(run.request.requester)
        process = self._operations.process(run.request)
        shown = stamp(run, process, "", language, hint=self._hint(run, language))
        blocks = [block for block in shown if block["type"] == rich_text([])["type"]]
        return await self._post(run.request.requester, None, stamp_text(run, process, language), blocks)

    async def _post(self, channel: str, thread: str | None, text: str, blocks: list[dict[str, Any]]) -> bool:
        """Return whether a message arrived, or never will."""
        try:
            await _send(self._client, channel, thread, text, blocks)
        except SlackApiError as error:
            reason = reason_of(error)
            log.warning("run.untold", channel=channel, error=reason)
            return _is_for_good(reason)
        except UNREACHABLE as error:
            log.warning("run.untold", channel=channel, error=type(error).__name__)
            return False
        return True


def _found(place: Place, messages: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    return next((each for each in messages if each.get("ts") == place.ts), None)


def _is_for_good(reason: str) -> bool:
    return reason in _GONE or reason.startswith(_FORBIDDEN)


async def _send(client: AsyncWebClient, channel: str, thread: str | None, text: str, blocks: list[Block]) -> None:
    await heard(client.chat_postMessage(channel=channel, thread_ts=thread, text=text, blocks=blocks, **AS_IT_IS))
