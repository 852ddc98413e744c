"""The figures of the benchmarks: growth, percentiles, and who is right and sure of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.figures import Answered, exponent, percentile, right_and_answered, right_within

SIZES = (100, 1_000, 10_000, 100_000)


def answers(scores: list[float], *, labels: tuple[str, ...] = ()) -> list[Answered]:
    """Return answers that name `mta` first and `stat` second, as sure as told."""
    return [Answered(labels, ("mta", "stat"), score) for score in scores]


@pytest.mark.parametrize("power", [0.0, 0.4, 1.0, 2.0])
@given(factor=st.floats(1e-6, 1e3))
def test_a_time_that_grows_by_a_power_has_that_exponent(power: float, factor: float) -> None:
    """Whatever the unit."""
    assert exponent(SIZES, [factor * size**power for size in SIZES]) == pytest.approx(power)


def test_a_time_that_grows_unevenly_is_told_by_the_straight_line_through_it() -> None:
    """Doubled once in three steps of ten."""
    assert exponent(SIZES, [1, 1, 2, 2]) == pytest.approx(0.12041199826559248)


def test_one_size_has_no_growth() -> None:
    """There is nothing to compare."""
    with pytest.raises(ZeroDivisionError):
        exponent([100], [1])


@pytest.mark.parametrize(
    ("share", "expected"), [(0.0, 1), (0.5, 51), (0.99, 100), (1.0, 100)], ids=["least", "middle", "p99", "most"]
)
def test_a_percentile_of_a_hundred_values_is_one_of_them(share: float, expected: int) -> None:
    """In whatever order they come."""
    assert percentile(reversed(range(1, 101)), share) == expected


def test_a_module_counts_as_right_within_its_place() -> None:
    """Reports out of scope do not count; nothing in scope counts as nothing right."""
    asked = [*answers([1], labels=("mta",)), *answers([1], labels=("stat",)), *answers([9])]

    assert (right_within(asked, 1), right_within(asked, 2)) == (0.5, 1.0)
    assert right_within(answers([9]), 1) == 0.0


def test_one_in_twenty_out_of_scope_may_be_answered() -> None:
    """Of forty two are allowed: who is surer than the third is answered."""
    outside = answers([9.0, 8.0, 7.0] + [1.0] * 37)
    inside = answers([7.5, 7.0, 0.5, 10.0], labels=("mta",))

    assert right_and_answered([*outside, *inside]) == 0.5


def test_of_fewer_than_twenty_none_may_be_answered() -> None:
    """The surest one out of scope sets the limit."""
    assert right_and_answered([*answers([3.0, 1.0]), *answers([3.0, 3.1], labels=("mta",))]) == 0.5


def test_a_wrong_answer_does_not_count_however_sure_it_is() -> None:
    """Nothing out of scope: all are answered."""
    assert right_and_answered([*answers([9.0], labels=("stat",)), *answers([0.1], labels=("mta",))]) == 0.5
