"""What must not go wrong with actions when other things do."""

from __future__ import annotations

import asyncio
import gc
import json
import multiprocessing
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession, web

from bot.actions.webhook.callback import callback_url
from bot.errors import LedgerAway
from bot.ledger.model import RunFilter
from bot.ledger.store import SqlLedger
from bot.playground import FakeSlack
from bot.playground.fake_slack import TEAM
from tests.actions.values import SECRETS
from tests.actions.webhook.receivers import answering_bytes, listening
from tests.slack import replica
from tests.slack.runs import STRANGER, buttons, incident, site
from tests.workspace import FORM, click

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.slack.runs import Incident

_PROCESSES = multiprocessing.get_context("forkserver")
_BOUND = 90
_JUNK: tuple[Any, ...] = (
    None,
    0,
    -1,
    1e308,
    True,
    "",
    "\0",
    "x" * 5_000,
    "\ud800",
    [],
    {},
    [[]],
    {"": None},
    {"id": {}},
)
_FILLED = {"state": {"values": {"instance": {"instance": {"selected_option": {"value": "prod"}}}}}}


@pytest.mark.parametrize(
    ("answers", "stamp", "requests"),
    [
        ([web.Response(status=500), web.Response(status=202)], "done, asked for by", 2),
        ([web.Response(status=302, headers={"Location": "http://127.0.0.1:9/"})], "failed, asked for by", 1),
        ([web.Response(status=200, body=b"x" * 10_000_000)], "done, asked for by", 1),
        ([web.Response(status=403, text="<!channel> no")], "failed, asked for by", 1),
    ],
)
async def test_receiver_with_faults(
    shipped: Diagnostician, sqlite_url: str, answers: list[web.Response], stamp: str, requests: int
) -> None:
    """The run ends, the message is stamped, what the receiver said is shown as it is and cut."""
    async with listening(*answers) as receiver, incident(shipped, site(receiver.url), sqlite_url) as here:
        await here.click(await here.ask(), "offer_action_0")
        await here.submit(instance="prod")
        done = await here.stamped(stamp)
        assert len(receiver.got) == requests
        assert len(json.dumps(done["blocks"])) < 40_000
        assert "<!channel>" not in str(done["text"])


async def test_receiver_says_nothing(shipped: Diagnostician, sqlite_url: str) -> None:
    """The run fails within its deadline and says why; each attempt had the same id."""
    heads = []

    async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        heads.append((await reader.readuntil(b"\r\n\r\n")).lower())
        await reader.read()

    async with answering_bytes(silent) as url, incident(shipped, site(url), sqlite_url) as here:
        await here.click(await here.ask(), "offer_action_0")
        await here.submit(instance="prod")
        assert "timeout" in str(await here.stamped("failed, asked for by"))
        assert [what for _, what, _ in await here.audit()].count("attempted") == len(heads)
    ids = {line for head in heads for line in head.splitlines() if line.startswith(b"webhook-id")}
    assert (len(heads) > 1, len(ids)) == (True, 1)


async def test_receiver_is_slow(shipped: Diagnostician, sqlite_url: str) -> None:
    """Its answer is waited for."""

    async def slow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for piece in (b"HTTP/1.1 200 OK\r\n", b"Content-Length: 9\r\n\r\n", b"mta ", b"is up"):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0.2)

    async with answering_bytes(slow) as url, incident(shipped, site(url), sqlite_url) as here:
        await here.click(await here.ask(), "offer_action_0")
        await here.submit(instance="prod")
        assert "mta is up" in str(await here.stamped("done, asked for by"))


async def test_receiver_is_down(shipped: Diagnostician, sqlite_url: str) -> None:
    """The run fails within its deadline and says why."""
    async with incident(shipped, site("http://127.0.0.1:9/"), sqlite_url) as here:
        await here.click(await here.ask(), "offer_action_0")
        await here.submit(instance="prod")
        assert "unreachable" in str(await here.stamped("failed, asked for by"))


