"""All that a site lets people do from Slack, in one value; without a site file there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic import SecretStr

    from bot.actions.clock import Clock
    from bot.actions.model import Instance, Offer, Site
    from bot.actions.runs.desk import Desk
    from bot.knowledge.model import Modules, ReplyLanguage
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import AuditRecord, Request
    from bot.slack.marks import Marks
    from bot.slack.offers import Offers
    from bot.slack.seal import Seal

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Operations:
    """What the doors of runs work with."""

    site: Site
    knowledge: Modules
    ledger: Ledger
    desk: Desk
    seal: Seal
    marks: Marks
    offers: Offers
    clock: Clock
    secrets: Mapping[str, SecretStr]
    """Of the site's webhooks."""

    async def record(self, record: AuditRecord) -> None:
        """Add a fact to the ledger; a refusal is logged too, by its code alone.

        Raises:
            LedgerAway: the database does not answer.
        """
        if record.what == "refused":
            log.info("action.refused", code=record.outcome, run=record.run_id)
        await self.ledger.append(record)

    def process(self, request: Request) -> str:
        """Return what a run acts on as `nlserver pdump` calls it, and its instance where that does not say it."""
        instance = self.site.instance(request.instance)
        name = instance.process(self.knowledge.module(request.module)) if instance else request.module
        return name if name.endswith(f"@{request.instance}") else f"{name} ({request.instance})"

    def cool_down(self, instance: Instance) -> timedelta:
        """Return for how long a module of an instance is left alone after a success."""
        environment = self.site.environment(instance.environment)
        return timedelta(minutes=environment.cool_down if environment else 0)

    def host(self, offer: Offer) -> str:
        """Return the host that an action calls."""
        webhook = self.site.webhook(offer.action.webhook)
        return urlsplit(webhook.url).netloc if webhook else ""

    def costs(self, module: str, language: ReplyLanguage) -> str:
        """Return what a restart of a module loses."""
        return self.knowledge.module(module).restart.cost[language]
