"""The collector of garbage rests while a diagnosis is built, and only then."""

from __future__ import annotations

import gc

import pytest

from bot.diagnosis.uncollected import uncollected


def test_the_collector_rests_and_goes_on() -> None:
    """Also where building fails."""
    with pytest.raises(ValueError, match="broken"), uncollected():
        assert not gc.isenabled()
        raise ValueError("broken")

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
