"""What an answer or a report means, and what people see of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actions.webhook.delivery import Delivered
from bot.actions.webhook.outcome import LONGEST_SHOWN, Report, outcome_of, reported, shown
from tests.actions.values import webhook


@pytest.mark.parametrize(
    ("content", "report"),
    [
        ('{"state": "succeeded"}', Report("succeeded")),
        ('{"state": "working", "message": "stopping", "of": 3}', Report("working", "stopping")),
        (b'{"message": "\xe9\x82\xae", "state": "failed"}', Report("failed", "邮")),
        ('{"state": "done"}', None),
        ('{"state": "failed", "message": 3}', None),
        ('{"state": "failed"', None),
        ('"failed"', None),
        ("[]", None),
        ("", None),
        (b"\xff", None),
        ("[" * 10_000, None),
    ],
)
def test_a_report_is_json_with_a_state(content: str | bytes, report: Report | None) -> None:
    """More keys do not matter; anything else is no report."""
    assert reported(content) == report


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_nothing_that_comes_in_breaks_it(content: str | bytes) -> None:
    """It is a report or it is none."""
    assert reported(content) is None or isinstance(reported(content), Report)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("restarted\n", Report("succeeded", "restarted\n")),
        ("", Report("succeeded")),
        ('{"id": 7, "status": "pending"}', Report("succeeded", '{"id": 7, "status": "pending"}')),
        ('{"state": "failed", "message": "no such process"}', Report("failed", "no such process")),
        ('{"state": "failed", "message": "no such pro', Report("failed", "no such pro")),
        ('{"state": "working", "message": "queued"}', Report("succeeded", "queued")),
    ],
)
def test_an_answer_is_the_outcome(answer: str, outcome: Report) -> None:
    """A success, unless it reports something else; an answer that breaks off has still told."""
    assert outcome_of(webhook(), Delivered(200, answer, 1)) == outcome


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ("accepted", Report("working", "accepted")),
        ('{"state": "working", "message": "queued"}', Report("working", "queued")),
        ('{"state": "failed", "message": "queue full"}', Report("failed", "queue full")),
        ('{"state": "succeeded"}', Report("succeeded")),
    ],
)
def test_where_the_outcome_comes_later_the_run_goes_on(answer: str, outcome: Report) -> None:
    """Unless the answer already reports the result."""
    assert outcome_of(webhook(outcome="callback"), Delivered(202, answer, 1)) == outcome


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        (" mta@prod (1234)\r\n\ttracking\n", "mta@prod (1234)\n\ttracking"),
        ("\x1b[31mfailed\x1b[0m \x1b]0;title\x07now", "failed now"),
        ("a\x00b\x08c\x7f\x9bd", "abcd"),
        ("a\u202eb\u200bc\ufeffd", "abcd"),
        ("<!channel> *bold* & co", "<!channel> *bold* & co"),
        ("x" * 1000, "x" * 1000),
        ("x" * 1001, "x" * 999 + "…"),
    ],
)
def test_people_see_text_without_tricks(text: str, seen: str) -> None:
    """Nothing invisible, nothing that steers a terminal, and not too much."""
    assert shown(text) == seen


@given(st.text())
def test_what_is_shown_has_a_bound_and_can_be_sent(text: str) -> None:
    """Whatever a receiver says."""
    seen = shown(text)

    assert len(seen.encode("utf-8")) <= 4 * LONGEST_SHOWN
    assert len(seen) <= LONGEST_SHOWN
