"""A pasted list of running processes reports no trouble of what stands in it."""

from __future__ import annotations

import re
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


@pytest.mark.parametrize(
    "listing",
    [
        LISTING,
        LISTING.replace("\n", " "),
        f"```{LISTING}```",
        LISTING.split("2024")[1],
        "- watchdog (1) - 3 MiB\n- mta@prod (2) - 4 MiB\n- stat@prod (3) - 5 Mo",
        "nlserver pdump -who:\nmta@prod (2)",
    ],
)
def test_a_pasted_list_of_processes_is_blanked_and_what_is_around_it_stays_in_its_place(listing: str) -> None:
    """The words around it can still be quoted from where they stand."""
    report = f"no workflows since noon: {listing} what now"

    read = without_listing(report)

    assert re.sub("```|- ", "", read).split() == ["no", "workflows", "since", "noon:", "what", "now"]
    assert [read.index("what now"), len(read)] == [report.index("what now"), len(report)]


@pytest.mark.parametrize(
    "report",
    [
        "mta@prod (28072) - 915.6 MB and growing",
        "watchdog (27369) ends at once",
        "watchdog (27369)\nwfserver@prod (12) crashed",
        "killed: web@default (28671) - 1940.5 MB\nwfserver@prod (3) - 1850.0 MB",
        "stuck processes: wfserver@prod (11) - 900 MB\nrunwf@prod (12) - 1200 MB\nmta@prod (13) - 9 MB",
        "zombies in pdump:\nmtachild@prod (100) - 0 MB\nmtachild@prod (101) - 0 MB",
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


LINES = st.lists(
    st.sampled_from(
        ["mta@prod (28072) - 15.6 MB", "watchdog (27369)", "nlserver pdump", "mails are stuck", "", "stat@rt (7)"]
    )
)


@given(LINES, st.sampled_from(["\n", " ", " > "]))
def test_what_is_blanked_is_processes_and_the_rest_stays_in_its_place(lines: list[str], between: str) -> None:
    """Positions stay what they were."""
    report = between.join(lines)

    read = without_listing(report)

    assert len(read) == len(report)
    assert all(new in (old, " ", "\n") for old, new in zip(report, read, strict=True))
    assert read.count("mails are stuck") == report.count("mails are stuck")
