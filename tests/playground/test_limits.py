"""Slack's limits: what is just right passes, one more does not."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.limits import is_view_too_large, problems_of_blocks, problems_of_view, text_in


def plain(text: str) -> dict[str, Any]:
    """Return a text without markup."""
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    """Return a section."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(**more: Any) -> dict[str, Any]:
    """Return a button."""
    return {"type": "button", "text": plain("Go"), "action_id": "go", "value": "v", **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    """Return a row of elements."""
    return {"type": "actions", "elements": list(elements)}


def select(*options: dict[str, Any], kind: str = "static_select", **more: Any) -> dict[str, Any]:
    """Return something to choose from."""
    return {"type": kind, "action_id": "choose", "options": list(options), **more}


def option(text: str = "One", value: str = "1") -> dict[str, Any]:
    """Return something to choose."""
    return {"text": plain(text), "value": value}


def numbered(count: int) -> list[dict[str, Any]]:
    """Return buttons with different ids."""
    return [button(action_id=f"go{number}") for number in range(count)]


@pytest.mark.parametrize(
    "block",
    [
        section("x" * 3_000),
        {"type": "section", "fields": [plain("x" * 2_000)] * 10},
        {"type": "header", "text": plain("x" * 150)},
        {"type": "context", "elements": [plain("x")] * 10},
        actions(*numbered(25)),
        actions(button(text=plain("x" * 75), value="x" * 2_000, action_id="x" * 255)),
        actions(button(confirm={"title": plain("x" * 100), "text": plain("x" * 300), "confirm": plain("x" * 30)})),
        actions(select(*[option("x" * 75, "x" * 150)] * 100, placeholder=plain("x" * 150))),
        actions(select(*[option()] * 5, kind="overflow")),
        {"type": "input", "label": plain("x" * 2_000), "element": {"type": "plain_text_input", "action_id": "a"}},
        {"type": "image", "image_url": "https://example.com/", "alt_text": "x" * 2_000},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
        {"type": "divider", "block_id": "x" * 255},
    ],
)
def test_what_is_just_right_passes(block: dict[str, Any]) -> None:
    """As much as Slack takes."""
    assert problems_of_blocks([block]) == []


@pytest.mark.parametrize(
    ("block", "problem"),
    [
        (section("x" * 3_001), "must be less than 3001 characters [json-pointer:/blocks/0/text]"),
        (section(""), "must be more than 0 characters [json-pointer:/blocks/0/text/text]"),
        ({"type": "section"}, "must define either `fields` or `text` [json-pointer:/blocks/0]"),
        (
            {"type": "section", "fields": [plain("x" * 2_001)]},
            "must be less than 2001 characters [json-pointer:/blocks/0/fields/0]",
        ),
        (
            {"type": "section", "fields": [plain("x")] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/fields]",
        ),
        (
            {"type": "header", "text": plain("x" * 151)},
            "must be less than 151 characters [json-pointer:/blocks/0/text]",
        ),
        (
            {"type": "header", "text": {"type": "mrkdwn", "text": "x"}},
            "must be plain_text [json-pointer:/blocks/0/text/type]",
        ),
        (
            {"type": "context", "elements": [plain("x")] * 11},
            "no more than 10 items allowed [json-pointer:/blocks/0/elements]",
        ),
        (actions(), "must provide at least one item [json-pointer:/blocks/0/elements]"),
        (actions(*numbered(26)), "no more than 25 items allowed [json-pointer:/blocks/0/elements]"),
        (
            actions(button(text=plain("x" * 76))),
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/text]",
        ),
        (
            actions(button(value="x" * 2_001)),
            "must be less than 2001 characters [json-pointer:/blocks/0/elements/0/value]",
        ),
        (actions(button(value=1)), "must be a string [json-pointer:/blocks/0/elements/0/value]"),
        (actions(button(text=None)), "missing required field: text [json-pointer:/blocks/0/elements/0]"),
        (
            actions(button(confirm={"title": plain("x" * 101)})),
            "must be less than 101 characters [json-pointer:/blocks/0/elements/0/confirm/title]",
        ),
        (
            actions(select(*[option()] * 101)),
            "no more than 100 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            actions(select(*[option()] * 6, kind="overflow")),
            "no more than 5 items allowed [json-pointer:/blocks/0/elements/0/options]",
        ),
        (
            actions(select(option("x" * 76))),
            "must be less than 76 characters [json-pointer:/blocks/0/elements/0/options/0/text]",
        ),
        ({"type": "input", "label": plain("x")}, "missing required field: element [json-pointer:/blocks/0]"),
        (
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": []}]},
            "must define at least one element [json-pointer:/blocks/0/elements/0/elements]",
        ),
        (
            {"type": "divider", "block_id": "x" * 256},
            "must be less than 256 characters [json-pointer:/blocks/0/block_id]",
        ),
        ({"type": "alert"}, "unsupported type: alert [json-pointer:/blocks/0/type]"),
        ({}, "unsupported type: None [json-pointer:/blocks/0/type]"),
        (
            actions(button(), button()),
            "`action_id` must be unique in its block: go [json-pointer:/blocks/0]",
        ),
    ],
)
def test_one_more_does_not_pass(block: dict[str, Any], problem: str) -> None:
    """What is wrong is told as Slack tells it, with the place."""
    assert problems_of_blocks([block]) == [f"[ERROR] {problem}"]


