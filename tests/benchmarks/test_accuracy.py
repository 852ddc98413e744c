"""Accuracy: of the labelled reports as a whole, and of two halves that nobody chose."""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchmarks.accuracy import halves
from benchmarks.probe import SETS, labelled_reports
from bot.diagnosis.evaluation import evaluate
from bot.diagnosis.labelled import Labelled

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

WIDEST_GAP = 0.02
"""Between the shares of right first modules in two halves of a thousand reports each."""


def test_a_report_stays_in_its_half_whatever_else_there_is() -> None:
    """A new report moves no other one, and none is lost."""
    reports = labelled_reports("written")
    one, other = halves(reports)

    more = halves([Labelled("one more", ("mta",)), *reversed(reports)])

    assert len(one) + len(other) == len(reports)
    assert set(one) <= set(more[0])
    assert set(other) <= set(more[1])


def test_the_halves_of_the_labelled_reports_come_out_alike(shipped: Diagnostician) -> None:
    """Knowledge that was tuned to single reports would be better where these are."""
    reports = [report for name in SETS for report in labelled_reports(name)]

    one, other = (evaluate(half, shipped.diagnose) for half in halves(reports))

    assert abs(one.top_1 - other.top_1) <= WIDEST_GAP
