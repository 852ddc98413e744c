"""The workspace of the playground, with a bot of which the test decides what it answers."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import pytest
from aiohttp import ClientSession, web
from slack_sdk.signature import Clock, SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import CHANNELS, PEOPLE, Acting, Delivery, FakeSlack, Workspace
from tests.workspace import SECRET

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping

    from bot.playground.changes import Change

BEGUN = 1_790_000_000.0


@dataclass
class HandTime:
    """Time that goes on only while somebody sleeps."""

    slept: list[float] = field(default_factory=list)
    passed: float = 0.0

    def now(self) -> float:
        """Return what was slept, and what was let pass, since the beginning."""
        return BEGUN + self.passed + sum(self.slept)

    async def sleep(self, seconds: float) -> None:
        """Sleep without losing time."""
        self.slept.append(seconds)
        await asyncio.sleep(0)


@dataclass(frozen=True)
class Heard:
    """A request of Slack's, as the bot gets it."""

    headers: Mapping[str, str]
    fields: Mapping[str, str]
    """Of a slash command."""

    payload: Mapping[str, Any]
    """Of anything else."""


class StandIn:
    """Takes Slack's requests in the place of the bot, and answers what it was told to."""

    def __init__(self, time: HandTime) -> None:
        self.heard: list[Heard] = []
        self.answers: list[web.Response] = []
        """What to answer, one after the other; 200 with nothing in it when there are no more."""

        self.meanwhile: Callable[[], object] = lambda: None
        """What happens before it answers."""

        self.url = ""
        self._verifier = SignatureVerifier(SECRET, _Clock(time))

    @property
    def last(self) -> Mapping[str, Any]:
        """The payload that came last."""
        return self.heard[-1].payload

    async def on_request(self, request: web.Request) -> web.Response:
        """Take a request, if it is signed."""
        body = await request.text()
        assert self._verifier.is_valid_request(body, dict(request.headers))
        self.heard.append(_heard(dict(request.headers), body))
        self.meanwhile()
        return self.answers.pop(0) if self.answers else web.Response()


class _Clock(Clock):
    """The time, as the SDK's verifier asks for it."""

    def __init__(self, time: HandTime) -> None:
        self._time = time

    def now(self) -> float:
        """Return seconds since 1970."""
        return self._time.now()


def _heard(headers: Mapping[str, str], body: str) -> Heard:
    if headers["Content-Type"] == "application/json":
        return Heard(headers, {}, json.loads(body))
    fields = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    return Heard(headers, fields, json.loads(fields["payload"]) if "payload" in fields else {})


@pytest.fixture
def time() -> HandTime:
    """A time of the test's own."""
    return HandTime()


@pytest.fixture
def world(time: HandTime) -> Workspace:
    """The workspace of the playground."""
    return Workspace(PEOPLE, CHANNELS, time.now)


@pytest.fixture
def told(world: Workspace) -> list[Change]:
    """All that changes from now on."""
    changes: list[Change] = []
    world.subscribe(changes.append)
    return changes


@pytest.fixture
async def slack(world: Workspace, time: HandTime) -> AsyncIterator[FakeSlack]:
    """Slack, serving that workspace."""
    slack = FakeSlack(world, time.sleep)
    await slack.start()
    yield slack
    await slack.stop()


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    """What requests are made with."""
    async with ClientSession() as session:
        yield session


@pytest.fixture
async def api(slack: FakeSlack, session: ClientSession) -> AsyncWebClient:
    """The SDK's client for that Slack; repeating is left to who calls."""
    return AsyncWebClient("xoxb-test", base_url=slack.api_url, session=session, retry_handlers=[])


@pytest.fixture
async def stand_in(time: HandTime) -> AsyncIterator[StandIn]:
    """What listens in the place of the bot."""
    stand_in = StandIn(time)
    application = web.Application()
    application.router.add_post("/slack/events", stand_in.on_request)
    async with _serving(application) as address:
        stand_in.url = f"{address}/slack/events"
        yield stand_in


@pytest.fixture
async def delivery(
    world: Workspace, stand_in: StandIn, session: ClientSession, time: HandTime
) -> AsyncIterator[Delivery]:
    """The way to what listens in the place of the bot."""
    delivery = Delivery(
        world, events_url=stand_in.url, signing_secret=SECRET, session=session, patience=30, sleep=time.sleep
    )
    yield delivery
    await delivery.close()


@pytest.fixture
def acting(world: Workspace, slack: FakeSlack, delivery: Delivery) -> Acting:
    """People who do something."""
    return Acting(world, slack, delivery)


@asynccontextmanager
async def _serving(application: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
