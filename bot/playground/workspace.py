"""A Slack workspace: people, channels, messages, views, and what is wrong with it at the moment. State, and no I/O."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.playground.changes import Feed, HomeShown, MessageGone, MessagePut, ModalShown, PeopleChanged
from bot.playground.console import Console
from bot.playground.exchanges import Exchanges
from bot.playground.faults import Faults
from bot.playground.people import BOT_NAME, TEAM, Channel, Person
from bot.playground.posts import Posts
from bot.playground.refusal import Refusal
from bot.playground.response_urls import ResponseUrls
from bot.playground.surfaces import Surfaces
from bot.playground.triggers import Triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.playground.changes import Change
    from bot.playground.messages import Message
    from bot.playground.views import View


@dataclass(frozen=True, slots=True)
class Seen:
    """What one person may see."""

    person: Person
    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    messages: tuple[Message, ...]
    modal: View | None
    home: View | None


class Workspace:
    """What Slack knows. Without people it is open: whoever comes is known, and every channel is there."""

    def __init__(
        self, people: Sequence[Person] = (), channels: Sequence[Channel] = (), now: Callable[[], float] = time.time
    ) -> None:
        """Begin without messages.

        Args:
            people: those to act as; each has direct messages with the bot.
            channels: those that everybody reads.
            now: tells seconds since 1970.
        """
        self.now = now
        self.feed = Feed()
        self.posts = Posts(self.feed, now)
        self.surfaces = Surfaces(self.feed, self.posts.with_block_ids)
        self.triggers = Triggers(now, takes_any=not people)
        self.response_urls = ResponseUrls(now)
        self.faults = Faults(self.feed)
        self.exchanges = Exchanges(self.feed, now)
        self.console = Console(self.feed, now)
        self.locales: dict[str, str] = {}
        """Locale by user, where it is another than the person's own."""

        self.profiles: dict[str, dict[str, Any]] = {}
        """What users.info tells of users beside who they are."""

        self.groups: dict[str, list[str]] = {}
        """Users by user group."""

        self.shared_channels: set[str] = set()
        """Channels that people of other companies read."""

        self.threads: dict[tuple[str, str], list[dict[str, Any]]] = {}
        """What was written before, by channel and the first message's timestamp."""

        self._people = {each.id: each for each in people}
        self._channels = {each.id: each for each in channels}
        for each in people:
            self._channels[each.direct_channel] = Channel(each.direct_channel, BOT_NAME, is_direct=True)

    @property
    def is_open(self) -> bool:
        """Whether nobody is named, so that everybody is let in."""
        return not self._people

    @property
    def people(self) -> tuple[Person, ...]:
        """Those to act as, each with the language of now."""
        return tuple(replace(each, locale=self.locale_of(each.id)) for each in self._people.values())

    def person(self, user: str) -> Person:
        """Return somebody by id.

        Raises:
            Refusal: there is nobody like that.
        """
        if user in self._people:
            return replace(self._people[user], locale=self.locale_of(user))
        if self.is_open:
            return Person(user, user, "oncall", self.locale_of(user))
        raise Refusal("user_not_found")

    def locale_of(self, user: str) -> str:
        """Return a user's language."""
        own = self._people[user].locale if user in self._people else "en-US"
        return self.locales.get(user, own)

    def set_locale(self, user: str, locale: str) -> None:
        """Give a person another language.

        Raises:
            Refusal: there is nobody like that.
        """
        self.locales[self.person(user).id] = locale
        self.feed.tell(PeopleChanged(self.people))

    def channel(self, channel_id: str) -> Channel:
        """Return a channel by its id, or the direct messages of a user.

        Raises:
            Refusal: there is none like that.
        """
        if channel_id in self._people:
            return self._channels[self._people[channel_id].direct_channel]
        if channel_id in self._channels:
            return self._channels[channel_id]
        if self.is_open and channel_id:
            return Channel(channel_id, channel_id.lower(), is_direct=channel_id.startswith("D"))
        raise Refusal("channel_not_found")

    def channels_of(self, person: str) -> tuple[Channel, ...]:
        """Return the channels that a person reads."""
        return tuple(each for each in self._channels.values() if self.is_read_by(person, each.id))

    def is_read_by(self, person: str, channel_id: str) -> bool:
        """Return whether a person reads a channel; direct messages are nobody else's."""
        channel = self._channels.get(channel_id)
        if channel is None or not channel.is_direct or self.is_open:
            return channel is not None or self.is_open
        return self._people[person].direct_channel == channel_id

    def sees(self, person: str, message: Message) -> bool:
        """Return whether a person sees a message."""
        return self.is_read_by(person, message.channel) and message.reader in (None, person)

    def is_told(self, person: str, change: Change) -> bool:
        """Return whether a change is a person's to see."""
        match change:
            case MessagePut(message) | MessageGone(message):
                return self.sees(person, message)
            case ModalShown(whose) | HomeShown(whose):
                return whose == person
            case _:
                return True

    def seen_by(self, person: str) -> Seen:
        """Return all that a person may see now.

        Raises:
            Refusal: there is nobody like that.
        """
        return Seen(
            person=self.person(person),
            people=self.people,
            channels=self.channels_of(person),
            messages=tuple(each for each in self.posts.all if self.sees(person, each)),
            modal=self.surfaces.modal(person),
            home=self.surfaces.home(person),
        )

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell a listener of every change from now on; returns what ends that."""
        return self.feed.subscribe(listener)

    def profile(self, user: str) -> dict[str, Any]:
        """Return what users.info tells of a user, but for the language.

        Raises:
            Refusal: there is nobody like that.
        """
        person = self.person(user)
        if self.is_open:
            return {"id": user, "team_id": TEAM, **self.profiles.get(user, {})}
        return {
            "id": user,
            "team_id": person.team,
            "name": person.role,
            "real_name": person.name,
            "deleted": False,
            "is_bot": False,
            "is_restricted": person.role == "guest",
            "is_ultra_restricted": False,
            "is_stranger": person.is_external,
            **self.profiles.get(user, {}),
        }
