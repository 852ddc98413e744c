"""views.*: forms, and the App Home."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.refusal import Refusal
from bot.playground.web_api.arguments import text_of, view_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.workspace import Workspace


def open_(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Open a form for whoever has just clicked."""
    content = view_of(arguments)
    person = workspace.triggers.spend(text_of(arguments, "trigger_id"))
    return {"ok": True, "view": workspace.surfaces.open(person, content).as_slack()}


def update(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Let a form that is open show something else."""
    content = view_of(arguments)
    view = workspace.surfaces.update(text_of(arguments, "view_id"), content, text_of(arguments, "hash"))
    return {"ok": True, "view": view.as_slack()}


def publish(workspace: Workspace, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Show somebody's App Home."""
    content = view_of(arguments)
    if content["type"] != "home":
        raise Refusal("invalid_arguments", ["[ERROR] must be home [json-pointer:/view/type]"])
    person = workspace.person(text_of(arguments, "user_id")).id
    return {"ok": True, "view": workspace.surfaces.publish(person, content, text_of(arguments, "hash")).as_slack()}
