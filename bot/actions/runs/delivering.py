"""A run brought to the webhook that the site has set up for it, each attempt recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.actions.runs.course import APPROVAL_WITHIN
from bot.actions.runs.ports import Outcome
from bot.actions.runs.records import record_of
from bot.actions.webhook.call import prepare
from bot.actions.webhook.callback import LIVES, callback_url
from bot.actions.webhook.delivery import Delivered, deliver
from bot.actions.webhook.outcome import outcome_of, shown
from bot.errors import LedgerAway

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from aiohttp import ClientSession
    from pydantic import SecretStr

    from bot.actions.clock import Clock
    from bot.actions.model import Site, Webhook
    from bot.actions.webhook.call import Call
    from bot.actions.webhook.delivery import Attempt
    from bot.knowledge.model import Modules
    from bot.ledger.keeping import Ledger
    from bot.ledger.model import Request, Run

log = structlog.get_logger()


_MAY_BE_DONE = "It may have been done all the same: look before you ask again."


class WebhookDelivery:
    """Delivers runs to the webhooks of a site."""

    def __init__(
        self,
        site: Site,
        knowledge: Modules,
        secrets: Mapping[str, SecretStr],
        *,
        ledger: Ledger,
        session: ClientSession,
        clock: Clock,
        public_url: str = "",
    ) -> None:
        self._site = site
        self._edition = site.edition
        self._knowledge = knowledge
        self._secrets = secrets
        self._ledger = ledger
        self._session = session
        self._clock = clock
        self._public_url = public_url

    async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
        """Return what the receiver made of a run; fails where another receiver might be meant than was shown."""
        if run.request.edition != self._edition:
            log.warning("delivery.refused", run=run.request.run_id, code="former-configuration")
            return Outcome("failed", None, "not sent: the configuration has changed since it was asked for", 0)
        call = self._call(run.request)
        if call is None:
            log.warning("delivery.refused", run=run.request.run_id, code="not-offered")
            return Outcome("failed", None, "not sent: the site does not offer this", 0)

        async def on_attempt(attempt: Attempt) -> None:
            _log(run.request.run_id, attempt)
            await self._record(run.request, attempt)

        done = await deliver(call, session=self._session, clock=self._clock, on_attempt=on_attempt, on_retry=on_retry)
        if isinstance(done, Delivered):
            report = outcome_of(call.webhook, done)
            return Outcome(report.state, done.status, shown(report.message), done.attempts)
        told = ": ".join(each for each in (done.reason, done.detail, done.answer) if each)
        if done.reason != "timeout":
            return Outcome("failed", done.status, shown(told), done.attempts)
        if call.webhook.outcome == "callback":
            # It may work on it all the same, and then it reports.
            return Outcome("working", done.status, shown(told), done.attempts)
        return Outcome("failed", done.status, shown(f"{told}. {_MAY_BE_DONE}"), done.attempts)

    def _call(self, request: Request) -> Call | None:
        action = self._site.action(request.action)
        instance = self._site.instance(request.instance)
        webhook = self._site.webhook(action.webhook) if action else None
        if action is None or instance is None or webhook is None:
            return None
        if action.operation != request.operation or request.module not in action.modules:
            return None
        if request.instance not in action.instances:
            return None
        process = instance.process(self._knowledge.module(request.module))
        return prepare(request, webhook, instance, process, self._secrets, self._callback(request, webhook))

    def _callback(self, request: Request, webhook: Webhook) -> str | None:
        if webhook.outcome != "callback" or not self._public_url:
            return None
        return callback_url(
            self._public_url,
            webhook=webhook.id,
            run_id=request.run_id,
            expires=request.asked_at + APPROVAL_WITHIN + LIVES,
            secret=self._secrets[webhook.secret],
        )

    async def _record(self, request: Request, attempt: Attempt) -> None:
        now = self._clock.now()
        record = record_of(
            request,
            "attempted",
            who=request.requester,
            at=now,
            outcome=attempt.reason or "delivered",
            detail={"attempt": attempt.number, "status": attempt.status or 0, "detail": attempt.detail},
            once=now.isoformat(),
        )
        try:
            await self._ledger.append(record)
        except LedgerAway as error:
            # The delivery goes on: to stop in the middle would leave nobody knowing how it stands.
            log.error("attempt.unrecorded", run=request.run_id, attempt=attempt.number, error=str(error))


def _log(run_id: str, attempt: Attempt) -> None:
    """Log an attempt: how it ended, never what was said."""
    how = {"status": attempt.status} if attempt.status else {"error": attempt.detail}
    log.info(
        "delivery.attempted",
        run=run_id,
        attempt=attempt.number,
        outcome=attempt.reason or "delivered",
        elapsed_ms=round(attempt.elapsed * 1_000),
        **how,
    )
