"""The server of the page: for the browser of this machine and our own page alone."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, WSMsgType, WSServerHandshakeError, web
from aiohttp.test_utils import make_mocked_request

from bot.errors import ActRefused, ServingFailed
from bot.playground.audience import Audience
from bot.playground.guarding import of_this_machine
from bot.playground.page_server import PageServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from bot.playground.page_server import Act


class Stage:
    """Shows a person's name, and can do one thing, or fail at it."""

    def __init__(self) -> None:
        self.done: list[Mapping[str, Any]] = []

    @property
    def acts(self) -> Mapping[str, Act]:
        """What can be done."""
        return {"note": self.note, "refuse": self.refuse, "fail": self.fail}

    def state(self, person: str) -> dict[str, Any]:
        """Return who looks."""
        if not person.startswith("U"):
            raise ActRefused(f"There is nobody called {person!r}.")
        return {"person": person}

    async def note(self, **fields: Any) -> Mapping[str, Any]:
        """Keep what was asked for."""
        self.done.append(fields)
        return {"number": len(self.done)}

    async def refuse(self) -> None:
        """Say no."""
        raise ActRefused("Not today.")

    async def fail(self) -> None:
        """Have a mistake in it."""
        raise LookupError("a mistake")


class Page:
    """The page and its server."""

    def __init__(self, address: str, session: ClientSession, stage: Stage, audience: Audience) -> None:
        self.address = address
        self.session = session
        self.stage = stage
        self.audience = audience

    @property
    def origin(self) -> str:
        """What a browser says of our page."""
        return self.address.rstrip("/")

    async def post(self, path: str, content: bytes = b"{}", **headers: str) -> tuple[int, str]:
        """Send a request as our page does, but for some headers; an empty one is not sent."""
        sent = {"Origin": self.origin, "Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        named = {name: value for name, value in sent.items() if value}
        async with self.session.post(f"{self.address}{path}", data=content, headers=named) as response:
            return response.status, await response.text()


@asynccontextmanager
async def _opened(folder: Path) -> AsyncIterator[Page]:
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<p>the page</p>")
    (folder / "assets" / "page.js").write_text("// the script")
    stage, audience = Stage(), Audience()
    async with PageServer(folder, stage, audience).listening(0) as address, ClientSession() as session:
        yield Page(address, session, stage, audience)


@pytest.fixture
async def page(tmp_path: Path) -> AsyncIterator[Page]:
    """A page."""
    async with _opened(tmp_path / "dist") as page:
        yield page


async def test_the_page_and_what_belongs_to_it(page: Page) -> None:
    """Nothing from elsewhere can be loaded into it, and no other page can frame it."""
    async with page.session.get(page.address) as response:
        text, headers = await response.text(), response.headers
    async with page.session.get(f"{page.address}assets/page.js") as response:
        script, kind = await response.text(), response.content_type

    assert (text, script) == ("<p>the page</p>", "// the script")
    assert kind in ("text/javascript", "application/javascript")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["assets/../index.html", "assets/%2e%2e/%2e%2e/secret", "secret", "assets/"])
async def test_what_is_no_part_of_the_page(page: Page, tmp_path: Path, path: str) -> None:
    """No other file is given away, and no folder is listed."""
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "dist" / "secret").write_text("secret")

    async with page.session.get(f"{page.address}{path}") as response:
        assert "secret" not in await response.text() or response.status == 404


