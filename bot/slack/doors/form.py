"""The form of an action: submitted, it asks for a run, once everything was asked anew."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.actions.policy import Allowed, Refused, may_override_cool_down, may_request
from bot.actions.runs.desk import InTheWay, run_id_of
from bot.ledger.model import AuditRecord, Request
from bot.slack.doors.asking import Asking
from bot.slack.doors.failing import or_why, refusing_the_unverified
from bot.slack.doors.obstacles import said
from bot.slack.doors.offer import show_view
from bot.slack.people import click_of
from bot.slack.views import runs as views
from bot.slack.views.naming import mention
from bot.views.refusal import refusal_text
from bot.views.run_wording import RUN_WORDING

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Instance, Offer, Person
    from bot.actions.runs.desk import Obstacle
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import Place
    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.operations import Operations
    from bot.slack.people import Click, People
    from bot.views.run_wording import Stale

_HOLDS_FOR = 15 * 60
"""Seconds; who comes back to a form later should look again first."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """A form as it came in."""

    sealed: dict[str, Any]
    instance: str
    reason: str
    is_anyway: bool
    """Whether it is sent in spite of an obstacle."""


class FormDoor:
    """Takes submissions of the form."""

    def __init__(
        self,
        operations: Operations,
        *,
        people: People,
        locales: Locales,
        background: Background,
        client: AsyncWebClient,
    ) -> None:
        self._operations = operations
        self._people = people
        self._locales = locales
        self._background = background
        self._client = client
        self._asking = Asking(operations, client)

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.view(views.FORM)(self.on_submission)

    async def on_submission(self, ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        """Check what was typed at once, and all the rest while the form says that it is being done."""
        language = await self._locales.language_of(str(body["user"]["id"]))
        sealed = self._operations.seal.open(str(view.get("private_metadata") or ""))
        instance, reason, name = views.filled_in(view)
        if sealed is None or "action" not in sealed:
            await ack(response_action="update", view=views.note(RUN_WORDING[language].stale["forged"], language))
            self._background.start(self._record_refused(click_of(body), {}, "forged"), "form.refuse")
            return
        if self._is_name_missing(sealed, name):
            await ack(response_action="errors", errors=views.wrong_name(language))
            return
        filled = _Filled(sealed, sealed.get("instance") or instance, reason, "instance" in sealed)
        await ack(response_action="update", view=views.note(RUN_WORDING[language].one_moment, language))
        self._background.start(self._answer(body, filled, language), "form")

    def _is_name_missing(self, sealed: dict[str, Any], name: str) -> bool:
        action = self._operations.site.action(sealed["action"])
        if action is None or sealed["module"] not in action.modules or "instance" in sealed:
            return False
        module = self._operations.knowledge.module(sealed["module"])
        return module.is_confirmed_by_name(action.operation) and name != module.id

    async def _answer(self, body: dict[str, Any], filled: _Filled, language: ReplyLanguage) -> None:
        say = partial(views.note, language=language)
        view = await or_why(self._view(click_of(body), filled, language), say, language, event="submission.failed")
        await show_view(self._client, body, view)

    async def _view(self, click: Click, filled: _Filled, language: ReplyLanguage) -> views.View:
        found = await self._found(filled)
        if isinstance(found, str):
            await self._record_refused(click, filled.sealed, found)
            return views.note(RUN_WORDING[language].stale[found], language)
        offer, instance = found
        async with refusing_the_unverified(partial(self._record_refused, click, filled.sealed)):
            person = await self._people.person(click)
            place = await self._people.place(*filled.sealed["place"])
        request = self._request(filled, offer, instance, person, place)
        verdict = may_request(self._operations.site, person, place, offer, instance)
        if isinstance(verdict, Refused):
            await self._asking.refuse(request, verdict.code)
            return views.told(refusal_text(verdict, language, mention), language)
        may_go_on = may_override_cool_down(self._operations.site, person, place, instance) == Allowed()
        cool_down = None if may_go_on and filled.is_anyway else self._operations.cool_down(instance)
        is_private = bool(filled.sealed["private"])
        try:
            return await self._asking.ask(request, instance, language, is_private=is_private, cool_down=cool_down)
        except InTheWay as stopped:
            return await self._stopped(stopped.obstacle, request, filled, language, may_go_on=may_go_on)

    async def _found(self, filled: _Filled) -> tuple[Offer, Instance] | Stale:
        """Return what a form asks for, or why it holds no longer."""
        if fault := await self._operations.marks.fault(filled.sealed, _HOLDS_FOR):
            return fault
        offers = self._operations.site.offers(filled.sealed["module"])
        offer = next((each for each in offers if each.action.id == filled.sealed["action"]), None)
        instance = next((each for each in offer.instances if each.id == filled.instance), None) if offer else None
        return (offer, instance) if offer and instance else "forged"

    def _request(self, filled: _Filled, offer: Offer, instance: Instance, person: Person, place: Place) -> Request:
        sealed = filled.sealed
        run_id = run_id_of(
            place, action=offer.action.id, module=sealed["module"], instance=instance.id, modal=sealed["turn"]
        )
        return Request(
            run_id=run_id,
            action=offer.action.id,
            operation=offer.action.operation,
            module=sealed["module"],
            instance=instance.id,
            requester=person.user,
            place=place,
            reason=filled.reason,
            evidence=tuple(sealed["evidence"]),
            asked_at=self._operations.clock.now(),
            edition=self._operations.marks.edition,
        )

    async def _stopped(
        self, obstacle: Obstacle, request: Request, filled: _Filled, language: ReplyLanguage, *, may_go_on: bool
    ) -> views.View:
        """Return what says that the module should be left alone now; whoever may can go on from there."""
        why = said(self._operations, obstacle, language)
        if not may_go_on:
            await self._asking.refuse(request, obstacle.kind)
            return views.told(f"{why}\n{RUN_WORDING[language].only_approvers}", language)
        sealed = self._operations.seal.close({**filled.sealed, "instance": filled.instance})
        return views.anyway(why, filled.reason, sealed=sealed, language=language)

    async def _record_refused(self, click: Click, sealed: dict[str, Any], why: str) -> None:
        place = sealed.get("place") or [None]
        await self._operations.record(
            AuditRecord(
                at=self._operations.clock.now(),
                who=click.user,
                what="refused",
                module=sealed.get("module"),
                channel=place[0],
                outcome=why,
                evidence=tuple(sealed.get("evidence", ())),
            )
        )
