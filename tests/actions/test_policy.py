"""Nobody may do anything until the site says who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.model import Action, Environment, Grantees, Instance, Offer, Person, Site, Webhook
from bot.actions.policy import (
    Allowed,
    Refused,
    may_approve,
    may_override_cool_down,
    may_request,
    needs_approval,
)
from bot.knowledge.model import OPERATIONS
from bot.ledger.model import Place, Request

PROD = Instance(id="prod", campaign="prod", hosting="on-premise", environment="production")
STAGE = Instance(id="stage", campaign="stage", hosting="on-premise", environment="staging")
RESTART = Action(id="restart", operation="restart", modules=("mta",), instances=("prod", "stage"), webhook="runner")
SITE = Site(
    environments=(
        Environment(
            id="production",
            approval=True,
            request=Grantees(users=("U0DEV",), groups=("S0ONCALL",)),
            approve=Grantees(users=("U0LEAD", "U0OTHER"), groups=("S0LEADS",)),
        ),
        Environment(id="staging", approval=False),
    ),
    instances=(PROD, STAGE),
    webhooks=(Webhook(id="runner", url="https://runner.example.com", secret="RUNNER_SECRET"),),
    actions=(RESTART,),
)
OFFER = SITE.offers("mta")[0]
CHANNEL = Place("T0HOME", "C0INCIDENTS", "1.1")
REQUEST = Request(
    run_id="7f3c",
    action="restart",
    operation="restart",
    module="mta",
    instance="prod",
    requester="U0DEV",
    place=CHANNEL,
    asked_at=datetime(2026, 11, 23, 14, 3, tzinfo=UTC),
)
REQUESTERS = ("U0DEV", "S0ONCALL")
APPROVERS = ("U0LEAD", "U0OTHER", "S0LEADS")


def person(user: str, *groups: str) -> Person:
    """Return a member of the bot's workspace."""
    return Person(user, "T0HOME", frozenset(groups))


@pytest.mark.parametrize("who", [person("U0DEV"), person("U0ANY", "S0ONCALL"), person("U0ANY", "S0ANY", "S0ONCALL")])
def test_a_grant_is_held_as_a_person_or_through_a_group(who: Person) -> None:
    """One of a person's groups is enough."""
    assert may_request(SITE, who, CHANNEL, OFFER, PROD) == Allowed()


@pytest.mark.parametrize("who", [person("U0ANY"), person("U0ANY", "S0ANY"), person("S0ONCALL"), person("U0X", "U0DEV")])
def test_without_a_grant_nobody_may_ask(who: Person) -> None:
    """The refusal names the right, the environment and those who hold it."""
    assert may_request(SITE, who, CHANNEL, OFFER, PROD) == Refused("no-grant", "request", "production", REQUESTERS)


def test_a_grant_holds_for_its_environment_alone() -> None:
    """Where nobody is named, nobody may."""
    assert may_request(SITE, person("U0DEV", "S0ONCALL"), CHANNEL, OFFER, STAGE) == Refused(
        "no-grant", "request", "staging", ()
    )


def test_who_may_approve_may_not_ask_for_that_reason() -> None:
    """The two rights are given apart."""
    assert may_request(SITE, person("U0LEAD"), CHANNEL, OFFER, PROD) == Refused(
        "no-grant", "request", "production", REQUESTERS
    )


@pytest.mark.parametrize(
    ("who", "where", "code"),
    [
        (replace(person("U0DEV"), team="T0OTHER"), CHANNEL, "other-workspace"),
        (replace(person("U0DEV"), team=""), replace(CHANNEL, team=""), "other-workspace"),
        (replace(person("U0DEV"), is_guest=True), CHANNEL, "guest"),
        (person("U0DEV"), replace(CHANNEL, is_shared_outside=True), "shared-channel"),
    ],
)
def test_a_grant_does_not_help_an_outsider(who: Person, where: Place, code: str) -> None:
    """Of another workspace, as a guest, or where another company reads along."""
    verdict = may_request(SITE, who, where, OFFER, PROD)

    assert verdict == Refused(code, "request", "production", ("S0ONCALL",))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("offer", "instance"),
    [
        (Offer(replace(RESTART, webhook="elsewhere"), (PROD,)), PROD),
        (Offer(replace(RESTART, id="gone"), (PROD,)), PROD),
        (OFFER, replace(PROD, id="other")),
        (OFFER, replace(PROD, campaign="other")),
        (OFFER, replace(PROD, environment="staging")),
        (OFFER, replace(PROD, environment="nowhere")),
    ],
)
def test_what_the_site_does_not_offer_any_more_is_refused(offer: Offer, instance: Instance) -> None:
    """A button of a former configuration, or a value that somebody made up."""
    verdict = may_request(SITE, person("U0DEV"), CHANNEL, offer, instance)

    assert verdict == Refused("not-offered", "request", instance.environment, ())


