"""What the page is sent, as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.playground.changes import (
    Change,
    ConsoleCleared,
    ExchangePut,
    FaultsChanged,
    HomeShown,
    LinePut,
    MessageGone,
    MessagePut,
    ModalShown,
    PeopleChanged,
    ReceiverChanged,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.playground.alerts import Alert
    from bot.playground.console import Line
    from bot.playground.exchanges import Exchange
    from bot.playground.faults import Fault
    from bot.playground.messages import Message
    from bot.playground.people import Channel, Person
    from bot.playground.views import View
    from bot.playground.workspace import Seen


def seen_as_json(seen: Seen) -> dict[str, Any]:
    """Return what a person may see; the server of the page adds what is no part of Slack."""
    return {
        "person": seen.person.id,
        "people": people_as_json(seen.people),
        "channels": [channel_as_json(each) for each in seen.channels],
        "messages": [message_as_json(each) for each in seen.messages],
        "modal": view_as_json(seen.modal) if seen.modal else None,
        "home": view_as_json(seen.home) if seen.home else None,
    }


def change_as_json(change: Change) -> dict[str, Any]:
    """Return a change with its kind."""
    match change:
        case MessagePut(message):
            told: dict[str, Any] = {"kind": "message", "message": message_as_json(message)}
        case MessageGone(message):
            told = {"kind": "gone", "channel": message.channel, "id": message.id}
        case ModalShown(_, view, errors):
            told = {"kind": "modal", "view": view_as_json(view) if view else None, "errors": errors}
        case HomeShown(_, view):
            told = {"kind": "home", "view": view_as_json(view)}
        case PeopleChanged(people):
            told = {"kind": "people", "people": people_as_json(people)}
        case _:
            told = _beside_slack(change)
    return told


def _beside_slack(change: ExchangePut | LinePut | ConsoleCleared | FaultsChanged | ReceiverChanged) -> dict[str, Any]:
    match change:
        case ExchangePut(exchange):
            return {"kind": "exchange", "exchange": exchange_as_json(exchange)}
        case LinePut(line):
            return {"kind": "line", "line": line_as_json(line)}
        case ConsoleCleared():
            return {"kind": "console", "console": []}
        case FaultsChanged(faults):
            return {"kind": "faults", "faults": faults_as_json(faults)}
        case ReceiverChanged(mode):
            return {"kind": "receiver", "receiver": {"mode": mode}}


def people_as_json(people: Iterable[Person]) -> list[dict[str, Any]]:
    """Return people to act as."""
    return [{"id": each.id, "name": each.name, "role": each.role, "locale": each.locale} for each in people]


def channel_as_json(channel: Channel) -> dict[str, Any]:
    """Return a channel."""
    return {"id": channel.id, "name": channel.name, "is_direct": channel.is_direct}


def message_as_json(message: Message) -> dict[str, Any]:
    """Return a message."""
    content = message.content
    return {
        "channel": message.channel,
        "id": message.id,
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "user": message.author.user,
        "name": message.author.name,
        "is_bot": message.author.bot_id is not None,
        "text": content.text,
        "blocks": list(content.blocks) if content.blocks else None,
        "attachments": list(content.attachments) if content.attachments else None,
        "ephemeral": message.is_ephemeral,
        "edited": message.edited,
        "command": message.command,
    }


def view_as_json(view: View) -> dict[str, Any]:
    """Return a view."""
    names = ("title", "submit", "close", "blocks", "callback_id")
    return {"id": view.id, "type": "home" if view.is_home else "modal"} | {
        name: view.content.get(name) for name in names
    }


def exchange_as_json(exchange: Exchange) -> dict[str, Any]:
    """Return an exchange."""
    return {
        "id": exchange.number,
        "at": _clock(exchange.at, "milliseconds"),
        "direction": exchange.direction,
        "name": exchange.name,
        "status": exchange.status,
        "ms": None if exchange.elapsed is None else round(exchange.elapsed, 1),
        "request": exchange.request,
        "answer": exchange.answer,
    }


def line_as_json(line: Line) -> dict[str, Any]:
    """Return a line of the receiver's console."""
    return {"at": _clock(line.at, "seconds"), "text": line.text, "tone": line.tone}


def faults_as_json(faults: Iterable[Fault]) -> list[dict[str, Any]]:
    """Return the faults in force."""
    return [{"method": each.method, "fault": each.kind, "left": each.left} for each in faults]


def alerts_as_json(alerts: Iterable[Alert]) -> list[dict[str, Any]]:
    """Return the alerts that can be posted."""
    return [{"id": each.id, "title": each.title} for each in alerts]


def _clock(at: float, precision: str) -> str:
    """Return the time of day on this machine."""
    return datetime.fromtimestamp(at).astimezone().time().isoformat(precision)
