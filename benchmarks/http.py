"""`python -m benchmarks.http`: the same signed slash command against our server and the smallest Bolt apps.

Rounds go in turn over the servers (A B C A B C ...), so that whatever else the machine does meets all alike; ratios are
taken within a turn. Exit code 1 if a goal is missed.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import TYPE_CHECKING, Annotated, Any

import typer
from aiohttp import ClientSession

from benchmarks.commands import PATH, REPORTS, command_body, requests
from benchmarks.load import load
from benchmarks.results import machine, table, write_section
from benchmarks.servers import FAST, GUIDE, HOST, KINDS, OURS, serving
from bot.playground import FakeSlack
from tests.workspace import FORM, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.load import Round
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

CONNECTIONS = (1, 16, 64)
STARTS = 3
MOST_REQUESTS = 12_000
"""In one round."""


class WrongAnswer(Exception):
    """A server does not do what it is measured for."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one server."""

    round: Round
    processor_time: float
    """Seconds that the server used."""

    client_share: float
    """How much of one core the client used: near 1 it would be the client that is measured."""


@dataclass(frozen=True, slots=True)
class Goal:
    """What is to be reached, and what was."""

    what: str
    reached: float
    limit: float
    is_floor: bool = False
    """Whether more is better."""

    @property
    def is_met(self) -> bool:
        """Whether it was reached."""
        return self.reached >= self.limit if self.is_floor else self.reached <= self.limit


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured."""

    samples: Mapping[tuple[Kind, int], Sequence[Sample]]
    """By server and number of connections, in the order of the turns."""

    reply_bytes: Mapping[Kind, float]
    resident: Mapping[Kind, float]
    warm_starts: Sequence[float]
    cold_start: float

    def middle(self, kind: Kind, connections: int, value: Callable[[Sample], float]) -> float:
        """Return the median of a value over the rounds."""
        return median(value(sample) for sample in self.samples[kind, connections])

    def ratio(self, other: Kind, connections: int, value: Callable[[Sample], float]) -> float:
        """Return the median, over the turns, of our value over the other's in the same turn."""
        pairs = zip(self.samples[OURS, connections], self.samples[other, connections], strict=True)
        return median(value(ours) / value(theirs) for ours, theirs in pairs)

    def goals(self) -> list[Goal]:
        """Return the goals."""
        most = CONNECTIONS[-1]
        return [
            Goal(f"requests/s at 1 over {GUIDE.name}", self.ratio(GUIDE, 1, _rate), LEAST_TIMES_GUIDE, is_floor=True),
            Goal(f"requests/s at {most} over {FAST.name}", self.ratio(FAST, most, _rate), LEAST_OF_FAST, is_floor=True),
            Goal(f"p99 at {most} over {FAST.name}", self.ratio(FAST, most, _p99), MOST_P99_OF_FAST),
            Goal("seconds until ready", median(self.warm_starts), READY_WITHIN),
            Goal("MiB resident after the load", self.resident[OURS], MOST_RESIDENT),
        ]


def _rate(sample: Sample) -> float:
    return sample.round.rate


def _p50(sample: Sample) -> float:
    return sample.round.percentile(0.5)


def _p99(sample: Sample) -> float:
    return sample.round.percentile(0.99)


def _cost(sample: Sample) -> float:
    return sample.processor_time / len(sample.round.latencies)


async def measure(turns: int, seconds: float) -> Measured:
    """Start the servers and measure them."""
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
    return bool(reply["text"]) and bool(reply["blocks"])


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


def report(measured: Measured, turns: int, seconds: float) -> str:
    """Return the results in Markdown."""
    starts = ", ".join(f"{each:.2f}" for each in measured.warm_starts)
    client = max(sample.client_share for samples in measured.samples.values() for sample in samples)
    how = (
        f"{machine()}. Medians of {turns} turns of {seconds:g} s (at most {MOST_REQUESTS:,} requests) each; ratios are "
        "medians of the ratios within a turn."
    )
    start = (
        f"Ready after {median(measured.warm_starts):.2f} s (starts: {starts}), with an empty cache after "
        f"{measured.cold_start:.2f} s. The client used at most {client:.0%} of one core."
    )
    return "\n\n".join([_goals_table(measured), _rates_table(measured), _ratios_table(measured), how, start])


def _goals_table(measured: Measured) -> str:
    rows = [
        (
            goal.what,
            f"{'≥' if goal.is_floor else '≤'} {goal.limit:g}",
            f"{goal.reached:.2f}",
            "yes" if goal.is_met else "NO",
        )
        for goal in measured.goals()
    ]
    return table(("Goal", "limit", "reached", "met"), rows)


def _rates_table(measured: Measured) -> str:
    rows = [
        (
            f"{kind.name}",
            str(connections),
            f"{measured.middle(kind, connections, _rate):,.0f}",
            f"{measured.middle(kind, connections, _p50) * 1000:.1f}",
            f"{measured.middle(kind, connections, _p99) * 1000:.1f}",
            f"{measured.middle(kind, connections, _cost) * 1000:.2f}",
            f"{measured.reply_bytes[kind] / 1024:.1f}",
            f"{measured.resident[kind]:.0f}",
        )
        for connections in CONNECTIONS
        for kind in KINDS
    ]
    header = ("Server", "connections", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "reply KiB", "resident MiB")
    return table(header, rows)


def _ratios_table(measured: Measured) -> str:
    rows = [
        (
            f"{OURS.name} over {other.name}",
            str(connections),
            f"{measured.ratio(other, connections, _rate):.2f}",
            f"{measured.ratio(other, connections, _p50):.2f}",
            f"{measured.ratio(other, connections, _p99):.2f}",
        )
        for connections in CONNECTIONS
        for other in (GUIDE, FAST)
    ]
    return table(("Ratio", "connections", "requests/s", "p50", "p99"), rows)


def main(
    turns: Annotated[int, typer.Option(min=1, max=50, help="Turns over all servers.")] = 7,
    seconds: Annotated[float, typer.Option(min=0.1, max=30, help="Length of one round.")] = 1.5,
    *,
    write: Annotated[bool, typer.Option("--write", help="Put the results into benchmarks/README.md.")] = False,
) -> None:
    """Measure the HTTP server next to the smallest Bolt apps; exit code 1 if a goal is missed."""
    measured = asyncio.run(measure(turns, seconds))
    results = report(measured, turns, seconds)
    print(results)
    if write:
        write_section("http", results)
    raise typer.Exit(0 if all(goal.is_met for goal in measured.goals()) else 1)


if __name__ == "__main__":
    typer.run(main)
