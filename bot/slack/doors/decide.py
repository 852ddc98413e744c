"""What people say to a run in its message: approved or denied, and afterwards whether it helped."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from bot.actions.policy import Refused, at_the_door, may_approve
from bot.actions.runs.records import record_of
from bot.ledger.model import AuditRecord
from bot.slack.doors.failing import or_why, refusing_the_unverified
from bot.slack.doors.offer import where
from bot.slack.posting import clicked, for_the_clicker, respond
from bot.slack.views import runs as views
from bot.slack.views.blocks import escape, section
from bot.slack.views.naming import mention
from bot.views.refusal import refusal_text
from bot.views.run_wording import RUN_WORDING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.actions.model import Person
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import Place, Run
    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.operations import Operations
    from bot.slack.people import People
    from bot.views.run_wording import Stale


class DecideDoor:
    """Takes clicks on the buttons of a run."""

    def __init__(
        self,
        operations: Operations,
        *,
        people: People,
        locales: Locales,
        background: Background,
        session: ClientSession,
    ) -> None:
        self._operations = operations
        self._people = people
        self._locales = locales
        self._background = background
        self._session = session

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.action(views.APPROVE)(self.on_approve)
        bolt.action(views.DENY)(self.on_deny)
        bolt.action(views.FIXED)(self.on_fixed)
        bolt.action(views.NOT_FIXED)(self.on_not_fixed)

    async def on_approve(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Approve a run, if the clicker may."""
        await ack()
        self._background.start(self._answer(body, partial(self._decided, decision="approved")), "approve")

    async def on_deny(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Deny a run, if the clicker may."""
        await ack()
        self._background.start(self._answer(body, partial(self._decided, decision="denied")), "deny")

    async def on_fixed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Record that an incident is over."""
        await ack()
        self._background.start(self._answer(body, partial(self._said, is_fixed=True)), "fixed")

    async def on_not_fixed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Record that an incident goes on."""
        await ack()
        self._background.start(self._answer(body, partial(self._said, is_fixed=False)), "not_fixed")

    async def _answer(
        self,
        body: dict[str, Any],
        work: Callable[[dict[str, Any], Run, ReplyLanguage], Awaitable[dict[str, Any] | None]],
    ) -> None:
        language = await self._locales.language_of(str(body["user"]["id"]))

        async def worked() -> dict[str, Any] | None:
            run = await self._run(body)
            if isinstance(run, str):
                await self._refused(body, None, run)
                return for_the_clicker(RUN_WORDING[language].stale[run])
            return await work(body, run, language)

        payload = await or_why(worked(), for_the_clicker, language, event="decision.failed")
        to = clicked(body)
        if payload and to:
            await respond(self._session, to, payload)

    async def _run(self, body: dict[str, Any]) -> Run | Stale:
        """Return the run that a button stands for, or why it stands for none.

        A run is kept in the ledger and can be decided on after a restart; only what was never begun is asked for anew.
        """
        _, channel, _, _ = where(body)
        told = self._operations.seal.open(str(body["actions"][0].get("value", "")))
        if told is None or "run" not in told:
            return "forged"
        if told["c"] != channel:
            return "other-channel"
        return await self._operations.ledger.run(told["run"]) or "forged"

    async def _decided(
        self, body: dict[str, Any], run: Run, language: ReplyLanguage, *, decision: Literal["approved", "denied"]
    ) -> dict[str, Any] | None:
        person, place = await self._who_and_where(body, run)
        verdict = may_approve(self._operations.site, run.request, person, place)
        if isinstance(verdict, Refused):
            await self._refused(body, run, verdict.code)
            return for_the_clicker(refusal_text(verdict, language, mention))
        if decision == "approved" and run.request.edition != self._operations.marks.edition:
            # What is approved might be another receiver by now.
            await self._refused(body, run, "former-configuration")
            return for_the_clicker(RUN_WORDING[language].stale["former-configuration"])
        if await self._operations.desk.decide(run, decision, person.user):
            return None
        await self._refused(body, run, "too-late")
        return for_the_clicker(RUN_WORDING[language].too_late)

    async def _said(
        self, body: dict[str, Any], run: Run, language: ReplyLanguage, *, is_fixed: bool
    ) -> dict[str, Any] | None:
        person, place = await self._who_and_where(body, run)
        if obstacle := at_the_door(person, place):
            await self._refused(body, run, obstacle)
            return for_the_clicker(refusal_text(Refused(obstacle, "request", "", ()), language))
        now = self._operations.clock.now()
        outcome = "fixed" if is_fixed else "not fixed"
        is_first = await self._operations.ledger.append(
            record_of(run.request, "fixed", who=person.user, at=now, outcome=outcome)
        )
        if not is_first:
            await self._refused(body, run, "too-late")
            return for_the_clicker(RUN_WORDING[language].too_late)
        wording = RUN_WORDING[language]
        sentence = wording.said_fixed if is_fixed else wording.said_not_fixed
        what = wording.operations[run.request.operation].format(process=self._operations.process(run.request))
        text = sentence.format(who=mention(person.user), what=escape(what, 200))
        return {"text": text, "blocks": [section(text)], "replace_original": True, "parse": "none"}

    async def _who_and_where(self, body: dict[str, Any], run: Run) -> tuple[Person, Place]:
        click, channel, ts, thread = where(body)
        async with refusing_the_unverified(partial(self._refused, body, run)):
            return await self._people.person(click), await self._people.place(channel, ts, thread)

    async def _refused(self, body: dict[str, Any], run: Run | None, why: str) -> None:
        click, channel, _, _ = where(body)
        now = self._operations.clock.now()
        if run:
            record = record_of(run.request, "refused", who=click.user, at=now, outcome=why, once=now.isoformat())
        else:
            record = AuditRecord(at=now, who=click.user, what="refused", channel=channel, outcome=why)
        await self._operations.record(record)
