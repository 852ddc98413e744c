"""What Slack sends to the bot, in Slack's shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.playground.people import APP, BOT_USER, COMMAND, TEAM

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.playground.messages import Message
    from bot.playground.people import Channel, Person
    from bot.playground.views import View


def command(person: Person, channel: Channel, text: str, *, trigger: str, response_url: str) -> dict[str, str]:
    """Return the fields of a slash command."""
    return {
        "team_id": TEAM,
        "team_domain": "playground",
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.is_direct else channel.name,
        "user_id": person.id,
        "user_name": person.role,
        "command": COMMAND,
        "text": text,
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger,
    }


def event(content: Mapping[str, Any], event_id: str, at: float) -> dict[str, Any]:
    """Return the envelope of an event."""
    return {
        "team_id": TEAM,
        "context_team_id": TEAM,
        "api_app_id": APP,
        "event": dict(content),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
    }


def said(person: Person, message: Message, *, is_direct: bool) -> dict[str, Any]:
    """Return the event of somebody writing to the bot: directly, or with its name in a channel."""
    content = {
        "type": "message" if is_direct else "app_mention",
        **({"channel_type": "im"} if is_direct else {}),
        "user": person.id,
        "team": person.team,
        "channel": message.channel,
        "text": message.content.text,
        "ts": message.ts,
        "event_ts": message.ts,
    }
    return content | ({"thread_ts": message.thread_ts} if message.thread_ts else {})


def home_opened(person: Person, at: float, view: View | None) -> dict[str, Any]:
    """Return the event of somebody looking at the App Home."""
    content = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": person.direct_channel,
        "tab": "home",
        "event_ts": f"{at:.6f}",
    }
    return content | ({"view": view.as_slack()} if view else {})


def click(person: Person, action: Mapping[str, Any], *, trigger: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return the payload of a click, without where it was."""
    return {
        **_interaction("block_actions", person, trigger),
        "actions": [dict(action)],
        "state": {"values": dict(state)},
    }


def on_message(message: Message, channel: Channel, response_url: str) -> dict[str, Any]:
    """Return where a click was: on a message; one that only its reader sees is not told."""
    thread = {"thread_ts": message.thread_ts} if message.thread_ts else {}
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.is_ephemeral,
        **thread,
    }
    return {
        "container": container,
        "channel": {"id": channel.id, "name": "directmessage" if channel.is_direct else channel.name},
        **({} if message.is_ephemeral else {"message": message.as_slack()}),
        "response_url": response_url,
    }


def on_view(view: View, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return where a click was: in a view."""
    return {"container": {"type": "view", "view_id": view.id}, "view": view.as_slack(state)}


def submission(person: Person, view: View, values: Mapping[str, Any], *, trigger: str) -> dict[str, Any]:
    """Return the payload of somebody submitting a form."""
    return {
        **_interaction("view_submission", person, trigger),
        "view": view.as_slack(values),
        "response_urls": [],
    }


def closed(person: Person, view: View) -> dict[str, Any]:
    """Return the payload of somebody closing a form."""
    return {**_interaction("view_closed", person, ""), "view": view.as_slack(), "is_cleared": False}


def shortcut(
    person: Person, message: Message, channel: Channel, callback_id: str, *, trigger: str, response_url: str
) -> dict[str, Any]:
    """Return the payload of a shortcut on a message."""
    return {
        **_interaction("message_action", person, trigger),
        "callback_id": callback_id,
        "message_ts": message.ts,
        "message": message.as_slack(),
        "channel": {"id": channel.id, "name": channel.name},
        "response_url": response_url,
        "action_ts": message.ts,
    }


def _interaction(kind: str, person: Person, trigger: str) -> dict[str, Any]:
    return {
        "type": kind,
        "team": {"id": TEAM, "domain": "playground"},
        "user": {"id": person.id, "username": person.role, "name": person.role, "team_id": person.team},
        "api_app_id": APP,
        "enterprise": None,
        "is_enterprise_install": False,
        **({"trigger_id": trigger} if trigger else {}),
    }
