"""What has to hold between the parts of a site file, the knowledge and the environment."""

from __future__ import annotations

from ipaddress import ip_address
from math import isfinite
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from rapidfuzz.process import extractOne

from bot.actions.receiver_rules import receiver_problems
from bot.actions.secrets import variables
from bot.knowledge.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.actions.model import Action, Environment, Site, Webhook
    from bot.errors import Problem
    from bot.knowledge.model import Module, Operation
    from bot.knowledge.source import Place, Source

_SHORTEST_SECRET = 16


def problems(
    source: Source, site: Site, modules: Sequence[Module], environment: Mapping[str, str]
) -> Iterator[Problem]:
    """Yield everything that is wrong with a site whose shapes hold."""
    for group in ("environments", "instances", "webhooks", "actions"):
        yield from source.twice((group,), [each.id for each in getattr(site, group)])
    yield from _approval_problems(source, site)
    yield from _instance_problems(source, site)
    for i, webhook in enumerate(site.webhooks):
        place: Place = ("webhooks", i)
        yield from _address_problems(source, place, webhook)
        yield from _signature_problems(source, place, webhook)
        yield from _secret_problems(source, place, webhook, environment)
        yield from receiver_problems(source, place, webhook, environment)
    for i, action in enumerate(site.actions):
        yield from _reference_problems(source, ("actions", i), action, site)
        yield from _module_problems(source, ("actions", i), action, {each.id: each for each in modules})
    yield from _offered_twice(source, site)


def _approval_problems(source: Source, site: Site) -> Iterator[Problem]:
    for i, each in enumerate(site.environments):
        if each.approval and not (each.approve.users or each.approve.groups):
            where = ("environments", i, "approval")
            yield source.problem(where, "is asked for, and nobody may give it", "Name users or groups in `approve`")
        elif each.approval and _is_one_and_the_same(each):
            where = ("environments", i, "approve")
            what = "is whoever may request, and nobody approves their own"
            yield source.problem(where, what, "Name somebody else too")


def _is_one_and_the_same(environment: Environment) -> bool:
    """Return whether the only person who may ask is the only one who may approve."""
    groups = environment.request.groups or environment.approve.groups
    users = set(environment.request.users)
    return not groups and len(users) == 1 and set(environment.approve.users) == users


def _instance_problems(source: Source, site: Site) -> Iterator[Problem]:
    known = [each.id for each in site.environments]
    for i, instance in enumerate(site.instances):
        if instance.environment not in known:
            where = ("instances", i, "environment")
            yield source.problem(where, *_unknown("environment", instance.environment, known))


def _address_problems(source: Source, place: Place, webhook: Webhook) -> Iterator[Problem]:
    try:
        parts = urlsplit(webhook.url)
        host, has_port = parts.hostname or "", parts.port != 0
    except ValueError:
        host, has_port = "", False
    if not host or not has_port:
        yield source.problem((*place, "url"), "has no host, or no port from 1 to 65535", "Mend the address")
    elif not webhook.url.startswith("https://") and not _is_loopback(host):
        what = "is plain HTTP to another machine"
        yield source.problem((*place, "url"), what, "Write https://; http:// is for this machine alone")
    if webhook.timeout > webhook.deadline:
        what = f"is {webhook.timeout:g}, beyond the deadline ({webhook.deadline:g})"
        yield source.problem((*place, "timeout"), what, "One attempt is a part of all of them")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _signature_problems(source: Source, place: Place, webhook: Webhook) -> Iterator[Problem]:
    if webhook.signature == "hmac-sha256" and webhook.header is None:
        what = "is hmac-sha256, and no header is named for it"
        yield source.problem((*place, "signature"), what, "Add `header:`, such as X-Signature")
    if webhook.signature == "standard" and webhook.header is not None:
        what = "stands at a standard signature"
        yield source.problem((*place, "header"), what, "Remove it, or write `signature: hmac-sha256`")
    if webhook.body is not None and not _is_json(webhook.body):
        yield source.problem((*place, "body"), "cannot be written as JSON", "Use text, numbers, true, false and null")


def _is_json(value: Any) -> bool:
    match value:
        case dict():
            return all(_is_json(each) for each in value.values())
        case list():
            return all(_is_json(each) for each in value)
        case float():
            return isfinite(value)
        case _:
            return value is None or isinstance(value, str | int)


def _secret_problems(
    source: Source, place: Place, webhook: Webhook, environment: Mapping[str, str]
) -> Iterator[Problem]:
    for below, variable in variables(webhook):
        value = environment.get(variable, "")
        if not value:
            yield source.problem(
                (*place, *below), f"{variable} is not set in the environment", "Set it there, or in .env"
            )
        elif not all(" " <= char <= "~" for char in value):
            what = f"{variable} holds a line break or a letter beyond ASCII"
            yield source.problem((*place, *below), what, "Set it to one line of printable characters")
        elif below == ("secret",) and len(value) < _SHORTEST_SECRET:
            what = f"{variable} is shorter than {_SHORTEST_SECRET} characters"
            yield source.problem((*place, *below), what, "Set a longer one here and at the receiver")


def _reference_problems(source: Source, place: Place, action: Action, site: Site) -> Iterator[Problem]:
    instances = [each.id for each in site.instances]
    webhooks = [each.id for each in site.webhooks]
    for j, instance in enumerate(action.instances):
        if instance not in instances:
            yield source.problem((*place, "instances", j), *_unknown("instance", instance, instances))
    if action.webhook not in webhooks:
        yield source.problem((*place, "webhook"), *_unknown("webhook", action.webhook, webhooks))


def _module_problems(source: Source, place: Place, action: Action, known: Mapping[str, Module]) -> Iterator[Problem]:
    for j, module_id in enumerate(action.modules):
        if module_id not in known:
            yield source.problem((*place, "modules", j), *_unknown("module", module_id, list(known)))
        elif action.operation not in known[module_id].operations:
            yield source.problem((*place, "modules", j), *_senseless(action.operation, known[module_id]))


def _senseless(operation: Operation, module: Module) -> tuple[str, str]:
    if module.process.kind is Kind.JOB:
        cure = module.relaunch["en"] if module.relaunch else "It is launched again by hand"
        return f"is {module.id}, a job: there is no process to {operation}", f"Remove it. {cure}"
    return f"is {module.id}, for which no {operation} is known", f"Known: {', '.join(module.operations) or 'nothing'}"


def _offered_twice(source: Source, site: Site) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], int] = {}
    for i, action in enumerate(site.actions):
        same = {
            first.setdefault((action.operation, module, instance), i)
            for module in action.modules
            for instance in action.instances
        }
        for other in sorted(same - {i}):
            what = f"{action.id!r} offers something that {site.actions[other].id!r} offers as well"
            yield source.problem(("actions", i), what, "Keep one of the two: there is one button for each")


def _unknown(kind: str, given: str, known: Sequence[str]) -> tuple[str, str]:
    what = f"{given!r} is no {kind} that is known here"
    near = extractOne(given, known, score_cutoff=60)
    if near:
        return what, f"Did you mean {near[0]}?"
    return what, f"Known: {', '.join(known)}" if known else f"Add it to `{kind}s`"
