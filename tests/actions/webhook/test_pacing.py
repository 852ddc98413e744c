"""When to try again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.webhook.pacing import is_transient, retry_after, wait_before_next
from tests.actions.values import NOON


def test_only_what_may_get_better_is_tried_again() -> None:
    """Of all statuses."""
    transient = [status for status in range(100, 700) if is_transient(status)]

    assert transient == [408, 425, 429, *range(500, 600)]


@pytest.mark.parametrize(
    ("chance", "waits"),
    [(0.0, [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 15.0]), (1.0, [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0])],
)
def test_waits_grow_up_to_half_a_minute(chance: float, waits: list[float]) -> None:
    """Scattered over their upper half."""
    assert [wait_before_next(attempts, 0.0, chance) for attempts in range(1, 9)] == waits


@given(st.integers(1, 10**6), st.floats(0, 10**6), st.floats(0, 1))
def test_a_wait_is_never_shorter_than_asked_for(attempts: int, asked_for: float, chance: float) -> None:
    """Nor longer than needed."""
    assert asked_for <= wait_before_next(attempts, asked_for, chance) <= max(asked_for, 30.0)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("17", 17.0),
        (" 0 ", 0.0),
        ("Wed, 04 Mar 2026 12:00:30 GMT", 30.0),
        ("Wed, 04 Mar 2026 12:00:30 -0000", 30.0),
        ("Wed, 04 Mar 2026 11:00:00 GMT", 0.0),
        ("", 0.0),
        ("-5", 0.0),
        ("1.5", 0.0),
        ("soon", 0.0),
        ("٣", 0.0),
        ("99999999999", 0.0),
        ("Wed, 99999999999999999999 Mar 2026 12:00:30 GMT", 0.0),
        ("Wed, 04 Mar 2026 12:00:30 +99999999999999999999", 0.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(header: str, seconds: float) -> None:
    """Anything else asks for nothing."""
    assert retry_after(header, NOON) == seconds


@given(st.text(max_size=40))
def test_no_header_breaks_it(header: str) -> None:
    """Receivers write what they want."""
    assert retry_after(header, NOON) >= 0.0
