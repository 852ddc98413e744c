"""What has to hold for a receiver to be able to check, read and answer what it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr
from rapidfuzz.process import extractOne

from bot.actions.webhook.body import PLACEHOLDERS, strings, unknown_placeholders
from bot.actions.webhook.call import RESERVED_HEADERS
from bot.actions.webhook.signing import fault_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.actions.model import Webhook
    from bot.errors import Problem
    from bot.knowledge.source import Place, Source


def receiver_problems(
    source: Source, place: Place, webhook: Webhook, environment: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield what is wrong with a webhook beyond its own shape."""
    yield from _secret_problems(source, place, webhook, environment)
    for name in (webhook.header, *webhook.headers):
        if name and name.lower() in RESERVED_HEADERS:
            below: Place = ("header",) if name == webhook.header else ("headers", name)
            yield source.problem((*place, *below), f"{name} is always sent with a value of our own", "Remove it")
    if webhook.body is None:
        return
    for name in unknown_placeholders(webhook.body):
        near = extractOne(name, PLACEHOLDERS, score_cutoff=60)
        cure = f"Did you mean {{{near[0]}}}?" if near else f"Known: {', '.join(PLACEHOLDERS)}"
        yield source.problem((*place, "body"), f"names {{{name}}}, which stands for nothing", cure)
    if webhook.outcome == "callback" and not any("{callback}" in text for text in strings(webhook.body)):
        what = "does not tell the receiver where to report"
        yield source.problem((*place, "body"), what, "Put {callback} into it, or write `outcome: answer`")


def _secret_problems(
    source: Source, place: Place, webhook: Webhook, environment: Mapping[str, str]
) -> Iterator[Problem]:
    value = environment.get(webhook.secret)
    if webhook.signature == "standard" and value and (fault := fault_of(SecretStr(value))):
        cure = 'Make one: echo "whsec_$(openssl rand -base64 32)"'
        yield source.problem((*place, "secret"), f"{webhook.secret} {fault}", cure)
