"""The app manifest: all that the doors need, and nothing else."""

from __future__ import annotations

import importlib
import json
import pkgutil
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import bot.slack.doors
from bot.errors import UsageError
from bot.playground.acting import SHORTCUT as PLAYED
from bot.playground.fake_slack import BOT_USER, SCOPES
from bot.slack.doors.shortcut import CALLBACK_ID
from bot.slack.doors.slash import COMMAND
from bot.slack.manifest import BOT_EVENTS, BOT_SCOPES, EXAMPLE_URL, manifest_for
from bot.views.wording import SHORTCUT, WORDING
from tests.slack.runs import incident, site
from tests.workspace import CHANNEL, direct, home, mention

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.workspace import Workspace

NEEDED_FOR = {
    "app_mentions:read": "event app_mention",
    "im:history": "event message.im",
    "commands": f"command {COMMAND}",
    "chat:write": "method chat.postMessage",
    "channels:history": "method conversations.replies",
    "groups:history": "method conversations.replies",
    "users:read": "method users.info",
    "channels:read": "method conversations.info",
    "groups:read": "method conversations.info",
    "usergroups:read": "method usergroups.users.list",
}
"""What each scope is asked for."""

NEEDS_NONE = {"event app_home_opened", "method views.open", "method views.publish", "method views.update"}
SAME_SCOPE = {"method chat.update": "method chat.postMessage"}

SAMPLES: dict[str, dict[str, Any]] = {
    "app_home_opened": home(),
    "app_mention": mention(f"<@{BOT_USER}>", thread_ts="1700000000.000100"),
    "message.im": direct("help"),
}
"""An event of each kind that the app subscribes to."""


def manifest(url: str = EXAMPLE_URL) -> dict[str, Any]:
    """Return the manifest as Slack reads it."""
    content: dict[str, Any] = yaml.safe_load(manifest_for(url))
    return content


@pytest.mark.parametrize("event", BOT_EVENTS)
async def test_every_event_of_the_manifest_has_a_listener(
    slack: Workspace, event: str, logs: list[MutableMapping[str, Any]]
) -> None:
    """The app asks for no event that it then ignores."""
    await slack.event(SAMPLES[event])
    await slack.settled()

    assert len([*slack.slack.made("chat.postMessage"), *slack.slack.made("views.publish")]) == 1
    assert [each for each in logs if each["event"] == "request.unhandled"] == []


def test_every_listeners_event_is_in_the_manifest() -> None:
    """A door that Slack does not know of stays shut."""
    names = [each.name for each in pkgutil.iter_modules(bot.slack.doors.__path__)]
    doors = [importlib.import_module(f"bot.slack.doors.{name}") for name in names]

    listened = {door.EVENT for door in doors if hasattr(door, "EVENT")}
    assert listened == {event.partition(".")[0] for event in BOT_EVENTS}


async def test_every_scope_is_needed_and_nothing_is_done_without_one(
    slack: Workspace, shipped: Diagnostician, sqlite_url: str
) -> None:
    """What the app receives and calls is what its scopes are for, one by one."""
    slack.slack.threads[CHANNEL, "1700000000.000100"] = [{"text": "bounces are not collected any more"}]
    used = {f"event {name}" for name, event in SAMPLES.items() if (await slack.event(event)).status == 200} - NEEDS_NONE
    await slack.command("bounces are not collected any more")
    await slack.settled()
    async with incident(shipped, site("http://127.0.0.1:9/"), sqlite_url, slack=slack.slack) as here:
        await here.click(await here.ask(), "offer_action_1")
        await here.submit(instance="prod")
        await here.stamped("waits for the approval")
    methods = {f"method {call.method}" for call in slack.slack.calls} - NEEDS_NONE
    used |= {SAME_SCOPE.get(each, each) for each in methods} | {f"command {COMMAND}"}

    assert used == set(NEEDED_FOR.values())
    assert set(BOT_SCOPES) == set(NEEDED_FOR)


def test_the_playground_grants_the_scopes_of_the_manifest() -> None:
    """What works there works in a real workspace."""
    assert SCOPES.split(",") == sorted(BOT_SCOPES)


def test_the_manifest_names_events_scopes_and_the_command() -> None:
    """Nothing has to be clicked together by hand."""
    content = manifest()

    assert content["oauth_config"]["scopes"]["bot"] == list(BOT_SCOPES)
    assert content["settings"]["event_subscriptions"]["bot_events"] == list(BOT_EVENTS)
    assert [each["command"] for each in content["features"]["slash_commands"]] == [COMMAND]


async def test_every_shortcut_of_the_manifest_has_a_listener(slack: Workspace) -> None:
    """No menu holds what does nothing."""
    shortcuts = manifest()["features"]["shortcuts"]
    for each in shortcuts:
        await slack.shortcut({"text": "help"}, callback_id=each["callback_id"])

    assert [each["type"] for each in shortcuts] == ["message"]
    assert len(await slack.responded()) == len(shortcuts)


def test_the_shortcut_goes_by_one_name() -> None:
    """In the menu, in the help of each language, and in the playground."""
    (shortcut,) = manifest()["features"]["shortcuts"]

    assert shortcut["name"] == SHORTCUT
    assert all(SHORTCUT in wording.help for wording in WORDING.values())
    assert shortcut["callback_id"] == CALLBACK_ID == PLAYED


def test_the_manifest_keeps_to_slacks_limits() -> None:
    """Slack refuses a manifest with longer texts."""
    content = manifest()

    (command,) = content["features"]["slash_commands"]
    assert len(content["display_information"]["name"]) <= 35
    assert len(content["display_information"]["description"]) <= 140
    assert len(content["features"]["bot_user"]["display_name"]) <= 80
    assert len(command["command"]) <= 32
    assert len(command["description"]) <= 2_000
    assert len(command["usage_hint"]) <= 1_000
    assert all(len(each["name"]) <= 24 for each in content["features"]["shortcuts"])
    assert all(len(each["callback_id"]) <= 255 for each in content["features"]["shortcuts"])
    assert all(len(each["description"]) <= 150 for each in content["features"]["shortcuts"])


@pytest.mark.parametrize("url", ["https://why.example.com", "https://why.example.com/", "https://why.example.com:8443"])
def test_every_address_in_the_manifest_is_the_servers(url: str) -> None:
    """Commands, events and clicks go to one endpoint."""
    endpoint = f"{url.rstrip('/')}/slack/events"

    content = json.dumps(manifest(url))
    assert content.count(endpoint) == 3
    assert content.count("https://") == 3


@pytest.mark.parametrize(
    "url",
    [
        "",
        "why.example.com",
        "http://why.example.com",
        "https://",
        "https://why.example.com/slack",
        "https://why.example.com?a=b",
        "ftp://why.example.com",
    ],
)
def test_an_address_that_slack_cannot_reach_is_refused(url: str) -> None:
    """Better here than in Slack's form."""
    with pytest.raises(UsageError, match="write --url https://host"):
        manifest_for(url)
