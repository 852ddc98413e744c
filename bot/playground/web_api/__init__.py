"""The methods of Slack's Web API that the bot calls: each takes the workspace and the arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from bot.playground.web_api import chat, conversations, people, views

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.playground.workspace import Workspace

    Method: TypeAlias = Callable[[Workspace, Mapping[str, Any]], dict[str, Any]]

METHODS: Mapping[str, Method] = {
    "chat.postEphemeral": chat.post_ephemeral,
    "chat.postMessage": chat.post_message,
    "chat.update": chat.update,
    "conversations.info": conversations.info,
    "conversations.replies": conversations.replies,
    "usergroups.users.list": people.group_members,
    "users.info": people.info,
    "views.open": views.open_,
    "views.publish": views.publish,
    "views.update": views.update,
}
