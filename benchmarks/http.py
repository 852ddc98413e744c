"""`python -m benchmarks.http`: the same signed slash command against our server and the smallest Bolt apps.

Rounds go in turn over the servers (A B C A B C ...), so that whatever else the machine does meets all alike; ratios are
taken within a turn. Exit codes: 0 every goal is met, 1 one is missed, 2 nothing could be measured.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Annotated, Any

import typer
from aiohttp import ClientSession

from benchmarks.commands import PATH, REPORTS, command_body, requests
from benchmarks.load import LoadFailed, load
from benchmarks.measured import CONNECTIONS, Measured, Sample, p99, rate, rates_table, ratios_table
from benchmarks.results import Goal, goals_table, machine, write_section
from benchmarks.servers import FAST, GUIDE, HOST, KINDS, OURS, StartFailed, serving
from bot.playground import FakeSlack
from tests.workspace import FORM, signed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.servers import Kind, Server

LEAST_TIMES_GUIDE = 10.0
"""Requests per second at one connection, over those of the guide's app."""

LEAST_OF_FAST = 0.5
"""Requests per second at the most connections, over those of the app with `process_before_response`."""

MOST_P99_OF_FAST = 2.0
"""The slowest hundredth at the most connections, over that of the app with `process_before_response`."""

READY_WITHIN = 1.5
"""Seconds from the start of the process to the first 200 of `/readyz`."""

MOST_RESIDENT = 120.0
"""MiB after the load."""

LIBRARIES = {"aiohttp": "aiohttp", "slack-bolt": "Bolt"}
STARTS = 3
MOST_REQUESTS = 12_000
"""In one round."""


class WrongAnswer(Exception):
    """A server does not do what it is measured for."""


def goals(measured: Measured) -> list[Goal]:
    """Return the goals."""
    most = CONNECTIONS[-1]
    over_guide, over_fast = measured.ratio(GUIDE, 1, rate), measured.ratio(FAST, most, rate)
    return [
        Goal(f"requests/s at 1 over {GUIDE.name}", over_guide, LEAST_TIMES_GUIDE, is_floor=True),
        Goal(f"requests/s at {most} over {FAST.name}", over_fast, LEAST_OF_FAST, is_floor=True),
        Goal(f"p99 at {most} over {FAST.name}", measured.ratio(FAST, most, p99), MOST_P99_OF_FAST),
        Goal("seconds until ready", median(measured.warm_starts), READY_WITHIN),
        Goal("MiB resident after the load", measured.resident[OURS], MOST_RESIDENT),
    ]


async def measure(turns: int, seconds: float) -> Measured:
    """Start the servers and measure them.

    Raises:
        StartFailed: a server does not come up.
        WrongAnswer: a reply is not what is to be measured.
        LoadFailed: a server fails under the load.
    """
    async with AsyncExitStack() as stack:
        slack = FakeSlack()
        await slack.start()
        stack.push_async_callback(slack.stop)
        cache = Path(stack.enter_context(TemporaryDirectory()))
        cold, *warm = [await _start(slack.api_url, cache) for _ in range(1 + STARTS)]
        servers = [await stack.enter_async_context(serving(kind, slack.api_url, cache)) for kind in KINDS]
        replies = {server.kind: await _reply_bytes(server) for server in servers}
        samples = await _turns(servers, turns, seconds)
        resident = {server.kind: server.resident() for server in servers}
    return Measured(samples, replies, resident, warm, cold)


async def _start(api_url: str, cache: Path) -> float:
    async with serving(OURS, api_url, cache) as server:
        return server.ready_after


async def _reply_bytes(server: Server) -> float:
    """Send each report once, see that it is answered in full, and return the mean length of the replies."""
    lengths: list[int] = []
    async with ClientSession() as session:
        for report in REPORTS:
            body = command_body(report)
            headers = {**signed(body), "Content-Type": FORM}
            async with session.post(f"http://{HOST}:{server.port}{PATH}", data=body, headers=headers) as response:
                content = await response.read()
            if response.status != 200 or not _is_full(server.kind, report, content):
                raise WrongAnswer(f"{server.kind.name} answers {response.status} to {report!r}")
            lengths.append(len(content))
    return sum(lengths) / len(lengths)


def _is_full(kind: Kind, report: str, content: bytes) -> bool:
    """Return whether a reply is what is to be measured: ours with all its blocks, the others' with the report."""
    if kind is not OURS:
        return report in content.decode()
    reply: dict[str, Any] = json.loads(content)
    return reply["response_type"] == "ephemeral" and bool(reply["text"]) and bool(reply["blocks"])


async def _turns(servers: Sequence[Server], turns: int, seconds: float) -> dict[tuple[Kind, int], list[Sample]]:
    """Measure the servers in turn; a first turn warms up and is not counted."""
    samples: dict[tuple[Kind, int], list[Sample]] = defaultdict(list)
    for turn in range(turns + 1):
        for connections in CONNECTIONS:
            sent = requests(MOST_REQUESTS)
            for server in servers:
                sample = await _sample(server, sent, connections, seconds)
                if turn:
                    samples[server.kind, connections].append(sample)
        _progress(turn, turns)
    return samples


async def _sample(server: Server, sent: Sequence[bytes], connections: int, seconds: float) -> Sample:
    server_before, client_before = server.processor_time(), process_time()
    done = await load(server.port, sent, connections=connections, seconds=seconds)
    client_share = (process_time() - client_before) / done.seconds
    return Sample(done, server.processor_time() - server_before, client_share)


def _progress(turn: int, turns: int) -> None:
    if sys.stderr.isatty():
        print(f"\rturn {turn} of {turns}", end="\n" if turn == turns else "", file=sys.stderr, flush=True)


def results(measured: Measured, turns: int, seconds: float) -> str:
    """Return the results in Markdown."""
    starts = ", ".join(f"{each:.2f}" for each in measured.warm_starts)
    how = (
        f"{machine(LIBRARIES)}. Medians of {turns} turns of {seconds:g} s (at most {MOST_REQUESTS:,} requests) each; "
        "ratios are medians of the ratios within a turn."
    )
    start = (
        f"Ready after {median(measured.warm_starts):.2f} s (starts: {starts}), with an empty cache after "
        f"{measured.cold_start:.2f} s. The client used at most {measured.client_share():.0%} of one core."
    )
    tables = [goals_table(goals(measured)), rates_table(measured), ratios_table(measured)]
    return "\n\n".join([*tables, how, start])


def main(
    turns: Annotated[int, typer.Option(min=1, max=50, help="Turns over all servers.")] = 7,
    seconds: Annotated[float, typer.Option(min=0.1, max=30, help="Length of one round.")] = 1.5,
    *,
    write: Annotated[bool, typer.Option("--write", help="Put the results into benchmarks/README.md.")] = False,
) -> None:
    """Measure the HTTP server next to the smallest Bolt apps; exit code 1 if a goal is missed."""
    try:
        measured = asyncio.run(measure(turns, seconds))
    except (StartFailed, WrongAnswer, LoadFailed) as error:
        print(f"benchmarks.http: {error}", file=sys.stderr)
        raise typer.Exit(2) from None
    found = results(measured, turns, seconds)
    print(found)
    if write:
        write_section("http", found)
    raise typer.Exit(0 if all(goal.is_met for goal in goals(measured)) else 1)


if __name__ == "__main__":
    typer.run(main)
