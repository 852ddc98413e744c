"""The site of the playground: two instances, one without and one with approval, and everything on offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions.model import Action, Environment, Grantees, Instance, Site, Webhook
from bot.knowledge.model import OPERATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.knowledge.model import Module, Operation
    from bot.playground import Receiver

SECRET = "PLAYGROUND_RECEIVER_SECRET"  # noqa: S105  (the name of a variable)
"""Of both webhooks."""

ON_CALL = "U0ONCALL"
APPROVER = "U0APPROVE"

_REQUESTERS = Grantees(users=(ON_CALL, APPROVER))
_APPROVERS = Grantees(users=(APPROVER,))
_HOOKS: dict[Operation, str] = {"check": "answering", "start": "answering", "reload": "answering", "restart": "calling"}
"""A restart takes its time: its outcome comes later."""


def playground_site(modules: Sequence[Module], receiver: Receiver) -> Site:
    """Return what is offered for the modules of a pack."""
    environments = (
        Environment(id="demo", approval=False, cool_down=0, request=_REQUESTERS, approve=_APPROVERS),
        Environment(id="live", approval=True, request=_REQUESTERS, approve=_APPROVERS),
    )
    return Site(
        environments=environments,
        instances=tuple(
            Instance(id=each.id, campaign=each.id, hosting="on-premise", environment=each.id) for each in environments
        ),
        webhooks=(
            Webhook(id="answering", url=receiver.url, deadline=20, secret=SECRET),
            Webhook(id="calling", url=receiver.callback_hook_url, deadline=20, secret=SECRET, outcome="callback"),
        ),
        actions=tuple(_actions(modules, tuple(each.id for each in environments))),
    )


def _actions(modules: Sequence[Module], instances: tuple[str, ...]) -> Iterator[Action]:
    for operation in OPERATIONS:
        able = tuple(each.id for each in modules if operation in each.operations)
        if able:
            yield Action(
                id=operation, operation=operation, modules=able, instances=instances, webhook=_HOOKS[operation]
            )
