"""Who may do what: asked at the click and again at the submission, always on the server.

Nothing is granted by default.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from bot.actions.model import Environment, Instance, Offer, Person, Site
    from bot.knowledge.model import Operation
    from bot.ledger.model import Place, Request

Right: TypeAlias = Literal["request", "approve", "override"]
"""To ask for an action, to approve one, to set the cool-down aside; those who approve hold the last two."""

RefusalCode: TypeAlias = Literal[
    "other-workspace", "guest", "shared-channel", "other-channel", "not-offered", "no-grant", "own-run"
]


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing stands against it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Something stands against it: what, which right it would take, and who has that right."""

    code: RefusalCode
    grant: Right
    environment: str
    ask: tuple[str, ...]
    """Slack ids of others who hold the right, users before groups; empty where nobody does."""


Verdict: TypeAlias = Allowed | Refused


def may_request(site: Site, person: Person, place: Place, offer: Offer, instance: Instance) -> Verdict:
    """Return whether a person may ask for an action on an instance.

    Args:
        site: as it is set up now.
        person: who asks.
        place: where.
        offer: what the site offers for the module.
        instance: the one that was chosen.
    """
    environment = site.environment(instance.environment)
    is_offered = site.action(offer.action.id) == offer.action and instance.id in offer.action.instances
    if environment is None or not is_offered or site.instance(instance.id) != instance:
        return Refused("not-offered", "request", instance.environment, ())
    return _verdict(person, environment, "request", at_the_door(person, place))


def may_approve(site: Site, request: Request, person: Person, place: Place) -> Verdict:
    """Return whether a person may approve, or deny, what somebody else asked for in this channel."""
    environment = _environment_of(site, request.instance)
    if environment is None:
        return Refused("not-offered", "approve", "", ())
    obstacle = at_the_door(person, place)
    if request.place and (request.place.team, request.place.channel) != (place.team, place.channel):
        obstacle = obstacle or "other-channel"
    if person.user == request.requester:
        obstacle = obstacle or "own-run"
    return _verdict(person, environment, "approve", obstacle, requester=request.requester)


def approvers(site: Site, request: Request) -> tuple[str, ...]:
    """Return the users and groups who may approve a request; never who made it."""
    environment = _environment_of(site, request.instance)
    return environment.approve.without(request.requester) if environment else ()


def may_override_cool_down(site: Site, person: Person, place: Place, instance: Instance) -> Verdict:
    """Return whether a person may go on although the module was seen to a moment ago."""
    environment = site.environment(instance.environment)
    if environment is None:
        return Refused("not-offered", "override", instance.environment, ())
    return _verdict(person, environment, "override", at_the_door(person, place))


def needs_approval(site: Site, operation: Operation, instance: Instance) -> bool:
    """Return whether a second person has to approve; a check changes nothing and is never held up."""
    environment = site.environment(instance.environment)
    return operation != "check" and (environment is None or environment.approval)


def _environment_of(site: Site, instance_id: str) -> Environment | None:
    instance = site.instance(instance_id)
    return site.environment(instance.environment) if instance else None


def at_the_door(person: Person, place: Place) -> RefusalCode | None:
    """Return what keeps a person out, whatever they were granted."""
    if not person.team or person.team != place.team:
        return "other-workspace"
    if person.is_guest:
        return "guest"
    return "shared-channel" if place.is_shared_outside else None


def _verdict(
    person: Person, environment: Environment, right: Right, obstacle: RefusalCode | None, *, requester: str = ""
) -> Verdict:
    holders = environment.request if right == "request" else environment.approve
    is_granted = person.user in holders.users or not person.groups.isdisjoint(holders.groups)
    if is_granted and obstacle is None:
        return Allowed()
    return Refused(obstacle or "no-grant", right, environment.id, holders.without(person.user, requester))
