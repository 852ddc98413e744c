"""A pasted list of running processes reports no trouble of what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.listing import without_listing

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

LISTING = """\
nlserver pdump
12:29:22 >   Application server for Adobe Campaign Classic (7.0 24.1 build 9383@abc1234) of 10/02/2024
syslogd@default (7611) - 9.2 MB
stat@prod (5988) - 1.5 MB
watchdog (27369) - 3.1 MB
web@default (28671) - 40.5 MB"""


@pytest.mark.parametrize("listing", [LISTING, LISTING.replace("\n", " "), f"```{LISTING}```", LISTING.split("2024")[1]])
def test_a_pasted_list_of_processes_is_blanked_and_what_is_around_it_stays_in_its_place(listing: str) -> None:
    """The words around it can still be quoted from where they stand."""
    report = f"no workflows since noon: {listing} what now"

    read = without_listing(report)

    assert read.replace("```", "").split() == ["no", "workflows", "since", "noon:", "what", "now"]
    assert [read.index("what now"), len(read)] == [report.index("what now"), len(report)]


@pytest.mark.parametrize(
    "report",
    [
        "mta@prod (28072) - 915.6 MB and growing",
        "watchdog (27369) ends at once",
        "monitor -missing:\nmta@prod\nstat@prod",
        "nlserver pdump\nNo tasks",
        "it failed (4711) and then (4712)",
    ],
)
def test_what_is_no_list_of_running_processes_is_read(report: str) -> None:
    """One process may be what is in trouble, and what is missing is."""
    assert without_listing(report) == report


@pytest.mark.parametrize(
    ("complaint", "module"),
    [("no workflows run since this morning", "wfserver"), ("deliveries stuck at pending", "mta")],
)
def test_a_complaint_beside_a_list_is_answered_by_what_it_complains_of(
    complaint: str, module: str, shipped: Diagnostician
) -> None:
    """Whether the list stands before or behind."""
    answers = [
        shipped.diagnose(text).candidates[0].module for text in (f"{LISTING}\n{complaint}", f"{complaint}\n{LISTING}")
    ]

    assert answers == [module, module]


@given(st.text(st.sampled_from("mta@wtchdog()0123456789 -.MB\n>"), max_size=200))
def test_no_text_gets_longer_or_shorter(text: str) -> None:
    """Positions stay what they were."""
    assert len(without_listing(text)) == len(text)
