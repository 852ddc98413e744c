"""Who clicked and where, as Slack knows it now; what cannot be learned is never taken for granted."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, Any

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.actions.model import Person
from bot.ledger.model import Place
from bot.slack.memory import Memory
from bot.slack.posting import UNREACHABLE, heard, reason_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Site

log = structlog.get_logger()

_REMEMBERED_FOR = 60.0
_MOST_REMEMBERED = 2_000


class Unverified(Exception):
    """Slack does not tell who somebody is, or who reads a channel."""


@dataclass(frozen=True, slots=True)
class Click:
    """What Slack tells of a click or a submission by itself."""

    user: str
    team: str
    """The clicker's own workspace, which may be another company's."""


def click_of(body: dict[str, Any]) -> Click:
    """Return who clicked or submitted, by Slack's payload."""
    user = body["user"]
    return Click(str(user["id"]), str(user.get("team_id") or (body.get("team") or {}).get("id") or ""))


class People:
    """Looks people, groups and channels up; answers hold for a minute."""

    def __init__(self, client: AsyncWebClient, home: str, site: Site, clock: Callable[[], float] = monotonic) -> None:
        self._client = client
        self._home = home
        self._groups = sorted({group for each in _grantees(site) for group in each})
        self._known: Memory[str, Any] = Memory(lifetime=_REMEMBERED_FOR, most=_MOST_REMEMBERED, clock=clock)

    async def person(self, click: Click) -> Person:
        """Return who clicked.

        Raises:
            Unverified: Slack does not tell.
        """
        profile = await self._learned(f"user {click.user}", lambda: self._client.users_info(user=click.user), "user")
        is_guest = any(profile.get(flag) for flag in ("is_restricted", "is_ultra_restricted", "is_stranger"))
        is_nobody = any(profile.get(flag) for flag in ("deleted", "is_bot", "is_invited_user"))
        told = str(profile.get("team_id") or click.team)
        team = click.team if told == click.team else ""
        found = await asyncio.gather(*(self._members(group) for group in self._groups))
        groups = frozenset(group for group, members in zip(self._groups, found, strict=True) if click.user in members)
        return Person(click.user, team, groups, is_guest=is_guest or is_nobody)

    async def place(self, channel: str, ts: str, thread: str | None) -> Place:
        """Return where a message stands, and whether people of another company read it.

        Raises:
            Unverified: Slack does not tell.
        """
        if channel.startswith("D"):
            return Place(self._home, channel, ts, thread)
        told = await self._learned(
            f"channel {channel}", lambda: self._client.conversations_info(channel=channel), "channel"
        )
        is_shared = bool(told.get("is_ext_shared") or told.get("is_pending_ext_shared"))
        return Place(self._home, channel, ts, thread, is_shared)

    async def _members(self, group: str) -> frozenset[str]:
        """Return who is in a group; nobody, if Slack does not tell."""
        try:
            users = await self._learned(
                f"group {group}", lambda: self._client.usergroups_users_list(usergroup=group), "users"
            )
        except Unverified:
            return frozenset()
        return frozenset(str(each) for each in users)

    async def _learned(self, key: str, ask: Callable[[], Awaitable[Any]], field: str) -> Any:
        if (known := self._known.get(key)) is not None:
            return known
        try:
            found = (await heard(ask())).get(field)
        except UNREACHABLE as error:
            reason = reason_of(error) if isinstance(error, SlackApiError) else type(error).__name__
            log.warning("identity.unverified", what=key.partition(" ")[0], reason=reason)
            raise Unverified(reason) from error
        if not isinstance(found, dict | list):
            raise Unverified("what answered is not Slack") from aiohttp.ClientPayloadError()
        self._known.put(key, found)
        return found


def _grantees(site: Site) -> Iterable[tuple[str, ...]]:
    for environment in site.environments:
        yield environment.request.groups
        yield environment.approve.groups
