"""The address at which a receiver reports: signed, expiring, and spent by the result.

The token names its webhook, so that a forged one is known before anything is looked up. It is spent when the run it
names has ended: moving a run from "working" succeeds once.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from bot.actions.webhook.outcome import reported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from bot.actions.model import Site
    from bot.actions.webhook.outcome import Report

PATH = "/actions/callback/"
LIVES = timedelta(hours=1)
"""How long a receiver may work on."""

LARGEST_REPORT = 64 * 1024
"""Bytes."""

_TOKEN = re.compile(r"([a-z0-9-]{1,64})\.([A-Za-z0-9_-]{1,128})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)
_PURPOSE = b"campaign-why callback v1"


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that comes from the receiver of a run."""

    run_id: str
    webhook: str
    report: Report


@dataclass(frozen=True, slots=True)
class NotTaken:
    """A report that is not taken, and what to answer."""

    status: HTTPStatus
    why: str


def callback_url(base: str, *, webhook: str, run_id: str, expires: datetime, secret: SecretStr) -> str:
    """Return the address at which a receiver reports on a run; the same for the same run.

    Args:
        base: public address of this server.
        webhook: id of the webhook.
        run_id: what is reported on.
        expires: aware.
        secret: the webhook's own; only its receiver can know the address.
    """
    until = int(expires.timestamp())
    mac = _mac(secret, webhook, run_id, str(until))
    return f"{base.rstrip('/')}{PATH}{webhook}.{run_id}.{until}.{mac}"


def received(
    token: str, content: bytes, *, site: Site, secrets: Mapping[str, SecretStr], now: datetime
) -> Reported | NotTaken:
    """Return the report that came in under a token, or how to answer it instead.

    Args:
        token: the last part of the address.
        content: the body as it came.
        site: where the token's webhook is set up.
        secrets: by the name of their environment variable.
        now: aware.
    """
    parts = _TOKEN.fullmatch(token)
    webhook = site.webhook(parts[1]) if parts else None
    if parts is None or webhook is None or webhook.outcome != "callback":
        return NotTaken(HTTPStatus.NOT_FOUND, "there is no such callback")
    expected = _mac(secrets[webhook.secret], parts[1], parts[2], parts[3])
    if not hmac.compare_digest(expected, parts[4]):
        return NotTaken(HTTPStatus.NOT_FOUND, "there is no such callback")
    if now.timestamp() >= int(parts[3]):
        return NotTaken(HTTPStatus.GONE, f"expired at {datetime.fromtimestamp(int(parts[3]), UTC):%Y-%m-%dT%H:%M:%SZ}")
    if len(content) > LARGEST_REPORT:
        return NotTaken(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"report at most {LARGEST_REPORT} bytes")
    report = reported(content)
    if report is None:
        return NotTaken(HTTPStatus.BAD_REQUEST, 'send JSON such as {"state": "succeeded", "message": "..."}')
    return Reported(parts[2], webhook.id, report)


def _mac(secret: SecretStr, *parts: str) -> str:
    # Derived, so that no signature of a request can stand for a token or the other way round.
    key = hmac.new(secret.get_secret_value().encode(), _PURPOSE, hashlib.sha256).digest()
    return hmac.new(key, ".".join(parts).encode(), hashlib.sha256).hexdigest()
