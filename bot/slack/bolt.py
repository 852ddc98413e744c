"""The Bolt app: doors registered, every event answered once, no exception without an answer."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.conversations import MOST_REMEMBERED, REMEMBERED_FOR, Conversations
from bot.slack.doors.answer import AnswerDoor
from bot.slack.doors.decide import DecideDoor
from bot.slack.doors.direct import DirectDoor
from bot.slack.doors.form import FormDoor
from bot.slack.doors.home import HomeDoor
from bot.slack.doors.mention import MentionDoor
from bot.slack.doors.offer import OfferDoor
from bot.slack.doors.share import ShareDoor
from bot.slack.doors.shortcut import ShortcutDoor
from bot.slack.doors.slash import SlashDoor
from bot.slack.locales import Locales
from bot.slack.memory import Seen
from bot.slack.people import People
from bot.slack.privately import Privately
from bot.slack.reading import Mentions
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import ClientSession

    from bot.slack.background import Background
    from bot.slack.operations import Operations
    from bot.slack.responder import Responder

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the bot is, by `auth.test`."""

    team: str
    bot_user: str
    bot_id: str
    enterprise: str | None = None


def build_bolt(
    identity: Identity,
    *,
    client: AsyncWebClient,
    session: ClientSession,
    responder: Responder,
    background: Background,
    operations: Operations | None = None,
    locales: Locales | None = None,
) -> AsyncApp:
    """Return the Bolt app with all doors; those of actions only where a site offers some.

    Listeners run before the response (`process_before_response`): they answer at once and leave the rest to
    `background`. The signature has been verified, and the token tested, by the transport.
    """

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=identity.enterprise,
            team_id=identity.team,
            bot_user_id=identity.bot_user,
            bot_id=identity.bot_id,
            bot_token=client.token,
        )

    bolt = AsyncApp(
        name="campaign-why",
        logger=_quiet_logger(),
        client=AsyncWebClient(base_url=client.base_url, session=session),
        authorize=authorize,
        signing_secret="verified by the transport",  # noqa: S106
        request_verification_enabled=False,
        ssl_check_enabled=False,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
    )
    bolt.error(_on_error)
    bolt.use(Once().let_through)
    locales = locales or Locales(client)
    conversations = Conversations(responder, locales, background, client)
    privately = Privately(responder, locales)
    mentions = Mentions(identity.bot_user)
    SlashDoor(privately).register(bolt)
    ShortcutDoor(privately, mentions, background, session).register(bolt)
    MentionDoor(conversations, client, mentions).register(bolt)
    DirectDoor(conversations, mentions).register(bolt)
    HomeDoor(responder, locales, background, client).register(bolt)
    ShareDoor(responder, locales, background, session).register(bolt)
    AnswerDoor(responder, locales, background, session, identity.team).register(bolt)
    if operations:
        people = People(client, identity.team, operations.site)
        shared: Shared = {"people": people, "locales": locales, "background": background}
        OfferDoor(operations, client=client, session=session, **shared).register(bolt)
        FormDoor(operations, client=client, **shared).register(bolt)
        DecideDoor(operations, session=session, **shared).register(bolt)
    return bolt


class Shared(TypedDict):
    """What the doors of actions have in common."""

    people: People
    locales: Locales
    background: Background


def _quiet_logger() -> logging.Logger:
    """Return the logger for Bolt: it warns of requests with their whole payload."""
    logger = logging.getLogger("campaign_why.bolt")
    logger.setLevel(logging.ERROR)
    return logger


class Once:
    """Middleware that lets an event through once: Slack's retries come under the same id."""

    def __init__(self) -> None:
        self._seen: Seen[str] = Seen(lifetime=REMEMBERED_FOR, most=MOST_REMEMBERED)

    async def let_through(self, body: dict[str, Any], next: Callable[[], Awaitable[None]]) -> BoltResponse | None:  # noqa: A002
        """Let a request through unless it is an event that came by before."""
        event_id = body.get("event_id")
        if event_id and self._seen.again(str(event_id)):
            log.info("event.again")
            return BoltResponse(status=200)
        await next()
        return None


async def _on_error(error: Exception, body: dict[str, Any]) -> BoltResponse:
    """Answer 200 whatever happened: Slack would only repeat the request, the user would only see a timeout."""
    kind = str((body.get("event") or {}).get("type") or body.get("type") or body.get("command") or "unknown")
    if isinstance(error, BoltUnhandledRequestError):
        log.info("request.unhandled", type=kind)
        return BoltResponse(status=200)
    log.error("request.failed", type=kind, error=type(error).__name__, exc_info=error)
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": WORDING["en"].failed})
    return BoltResponse(status=200)
