"""`campaign-why playground` as a process."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

from aiohttp import ClientSession

from tests.service import started

OPEN = """
import sys
from pathlib import Path
from bot import cli
from bot.playing import running
running.BUNDLE = Path(sys.argv.pop())
cli.main()
"""


async def test_the_playground_from_start_to_stop(tmp_path: Path) -> None:
    """It prints where the page is, and ends at Ctrl-C without a word."""
    (tmp_path / "dist" / "assets").mkdir(parents=True)
    (tmp_path / "dist" / "index.html").write_text("<p>the page</p>")
    (tmp_path / ".env").write_text("SLACK_APP_TOKEN=of-another-app")
    arguments = ["-c", OPEN, "playground", "--port", "0", str(tmp_path / "dist")]
    async with started(*arguments, env={}, folder=tmp_path, program=Path(sys.executable)) as service:
        line = await service.said("The playground is open")
        address = re.findall(r"http://127\.0\.0\.1:\d+/", line)[0]
        async with ClientSession() as session, session.get(address) as response:
            page = await response.text()
        service.tell(signal.SIGINT)
        code = await service.ended()

    assert page == "<p>the page</p>"
    assert code == 0
    assert "Traceback" not in service.output
