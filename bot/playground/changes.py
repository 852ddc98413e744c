"""What changes in the workspace, one value for each kind, and who is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.console import Line
    from bot.playground.exchanges import Exchange
    from bot.playground.faults import Fault
    from bot.playground.messages import Message
    from bot.playground.people import Person
    from bot.playground.views import View


@dataclass(frozen=True, slots=True)
class MessagePut:
    """A message is new, or has changed."""

    message: Message


@dataclass(frozen=True, slots=True)
class MessageGone:
    """A message has been taken away."""

    message: Message


@dataclass(frozen=True, slots=True)
class ModalShown:
    """Somebody's form has opened, changed or closed."""

    person: str
    view: View | None
    errors: Mapping[str, str] | None = None
    """What is wrong with what was filled in, by block."""


@dataclass(frozen=True, slots=True)
class HomeShown:
    """Somebody's App Home has changed."""

    person: str
    view: View


@dataclass(frozen=True, slots=True)
class ExchangePut:
    """A request was made, or answered."""

    exchange: Exchange


@dataclass(frozen=True, slots=True)
class LinePut:
    """The receiver's console has a new line."""

    line: Line


@dataclass(frozen=True, slots=True)
class ConsoleCleared:
    """The receiver's console is empty again."""


@dataclass(frozen=True, slots=True)
class FaultsChanged:
    """Slack has other faults now."""

    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class ReceiverChanged:
    """The receiver behaves differently now."""

    mode: str


@dataclass(frozen=True, slots=True)
class PeopleChanged:
    """Somebody has another language."""

    people: tuple[Person, ...]


Change: TypeAlias = (
    MessagePut
    | MessageGone
    | ModalShown
    | HomeShown
    | ExchangePut
    | LinePut
    | ConsoleCleared
    | FaultsChanged
    | ReceiverChanged
    | PeopleChanged
)


class Feed:
    """Tells everybody who listens, in the order in which things happen."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Change], None]] = []

    def subscribe(self, listener: Callable[[Change], None]) -> Callable[[], None]:
        """Tell a listener of every change from now on; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def tell(self, change: Change) -> None:
        """Tell of a change."""
        for listener in tuple(self._listeners):
            listener(change)