def test_there_are_fifty_blocks_at_most() -> None:
    """In a view a hundred."""
    blocks: list[dict[str, Any]] = [{"type": "divider"}] * 51

    assert problems_of_blocks(blocks[:50]) == []
    assert problems_of_blocks(blocks) == ["[ERROR] no more than 50 items allowed [json-pointer:/blocks]"]
    assert problems_of_blocks(blocks, in_view=True) == []


def test_a_block_id_stands_for_one_block() -> None:
    """What is filled in is told by it."""
    assert problems_of_blocks([{"type": "divider", "block_id": "one"}] * 2) == [
        "[ERROR] `block_id` must be unique: one [json-pointer:/blocks/1]"
    ]


@pytest.mark.parametrize("blocks", [{}, "text", ["text"], 5])
def test_what_is_no_list_of_objects_is_refused(blocks: Any) -> None:
    """Whatever it is."""
    assert problems_of_blocks(blocks) == ["[ERROR] must be an array of objects [json-pointer:/blocks]"]


_KEYS = ("type", "text", "fields", "elements", "element", "options", "confirm", "label", "block_id", "action_id")
_KINDS = ("section", "actions", "context", "input", "header", "image", "button", "modal", "home", "plain_text")
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(_KINDS) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_KEYS), inner, max_size=4),
    max_leaves=12,
)


@given(blocks=st.lists(st.fixed_dictionaries({"type": st.sampled_from(_KINDS)}, optional={"text": _JSON}) | _JSON))
def test_whatever_comes_is_judged(blocks: list[Any]) -> None:
    """Junk is refused; it breaks nothing."""
    for found in (problems_of_blocks(blocks), problems_of_view({"type": "modal", "title": blocks, "blocks": blocks})):
        assert all(each.startswith("[ERROR] ") for each in found)


def form(*blocks: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Return a form."""
    return {"type": "modal", "title": plain("Title"), "blocks": list(blocks), **more}


INPUT = {"type": "input", "label": plain("Reason"), "element": {"type": "plain_text_input", "action_id": "a"}}


@pytest.mark.parametrize(
    ("view", "problems"),
    [
        (form(section("x"), title=plain("x" * 24), private_metadata="x" * 3_000, callback_id="x" * 255), []),
        (form(INPUT, submit=plain("Send")), []),
        ({"type": "home", "blocks": [section("x")]}, []),
        (form(INPUT), ["missing required field: submit [json-pointer:/view]"]),
        (form(title=plain("x" * 25)), ["must be less than 25 characters [json-pointer:/view/title]"]),
        (form(title={"type": "mrkdwn", "text": "x"}), ["must be plain_text [json-pointer:/view/title/type]"]),
        (
            form(private_metadata="x" * 3_001),
            ["must be less than 3001 characters [json-pointer:/view/private_metadata]"],
        ),
        (form({"type": "markdown", "text": "x"}), ["unsupported type: markdown [json-pointer:/view/blocks/0/type]"]),
        ({"type": "modal"}, [f"missing required field: {name} [json-pointer:/view]" for name in ("title", "blocks")]),
        ({"type": "home", "blocks": 5}, ["must be an array of objects [json-pointer:/view/blocks]"]),
        ({"type": "dialog"}, ["must be one of: modal, home [json-pointer:/view/type]"]),
    ],
)
def test_views_are_measured_too(view: dict[str, Any], problems: list[str]) -> None:
    """A form with fields has a button to send it."""
    assert problems_of_view(view) == [f"[ERROR] {each}" for each in problems]


def test_a_view_has_250_kilobytes_at_most() -> None:
    """In bytes, not in characters."""
    assert not is_view_too_large({"text": "x" * 249_000})
    assert is_view_too_large({"text": "信" * 84_000})


def test_the_text_of_blocks_is_what_is_read_and_where_it_leads() -> None:
    """Texts and addresses."""
    link = {"type": "link", "url": "https://a.example/", "text": "there"}

    assert text_in([section("1234"), {"type": "rich_text", "elements": [link]}]) == 4 + 18 + 5
