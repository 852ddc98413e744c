"""One request as it goes out: where to, with which body, signed anew at each attempt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.actions.webhook.body import body_of, written
from bot.actions.webhook.signing import signed_headers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from pydantic import SecretStr

    from bot.actions.model import Instance, Webhook
    from bot.ledger.model import Request


_ALWAYS = {
    "Content-Type": "application/json",
    "User-Agent": "campaign-why",
    "Accept-Encoding": "identity",
}
"""An answer that is not compressed cannot grow beyond what was read of it."""

RESERVED_HEADERS = frozenset(
    {*map(str.lower, _ALWAYS), "webhook-id", "webhook-timestamp", "webhook-signature", "host", "content-length"}
)
"""Headers, in small letters, that no site sets itself."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request for a receiver."""

    run_id: str
    webhook: Webhook
    body: bytes
    secrets: Mapping[str, SecretStr]
    """By the name of their environment variable; they mask themselves."""

    def headers(self, at: datetime) -> dict[str, str]:
        """Return the headers of an attempt made at `at` (UTC)."""
        signed = signed_headers(self.webhook, self.secrets, run_id=self.run_id, body=self.body, at=at)
        return {**_ALWAYS, **signed}


def prepare(
    request: Request,
    webhook: Webhook,
    instance: Instance,
    process: str,
    secrets: Mapping[str, SecretStr],
    callback: str | None = None,
) -> Call:
    """Return the call that carries a request out.

    Args:
        request: what is asked for.
        webhook: the receiver.
        instance: where.
        process: the module's name in that instance's `nlserver pdump`.
        secrets: by the name of their environment variable.
        callback: address at which the receiver reports the outcome.
    """
    body = written(body_of(request, instance, process, callback), webhook.body)
    return Call(request.run_id, webhook, body, secrets)
