"""Answers to what a person did: in the body of the answer to a slash command, or at a response URL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.messages import BOT
from bot.playground.web_api.arguments import content_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.response_urls import Origin
    from bot.playground.workspace import Workspace


def answer(workspace: Workspace, origin: Origin, payload: Mapping[str, Any]) -> None:
    """Take an answer: only whoever asked sees it, unless it says `in_channel`, or takes the place of a message.

    Raises:
        Refusal: Slack would not take it.
    """
    posts = workspace.posts
    if payload.get("delete_original") and origin.message:
        posts.remove(origin.channel, origin.message)
        return
    content = content_of(payload)
    if payload.get("replace_original") and origin.message:
        posts.edit(origin.channel, origin.message, content)
        return
    thread = text_of(payload, "thread_ts") or None
    if payload.get("response_type") == "in_channel":
        posts.put(origin.channel, content, BOT, thread_ts=thread, command=origin.command)
    else:
        posts.whisper(origin.person, origin.channel, content, BOT, thread_ts=thread, command=origin.command)
