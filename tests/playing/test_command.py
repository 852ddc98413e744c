"""`campaign-why playground` as a process."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aiohttp import ClientSession

from tests.service import started

if TYPE_CHECKING:
    from collections.abc import Iterator

OPEN = """
import sys
from pathlib import Path
from bot import cli
from bot.playing import running
running.BUNDLE = Path(sys.argv.pop())
cli.main()
"""


WAITS = """
import asyncio
from bot.slack.transport import serving
async def identify(_):
    print("waiting", flush=True)
    await asyncio.Event().wait()
serving.identify = identify
"""


def arguments_in(folder: Path, before: str = "") -> list[str]:
    """Return what opens the playground with a bundle that is just a word, and leaves its files in a folder."""
    (folder / "dist" / "assets").mkdir(parents=True)
    (folder / "dist" / "index.html").write_text("<p>the page</p>")
    (folder / "temporary").mkdir()
    return ["-c", f"{before}{OPEN}", "playground", "--port", "0", str(folder / "dist")]


@pytest.fixture
def hangup_ends() -> Iterator[None]:
    """Let what is started from here end when its terminal does, also where the tests themselves run under nohup."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    yield
    signal.signal(signal.SIGHUP, before)


@pytest.mark.usefixtures("hangup_ends")
@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_the_playground_from_start_to_stop(tmp_path: Path, told: signal.Signals) -> None:
    """It prints where the page is, and ends without a word and without a trace: a proxy is nothing to it."""
    arguments = arguments_in(tmp_path)
    (tmp_path / ".env").write_text("SLACK_APP_TOKEN=of-another-app")
    env = {"TMPDIR": str(tmp_path / "temporary"), "HTTPS_PROXY": "http://127.0.0.1:1"}
    async with started(*arguments, env=env, folder=tmp_path, program=Path(sys.executable)) as service:
        line = await service.said("The playground is open")
        address = re.findall(r"http://127\.0\.0\.1:\d+/", line)[0]
        async with ClientSession() as session, session.get(address) as response:
            page = await response.text()
        service.tell(told)
        code = await service.ended()

    assert page == "<p>the page</p>"
    assert code == 0
    assert len(service.lines) == 3
    assert list((tmp_path / "temporary").iterdir()) == []


async def test_it_is_stopped_before_it_is_open(tmp_path: Path) -> None:
    """It ends at once, and leaves nothing."""
    env = {"TMPDIR": str(tmp_path / "temporary")}
    async with started(
        *arguments_in(tmp_path, WAITS), env=env, folder=tmp_path, program=Path(sys.executable)
    ) as service:
        await service.said("waiting")
        service.tell(signal.SIGINT)
        code = await service.ended()

    assert code == 0
    assert service.output == "waiting\n"
    assert list((tmp_path / "temporary").iterdir()) == []
