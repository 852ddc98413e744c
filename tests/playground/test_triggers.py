"""Triggers: once, and at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.refusal import Refusal
from bot.playground.triggers import Triggers

if TYPE_CHECKING:
    from tests.playground.conftest import HandTime


def test_a_trigger_tells_who_acted(time: HandTime) -> None:
    """Whose form it opens."""
    triggers = Triggers(time.now)

    assert triggers.spend(triggers.issue("U0ONCALL")) == "U0ONCALL"


def test_a_trigger_is_good_for_three_seconds(time: HandTime) -> None:
    """Not longer."""
    triggers = Triggers(time.now)
    in_time, too_late = triggers.issue("U1"), triggers.issue("U1")
    time.passed = 3

    assert triggers.spend(in_time) == "U1"
    time.passed = 3.1
    with pytest.raises(Refusal, match="expired_trigger_id"):
        triggers.spend(too_late)


def test_a_trigger_is_good_once(time: HandTime) -> None:
    """Even within the three seconds."""
    triggers = Triggers(time.now)
    trigger = triggers.issue("U1")
    triggers.spend(trigger)

    with pytest.raises(Refusal, match="exchanged_trigger_id"):
        triggers.spend(trigger)


def test_a_trigger_that_nobody_issued_is_no_trigger(time: HandTime) -> None:
    """Except where everybody is let in, and there once as well."""
    with pytest.raises(Refusal, match="invalid_trigger_id"):
        Triggers(time.now).spend("made up")

    open_to_all = Triggers(time.now, takes_any=True)
    assert open_to_all.spend("made up") == ""
    with pytest.raises(Refusal, match="exchanged_trigger_id"):
        open_to_all.spend("made up")