def test_a_second_person_may_approve() -> None:
    """In the channel in which it was asked for, whichever message carries the button."""
    assert may_approve(SITE, REQUEST, person("U0LEAD"), replace(CHANNEL, ts="2.2")) == Allowed()
    assert may_approve(SITE, REQUEST, person("U0ANY", "S0LEADS"), CHANNEL) == Allowed()


def test_nobody_approves_what_they_asked_for() -> None:
    """Not even with the grant; the others who hold it are named."""
    request = replace(REQUEST, requester="U0LEAD")

    assert may_approve(SITE, request, person("U0LEAD", "S0LEADS"), CHANNEL) == Refused(
        "own-run", "approve", "production", ("U0OTHER", "S0LEADS")
    )


def test_whoever_may_not_approve_is_not_sent_to_the_requester() -> None:
    """Who asked for it may not either, whatever they are granted."""
    request = replace(REQUEST, requester="U0LEAD")

    assert may_approve(SITE, request, person("U0ANY"), CHANNEL) == Refused(
        "no-grant", "approve", "production", ("U0OTHER", "S0LEADS")
    )


@pytest.mark.parametrize(
    ("who", "where", "code"),
    [
        (person("U0ANY"), CHANNEL, "no-grant"),
        (person("U0ANY"), replace(CHANNEL, channel="C0ELSEWHERE"), "other-channel"),
        (replace(person("U0ANY"), is_guest=True), replace(CHANNEL, channel="C0ELSEWHERE"), "guest"),
        (replace(person("U0ANY"), team="T0OTHER"), CHANNEL, "other-workspace"),
        (person("U0ANY", "S0LEADS"), replace(CHANNEL, is_shared_outside=True), "shared-channel"),
    ],
)
def test_an_approval_by_the_wrong_person_or_in_the_wrong_place_is_refused(who: Person, where: Place, code: str) -> None:
    """An outsider learns nothing of the run."""
    verdict = may_approve(SITE, REQUEST, who, where)

    assert verdict == Refused(code, "approve", "production", APPROVERS)  # type: ignore[arg-type]


def test_a_request_from_the_terminal_is_approved_in_any_channel_of_the_workspace() -> None:
    """It has no channel of its own."""
    assert may_approve(SITE, replace(REQUEST, place=None, requester="terminal"), person("U0LEAD"), CHANNEL) == Allowed()


def test_a_request_for_an_instance_that_went_away_cannot_be_approved() -> None:
    """The site file has changed while it waited."""
    assert may_approve(SITE, replace(REQUEST, instance="gone"), person("U0LEAD"), CHANNEL) == Refused(
        "not-offered", "approve", "", ()
    )


def test_the_cool_down_is_set_aside_by_those_who_may_approve() -> None:
    """Whoever may only ask has to wait."""
    assert may_override_cool_down(SITE, person("U0LEAD"), CHANNEL, PROD) == Allowed()
    assert may_override_cool_down(SITE, person("U0DEV"), CHANNEL, PROD) == Refused(
        "no-grant", "override", "production", APPROVERS
    )
    assert may_override_cool_down(SITE, person("U0LEAD"), CHANNEL, replace(PROD, environment="gone")) == Refused(
        "not-offered", "override", "gone", ()
    )


def test_a_second_person_is_needed_where_the_environment_asks_for_it_and_something_changes() -> None:
    """A check is never held up; an environment that is not known is taken for the strictest."""
    assert [each for each in OPERATIONS if needs_approval(SITE, each, PROD)] == ["start", "reload", "restart"]
    assert [each for each in OPERATIONS if needs_approval(SITE, each, STAGE)] == []
    assert needs_approval(SITE, "restart", replace(PROD, environment="gone"))


_IDS = st.sampled_from(["U0DEV", "U0LEAD", "U0ANY", "S0ONCALL", "S0LEADS", "S0ANY"])
_PEOPLE = st.builds(Person, _IDS, st.sampled_from(["T0HOME", "T0OTHER", ""]), st.frozensets(_IDS), st.booleans())
_PLACES = st.builds(Place, st.sampled_from(["T0HOME", "T0OTHER", ""]), st.just("C"), st.just("1"), st.none())


@given(_PEOPLE, _PLACES, st.sampled_from([PROD, STAGE]))
def test_a_site_without_grants_allows_nothing(who: Person, where: Place, instance: Instance) -> None:
    """To anybody, anywhere."""
    bare = replace(SITE, environments=tuple(Environment(id=each.id, approval=False) for each in SITE.environments))

    assert isinstance(may_request(bare, who, where, OFFER, instance), Refused)
    assert isinstance(may_override_cool_down(bare, who, where, instance), Refused)
    assert isinstance(may_approve(bare, replace(REQUEST, instance=instance.id), who, where), Refused)


@given(_PEOPLE, _PLACES)
def test_whoever_is_allowed_belongs_to_the_workspace_and_holds_the_grant(who: Person, where: Place) -> None:
    """Whatever else is true of them."""
    if may_request(SITE, who, where, OFFER, PROD) == Allowed():
        assert who.team == where.team != ""
        assert not who.is_guest
        assert who.user == "U0DEV" or "S0ONCALL" in who.groups
