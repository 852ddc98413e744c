"""Is the token good, and whose is it? Asked at the start, patiently while Slack is out of reach."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import SettingsInvalid
from bot.slack.bolt import Identity
from bot.slack.manifest import BOT_SCOPES
from bot.slack.posting import reason_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

_HOPELESS = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "not_allowed_token_type"}
)
_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0


async def identify(client: AsyncWebClient, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> Identity:
    """Return whose token it is; tries again, ever more slowly, until Slack answers.

    Raises:
        SettingsInvalid: Slack says that the token is no good.
    """
    wait = _FIRST_WAIT
    while True:
        try:
            answer = await client.auth_test()
        except SlackApiError as error:
            reason = reason_of(error)
            if reason in _HOPELESS:
                raise SettingsInvalid(
                    [f"SLACK_BOT_TOKEN is refused by Slack ({reason}): install the app anew"]
                ) from None
            wait = max(wait, float(error.response.headers.get("Retry-After", 0)))
        except (aiohttp.ClientError, TimeoutError) as error:
            reason = type(error).__name__
        else:
            _warn_of_missing_scopes(str(answer.headers.get("x-oauth-scopes", "")))
            enterprise = answer.get("enterprise_id")
            return Identity(
                team=str(answer["team_id"]),
                bot_user=str(answer["user_id"]),
                bot_id=str(answer.get("bot_id", "")),
                enterprise=str(enterprise) if enterprise else None,
            )
        log.warning("auth.unanswered", reason=reason, next_try_in=wait)
        await sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


def _warn_of_missing_scopes(granted: str) -> None:
    missing = sorted(set(BOT_SCOPES) - set(granted.replace(" ", "").split(","))) if granted else []
    if missing:
        log.warning("auth.scopes_missing", scopes=missing)
