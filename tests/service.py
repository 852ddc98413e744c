"""`campaign-why serve` as a process of its own, read by what it logs."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from asyncio.subprocess import DEVNULL, PIPE, STDOUT
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from tests.commandline import PROGRAM
from tests.workspace import SECRET

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

    from bot.playground import FakeSlack

BOT_TOKEN = "xoxb-of-the-tests"
APP_TOKEN = "xapp-of-the-tests"
_BOUND = 60
"""Seconds after which a process that does not do what it should is given up."""


def settings_for(fake: FakeSlack) -> dict[str, str]:
    """Return the environment in which the bot serves a fake Slack over HTTP."""
    return {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": fake.api_url,
        "PORT": "0",
    }


class Service:
    """A running process."""

    def __init__(self, process: Process) -> None:
        self._process = process
        self.lines: list[str] = []

    @property
    def output(self) -> str:
        """All that it has said so far."""
        return "".join(self.lines)

    async def said(self, words: str) -> str:
        """Return the next line with these words, as soon as it is written.

        Raises:
            EOFError: the process ended without.
        """
        async with asyncio.timeout(_BOUND):
            while line := await self._line():
                if words in line:
                    return line
        raise EOFError(self.output)

    async def logged(self, event: str) -> dict[str, Any]:
        """Return the next entry of an event, as soon as it is logged.

        Raises:
            EOFError: the process ended without.
        """
        async with asyncio.timeout(_BOUND):
            while line := await self._line():
                _, brace, rest = line.partition("{")
                if brace and f'"{event}"' in rest:
                    entry: dict[str, Any] = json.loads(f"{{{rest}")
                    return entry
        raise EOFError(self.output)

    def tell(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    async def ended(self) -> int:
        """Return the exit code, as soon as there is one."""
        async with asyncio.timeout(_BOUND):
            while await self._line():
                pass
            return await self._process.wait()

    async def stopped(self) -> int:
        """Tell it to stop, and return its exit code."""
        self.tell()
        return await self.ended()

    async def _line(self) -> str:
        assert self._process.stdout
        line = (await self._process.stdout.readline()).decode()
        self.lines.append(line)
        return line


@asynccontextmanager
async def started(
    *arguments: str, env: Mapping[str, str], folder: Path, program: Path = PROGRAM
) -> AsyncIterator[Service]:
    """Start the installed program in a folder of its own; it is killed at the end if it still runs."""
    path = f"{PROGRAM.parent}{os.pathsep}{os.environ['PATH']}"
    process = await asyncio.create_subprocess_exec(
        program,
        *arguments,
        env={**os.environ, "PATH": path, **env},
        cwd=folder,
        stdin=DEVNULL,
        stdout=PIPE,
        stderr=STDOUT,
    )
    service = Service(process)
    try:
        yield service
    finally:
        if process.returncode is None:
            process.kill()
            await service.ended()
