"""The collector of garbage rests while a diagnosis is built, and only then."""

from __future__ import annotations

import gc

import pytest

from bot.diagnosis.uncollected import leave_uncollected, uncollected


@uncollected()
def collects(*, breaks: bool = False) -> bool:
    """Return whether the collector is on, or break."""
    if breaks:
        raise ValueError("broken")
    return gc.isenabled()


def test_the_collector_rests_and_goes_on() -> None:
    """It is off inside and on again behind."""
    assert (collects(), gc.isenabled()) == (False, True)


def test_the_collector_goes_on_where_building_fails() -> None:
    """A pack that cannot be built does not leave the process without it."""
    with pytest.raises(ValueError, match="broken"):
        collects(breaks=True)

    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    """Whoever turned it off turns it on."""
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_the_collector_does_not_begin_with_what_was_made_meanwhile() -> None:
    """It is left alone, until somebody takes leave of what has died."""
    gc.unfreeze()
    with uncollected():
        made: list[list[object]] = [[] for _ in range(10_000)]
        made[0].append(made)
    left_alone = gc.get_freeze_count()
    del made
    gc.collect()
    not_yet = gc.get_freeze_count()
    leave_uncollected()
    at_last = gc.get_freeze_count()
    gc.unfreeze()

    assert left_alone >= 10_000
    assert not_yet - at_last >= 10_000


def test_what_is_there_is_left_alone() -> None:
    """The collector does not walk through it again, but what has died meanwhile is not kept."""
    gc.collect()
    leave_uncollected()
    once = gc.get_freeze_count()
    leave_uncollected()
    twice = gc.get_freeze_count()
    gc.unfreeze()

    assert once > 0
    assert twice < 2 * once
