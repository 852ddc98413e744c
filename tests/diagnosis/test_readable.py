"""Text is told from bytes."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.outcome import Abstain
from bot.diagnosis.readable import readable

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician


@pytest.mark.parametrize("errors", ["replace", "surrogateescape"])
@pytest.mark.parametrize("length", [400, 4_000, 40_000])
def test_bytes_are_never_taken_for_a_report(shipped: Diagnostician, length: int, errors: str) -> None:
    """The words in them are there by chance."""
    noise = random.Random(length)  # noqa: S311
    blobs = [noise.randbytes(length) for _ in range(10)]

    diagnoses = [
        shipped.diagnose(text) for blob in blobs for text in (blob.decode("utf-8", errors), blob.decode("latin-1"))
    ]

    assert [type(each) for each in diagnoses] == [Abstain] * 20


@pytest.mark.parametrize(
    "text",
    [
        "mta is down",
        "\x1b[31mERR\x1b[0m \x1b[31mmta\x1b[0m \x1b[31mdown\x1b[0m \x1b[31magain\x1b[0m \x1b[31mnow\x1b[0m" * 3,
        "邮件发不出去\x00",
        "Données illisibles \ufffd\ufffd dans le fichier",
    ],
)
def test_text_with_a_few_odd_characters_is_read(text: str) -> None:
    """Colours of a terminal, a stray zero, a letter that was lost."""
    assert readable(text) == text


@given(st.text(st.characters(categories=["L", "N", "P", "Zs"], exclude_characters="\ufffd"), max_size=300))
def test_what_people_can_type_is_read_as_it_is(text: str) -> None:
    """In any script."""
    assert readable(text) == text
