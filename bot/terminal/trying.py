"""`campaign-why actions try`: the request that a button would send."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.process import extractOne

from bot.actions.secrets import secrets_of
from bot.actions.site import load_site
from bot.actions.webhook.call import prepare
from bot.actions.webhook.callback import PATH
from bot.actions.webhook.signing import masked
from bot.app import build_diagnostician
from bot.errors import UsageError
from bot.ledger.model import TERMINAL, Request
from bot.settings import read_environment, read_site_settings
from bot.terminal.screen import show
from bot.views.terminal import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from pydantic import SecretStr

    from bot.actions.clock import Clock
    from bot.actions.model import Action, Instance, Site, Webhook
    from bot.actions.webhook.call import Call
    from bot.knowledge.model import Knowledge
    from bot.settings import SiteSettings

_EXAMPLE_CALLBACK = f"https://campaign-why.example{PATH}..."
"""The real one is signed, and made for a run."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What is tried, and where it goes."""

    site: Site
    knowledge: Knowledge
    secrets: Mapping[str, SecretStr]
    settings: SiteSettings
    request: Request
    webhook: Webhook
    instance: Instance


def trial(module: str, instance: str, operation: str | None, *, pack: Path | None, clock: Clock) -> Trial:
    """Return what the site offers for a module of an instance, as a request from the terminal.

    Raises:
        UsageError: the site does not offer it.
        SiteInvalid: the site file does not hold.
        SettingsInvalid: there is no site file.
    """
    knowledge = build_diagnostician(pack).knowledge
    settings = read_site_settings()
    if settings.campaign_why_config is None:
        raise UsageError("Nothing is offered: set CAMPAIGN_WHY_CONFIG to the path of the site file.")
    environment = read_environment()
    site = load_site(settings.campaign_why_config, knowledge.modules, environment)
    action, place = _chosen(site, module, instance, operation)
    request = Request(
        run_id=secrets.token_hex(16),
        action=action.id,
        operation=action.operation,
        module=module,
        instance=place.id,
        requester=TERMINAL,
        place=None,
        asked_at=clock.now(),
        edition=site.edition,
    )
    webhook = next(each for each in site.webhooks if each.id == action.webhook)
    return Trial(site, knowledge, secrets_of(site, environment), settings, request, webhook, place)


def dry_run(tried: Trial) -> None:
    """Print the request for an action without sending it."""
    process = tried.instance.process(tried.knowledge.module(tried.request.module))
    callback = _EXAMPLE_CALLBACK if tried.webhook.outcome == "callback" else None
    call = prepare(tried.request, tried.webhook, tried.instance, process, tried.secrets, callback)
    show(_lines(call, tried.request.asked_at))


def _chosen(site: Site, module: str, instance: str, operation: str | None) -> tuple[Action, Instance]:
    """Return the action that is meant, the safest where several are."""
    modules = {each for action in site.actions for each in action.modules}
    if module not in modules:
        raise UsageError(f"Nothing is offered for {module!r}. {_near(module, sorted(modules))}")
    offers = [offer for offer in site.offers(module) if operation in (None, offer.action.operation)]
    if not offers:
        known = dict.fromkeys(offer.action.operation for offer in site.offers(module))
        raise UsageError(f"No {operation} is offered for {module}. {_near(str(operation), list(known))}")
    for offer in offers:
        for place in offer.instances:
            if place.id == instance:
                return offer.action, place
    places = dict.fromkeys(place.id for offer in offers for place in offer.instances)
    raise UsageError(f"Nothing of that is offered on {instance!r}. {_near(instance, list(places))}")


def _near(given: str, known: Sequence[str]) -> str:
    near = extractOne(given, known, score_cutoff=60)
    return f"Did you mean {near[0]}?" if near else f"Offered: {', '.join(known) or 'nothing'}"


def _lines(call: Call, at: datetime) -> Iterator[Line]:
    yield Line(f"POST {call.webhook.url}", "title")
    for name, value in masked(call.headers(at)).items():
        yield Line(f"{name}: {value}", "quiet")
    yield Line()
    for line in json.dumps(json.loads(call.body), indent=2, ensure_ascii=False).splitlines():
        yield Line(line.lstrip(), "command", len(line) - len(line.lstrip()))
    yield Line()
    yield Line("Nothing was sent.", "heading")
