"""What the page is sent."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot import playground
from bot.playground.alerts import ALERTS
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
from bot.playground.console import Line
from bot.playground.exchanges import Exchange
from bot.playground.faults import Fault
from bot.playground.jsonable import alerts_as_json, change_as_json, seen_as_json
from bot.playground.messages import BOT, Author, Content, Message
from bot.playground.people import PEOPLE
from bot.playground.views import View
from tests.playground.conftest import BEGUN

if TYPE_CHECKING:
    from bot.playground import Workspace

PROTOCOL = Path(playground.__file__).parent / "page" / "src" / "protocol.ts"
ONCALL = PEOPLE[0]
AT = datetime(2026, 3, 4, 14, 3, 22, 123_000).astimezone().timestamp()
BLOCKS = [{"type": "divider", "block_id": "b"}]
MESSAGE = Message(
    channel="C0INCIDENT",
    id="e1",
    ts="1.1",
    author=BOT,
    content=Content("text", BLOCKS),
    reader=ONCALL.id,
    command="/campaign-why help",
)
MESSAGE_JSON = {
    "channel": "C0INCIDENT",
    "id": "e1",
    "ts": "1.1",
    "thread_ts": None,
    "user": "U0BOT",
    "name": "campaign-why",
    "is_bot": True,
    "text": "text",
    "blocks": BLOCKS,
    "attachments": None,
    "ephemeral": True,
    "edited": False,
    "command": "/campaign-why help",
}
VIEW = View("V1", ONCALL.id, {"type": "modal", "title": {}, "blocks": BLOCKS, "private_metadata": "sealed"})
VIEW_JSON: dict[str, Any] = {
    "id": "V1",
    "type": "modal",
    "title": {},
    "submit": None,
    "close": None,
    "blocks": BLOCKS,
    "callback_id": None,
}
HOME = View("V2", ONCALL.id, {"type": "home", "blocks": BLOCKS})


@pytest.mark.parametrize(
    ("change", "sent"),
    [
        (MessagePut(MESSAGE), {"kind": "message", "message": MESSAGE_JSON}),
        (MessageGone(MESSAGE), {"kind": "gone", "channel": "C0INCIDENT", "id": "e1"}),
        (ModalShown(ONCALL.id, VIEW, {"b": "x"}), {"kind": "modal", "view": VIEW_JSON, "errors": {"b": "x"}}),
        (ModalShown(ONCALL.id, None), {"kind": "modal", "view": None, "errors": None}),
        (
            HomeShown(ONCALL.id, HOME),
            {"kind": "home", "view": {**VIEW_JSON, "id": "V2", "type": "home", "title": None}},
        ),
        (
            ExchangePut(Exchange(3, AT, "to_bot", "event", {"a": 1}, 200, 1.26, {"ok": True})),
            {
                "kind": "exchange",
                "exchange": {
                    "id": 3,
                    "at": "14:03:22.123",
                    "direction": "to_bot",
                    "name": "event",
                    "status": 200,
                    "ms": 1.3,
                    "request": {"a": 1},
                    "answer": {"ok": True},
                },
            },
        ),
        (
            LinePut(Line(AT, "mta@demo restarted", "warn")),
            {"kind": "line", "line": {"at": "14:03:22", "text": "mta@demo restarted", "tone": "warn"}},
        ),
        (ConsoleCleared(), {"kind": "console", "console": []}),
        (
            FaultsChanged((Fault("*", "slow", 2),)),
            {"kind": "faults", "faults": [{"method": "*", "fault": "slow", "left": 2}]},
        ),
        (ReceiverChanged("away"), {"kind": "receiver", "receiver": {"mode": "away"}}),
        (
            PeopleChanged((ONCALL,)),
            {"kind": "people", "people": [{"id": "U0ONCALL", "name": "On call", "role": "oncall", "locale": "en-US"}]},
        ),
    ],
)
def test_a_change_is_sent_with_its_kind(change: Change, sent: dict[str, Any]) -> None:
    """In the shapes that the page reads, and of a kind that it knows."""
    assert json.loads(json.dumps(change_as_json(change))) == sent
    assert f'{{ kind: "{sent["kind"]}"; ' in PROTOCOL.read_text(encoding="utf-8")


def test_a_waiting_exchange_has_neither_status_nor_time(world: Workspace) -> None:
    """Both come with the answer."""
    world.exchanges.begin("to_slack", "auth.test", {})

    sent = change_as_json(ExchangePut(world.exchanges.newest[0]))["exchange"]
    assert (sent["status"], sent["ms"], sent["answer"]) == (None, None, None)


def test_a_page_begins_with_all_that_its_person_sees(world: Workspace) -> None:
    """And with nothing else."""
    world.posts.put("C0INCIDENT", Content("text", attachments=[{"text": "x"}]), Author.of(PEOPLE[1]))
    world.posts.put("D0GUEST", Content("text"), BOT)
    world.surfaces.open(ONCALL.id, {"type": "modal", "blocks": BLOCKS})
    world.surfaces.publish(ONCALL.id, {"type": "home", "blocks": BLOCKS})

    sent = json.loads(json.dumps(seen_as_json(world.seen_by(ONCALL.id))))
    assert sent["person"] == ONCALL.id
    assert [each["role"] for each in sent["people"]] == ["oncall", "approver", "guest", "external"]
    assert sent["channels"] == [
        {"id": "C0INCIDENT", "name": "incidents", "is_direct": False},
        {"id": "C0CAMPAIGN", "name": "campaign-ops", "is_direct": False},
        {"id": "D0ONCALL", "name": "campaign-why", "is_direct": True},
    ]
    assert [(each["id"], each["attachments"], each["is_bot"]) for each in sent["messages"]] == [
        (f"{BEGUN:.6f}", [{"text": "x"}], False)
    ]
    assert (sent["modal"]["type"], sent["home"]["type"]) == ("modal", "home")


def test_who_has_nothing_open_is_sent_nothing(world: Workspace) -> None:
    """Neither form nor home."""
    sent = seen_as_json(world.seen_by(ONCALL.id))

    assert (sent["modal"], sent["home"]) == (None, None)


def test_alerts_are_sent_by_their_names() -> None:
    """Each has an id of its own."""
    sent = alerts_as_json(ALERTS)

    assert sent[0] == {"id": "delivery-queue", "title": "PROBLEM: delivery queue"}
    assert len({each["id"] for each in sent}) == len(ALERTS)
