"""Are the tokens good, and whose are they? Asked at the start, patiently while Slack is out of reach."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import SettingsInvalid
from bot.slack.bolt import Identity
from bot.slack.manifest import BOT_SCOPES
from bot.slack.posting import UNREACHABLE, heard, reason_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

log = structlog.get_logger()

_HOPELESS = frozenset(
    {
        "access_denied",
        "account_inactive",
        "invalid_auth",
        "missing_scope",
        "no_permission",
        "not_allowed_token_type",
        "not_authed",
        "token_expired",
        "token_revoked",
    }
)
"""What Slack says of a token; anything else it says of itself."""

_FIRST_WAIT = 0.5
_LONGEST_WAIT = 30.0


async def identify(client: AsyncWebClient, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> Identity:
    """Return whose token it is; tries again, ever more slowly, until Slack answers.

    Raises:
        SettingsInvalid: Slack says that the token is no good.
    """
    answer = await _proven("SLACK_BOT_TOKEN", "install the app anew", client.auth_test, sleep)
    _warn_of_missing_scopes(str(answer.headers.get("x-oauth-scopes", "")))
    enterprise = answer.get("enterprise_id")
    return Identity(
        team=str(answer["team_id"]),
        bot_user=str(answer["user_id"]),
        bot_id=str(answer.get("bot_id", "")),
        enterprise=str(enterprise) if enterprise else None,
    )


async def prove_app_token(
    client: AsyncWebClient, token: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> bool:
    """Return True once a socket could be opened; the socket client itself would try a bad token for ever.

    Raises:
        SettingsInvalid: Slack says that the token is no good.
    """
    cure = "make a new app-level token with the scope connections:write"
    await _proven("SLACK_APP_TOKEN", cure, lambda: client.apps_connections_open(app_token=token), sleep)
    return True


async def _proven(
    setting: str,
    cure: str,
    ask: Callable[[], Awaitable[AsyncSlackResponse]],
    sleep: Callable[[float], Awaitable[None]],
) -> AsyncSlackResponse:
    wait = _FIRST_WAIT
    while True:
        try:
            return await heard(ask())
        except SlackApiError as error:
            reason = reason_of(error)
            if reason in _HOPELESS:
                raise SettingsInvalid([f"{setting} is refused by Slack ({reason}): {cure}"]) from None
            wait = max(wait, _retry_after(error.response.headers))
        except UNREACHABLE as error:
            reason = type(error).__name__
        log.warning("auth.unanswered", setting=setting, reason=reason, next_try_in=wait)
        await sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)


def _retry_after(headers: Mapping[str, str]) -> float:
    """Return for how many seconds Slack wants to be left alone; something in its place may name a date instead."""
    after = str(headers.get("Retry-After", ""))
    return float(after) if after.isdecimal() else 0.0


def _warn_of_missing_scopes(granted: str) -> None:
    missing = sorted(set(BOT_SCOPES) - set(granted.replace(" ", "").split(","))) if granted else []
    if missing:
        log.warning("auth.scopes_missing", scopes=missing)
