"""The buttons of actions: a click opens the form, in which nothing is promised before everything was asked anew."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import structlog

from bot.actions.policy import Allowed, Refused, may_override_cool_down, may_request, needs_approval
from bot.ledger.model import AuditRecord
from bot.slack.doors.elsewhere import origin_of
from bot.slack.doors.failing import or_why, refusing_the_unverified
from bot.slack.doors.obstacles import obstacles, said
from bot.slack.people import Click, click_of
from bot.slack.posting import UNREACHABLE, clicked, for_the_clicker, heard, message_of, respond, thread_of
from bot.slack.views import runs as views
from bot.slack.views.naming import mention
from bot.views.refusal import refusal_text
from bot.views.run_wording import RUN_WORDING
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Instance, Person, Site
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import AuditEvent, Place
    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.offers import Offered
    from bot.slack.operations import Operations
    from bot.slack.people import People

log = structlog.get_logger()


class OfferDoor:
    """Takes clicks on the buttons of actions."""

    def __init__(
        self,
        operations: Operations,
        *,
        people: People,
        locales: Locales,
        background: Background,
        client: AsyncWebClient,
        session: ClientSession,
    ) -> None:
        self._operations = operations
        self._offers = operations.offers
        self._people = people
        self._locales = locales
        self._background = background
        self._client = client
        self._session = session

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.action(re.compile(rf"{views.OFFER}_\d+"))(self.on_click)

    async def on_click(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Open the form; Slack waits three seconds for it, so what has to be asked is asked while it opens."""
        await ack()
        self._background.start(self._open(body), "offer")

    async def _open(self, body: dict[str, Any]) -> None:
        try:
            opened = await heard(
                self._client.views_open(trigger_id=str(body.get("trigger_id")), view=views.note("…", "en"))
            )
        except UNREACHABLE as error:
            log.warning("form.not_opened", error=type(error).__name__)
            await self._tell_unopened(body)
            return
        user = str(body["user"]["id"])
        language = await self._locales.language_of(user)
        say = partial(views.note, language=language)
        view = await or_why(self._view(body, language), say, language, event="form.failed")
        await show_view(self._client, opened, view)

    async def _tell_unopened(self, body: dict[str, Any]) -> None:
        """Say beside the button that there is no form; a click is never answered by nothing."""
        click, channel, _, _ = where(body)
        if to := clicked(body):
            text = RUN_WORDING[await self._locales.language_of(click.user)].unopened
            await respond(self._session, to, for_the_clicker(text))
        await self._record(click, channel, None, "refused", "no-form")

    async def _view(self, body: dict[str, Any], language: ReplyLanguage) -> views.View:
        click, channel, ts, thread = where(body)
        offered = await self._offers.opened(str(body["actions"][0].get("value", "")), channel)
        if isinstance(offered, str):
            await self._record(click, channel, None, "refused", offered)
            return views.note(RUN_WORDING[language].stale[offered], language)
        async with refusing_the_unverified(partial(self._record, click, channel, offered, "refused")):
            person = await self._people.person(click)
            place = await self._people.place(channel, ts, thread)
        verdicts = {each: self._verdict(offered, each, person, place) for each in offered.offer.instances}
        allowed = tuple(each for each, verdict in verdicts.items() if isinstance(verdict, Allowed))
        if not allowed:
            refused = next(each for each in verdicts.values() if isinstance(each, Refused))
            await self._record(click, channel, offered, "refused", refused.code)
            return views.told(refusal_text(refused, language, mention), language)
        possible = tuple(each for each in allowed if not self._is_without_approver(offered, each, place))
        if not possible:
            await self._record(click, channel, offered, "refused", "no-approver-here")
            return views.told(without_approver(self._operations.site, allowed[0], language), language)
        return await self._form_for(person, offered, possible, place, language)

    async def _form_for(
        self, person: Person, offered: Offered, instances: tuple[Instance, ...], place: Place, language: ReplyLanguage
    ) -> views.View:
        """Return the form without the instances that should be left alone now; whoever may go on is only told."""
        operations = self._operations
        origin = origin_of(place) if offered.is_private else None
        turn = await operations.desk.turn(place, action=offered.offer.action.id, module=offered.module, origin=origin)
        found = await obstacles(operations, offered, instances, place, turn)
        notes = [said(operations, each, language) for each in found.values()]
        free = tuple(
            each
            for each in instances
            if each.id not in found or isinstance(may_override_cool_down(operations.site, person, place, each), Allowed)
        )
        click = Click(person.user, person.team)
        if not free:
            await self._record(click, place.channel, offered, "refused", next(iter(found.values())).kind)
            return views.told("\n".join([*notes, RUN_WORDING[language].only_approvers]), language)
        await self._record(click, place.channel, offered, "asked", "")
        return self._form(offered, free, place, language, turn=turn, notes=notes)

    def _is_without_approver(self, offered: Offered, instance: Instance, place: Place) -> bool:
        """Return whether nobody could approve it where it is asked."""
        is_direct = place.channel.startswith("D")
        return is_direct and needs_approval(self._operations.site, offered.offer.action.operation, instance)

    def _verdict(self, offered: Offered, instance: Instance, person: Person, place: Place) -> Allowed | Refused:
        return may_request(self._operations.site, person, place, offered.offer, instance)

    def _form(
        self,
        offered: Offered,
        instances: tuple[Instance, ...],
        place: Place,
        language: ReplyLanguage,
        *,
        turn: str,
        notes: Sequence[str],
    ) -> views.View:
        operations, action = self._operations, offered.offer.action
        sealed = operations.seal.close(
            {
                **operations.marks.new(),
                "action": action.id,
                "module": offered.module,
                "evidence": offered.evidence,
                "place": [place.channel, place.ts, place.thread],
                "turn": turn,
                "private": offered.is_private,
            }
        )
        content = views.Form(
            offer=offered.offer,
            instances=instances,
            module=offered.module,
            costs=operations.costs(offered.module, language),
            host=operations.host(offered.offer),
            approved_on=tuple(each.id for each in instances if needs_approval(operations.site, action.operation, each)),
            notes=notes,
            is_confirmed_by_name=operations.knowledge.module(offered.module).is_confirmed_by_name(action.operation),
        )
        return views.form(content, sealed=sealed, language=language)

    async def _record(
        self, click: Click, channel: str, offered: Offered | None, what: AuditEvent, outcome: str
    ) -> None:
        await self._operations.record(
            AuditRecord(
                at=self._operations.clock.now(),
                who=click.user,
                what=what,
                module=offered.module if offered else None,
                operation=offered.offer.action.operation if offered else None,
                channel=channel,
                outcome=outcome,
                evidence=offered.evidence if offered else (),
            )
        )


def where(body: dict[str, Any]) -> tuple[Click, str, str, str | None]:
    """Return who clicked, and channel, message and thread of the button."""
    message = message_of(body)
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get("channel_id") or ""
    return click_of(body), str(channel), str(message.get("ts") or ""), thread_of(message)


def without_approver(site: Site, instance: Instance, language: ReplyLanguage) -> str:
    """Return what is said where a second person has to approve and nobody reads along: where to ask instead."""
    environment = site.environment(instance.environment)
    wording = WORDING[language]
    people = wording.comma.join(mention(each) for each in (environment.approve.without() if environment else ()))
    sentence = RUN_WORDING[language].no_approver_here if people else wording.ask_nobody
    return sentence.format(environment=instance.environment, people=people)


async def show_view(client: AsyncWebClient, opened: Any, view: views.View) -> None:
    """Let a view take the place of one that is open; whoever has closed it does not see it."""
    view_id = str((opened.get("view") or {}).get("id", ""))
    try:
        await heard(client.views_update(view_id=view_id, view=view))
    except UNREACHABLE as error:
        log.warning("form.not_shown", error=type(error).__name__)