async def test_database_is_away(shipped: Diagnostician, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are answered, buttons say that nothing was run, readiness tells."""
    async with listening(web.Response()) as receiver, incident(shipped, site(receiver.url), sqlite_url) as here:

        def away(*_: object) -> None:
            raise LedgerAway("away")

        monkeypatch.setattr(SqlLedger, "_reading", away)
        monkeypatch.setattr(SqlLedger, "_writing", away)
        message = await here.ask()
        await here.click(message, "offer_action_0")
        assert "Nothing was run: the database does not answer" in str(here.view())
        ready = await here.slack.get("/readyz")
        assert (ready.status, ready.text) == (200, "ready\ndatabase away: nothing can be run\n")
        assert receiver.got == []


@pytest.fixture
async def reporting(shipped: Diagnostician, sqlite_url: str) -> AsyncIterator[Incident]:
    """A run under way whose receiver reports later."""
    async with listening(web.Response(status=202)) as receiver:
        offered = site(receiver.url, outcome="callback")
        async with incident(shipped, offered, sqlite_url, public_url="https://why.example.com/") as here:
            await here.click(await here.ask(), "offer_action_0")
            await here.submit(instance="prod")
            await here.stamped("under way")
            here.callback = json.loads(receiver.got[0].body)["data"]["callback"].replace(
                "https://why.example.com", here.slack.address
            )
            yield here


async def _report(url: str, content: bytes) -> int:
    async with ClientSession() as session, session.post(url, data=content) as response:
        return response.status


async def test_receiver_reports(reporting: Incident) -> None:
    """Progress and result come to the message; after the result the address is spent."""
    assert await _report(reporting.callback, b'{"state": "working", "message": "half way"}') == 202
    await reporting.stamped("half way")
    assert await _report(reporting.callback, b'{"state": "succeeded", "message": "mta is up"}') == 202
    await reporting.stamped("mta is up")
    assert await _report(reporting.callback, b'{"state": "failed"}') == 410
    assert await reporting.states() == ["succeeded"]


@pytest.mark.parametrize(("change", "status"), [("0", 404), ("", 404), ("/more", 404), (".", 404)])
async def test_forged_callback(reporting: Incident, change: str, status: int) -> None:
    """Nobody else can report."""
    url = f"{reporting.callback[:-1]}{change}" if change != "0" else reporting.callback.replace("ops.", "ops.0")
    assert await _report(url, b'{"state": "succeeded"}') == status
    assert await reporting.states() == ["working"]


async def test_receiver_that_reports_on_the_run_of_another(shipped: Diagnostician, sqlite_url: str) -> None:
    """Whoever can sign for one receiver cannot tell how another's run ended."""
    async with listening(web.Response(status=202)) as receiver:
        offered = site(receiver.url, outcome="callback")
        other = replace(offered.webhooks[0], id="jobs", secret="PLAIN_SECRET", signature="hmac-sha256")
        offered = replace(offered, webhooks=(*offered.webhooks, other))
        async with incident(shipped, offered, sqlite_url, public_url="https://why.example.com/") as here:
            await here.click(await here.ask(), "offer_action_0")
            await here.submit(instance="prod")
            await here.stamped("under way")
            url = callback_url(
                here.slack.address,
                webhook="jobs",
                run_id=await here.run_id(),
                expires=datetime.now(UTC) + timedelta(hours=1),
                secret=SECRETS["PLAIN_SECRET"],
            )
            assert await _report(url, b'{"state": "succeeded"}') == 404
            assert await here.states() == ["working"]


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'{"state": "done"}', b"\xff" * 100, b"[" * 60_000])
async def test_junk_at_the_callback(reporting: Incident, content: bytes) -> None:
    """It is told what to send; nothing changes."""
    assert await _report(reporting.callback, content) == 400
    assert await reporting.states() == ["working"]


