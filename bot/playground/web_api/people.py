"""users.* and usergroups.*: who somebody is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.refusal import Refusal
from bot.playground.web_api.arguments import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.workspace import Workspace


def info(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Tell who a user is."""
    user = text_of(arguments, "user")
    profile = workspace.profile(user)
    if arguments.get("include_locale"):
        profile["locale"] = workspace.locale_of(user)
    return {"ok": True, "user": profile}


def group_members(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Tell who is in a user group."""
    group = text_of(arguments, "usergroup")
    if group not in workspace.groups:
        raise Refusal("no_such_subteam")
    return {"ok": True, "users": workspace.groups[group]}
