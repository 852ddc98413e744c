"""What was measured, turn by turn, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.results import table
from benchmarks.servers import FAST, GUIDE, KINDS, OURS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from benchmarks.load import Round
    from benchmarks.servers import Kind

CONNECTIONS = (1, 16, 64)


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one server."""

    round: Round
    processor_time: float
    """Seconds that the server used."""

    client_share: float
    """How much of one core the client used: near 1 it would be the client that is measured."""


@dataclass(frozen=True, slots=True)
class Measured:
    """All that was measured."""

    samples: Mapping[tuple[Kind, int], Sequence[Sample]]
    """By server and number of connections, in the order of the turns."""

    reply_bytes: Mapping[Kind, float]
    resident: Mapping[Kind, float]
    """MiB after the load."""

    warm_starts: Sequence[float]
    cold_start: float
    """Seconds until ready; cold is without the cache of the knowledge."""

    def middle(self, kind: Kind, connections: int, value: Callable[[Sample], float]) -> float:
        """Return the median of a value over the turns."""
        return median(value(sample) for sample in self.samples[kind, connections])

    def ratio(self, other: Kind, connections: int, value: Callable[[Sample], float]) -> float:
        """Return the median, over the turns, of our value over the other's in the same turn."""
        pairs = zip(self.samples[OURS, connections], self.samples[other, connections], strict=True)
        return median(value(ours) / value(theirs) for ours, theirs in pairs)

    def client_share(self) -> float:
        """Return the most that the client used of one core in any round."""
        return max(sample.client_share for samples in self.samples.values() for sample in samples)


def rate(sample: Sample) -> float:
    """Return requests per second."""
    return sample.round.rate


def p50(sample: Sample) -> float:
    """Return the seconds within which half of the requests was answered."""
    return sample.round.percentile(0.5)


def p99(sample: Sample) -> float:
    """Return the seconds within which all but the slowest hundredth was answered."""
    return sample.round.percentile(0.99)


def cost(sample: Sample) -> float:
    """Return the server's seconds of processor time per request."""
    return sample.processor_time / len(sample.round.latencies)


def rates_table(measured: Measured) -> str:
    """Return the table of every server at every number of connections."""
    rows = [
        (
            kind.name,
            str(connections),
            f"{measured.middle(kind, connections, rate):,.0f}",
            f"{measured.middle(kind, connections, p50) * 1000:.1f}",
            f"{measured.middle(kind, connections, p99) * 1000:.1f}",
            f"{measured.middle(kind, connections, cost) * 1000:.2f}",
            f"{measured.reply_bytes[kind] / 1024:.1f}",
            f"{measured.resident[kind]:.0f}",
        )
        for connections in CONNECTIONS
        for kind in KINDS
    ]
    header = ("Server", "connections", "requests/s", "p50 ms", "p99 ms", "CPU ms/request", "reply KiB", "resident MiB")
    return table(header, rows)


def ratios_table(measured: Measured) -> str:
    """Return the table of ours over the others."""
    rows = [
        (
            f"{OURS.name} over {other.name}",
            str(connections),
            f"{measured.ratio(other, connections, rate):.2f}",
            f"{measured.ratio(other, connections, p50):.2f}",
            f"{measured.ratio(other, connections, p99):.2f}",
        )
        for connections in CONNECTIONS
        for other in (GUIDE, FAST)
    ]
    return table(("Ratio", "connections", "requests/s", "p50", "p99"), rows)
