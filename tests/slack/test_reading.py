"""What a Slack message says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reading import text_of

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["text", "blocks", "title", "value", "elements"]), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({}, ""),
        ({"text": None}, ""),
        ({"text": "  said "}, "said"),
        ({"text": "said", "attachments": [{"text": "shown"}], "blocks": [{"text": "shown"}]}, "said"),
        ({"text": " ", "attachments": [{"fallback": "short"}]}, "short"),
        ({"attachments": [{"fallback": "short", "pretext": "a", "title": "b", "text": "c"}]}, "a\nb\nc"),
        ({"attachments": [{"title": "b"}, {"text": "c"}]}, "b\nc"),
        ({"attachments": [{"fields": [{"title": "host", "value": "app1"}, "odd", {}]}]}, "host: app1\n: "),
        ({"attachments": [{"text": "same"}, {"text": "same"}]}, "same"),
        ({"attachments": "odd", "blocks": "odd"}, ""),
        ({"attachments": ["odd", None]}, ""),
        ({"attachments": [{"fields": 1}]}, ""),
        ({"attachments": [{"fields": {"title": "host"}}], "blocks": 1}, ""),
        ({"blocks": [{"type": "divider"}, {"text": {"type": "mrkdwn", "text": "in a section"}}]}, "in a section"),
        ({"blocks": [{"elements": [{"elements": [{"text": "deep"}, {"text": " "}]}]}]}, "deep"),
    ],
)
def test_a_message_says_its_text_or_else_what_it_shows(message: dict[str, Any], expected: str) -> None:
    """The text first; attachments and blocks where there is none."""
    assert text_of(message) == expected


def test_blocks_that_nest_without_end_are_read_to_a_depth() -> None:
    """No message is deep enough to exhaust the stack."""
    block: dict[str, Any] = {"text": "bottom"}
    for _ in range(2_000):
        block = {"elements": [block]}

    assert text_of({"text": "", "blocks": [block]}) == ""


@given(
    message=st.fixed_dictionaries(
        {},
        optional={
            "text": st.none() | st.text(max_size=5),
            "attachments": st.none() | st.lists(_JSON, max_size=3),
            "blocks": _JSON,
        },
    )
)
def test_any_message_can_be_read(message: dict[str, Any]) -> None:
    """Whatever its shape, reading it gives a text and raises nothing."""
    assert isinstance(text_of(message), str)
