"""A request to restart mta, where it goes, and a clock to wait with."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.actions.model import Action, Environment, Instance, Site, Webhook
from bot.ledger.model import Place, Request

if TYPE_CHECKING:
    from collections.abc import Mapping

STANDARD_SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
PLAIN_SECRET = "a-secret-of-the-receiver"
SECRETS: Mapping[str, SecretStr] = {
    "STANDARD_SECRET": SecretStr(STANDARD_SECRET),
    "PLAIN_SECRET": SecretStr(PLAIN_SECRET),
    "TOKEN": SecretStr("Bearer a-token-of-the-receiver"),
}

NOON = datetime(2026, 3, 4, 12, 0, 0, tzinfo=UTC)
INSTANCE = Instance(id="prod", campaign="acme_prod", hosting="on-premise", environment="production")


def webhook(url: str = "https://campaign.example/hooks/campaign-why", **more: Any) -> Webhook:
    """Return a receiver."""
    return Webhook(**{"id": "ops", "url": url, "secret": "STANDARD_SECRET", **more})


def site(*webhooks: Webhook) -> Site:
    """Return a site in which the first webhook restarts mta."""
    chosen = webhooks or (webhook(),)
    restart = Action(id="restart-mta", operation="restart", modules=("mta",), instances=("prod",), webhook=chosen[0].id)
    return Site(
        environments=(Environment(id="production", approval=False),),
        instances=(INSTANCE,),
        webhooks=chosen,
        actions=(restart,),
    )


def request(**more: Any) -> Request:
    """Return a request to restart mta."""
    fields = {
        "run_id": "7f3c0a",
        "action": "restart-mta",
        "operation": "restart",
        "module": "mta",
        "instance": "prod",
        "requester": "U0ANNA",
        "place": Place("T0TEAM", "C0OPS", "1700000000.000100"),
        "reason": "no mail since nine",
        "evidence": ("mails", "not going out"),
        "asked_at": NOON,
    }
    return Request(**{**fields, **more})


@dataclass
class HandClock:
    """A clock that goes on only while somebody sleeps."""

    slept: list[float] = field(default_factory=list)
    start: datetime = NOON

    def now(self) -> datetime:
        """Return noon and what was slept."""
        return self.start + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        """Return what was slept."""
        return sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        """Sleep without losing time."""
        self.slept.append(seconds)
