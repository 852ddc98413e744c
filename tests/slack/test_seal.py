"""What Slack carries for us cannot be changed on the way."""

from __future__ import annotations

import base64

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.seal import Seal

SEAL = Seal("xoxb-of-the-tests", "buttons")
CONTENT = {"module": "mta", "evidence": ["邮件发不出去"], "place": ["C1", "1.1", None]}


def test_own_seal() -> None:
    """It opens to what was sealed, in letters that Slack leaves as they are."""
    sealed = SEAL.close(CONTENT)
    assert SEAL.open(sealed) == CONTENT
    assert sealed.isascii()


def test_nothing_to_read() -> None:
    """Who gets hold of it learns nothing, and the same sealed twice looks different."""
    sealed, again = SEAL.close(CONTENT), SEAL.close(CONTENT)
    raw = base64.urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
    assert b"mta" not in raw
    assert b"C1" not in raw
    assert sealed != again


def test_seal_of_another_secret_or_purpose() -> None:
    """It does not open."""
    sealed = SEAL.close(CONTENT)
    assert Seal("xoxb-another", "buttons").open(sealed) is None
    assert Seal("xoxb-of-the-tests", "other").open(sealed) is None


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=63))
def test_changed_letter(position: int, by: int) -> None:
    """Whatever is changed, and wherever, the seal is broken."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sealed = SEAL.close(CONTENT)
    at = position % (len(sealed) - 1)
    other = letters[(letters.index(sealed[at]) + by) % 64]
    assert SEAL.open(f"{sealed[:at]}{other}{sealed[at + 1 :]}") is None


@given(st.text(max_size=200))
def test_made_up(text: str) -> None:
    """It does not open, and nothing breaks."""
    assert SEAL.open(text) is None
