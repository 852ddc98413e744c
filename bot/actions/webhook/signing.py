"""Headers by which a receiver knows who sends, and tells a repetition from a second request."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import TYPE_CHECKING

from standardwebhooks.webhooks import Webhook as StandardWebhook

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from bot.actions.model import Webhook

_PREFIX = "whsec_"
_SHORTEST, _LONGEST = 24, 64
"""Bytes of a Standard Webhooks secret, as the specification has it."""


def fault_of(secret: SecretStr) -> str | None:
    """Return what is wrong with a Standard Webhooks secret, without telling it; the package itself takes anything."""
    value = secret.get_secret_value().removeprefix(_PREFIX)
    try:
        key = base64.b64decode(value + "=" * (-len(value) % 4), validate=True)
    except ValueError:
        return f"is not base64 behind {_PREFIX}"
    if not _SHORTEST <= len(key) <= _LONGEST:
        return f"holds {len(key)} bytes, not {_SHORTEST} to {_LONGEST}"
    return None


def signed_headers(
    webhook: Webhook, secrets: Mapping[str, SecretStr], *, run_id: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Return the headers of one attempt: id, timestamp, signature, and what else the receiver asks for.

    Args:
        webhook: the receiver.
        secrets: by the name of their environment variable.
        run_id: constant over all attempts of a run.
        body: what is signed.
        at: the moment of the attempt, in UTC.
    """
    key = secrets[webhook.secret].get_secret_value()
    headers = {header: secrets[variable].get_secret_value() for header, variable in webhook.headers.items()}
    headers["webhook-id"] = run_id
    headers["webhook-timestamp"] = str(int(at.timestamp()))
    if webhook.signature == "standard":
        headers["webhook-signature"] = StandardWebhook(key).sign(run_id, at, body.decode())
    else:
        headers[webhook.header or "X-Signature"] = hmac.new(key.encode(), body, hashlib.sha256).hexdigest()
    return headers


def masked(headers: Mapping[str, str]) -> dict[str, str]:
    """Return headers as they may be shown: whoever reads them can neither sign nor repeat the request."""
    shown = ("webhook-id", "webhook-timestamp", "content-type", "user-agent", "accept-encoding")
    return {name: value if name.lower() in shown else "••••••" for name, value in headers.items()}
