"""The Slack app manifest: what the app may do and which events it wants, no more than its doors need."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import yaml

from bot.errors import UsageError
from bot.slack.doors.shortcut import CALLBACK_ID
from bot.slack.doors.slash import COMMAND
from bot.views.wording import SHORTCUT

BOT_SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "groups:history",
    "groups:read",
    "im:history",
    "usergroups:read",
    "users:read",
)
BOT_EVENTS = ("app_home_opened", "app_mention", "message.im")
EXAMPLE_URL = "https://campaign-why.example.com"


def manifest_for(url: str) -> str:
    """Return the manifest (YAML) for a server at `url`.

    Raises:
        UsageError: it is not an https address without a path.
    """
    host = _host_of(url)
    if not host:
        raise UsageError(f"{url!r} is not an address that Slack can reach; write --url https://host")
    return yaml.safe_dump(_manifest(f"https://{host}/slack/events"), sort_keys=False, allow_unicode=True)


def _host_of(url: str) -> str:
    """Return host and port of an https address that has nothing else, and nothing of any other."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    is_plain = parts.path in ("", "/") and not parts.query and not parts.fragment and "@" not in parts.netloc
    is_written = all("!" <= char <= "~" for char in url)
    return parts.netloc if parts.scheme == "https" and parts.hostname and port != 0 and is_plain and is_written else ""


def _manifest(endpoint: str) -> dict[str, Any]:
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "campaign-why",
            "description": "Describe an incident in plain words, get the Adobe Campaign Classic module to inspect",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "campaign-why", "always_online": True},
            "slash_commands": [
                {
                    "command": COMMAND,
                    "description": "Which Campaign module to inspect",
                    "usage_hint": "what you see, in your own words",
                    "should_escape": False,
                    "url": endpoint,
                }
            ],
            "shortcuts": [
                {
                    "name": SHORTCUT,
                    "type": "message",
                    "callback_id": CALLBACK_ID,
                    "description": "Which Campaign module to inspect for what this message reports",
                }
            ],
        },
        "oauth_config": {"scopes": {"bot": list(BOT_SCOPES)}},
        "settings": {
            "event_subscriptions": {"request_url": endpoint, "bot_events": list(BOT_EVENTS)},
            "interactivity": {"is_enabled": True, "request_url": endpoint},
            "org_deploy_enabled": False,
            "socket_mode_enabled": False,
            "token_rotation_enabled": False,
        },
    }