@pytest.mark.parametrize("path", ["", "assets/page.js", "live?person=U0ONCALL"])
@pytest.mark.parametrize("host", ["evil.example.com", "evil.example.com:4000", "127.0.0.1", "127.0.0.1:1", ""])
async def test_a_name_of_another_site_leads_here(page: Page, path: str, host: str) -> None:
    """Whatever its pages ask for, they get nothing."""
    async with page.session.get(f"{page.address}{path}", headers={"Host": host, "Origin": page.origin}) as response:
        assert response.status == 403


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:80"])
async def test_the_port_that_goes_without_saying(host: str) -> None:
    """A browser leaves it out."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response()

    check = of_this_machine(lambda: 80)

    assert (await check(make_mocked_request("GET", "/", {"Host": host}), answer)).status == 200


@pytest.mark.parametrize("origin", ["", "null", "http://evil.example.com", "https://127.0.0.1", "http://127.0.0.1:1"])
async def test_a_page_of_another_site_sends_something(page: Page, origin: str) -> None:
    """Nothing is done, and nothing can be listened to."""
    status, _ = await page.post("acts/note", Origin=origin)
    with pytest.raises(WSServerHandshakeError) as refused:
        await page.session.ws_connect(f"{page.address}live?person=U0ONCALL", origin=origin or None)

    assert (status, refused.value.status, page.stage.done) == (403, 403, [])


async def test_the_page_has_something_done(page: Page) -> None:
    """The fields are the arguments; what is returned is the answer."""
    assert await page.post("acts/note", b'{"text": "\xe9\x80\x80\xe4\xbf\xa1"}') == (200, '{"ok": true, "number": 1}')
    assert page.stage.done == [{"text": "退信"}]


async def test_the_page_by_its_other_name(page: Page) -> None:
    """Localhost is this machine as well."""
    port = page.origin.rpartition(":")[2]

    status, _ = await page.post("acts/note", Host=f"localhost:{port}", Origin=f"http://localhost:{port}")

    assert status == 200


@pytest.mark.parametrize(
    ("path", "content", "kind", "status"),
    [
        ("acts/note", b"text=a", "application/x-www-form-urlencoded", 415),
        ("acts/note", b"{}", "text/plain", 415),
        ("acts/note", b"{", "application/json", 400),
        ("acts/note", b"[]", "application/json", 400),
        ("acts/note", b"\xff", "application/json", 400),
        ("acts/note", b"[" * 100_000, "application/json", 400),
        ("acts/note", b'{"text": "\\ud800"}', "application/json", 400),
        ("acts/note", b'{"number": NaN}', "application/json", 400),
        ("acts/note", b" " * 300_000, "application/json", 413),
        ("acts/unheard-of", b"{}", "application/json", 404),
    ],
)
async def test_what_is_no_act(page: Page, path: str, content: bytes, kind: str, status: int) -> None:
    """It is refused by its status, and nothing is done."""
    found, _ = await page.post(path, content, Content_Type=kind)

    assert (found, page.stage.done) == (status, [])


async def test_an_act_that_cannot_be_done(page: Page) -> None:
    """The person is told why, in words."""
    assert await page.post("acts/refuse") == (200, '{"ok": false, "error": "Not today."}')


async def test_an_act_with_a_mistake_in_it(page: Page) -> None:
    """The person is told so, and the server lives."""
    status, text = await page.post("acts/fail")

    assert status == 500
    assert "mistake" not in text
    assert (await page.post("acts/note"))[0] == 200


async def test_who_looks_sees_the_state_and_then_what_happens(page: Page) -> None:
    """In the order in which it happens, and nothing that is for another."""
    url = f"{page.address}live?person=U0ONCALL"
    async with page.session.ws_connect(url, origin=page.origin) as live:
        first = await live.receive_json()
        page.audience.tell({"kind": "one"})
        page.audience.tell({"kind": "two"}, lambda person: person == "U0GUEST")
        page.audience.tell({"kind": "three"}, lambda person: person == "U0ONCALL")
        news = [await live.receive_json(), await live.receive_json()]

    assert first == {"kind": "state", "person": "U0ONCALL"}
    assert news == [{"kind": "one"}, {"kind": "three"}]


async def test_nobody_looks(page: Page) -> None:
    """Who is not known sees nothing."""
    with pytest.raises(WSServerHandshakeError) as refused:
        await page.session.ws_connect(f"{page.address}live?person=nobody", origin=page.origin)

    assert refused.value.status == 404


async def test_the_server_stops_while_somebody_looks(tmp_path: Path) -> None:
    """The page is told to come again."""
    async with ClientSession() as session:
        async with _opened(tmp_path / "dist") as page:
            live = await session.ws_connect(f"{page.address}live?person=U0ONCALL", origin=page.origin)
            await live.receive_json()
        async with asyncio.timeout(10):
            last = await live.receive()

    assert last.type in (WSMsgType.CLOSE, WSMsgType.CLOSED)


async def test_a_page_that_does_not_take_its_news() -> None:
    """It is sent away, and sees all at once when it comes again; what waits for it does not grow for ever."""
    audience = Audience()
    with audience.looking("U0ONCALL") as looker:
        for number in range(2_000):
            audience.tell({"number": number})

        assert looker.news.qsize() == 1
        assert await looker.news.get() is None


async def test_the_port_is_taken(tmp_path: Path) -> None:
    """Whoever starts it is told what to do."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").touch()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServingFailed, match=rf"port {port} is taken.*--port"):
            async with PageServer(tmp_path, Stage(), Audience()).listening(port):
                pass


@pytest.mark.parametrize(("sources", "cure"), [(True, "npm ci --ignore-scripts && npm run build"), (False, "a wheel")])
async def test_the_page_is_not_built(tmp_path: Path, sources: bool, cure: str) -> None:
    """Whoever starts it is told how to build it, if they can."""
    if sources:
        (tmp_path / "package.json").touch()

    with pytest.raises(ServingFailed, match=cure):
        async with PageServer(tmp_path / "dist", Stage(), Audience()).listening(0):
            pass
