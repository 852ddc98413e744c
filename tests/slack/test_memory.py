"""The memory that forgets, with a clock that is turned by hand."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.memory import Memory, Seen


class Clock:
    """Stands still until it is turned."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_what_is_put_in_can_be_got_as_often_as_wanted() -> None:
    """Getting does not forget."""
    memory: Memory[str, int] = Memory(lifetime=10, most=10)
    memory.put("a", 1)

    assert [memory.get("a"), memory.get("a"), memory.get("b")] == [1, 1, None]


def test_what_is_taken_is_gone() -> None:
    """Of two takers only one gets it."""
    memory: Memory[str, int] = Memory(lifetime=10, most=10)
    memory.put("a", 1)

    assert [memory.take("a"), memory.take("a"), memory.take("b")] == [1, None, None]


def test_a_newer_value_replaces_the_older() -> None:
    """One key, one value."""
    memory: Memory[str, int] = Memory(lifetime=10, most=10)
    memory.put("a", 1)
    memory.put("a", 2)

    assert memory.get("a") == 2


def test_a_value_is_forgotten_after_its_lifetime() -> None:
    """At the end of the lifetime it is still known, after it no more."""
    clock = Clock()
    memory: Memory[str, int] = Memory(lifetime=10, most=10, clock=clock)
    memory.put("a", 1)

    clock.now += 10
    at_the_end = memory.get("a")
    clock.now += 0.1

    assert [at_the_end, memory.get("a"), memory.take("a")] == [1, None, None]


def test_a_value_that_is_put_in_again_lives_anew() -> None:
    """The lifetime counts from the last time."""
    clock = Clock()
    memory: Memory[str, int] = Memory(lifetime=10, most=10, clock=clock)
    memory.put("a", 1)
    clock.now += 9
    memory.put("a", 2)
    clock.now += 9

    assert memory.get("a") == 2


def test_the_oldest_goes_first_when_it_is_full() -> None:
    """A value that was renewed is not the oldest."""
    memory: Memory[str, int] = Memory(lifetime=10, most=2)
    memory.put("a", 1)
    memory.put("b", 2)
    memory.put("a", 3)
    memory.put("c", 4)

    assert [memory.get("a"), memory.get("b"), memory.get("c")] == [3, None, 4]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 4)), max_size=40))
def test_it_agrees_with_a_slow_memory(steps: list[tuple[int, int]]) -> None:
    """Whatever is put in and whenever: a value is known while it is young and among the last three."""
    clock = Clock()
    memory: Memory[int, int] = Memory(lifetime=6, most=3, clock=clock)
    history: list[tuple[int, float]] = []
    for key, pause in steps:
        clock.now += pause
        memory.put(key, len(history))
        history.append((key, clock.now))

    last = {key: index for index, (key, _) in enumerate(history)}
    among_last = sorted(last.values())[-3:]
    expected = [
        last[key] if key in last and last[key] in among_last and clock.now - history[last[key]][1] <= 6 else None
        for key in range(6)
    ]
    assert [memory.get(key) for key in range(6)] == expected


def test_a_key_is_seen_again_only_the_second_time() -> None:
    """Other keys do not count."""
    seen: Seen[str] = Seen(lifetime=10, most=10)

    assert [seen.again("a"), seen.again("b"), seen.again("a"), seen.again("a")] == [False, False, True, True]


def test_a_key_that_is_forgotten_is_new_again() -> None:
    """After its lifetime a key counts as unseen."""
    clock = Clock()
    seen: Seen[str] = Seen(lifetime=10, most=10, clock=clock)
    seen.again("a")
    clock.now += 11

    assert not seen.again("a")
