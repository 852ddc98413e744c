"""Reports that come in by themselves: only from the receiver of a run, only in time."""

from __future__ import annotations

from datetime import timedelta
from http import HTTPStatus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.actions.webhook.callback import LARGEST_REPORT, LIVES, PATH, NotTaken, Reported, callback_url, received
from bot.actions.webhook.outcome import Report
from tests.actions.values import NOON, SECRETS, site, webhook

SITE = site(webhook(outcome="callback"), webhook(id="rundeck", secret="PLAIN_SECRET"))
BASE = "https://why.example"
REPORT = b'{"state": "succeeded", "message": "restarted"}'


def _token(run_id: str = "7f3c0a", webhook_id: str = "ops", secret: SecretStr = SECRETS["STANDARD_SECRET"]) -> str:
    url = callback_url(BASE, webhook=webhook_id, run_id=run_id, expires=NOON + LIVES, secret=secret)
    return url.removeprefix(f"{BASE}{PATH}")


def test_the_receiver_reports_at_its_address() -> None:
    """The report names the run it is about."""
    told = received(_token(), REPORT, site=SITE, secrets=SECRETS, now=NOON)

    assert told == Reported("7f3c0a", "ops", Report("succeeded", "restarted"))


def test_the_address_is_the_same_each_time() -> None:
    """So is the body that holds it, after a restart too."""
    urls = [
        callback_url(base, webhook="ops", run_id="7f3c0a", expires=NOON, secret=SECRETS["STANDARD_SECRET"])
        for base in (BASE, f"{BASE}/")
    ]

    assert urls[0] == urls[1]
    assert urls[0].startswith("https://why.example/actions/callback/ops.7f3c0a.1772625600.")


@pytest.mark.parametrize(
    "token",
    [
        "",
        "ops",
        "../../etc",
        _token()[:-1],
        _token() + "\n",
        _token().replace("7f3c0a", "7f3c0b"),
        _token().replace(".17", ".18"),
        _token(secret=SecretStr("another")),
        _token(webhook_id="unknown"),
        _token(webhook_id="rundeck", secret=SECRETS["PLAIN_SECRET"]),
        _token().replace("7f3c0a", "７f3c0a"),
    ],
)
def test_a_token_of_nobodys_is_no_address(token: str) -> None:
    """Forged, cut, moved to another run, or of a webhook that reports nothing: the answer is the same."""
    told = received(token, REPORT, site=SITE, secrets=SECRETS, now=NOON)

    assert told == NotTaken(HTTPStatus.NOT_FOUND, "there is no such callback")


@given(st.text())
def test_no_token_breaks_it(token: str) -> None:
    """Whatever stands in the address."""
    told = received(token, REPORT, site=SITE, secrets=SECRETS, now=NOON)

    assert told == NotTaken(HTTPStatus.NOT_FOUND, "there is no such callback")


@pytest.mark.parametrize(("late", "is_taken"), [(LIVES - timedelta(seconds=1), True), (LIVES, False)])
def test_an_address_expires(late: timedelta, is_taken: bool) -> None:
    """An hour after; the answer says when it was."""
    told = received(_token(), REPORT, site=SITE, secrets=SECRETS, now=NOON + late)

    expired = NotTaken(HTTPStatus.GONE, "expired at 2026-03-04T13:00:00Z")
    assert told == (Reported("7f3c0a", "ops", Report("succeeded", "restarted")) if is_taken else expired)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"", HTTPStatus.BAD_REQUEST),
        (b"state=succeeded", HTTPStatus.BAD_REQUEST),
        (b'{"state": "succeeded"', HTTPStatus.BAD_REQUEST),
        (b" " * (LARGEST_REPORT + 1), HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    ],
)
def test_what_is_no_report_is_told_how_one_looks(content: bytes, status: HTTPStatus) -> None:
    """And the run is not touched."""
    told = received(_token(), content, site=SITE, secrets=SECRETS, now=NOON)

    assert isinstance(told, NotTaken)
    assert told.status == status


def test_no_secret_can_be_read_from_an_address() -> None:
    """It is derived, and not the key of the requests' signatures."""
    assert SECRETS["STANDARD_SECRET"].get_secret_value() not in _token()
