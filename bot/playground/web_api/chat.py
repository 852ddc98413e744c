"""chat.*: what the bot says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.messages import BOT, Content
from bot.playground.refusal import Refusal
from bot.playground.web_api.arguments import content_of, text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.messages import Message
    from bot.playground.workspace import Workspace


def post_message(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Post a message that everybody in the channel sees."""
    channel = workspace.channel(text_of(arguments, "channel")).id
    thread = text_of(arguments, "thread_ts") or None
    if thread and not workspace.is_open and workspace.posts.find(channel, thread) is None:
        raise Refusal("thread_not_found")
    message = workspace.posts.put(channel, content_of(arguments), BOT, thread_ts=thread)
    return {"ok": True, "channel": channel, "ts": message.ts, "message": message.as_slack()}


def post_ephemeral(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Post a message that one person sees."""
    channel = workspace.channel(text_of(arguments, "channel")).id
    person = workspace.person(text_of(arguments, "user")).id
    if not workspace.is_read_by(person, channel):
        raise Refusal("user_not_in_channel")
    thread = text_of(arguments, "thread_ts") or None
    message = workspace.posts.whisper(person, channel, content_of(arguments), BOT, thread_ts=thread)
    return {"ok": True, "message_ts": message.ts}


def update(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Let a message of the bot's own say something else."""
    channel = workspace.channel(text_of(arguments, "channel")).id
    before = workspace.posts.find(channel, text_of(arguments, "ts"))
    if before is None or before.is_ephemeral:
        raise Refusal("message_not_found")
    if before.author != BOT:
        raise Refusal("cant_update_message")
    message = workspace.posts.edit(channel, before.id, _changed(before, arguments))
    told = {"text": message.content.text, "message": message.as_slack()}
    return {"ok": True, "channel": channel, "ts": message.ts, **told}


def _changed(before: Message, arguments: Mapping[str, Any]) -> Content:
    """Return what a message says afterwards: a text without blocks takes the blocks away."""
    content = content_of(arguments)
    attachments = content.attachments if "attachments" in arguments else before.content.attachments
    text = content.text if "text" in arguments else before.content.text
    return Content(text, content.blocks, attachments)
