"""The page of the playground without a browser: what it is told, and what it has done."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientWebSocketResponse, TCPConnector

from bot.playing.running import playground

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician

ON_CALL = "U0ONCALL"
APPROVER = "U0APPROVE"
GUEST = "U0GUEST"
EXTERNAL = "U0EXTERNAL"
INCIDENTS = "C0INCIDENT"
_BOUND = 30.0
"""Seconds after which a test fails instead of waiting on."""

Told = dict[str, Any]


class Page:
    """One open page, with the eyes of one person."""

    def __init__(self, person: str, playing: Playing, socket: ClientWebSocketResponse) -> None:
        self.person = person
        self._playing = playing
        self._socket = socket
        self.past: list[Told] = []

    async def told(self, is_it: Callable[[Told], bool]) -> Told:
        """Return the first news since the page was opened that is the one waited for."""
        for each in self.past:
            if is_it(each):
                return each
        async with asyncio.timeout(_BOUND):
            while True:
                news = await self._socket.receive_json()
                self.past.append(news)
                if is_it(news):
                    return dict(news)

    async def message(self, *words: str) -> Told:
        """Return a message, as soon as there is one with all these words in it."""

        def is_it(news: Told) -> bool:
            return news["kind"] == "message" and all(word in news["message"]["text"] for word in words)

        message: Told = (await self.told(is_it))["message"]
        return message

    async def modal(self, *words: str) -> Told:
        """Return the form that is open, as soon as all these words are in it."""

        def is_it(news: Told) -> bool:
            return news["kind"] == "modal" and news["view"] and all(word in str(news["view"]) for word in words)

        view: Told = (await self.told(is_it))["view"]
        return view

    async def line(self, *words: str) -> Told:
        """Return a line of the receiver's console, as soon as there is one with all these words in it."""

        def is_it(news: Told) -> bool:
            return news["kind"] == "line" and all(word in news["line"]["text"] for word in words)

        line: Told = (await self.told(is_it))["line"]
        return line

    async def act(self, name: str, **fields: Any) -> Told:
        """Do something as this person; returns the answer."""
        return await self._playing.act(name, person=self.person, **fields)

    async def click(self, message: Told, label: str) -> Told:
        """Click the button of a message that says `label`."""
        block, button = next(
            (block, each)
            for block in message["blocks"]
            if block["type"] == "actions"
            for each in block["elements"]
            if each["text"]["text"] == label
        )
        place = {"channel": message["channel"], "id": message["id"], "block_id": block["block_id"]}
        return await self.act("click", **place, action_id=button["action_id"], element=button)


def filled_in(view: Told, instance: str) -> Told:
    """Return what a form holds when an instance was chosen in it."""
    block, element = next((block["block_id"], block["element"]) for block in view["blocks"] if block["type"] == "input")
    option = next(each for each in element["options"] if each["value"] == instance)
    return {block: {element["action_id"]: {"type": element["type"], "selected_option": option}}}


class Playing:
    """The playground at work."""

    def __init__(self, address: str, session: ClientSession) -> None:
        self.address = address
        self.session = session

    @property
    def origin(self) -> str:
        """What a browser says of its page."""
        return self.address.rstrip("/")

    @asynccontextmanager
    async def page(self, person: str = ON_CALL) -> AsyncIterator[Page]:
        """Open the page."""
        url = f"{self.address}live?person={person}"
        async with self.session.ws_connect(url, headers={"Origin": self.origin}) as socket:
            yield Page(person, self, socket)

    async def state(self, person: str = ON_CALL) -> Told:
        """Return what a page that is opened now is told first."""
        async with self.page(person) as page:
            return await page.told(lambda news: news["kind"] == "state")

    async def act(self, name: str, **fields: Any) -> Told:
        """Have something done; returns the answer."""
        url = f"{self.address}acts/{name}"
        async with self.session.post(url, json=fields, headers={"Origin": self.origin}) as response:
            return dict(await response.json())


@asynccontextmanager
async def playing(diagnostician: Diagnostician, pack: Path, bundle: Path) -> AsyncIterator[Playing]:
    """Open the playground with a bundle that is just a word."""
    (bundle / "assets").mkdir(parents=True, exist_ok=True)
    (bundle / "index.html").write_text("<p>the page</p>")
    connector = TCPConnector(force_close=True)
    async with (
        playground(0, pack, bundle, lambda _: diagnostician) as address,
        ClientSession(connector=connector) as session,
    ):
        yield Playing(address, session)
