"""A small memory that forgets: by age, and the oldest first when it is full."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

Key = TypeVar("Key")
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key, for `lifetime` seconds after they were put in, `most` of them at the most."""

    def __init__(self, *, lifetime: float, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._lifetime = lifetime
        self._most = most
        self._clock = clock
        self._entries: dict[Key, tuple[float, Value]] = {}

    def put(self, key: Key, value: Value) -> None:
        """Remember `value`; an older one under the same key is replaced."""
        self._entries.pop(key, None)
        self._forget()
        self._entries[key] = (self._clock(), value)

    def get(self, key: Key) -> Value | None:
        """Return what is remembered under `key`."""
        entry = self._entries.get(key)
        if entry is None or self._clock() - entry[0] > self._lifetime:
            return None
        return entry[1]

    def take(self, key: Key) -> Value | None:
        """Return what is remembered under `key` and forget it: of two takers only one gets it."""
        value = self.get(key)
        self._entries.pop(key, None)
        return value

    def _forget(self) -> None:
        oldest_allowed = self._clock() - self._lifetime
        while self._entries:
            key = next(iter(self._entries))
            if len(self._entries) < self._most and self._entries[key][0] >= oldest_allowed:
                return
            del self._entries[key]


class Seen(Generic[Key]):
    """Keys that have come by already."""

    def __init__(self, *, lifetime: float, most: int, clock: Callable[[], float] = monotonic) -> None:
        self._memory: Memory[Key, bool] = Memory(lifetime=lifetime, most=most, clock=clock)

    def again(self, key: Key) -> bool:
        """Return whether `key` has come by before; from now on it has."""
        if self._memory.get(key):
            return True
        self._memory.put(key, True)  # noqa: FBT003
        return False
