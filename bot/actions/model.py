"""The nouns of actions: what a site has set up, and who asks.

All but the last mirror the site file, shape by shape, as `bot.knowledge.model` mirrors the knowledge; what is asked for
and what becomes of it stands in `bot.ledger.model`. Nothing here reads a file, an environment or a clock.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from bot.knowledge.model import OPERATIONS, ModuleId, Operation, Slug
from bot.knowledge.rules import SHAPE, AtLeast, Between, Written

if TYPE_CHECKING:
    from bot.knowledge.model import Module

Hosting: TypeAlias = Literal["on-premise", "hybrid", "hosted"]
UserId: TypeAlias = Annotated[str, Written(r"^[UW][A-Z0-9]{2,}$", "a Slack user id such as U012AB3CD")]
GroupId: TypeAlias = Annotated[str, Written(r"^S[A-Z0-9]{2,}$", "a Slack user-group id such as S012AB3CD")]
InstanceName: TypeAlias = Annotated[
    str, Written(r"^[A-Za-z0-9][A-Za-z0-9_-]*$", "the name of the Campaign instance, as behind the @ in mta@prod")
]
Address: TypeAlias = Annotated[
    str,
    Written(
        r"^https?://[A-Za-z0-9._:\[\]-]+([/?][^\s#]*)?$",
        "an address that starts with https:// and holds no name and password",
        may_hide_a_secret=True,
    ),
]
Variable: TypeAlias = Annotated[
    str,
    Written(
        r"^[A-Z][A-Z0-9_]*$",
        "the name of an environment variable in capitals, never the secret itself",
        may_hide_a_secret=True,
    ),
]
HeaderName: TypeAlias = Annotated[str, Written(r"^[A-Za-z0-9-]+$", "the name of an HTTP header such as X-Signature")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantees:
    """Those who have been given a right; nobody has it by default."""

    __pydantic_config__ = SHAPE

    users: tuple[UserId, ...] = ()
    """Slack user ids, U... or W..."""

    groups: tuple[GroupId, ...] = ()
    """Slack user-group ids, S..."""

    def without(self, *users: str) -> tuple[str, ...]:
        """Return all of them, users first, but for these users."""
        return (*(each for each in self.users if each not in users), *self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """Instances for which the same people answer, such as production."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the site."""

    approval: bool
    """Whether a second person has to approve each run that changes something."""

    cool_down: Annotated[int, Between(0, 1440)] = 10
    """Minutes for which a module of an instance is left alone after a success."""

    request: Grantees = Grantees()
    """Who may ask for an action."""

    approve: Grantees = Grantees()
    """Who may approve one, and set the cool-down aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One Campaign instance of the site."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the site; what people choose."""

    campaign: InstanceName
    """Its name in Campaign, as behind the @ in mta@prod."""

    hosting: Hosting
    """on-premise, hybrid, or hosted (nobody of the site has a command line there)."""

    environment: Slug
    """Id of its environment."""

    @property
    def has_shell(self) -> bool:
        """Return whether the site can run commands there: elsewhere none are shown."""
        return self.hosting != "hosted"

    def process(self, module: Module) -> str:
        """Return a module's name in this instance's `nlserver pdump`, such as mta@prod or web@default."""
        return module.process.pdump.replace("<instance>", self.campaign)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """A receiver that carries actions out."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the site."""

    url: Address
    """HTTPS; plain HTTP is for loopback only."""

    timeout: Annotated[float, Between(0.1, 60)] = 10
    """Seconds for one attempt."""

    deadline: Annotated[float, Between(1, 3600)] = 120
    """Seconds for all attempts together."""

    signature: Literal["standard", "hmac-sha256"] = "standard"
    """standard: Standard Webhooks headers; hmac-sha256: hexadecimal, of the body, in `header`."""

    header: HeaderName | None = None
    """Header of an hmac-sha256 signature."""

    secret: Variable
    """Name of the environment variable that holds the signing secret."""

    headers: dict[HeaderName, Variable] = field(default_factory=dict)
    """Further headers, each with the name of the environment variable that holds its value."""

    body: dict[str, Any] | None = None
    """JSON object with {placeholders}, for a receiver with a format of its own."""

    outcome: Literal["answer", "callback"] = "answer"
    """answer: the HTTP answer is the outcome; callback: the receiver reports it later."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An operation that the site offers for some modules of some instances."""

    __pydantic_config__ = SHAPE

    id: Slug
    """Unique within the site."""

    operation: Operation
    """check, start, reload or restart."""

    modules: Annotated[tuple[ModuleId, ...], AtLeast(1)]
    """Ids of the modules it is offered for."""

    instances: Annotated[tuple[Slug, ...], AtLeast(1)]
    """Ids of the instances it is offered on."""

    webhook: Slug
    """Id of the webhook that carries it out."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An action that fits a module, with the instances to choose from."""

    action: Action
    instances: tuple[Instance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What the site file sets up; an empty one offers nothing."""

    __pydantic_config__ = SHAPE

    environments: tuple[Environment, ...] = ()
    """Who may do what, where."""

    instances: tuple[Instance, ...] = ()
    """The Campaign instances."""

    webhooks: tuple[Webhook, ...] = ()
    """The receivers."""

    actions: tuple[Action, ...] = ()
    """What is offered."""

    def environment(self, environment_id: str) -> Environment | None:
        """Return the environment called `environment_id`."""
        return next((each for each in self.environments if each.id == environment_id), None)

    def instance(self, instance_id: str) -> Instance | None:
        """Return the instance called `instance_id`."""
        return next((each for each in self.instances if each.id == instance_id), None)

    def webhook(self, webhook_id: str) -> Webhook | None:
        """Return the webhook called `webhook_id`."""
        return next((each for each in self.webhooks if each.id == webhook_id), None)

    def action(self, action_id: str) -> Action | None:
        """Return the action called `action_id`."""
        return next((each for each in self.actions if each.id == action_id), None)

    def offers(self, module: str) -> tuple[Offer, ...]:
        """Return what is offered for a module, safest operation first, else in the order of the file."""
        fitting = [action for action in self.actions if module in action.modules]
        fitting.sort(key=lambda action: OPERATIONS.index(action.operation))
        return tuple(Offer(action, self._instances_of(action)) for action in fitting)

    @property
    def edition(self) -> str:
        """Return what tells this configuration from every other."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:12]

    def _instances_of(self, action: Action) -> tuple[Instance, ...]:
        return tuple(each for each in self.instances if each.id in action.instances)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in Slack, as known at the click."""

    user: str
    team: str
    groups: frozenset[str] = frozenset()
    is_guest: bool = False
