"""conversations.*: where something was said, and what was said there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.refusal import Refusal
from bot.playground.web_api.arguments import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what a channel is."""
    channel = workspace.channel(text_of(arguments, "channel"))
    told = {"id": channel.id, "name": channel.name, "is_im": channel.is_direct}
    return {"ok": True, "channel": {**told, "is_ext_shared": channel.id in workspace.shared_channels}}


def replies(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Tell what stands in a thread: its first message, and what was answered between two moments."""
    channel, ts = workspace.channel(text_of(arguments, "channel")).id, text_of(arguments, "ts")
    earlier = workspace.threads.get((channel, ts), [])
    found = [*earlier, *(each.as_slack() for each in workspace.posts.thread(channel, ts))]
    if not found:
        raise Refusal("thread_not_found")
    oldest, latest = text_of(arguments, "oldest"), text_of(arguments, "latest")
    first = [each for each in found if each.get("ts", ts) == ts]
    within = [each for each in found if each not in first and _is_between(str(each["ts"]), oldest, latest)]
    limit = text_of(arguments, "limit")
    return {"ok": True, "messages": [*first, *within][: int(limit) if limit.isdecimal() else 100]}


def _is_between(ts: str, oldest: str, latest: str) -> bool:
    return (not oldest or ts >= oldest) and (not latest or ts <= latest)