async def test_hundred_clicks_at_two_replicas(shipped: Diagnostician, postgresql_url: str) -> None:
    """All of them ask for one run, and the receiver is called once."""
    async with AsyncExitStack() as stack:
        receiver = await stack.enter_async_context(listening(web.Response(status=202)))
        slack = FakeSlack()
        await slack.start()
        stack.push_async_callback(slack.stop)
        here = await stack.enter_async_context(incident(shipped, site(receiver.url), postgresql_url, slack=slack))
        address = _PROCESSES.Queue()
        other = _PROCESSES.Process(
            target=replica.run, args=(slack.address, receiver.url, postgresql_url, address), daemon=True
        )
        other.start()
        stack.callback(other.join, _BOUND)
        stack.callback(other.terminate)
        elsewhere = await asyncio.to_thread(address.get, True, _BOUND)
        message = await here.ask()
        addresses = [here.slack.address, elsewhere]
        value = next(each["value"] for each in buttons(message) if each["action_id"] == "offer_action_0")
        clicks = [
            here.slack.click("offer_action_0", value, message={"ts": message["ts"]}, at=addresses[number % 2])
            for number in range(100)
        ]
        await asyncio.gather(*clicks)
        opened = await slack.wait_for("views.update", 100, within=_BOUND)
        forms = [each.arguments["view"] for each in opened]
        views = [json.loads(each) if isinstance(each, str) else each for each in forms]
        submissions = [
            here.slack.submit({**view, "id": view_id}, at=addresses[number % 2], instance="prod")
            for number, (view_id, view) in enumerate(zip(list(slack.views), views, strict=True))
        ]
        await asyncio.gather(*submissions)
        await here.stamped("done, asked for by")
        await slack.wait_for("views.update", 200, within=_BOUND)
        async with SqlLedger(postgresql_url) as ledger:
            assert [each.state for each in await ledger.runs(RunFilter())] == ["succeeded"]
        assert len({each.headers["webhook-id"] for each in receiver.got}) == 1
        assert len(receiver.got) == 1


def _spoilt(content: Any, chance: Random) -> Any:
    """Return a copy of a payload in which something is missing, or is something else."""
    if chance.random() < 0.15 or not isinstance(content, dict | list) or not content:
        return chance.choice(_JUNK)
    copied = content.copy()
    key = chance.choice(list(content)) if isinstance(content, dict) else chance.randrange(len(content))
    if isinstance(copied, dict) and chance.random() < 0.2:
        del copied[key]
    else:
        copied[key] = _spoilt(content[key], chance)
    return copied


async def test_ten_thousand_malformed_payloads(reporting: Incident) -> None:
    """No answer is an error of the server, nothing is run, no memory is kept."""
    chance = Random(7)  # noqa: S311  (the same junk each time)
    here = reporting
    message = here.message()
    value = buttons(message)[0]["value"]
    stranger = {"id": STRANGER, "team_id": TEAM}
    sound = [
        {**click("offer_action_0", value, ""), "user": stranger, "message": {"ts": message["ts"]}},
        {**click("approve_run", value, ""), "user": stranger, "message": {"ts": message["ts"]}},
        {"type": "view_submission", "user": stranger, "team": {"id": TEAM}, "view": {**here.view(), **_FILLED}},
    ]
    statuses = set()

    async def at_slack(count: int) -> None:
        for _ in range(count):
            content = json.dumps(_spoilt(chance.choice(sound), chance))
            reply = await here.slack.post(urlencode({"payload": content}).encode(), FORM)
            statuses.add(reply.status)
        await here.slack.settled()
        here.slack.slack.calls.clear()

    async def at_the_callback(count: int) -> None:
        async with ClientSession() as session:
            for number in range(count):
                token = here.callback if number % 2 else f"{here.callback[:-20]}{chance.random()}"
                content = json.dumps(_spoilt({"state": "done", "message": {"a": ["b"]}}, chance))
                async with session.post(token, data=content) as response:
                    statuses.add(response.status)

    for post, count in ((at_slack, 2_000), (at_the_callback, 8_000)):
        await post(count // 4)
        gc.collect()
        held = len(gc.get_objects())
        await post(count - count // 4)
        gc.collect()
        assert len(gc.get_objects()) < held * 1.1
    assert max(statuses) < 500
    assert await here.states() == ["working"]
