"""A request of somebody who may ask: recorded, begun, and shown where others see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.actions.policy import needs_approval
from bot.actions.runs.desk import InTheWay
from bot.actions.runs.records import record_of
from bot.errors import LedgerAway
from bot.slack.doors.elsewhere import Elsewhere
from bot.slack.doors.offer import without_approver
from bot.slack.views import runs as views
from bot.slack.views.naming import mention
from bot.views.run_wording import RUN_WORDING

if TYPE_CHECKING:
    from datetime import timedelta

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Instance
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import Place, Request
    from bot.slack.operations import Operations


class Asking:
    """Asks for runs, in the name of people who have been let through."""

    def __init__(self, operations: Operations, client: AsyncWebClient) -> None:
        self._operations = operations
        self._elsewhere = Elsewhere(client)

    async def ask(
        self,
        request: Request,
        instance: Instance,
        language: ReplyLanguage,
        *,
        is_private: bool,
        cool_down: timedelta | None,
    ) -> views.View:
        """Return what is said to whoever asks.

        Args:
            request: with the place of the button.
            instance: that is meant.
            language: of the person.
            is_private: whether only that person sees the button.
            cool_down: time for which the module has to have been left alone; None for whoever may go on regardless.

        Raises:
            InTheWay: the module should be left alone for now.
            LedgerAway: the database does not answer; nothing will be run.
        """
        wording, site = RUN_WORDING[language], self._operations.site
        needs = needs_approval(site, request.operation, instance)
        if needs and request.place and request.place.channel.startswith("D"):
            await self.refuse(request, "no-approver-here")
            return views.told(without_approver(site, instance, language), language)
        if is_private and request.place and await self._operations.desk.look(request, cool_down=cool_down) is None:
            place = await self._elsewhere.place(request.place, request.requester, language, may_be_direct=not needs)
            if isinstance(place, str):
                await self.refuse(request, place)
                return views.note(wording.not_here if place == "not-here" else wording.not_shown, language)
            request = replace(request, place=place)
        return await self._asked(request, language, needs=needs, is_private=is_private, cool_down=cool_down)

    async def _asked(
        self, request: Request, language: ReplyLanguage, *, needs: bool, is_private: bool, cool_down: timedelta | None
    ) -> views.View:
        wording = RUN_WORDING[language]
        try:
            run, is_new = await self._operations.desk.request(request, needs_approval=needs, cool_down=cool_down)
        except (InTheWay, LedgerAway):
            await self._withdraw(request.place, language)
            raise
        if is_new:
            return views.note(wording.requested_elsewhere if is_private else wording.requested, language)
        await self._withdraw(request.place, language)
        return views.told(wording.joined.format(who=mention(run.request.requester)), language)

    async def _withdraw(self, place: Place | None, language: ReplyLanguage) -> None:
        """Take back a message that was posted to show a run, and has none to show."""
        if place and place.origin:
            await self._elsewhere.withdraw(place, RUN_WORDING[language].superfluous)

    async def refuse(self, request: Request, why: str) -> None:
        """Record that nothing was run.

        Raises:
            LedgerAway: the database does not answer.
        """
        now = self._operations.clock.now()
        record = record_of(request, "refused", who=request.requester, at=now, outcome=why, once=now.isoformat())
        await self._operations.record(record)
