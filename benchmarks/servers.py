"""The servers that are compared: each in a process of its own, on the loopback address."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from time import perf_counter
from typing import TYPE_CHECKING

from tests.workspace import SECRET

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

HOST = "127.0.0.1"
_ROOT = Path(__file__).parents[1]
_START_WITHIN = 30.0
_STOP_WITHIN = 10.0
_ASK_EVERY = 0.005
_KEPT = ("PATH", "HOME", "LANG")
"""Of the environment: no proxy, no token and no interpreter option of the machine reaches a server."""


class StartFailed(Exception):
    """A server does not come up."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A server to compare."""

    name: str
    command: tuple[str, ...]
    ready: bytes = b"HTTP/1.1 "
    """How its answer to `GET /readyz` starts once it takes requests."""


OURS = Kind("campaign-why", (str(Path(sys.executable).with_name("campaign-why")), "serve", "--http"), b"HTTP/1.1 200 ")
GUIDE = Kind("Bolt's guide", (sys.executable, "-m", "benchmarks.peers.guide_app"))
FAST = Kind("process_before_response", (sys.executable, "-m", "benchmarks.peers.fast_app"))
KINDS = (OURS, GUIDE, FAST)


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is up."""

    kind: Kind
    pid: int
    port: int
    ready_after: float
    """Seconds from the start of the process."""

    def resident(self) -> float:
        """Return its resident memory in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii")
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024

    def processor_time(self) -> float:
        """Return the seconds of processor time that it has used so far."""
        after_name = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(after_name[11]) + int(after_name[12])) / os.sysconf("SC_CLK_TCK")


@asynccontextmanager
async def serving(kind: Kind, api_url: str, cache: Path) -> AsyncIterator[Server]:
    """Start a server, wait until it takes requests, and stop it at the end.

    Raises:
        StartFailed: it ends, or does not answer.
    """
    port = _free_port()
    with TemporaryFile() as log:
        start = perf_counter()
        process = await asyncio.create_subprocess_exec(
            *kind.command, cwd=_ROOT, env=_environment(port, api_url, cache), stdout=log, stderr=log
        )
        try:
            async with asyncio.timeout(_START_WITHIN):
                await _until_ready(kind, port, process)
            yield Server(kind, process.pid, port, perf_counter() - start)
        except (TimeoutError, StartFailed):
            log.seek(0)
            raise StartFailed(f"{kind.name} does not start: {log.read()[-2_000:].decode()}") from None
        finally:
            await _stop(process)


def _environment(port: int, api_url: str, cache: Path) -> dict[str, str]:
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "HOST": HOST,
        "PORT": str(port),
        "SLACK_API_URL": api_url,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "XDG_CACHE_HOME": str(cache),
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


async def _until_ready(kind: Kind, port: int, process: asyncio.subprocess.Process) -> None:
    while process.returncode is None:
        with suppress(ConnectionError):
            if (await _ask(port)).startswith(kind.ready):
                return
        await asyncio.sleep(_ASK_EVERY)
    raise StartFailed


async def _ask(port: int) -> bytes:
    """Return the first line of the answer to `GET /readyz`."""
    reader, writer = await asyncio.open_connection(HOST, port)
    try:
        writer.write(b"GET /readyz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
        return await reader.readline()
    finally:
        writer.close()


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_WITHIN):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
