"""Whether what was offered still holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.slack.marks import Marks
from tests.actions.runs.world import HeldClock
from tests.slack.runs import KeptProcesses

WITHIN = 900.0


@pytest.fixture
def clock() -> HeldClock:
    """A clock in the hand."""
    return HeldClock()


async def test_just_offered(clock: HeldClock) -> None:
    """It holds, and of what other processes offer what those offer that live."""
    marks = Marks("one", KeptProcesses("this", "other"), clock)
    other = Marks("one", KeptProcesses("other"), clock)
    assert [await marks.fault(each.new(), WITHIN) for each in (marks, other)] == [None, None]


async def test_offered_before_a_restart(clock: HeldClock) -> None:
    """The process that offered it is gone."""
    before = Marks("one", KeptProcesses("before"), clock).new()
    assert await Marks("one", KeptProcesses("this", "other"), clock).fault(before, WITHIN) == "before-restart"


async def test_offered_under_a_former_configuration(clock: HeldClock) -> None:
    """It may stand for something else by now."""
    before = Marks("one", KeptProcesses("this"), clock).new()
    assert await Marks("other", KeptProcesses("this"), clock).fault(before, WITHIN) == "former-configuration"


@pytest.mark.parametrize("jump", [timedelta(seconds=901), timedelta(days=365), timedelta(days=-1)])
async def test_offered_at_another_time(clock: HeldClock, jump: timedelta) -> None:
    """Too long ago, or so it seems to a clock that was set."""
    marks = Marks("one", KeptProcesses("this"), clock)
    offered = marks.new()
    clock.time += jump
    assert await marks.fault(offered, WITHIN) == "too-old"
