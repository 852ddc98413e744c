"""What a person does in Slack, and what becomes of it there: the bot hears of it over the wire, like from Slack."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.errors import ActRefused
from bot.playground import payloads
from bot.playground.alerts import ALERTS as KNOWN_ALERTS
from bot.playground.answering import answer
from bot.playground.messages import ALERTS, SLACKBOT_SAYS, Author, Content
from bot.playground.people import BOT_NAME, BOT_USER, COMMAND
from bot.playground.refusal import Refusal
from bot.playground.response_urls import Origin
from bot.playground.submitting import missing, take

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.delivering import Delivery, Reply
    from bot.playground.fake_slack import FakeSlack
    from bot.playground.messages import Message
    from bot.playground.people import Channel, Person
    from bot.playground.views import View
    from bot.playground.workspace import Workspace

SHORTCUT = "ask_message"
"""The callback id of the shortcut on messages."""

_NO_ANSWER = "The app did not respond. In Slack a warning would stand beside what you did."
_MENTION = re.compile(rf"@{re.escape(BOT_NAME)}\b")


@dataclass(frozen=True, slots=True)
class Acted:
    """What came of an act."""

    warning: str = ""
    """For the person; empty if all went well."""


@dataclass(frozen=True, slots=True)
class Clicked:
    """What was clicked or chosen."""

    block_id: str
    action_id: str
    element: Mapping[str, Any]
    """As it is drawn, with what was chosen."""

    state: Mapping[str, Any] = field(default_factory=dict)
    """What has been filled in beside it, by block and action."""

    def action(self, at: float) -> dict[str, Any]:
        """Return it as Slack tells it; `at` is in seconds since 1970."""
        ids = {"action_id": self.action_id, "block_id": self.block_id, "action_ts": f"{at:.6f}"}
        return {**self.element, **ids}


class Acting:
    """Does what people do, each act by one of them."""

    def __init__(self, workspace: Workspace, slack: FakeSlack, delivery: Delivery) -> None:
        """Let people act.

        Args:
            workspace: where.
            slack: serves it.
            delivery: lets the bot know.
        """
        self._workspace = workspace
        self._slack = slack
        self._delivery = delivery

    async def command(self, person: str, channel: str, text: str) -> Acted:
        """Type the slash command; what the bot answers at once only this person sees, unless it says otherwise.

        Raises:
            ActRefused: this person cannot, or not there.
        """
        who, where = self._place(person, channel)
        _only_own(who)
        typed = f"{COMMAND} {text}".strip()
        origin = Origin(who.id, where.id, command=typed)
        fields = payloads.command(
            who,
            where,
            text,
            trigger=self._workspace.triggers.issue(who.id),
            response_url=self._slack.response_url_to(origin),
        )
        reply = await self._delivery.form(f"slash command {COMMAND}", fields)
        self._answer(origin, reply)
        return Acted()

    async def say(self, person: str, channel: str, text: str, thread_ts: str | None = None) -> Acted:
        """Write a message; the bot hears of it directly, or by its name.

        Raises:
            ActRefused: this person cannot read that channel, or says nothing, or the thread is gone.
        """
        who, where = self._place(person, channel)
        if not text.strip():
            raise ActRefused("There is nothing to send: write something first.")
        if thread_ts and not self._begins_thread(where, thread_ts):
            raise ActRefused("This thread is gone: write into the channel.")
        written = _MENTION.sub(f"<@{BOT_USER}>", _escaped(text))
        message = self._workspace.posts.put(where.id, Content(written), Author.of(who), thread_ts=thread_ts)
        if where.is_direct or f"<@{BOT_USER}>" in written:
            await self._delivery.event(payloads.said(who, message, is_direct=where.is_direct))
        return Acted()

    async def click(
        self, person: str, clicked: Clicked, *, channel: str = "", message_id: str = "", view_id: str = ""
    ) -> Acted:
        """Click or choose something in a message, or else in a view.

        Raises:
            ActRefused: this person does not see it, or it is gone.
        """
        who = self._who(person)
        if view_id:
            place = payloads.on_view(self._view(who, view_id), clicked.state)
        else:
            message, where = self._message(who, channel, message_id)
            url = self._slack.response_url_to(Origin(who.id, where.id, message.id))
            place = payloads.on_message(message, where, url)
        trigger = self._workspace.triggers.issue(who.id)
        action = clicked.action(at=self._workspace.now())
        payload = payloads.click(who, action, trigger=trigger, state=clicked.state) | place
        return _acted(await self._delivery.interaction(f"click {clicked.action_id}", payload))

    async def submit(self, person: str, view_id: str, values: Mapping[str, Any]) -> Acted:
        """Submit a form; what has to be filled in and is not is said without asking the bot.

        Raises:
            ActRefused: this person has no such form open.
        """
        who = self._who(person)
        view = self._form(who, view_id)
        if errors := missing(view, values):
            self._workspace.surfaces.complain(view, errors)
            return Acted()
        trigger = self._workspace.triggers.issue(who.id)
        payload = payloads.submission(who, view, values, trigger=trigger)
        reply = await self._delivery.interaction(f"submission {view.content.get('callback_id', '')}", payload)
        if reply.reason:
            return Acted("We had some trouble connecting. Try again?")
        return self._taken(view, reply)

    async def close_view(self, person: str, view_id: str) -> Acted:
        """Close a form; the bot hears of it only if the form asks for that.

        Raises:
            ActRefused: this person has no such form open.
        """
        who = self._who(person)
        view = self._form(who, view_id)
        self._workspace.surfaces.close(view.id)
        if view.content.get("notify_on_close"):
            await self._delivery.interaction("form closed", payloads.closed(who, view))
        return Acted()

    async def open_home(self, person: str) -> Acted:
        """Look at the App Home.

        Raises:
            ActRefused: there is nobody like that.
        """
        who = self._who(person)
        view = self._workspace.surfaces.home(who.id)
        await self._delivery.event(payloads.home_opened(who, self._workspace.now(), view))
        return Acted()

    async def shortcut(self, person: str, channel: str, message_id: str, callback_id: str = SHORTCUT) -> Acted:
        """Use the shortcut on a message.

        Raises:
            ActRefused: this person cannot, or the message has none.
        """
        who = self._who(person)
        _only_own(who)
        message, where = self._message(who, channel, message_id)
        if message.is_ephemeral:
            raise ActRefused("A message that only you see has no shortcuts.")
        payload = payloads.shortcut(
            who,
            message,
            where,
            callback_id,
            trigger=self._workspace.triggers.issue(who.id),
            response_url=self._slack.response_url_to(Origin(who.id, where.id, message.id)),
        )
        return _acted(await self._delivery.interaction(f"shortcut {callback_id}", payload))

    async def alert(self, channel: str, alert_id: str) -> Acted:
        """Let the alert bot post; the bot does not hear of it until somebody calls it.

        Raises:
            ActRefused: there is no such alert or channel.
        """
        alert = next((each for each in KNOWN_ALERTS if each.id == alert_id), None)
        if alert is None:
            names = ", ".join(each.id for each in KNOWN_ALERTS)
            raise ActRefused(f"There is no alert {alert_id!r}: choose one of {names}.")
        self._workspace.posts.put(self._channel(channel).id, alert.content, ALERTS)
        return Acted()

    def _answer(self, origin: Origin, reply: Reply) -> None:
        """Show what a slash command was answered, or what Slack says in the place of an answer."""
        if reply.reason:
            self._failed(origin, reply)
        elif payload := reply.content():
            try:
                answer(self._workspace, origin, payload)
            except Refusal as refusal:
                self._slackbot(origin, f'{COMMAND} failed with the error "{refusal.error}"')

    def _failed(self, origin: Origin, reply: Reply) -> None:
        if reply.reason == "http_timeout":
            self._slackbot(origin, f"{COMMAND} failed because the app did not respond.")
        else:
            self._slackbot(origin, f'{COMMAND} failed with the error "dispatch_failed"')

    def _slackbot(self, origin: Origin, text: str) -> None:
        content = Content(text)
        self._workspace.posts.whisper(origin.person, origin.channel, content, SLACKBOT_SAYS, command=origin.command)

    def _taken(self, view: View, reply: Reply) -> Acted:
        try:
            take(self._workspace.surfaces, view, reply.content())
        except Refusal as refusal:
            return Acted(f"Slack does not take what the app answered: {'; '.join((refusal.error, *refusal.details))}.")
        return Acted()

    def _who(self, person: str) -> Person:
        try:
            return self._workspace.person(person)
        except Refusal as refusal:
            raise ActRefused(f"There is nobody called {person!r} in this workspace.") from refusal

    def _channel(self, channel: str) -> Channel:
        try:
            return self._workspace.channel(channel)
        except Refusal as refusal:
            raise ActRefused(f"There is no channel {channel!r} in this workspace.") from refusal

    def _place(self, person: str, channel: str) -> tuple[Person, Channel]:
        who, where = self._who(person), self._channel(channel)
        if not self._workspace.is_read_by(who.id, where.id):
            raise ActRefused(f"{who.name} does not read {where.name}.")
        return who, where

    def _message(self, who: Person, channel: str, message_id: str) -> tuple[Message, Channel]:
        where = self._channel(channel)
        message = self._workspace.posts.find(where.id, message_id)
        if message is None or not self._workspace.sees(who.id, message):
            raise ActRefused("This message is gone: look at what stands there now.")
        return message, where

    def _begins_thread(self, where: Channel, message_id: str) -> bool:
        message = self._workspace.posts.find(where.id, message_id)
        return message is not None and not message.is_ephemeral

    def _form(self, who: Person, view_id: str) -> View:
        view = self._view(who, view_id)
        if view.is_home:
            raise ActRefused("The App Home is no form: it can be neither submitted nor closed.")
        return view

    def _view(self, who: Person, view_id: str) -> View:
        view = self._workspace.surfaces.find(view_id)
        if view is None or view.person != who.id:
            raise ActRefused("This form is no longer open.")
        return view


def _only_own(who: Person) -> None:
    if who.is_external:
        raise ActRefused("People of another company have neither this app's commands nor its shortcuts.")


def _acted(reply: Reply) -> Acted:
    return Acted(_NO_ANSWER if reply.reason else "")


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
