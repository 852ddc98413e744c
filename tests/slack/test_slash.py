"""`/campaign-why TEXT`, as Slack sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.workspace import Workspace


async def test_a_report_is_answered_in_the_ack_to_the_asker_alone(slack: Workspace) -> None:
    """The HTTP response itself is the answer; nothing is posted."""
    reply = await slack.command("bounces are not collected any more")

    content = reply.json()
    assert reply.status == 200
    assert content["response_type"] == "ephemeral"
    assert content["text"].startswith("Inspect inMail first")
    assert [call.method for call in slack.slack.calls] == []


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP"])
async def test_without_a_report_it_says_what_it_can_do(slack: Workspace, text: str) -> None:
    """Help comes with three examples to copy."""
    content = (await slack.command(text)).json()

    commands = [
        element
        for block in content["blocks"]
        for element in block["elements"]
        if element["type"] == "rich_text_preformatted"
    ]
    assert len(commands) == 3
    assert all(each["elements"][0]["text"].startswith("/campaign-why ") for each in commands)
