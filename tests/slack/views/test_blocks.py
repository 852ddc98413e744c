"""Block Kit: limits that cannot be passed, text that is never parsed."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.slack.views.blocks import (
    MOST_BLOCKS,
    MOST_IN_ALL,
    MOST_IN_BUTTON,
    MOST_IN_BUTTON_VALUE,
    MOST_IN_SECTION,
    MOST_IN_STEP,
    Part,
    actions,
    button,
    command,
    context,
    cut,
    escape,
    line,
    rich_text,
    run,
    runs,
    section,
    size,
    within_limits,
)
from tests.blockkit import faults_of, is_live

HOSTILE = st.lists(
    st.sampled_from(
        ["<!channel>", "<!here|here>", "@here", "@Channel", "@everyone", "<@U0A>", "&amp;", "&lt;", "&", "<", ">", ";"]
    )
    | st.sampled_from(["```", "`x`", "*b*", "https://evil.example", "\n", " ", "\u2060", "\ud83d", "\x00", "邮件"])
    | st.text(max_size=6),
    max_size=40,
).map("".join)


@given(HOSTILE, st.integers(1, 60))
def test_a_text_is_cut_to_its_limit_and_no_further(text: str, limit: int) -> None:
    """What fits stays whole; what does not ends in an ellipsis."""
    shortened = cut(text, limit)

    assert len(shortened) <= limit
    assert shortened == text if len(text) <= limit else shortened.endswith("…")


@given(HOSTILE, st.integers(1, 400))
@example("&&&&", 6)
@example("a<!channel>", 4)
@example("@here", 3_000)
def test_an_escaped_text_keeps_to_its_limit_and_is_never_live(text: str, limit: int) -> None:
    """No tag, no broadcast and no half entity is left, wherever the text is cut."""
    escaped = escape(text, limit)

    assert len(escaped) <= limit
    assert not is_live(escaped)
    assert "<!" not in escaped


@pytest.mark.parametrize(("text", "limit"), [("@channels", 9), ("all @heretics", 10)])
def test_a_cut_makes_no_broadcast_of_a_longer_word(text: str, limit: int) -> None:
    """What is harmless whole is harmless cut."""
    escaped = escape(text, limit)

    assert "@channel" not in escaped
    assert "@here" not in escaped


@pytest.mark.parametrize("text", ["@here请看", "@channel：", "@everyone_", "@Group", "all@here"])
def test_a_broadcast_is_broken_up_whatever_follows_it(text: str) -> None:
    """Where a word ends is for Slack to say."""
    assert escape(text, 100) == text.replace("@", "@\u2060")


@given(HOSTILE)
def test_an_escaped_text_is_read_as_it_was_written(text: str) -> None:
    """Slack shows the very same characters, but for the one that breaks up a broadcast."""
    assume("\u2060" not in text)

    shown = re.sub("&(lt|gt|amp);", lambda entity: html.unescape(entity.group()), escape(text, 100_000))

    assert shown.replace("\u2060", "") == text


@given(HOSTILE)
def test_a_text_of_our_own_comes_out_whole_in_runs(text: str) -> None:
    """Nothing is lost but the backticks around code, and no run is empty."""
    found = runs(text, 100_000)

    assert all(each["text"] for each in found)
    together = "".join(each["text"] for each in found)
    assert together.replace("`", "").strip() == re.sub("`", "", text).strip()


def test_code_in_backticks_is_shown_as_code() -> None:
    """Only what stands between two backticks."""
    assert runs("run `nlserver pdump` and `ls`") == [
        {"type": "text", "text": "run "},
        {"type": "text", "text": "nlserver pdump", "style": {"code": True}},
        {"type": "text", "text": " and "},
        {"type": "text", "text": "ls", "style": {"code": True}},
    ]


@pytest.mark.parametrize("text", ["", "`", "``", " "])
def test_a_text_without_substance_is_one_run(text: str) -> None:
    """Slack refuses an empty text."""
    (only,) = runs(text)

    assert only["text"]


@given(HOSTILE, st.integers(0, 300))
def test_a_command_a_section_and_small_print_keep_to_slacks_limits(text: str, times: int) -> None:
    """However long the text."""
    long = escape(text * times, 1_000_000)

    shown = section(long)["text"]["text"], context([long])["elements"][0]["text"]
    assert max(len(each) for each in shown) <= MOST_IN_SECTION
    assert len(command(text * times)["elements"][0]["text"]) <= MOST_IN_STEP


def test_small_print_has_at_most_ten_elements() -> None:
    """Slack refuses an eleventh."""
    assert len(context(str(number) for number in range(20))["elements"]) == 10


@given(st.text(max_size=200), st.text(max_size=3_000))
def test_a_button_keeps_to_slacks_limits(label: str, value: str) -> None:
    """Its label is never parsed."""
    made = button(label, action="share_answer", value=value)

    assert len(made["text"]["text"]) <= MOST_IN_BUTTON
    assert len(made["value"]) <= MOST_IN_BUTTON_VALUE
    assert (made["text"]["type"], made["text"]["emoji"]) == ("plain_text", False)


def test_a_row_has_at_most_25_buttons() -> None:
    """More is a menu."""
    assert len(actions([button(str(number), action="a", value="v") for number in range(30)])["elements"]) == 25


def parts_of(lengths: list[tuple[int, int]]) -> list[Part]:
    """Return parts of some rank and length."""
    return [Part.of(rich_text([line(run("x" * length))]), rank) for rank, length in lengths]


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 3_000)), max_size=70))
def test_blocks_are_left_out_from_the_least_important_on(lengths: list[tuple[int, int]]) -> None:
    """What stays keeps its order and fits; nothing stays while something more important went."""
    parts = parts_of(lengths)

    kept = within_limits(parts)

    ids = [id(part) for part in kept]
    ranks_gone = [part.rank for part in parts if id(part) not in ids]
    assert ids == [id(part) for part in parts if id(part) in ids]
    assert len(kept) <= MOST_BLOCKS
    assert sum(size(part.block) for part in kept) <= MOST_IN_ALL
    assert max((part.rank for part in kept), default=0) <= min(ranks_gone, default=9)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 200)), max_size=50))
def test_blocks_that_fit_all_stay(lengths: list[tuple[int, int]]) -> None:
    """Nothing is left out without need."""
    parts = parts_of(lengths)

    assert within_limits(parts) == tuple(parts)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, 0),
        ("text", 0),
        ({"type": "text", "text": "four"}, 4),
        ({"text": {"type": "mrkdwn", "text": "four"}}, 4),
        ({"url": "https://e.example", "text": "four"}, 21),
        ([{"text": "one"}, {"elements": [{"text": "two"}]}], 6),
    ],
)
def test_the_size_counts_texts_and_links(content: Any, expected: int) -> None:
    """Keys and ids do not count."""
    assert size(content) == expected


def test_a_message_of_hostile_parts_has_no_fault() -> None:
    """The checks of these tests and the builders agree on what Slack takes."""
    hostile = escape("<!channel> & @here <https://evil.example|x>", 3_000)
    blocks = [section(hostile), context([hostile]), rich_text([line(*runs("<!channel>")), command("@here")])]

    assert faults_of({"text": hostile, "blocks": blocks}) == []
