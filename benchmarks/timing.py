"""The methods side by side: each with each size of knowledge in a process of its own, asked in turn."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.figures import percentile
from benchmarks.methods import METHODS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SHIPPED = 0
SIZES = (100, 1_000, 10_000, 100_000)
"""Symptoms of the generated knowledge."""

AT_ONCE = 60
"""Reports of a round; a slow method gets as many as it answers in the time."""

ALL = 10_000
"""Reports, more than there are labelled ones."""

_ROOT = Path(__file__).parents[1]


@dataclass(slots=True)
class Timed:
    """What one method took with one size of knowledge."""

    build: list[float] = field(default_factory=list)
    """Seconds of processor time."""

    resident: list[float] = field(default_factory=list)
    """MiB that the process grew by."""

    rounds: list[list[float]] = field(default_factory=list)
    """Seconds of each report."""

    is_repeated: bool = False
    """Every round asked the same reports: the median of its rounds counts for each."""

    right: int = 0

    @property
    def seconds(self) -> list[float]:
        """What each report took."""
        if not self.is_repeated:
            return [each for seconds in self.rounds for each in seconds]
        together = zip_longest(*self.rounds)
        return [median(each for each in seconds if each is not None) for seconds in together]

    @property
    def p50(self) -> float:
        """Milliseconds within which half of the reports were answered."""
        return percentile(self.seconds, 0.5) * 1000

    @property
    def p99(self) -> float:
        """Milliseconds within which 99 % of the reports were answered."""
        return percentile(self.seconds, 0.99) * 1000

    @property
    def right_share(self) -> float:
        """The share of the reports of which the right module came first."""
        return self.right / sum(map(len, self.rounds))


class _Probe:
    """A process with one method."""

    def __init__(self, method: str, symptoms: int, reports: int) -> None:
        command = (sys.executable, "-m", "benchmarks.probe", method, str(symptoms), str(reports))
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self._said = self._answer()

    def built(self, timed: Timed) -> None:
        """Note what building took."""
        seconds, resident = self._said
        timed.build.append(seconds)
        timed.resident.append(resident)

    def ask(self, timed: Timed, most: int, within: float) -> None:
        """Let the method answer the next reports."""
        print(most, within, file=self._process.stdin, flush=True)
        seconds, right = self._answer()
        timed.rounds.append(seconds)
        timed.right += right

    def close(self) -> None:
        """End the process."""
        self._process.communicate()

    def _answer(self) -> Any:
        return json.loads(next(iter(self._process.stdout or ())))


Results = dict[tuple[str, int], Timed]
"""By method and number of symptoms."""


def timed(rounds: int, within: float, note: Callable[[str], None]) -> Results:
    """Measure all methods that are there.

    Args:
        rounds: over all methods and sizes.
        within: seconds that a method may take in a round.
        note: is told what is going on.
    """
    names = [name for name, method in METHODS.items() if method.is_timed and method.is_there]
    results: Results = {(name, SHIPPED): Timed(is_repeated=True) for name in names}
    for number in range(rounds):
        for name in names:
            note(f"shipped knowledge, round {number + 1} of {rounds}: {name}")
            _once(name, within, results[name, SHIPPED])
    for symptoms in SIZES:
        _in_turn(symptoms, names, rounds, within, note, results)
    return results


def _once(name: str, within: float, result: Timed) -> None:
    """Let a new process answer the labelled reports, as many as it can in the time."""
    probe = _Probe(name, SHIPPED, 0)
    probe.built(result)
    probe.ask(result, ALL, within)
    probe.close()


def _in_turn(
    symptoms: int, names: Iterable[str], rounds: int, within: float, note: Callable[[str], None], results: Results
) -> None:
    """Let all methods answer reports on generated knowledge, some at a time."""
    with ExitStack() as stack:
        probes: dict[str, _Probe] = {}
        for name in names:
            if symptoms <= METHODS[name].most_symptoms:
                note(f"{symptoms} symptoms, building: {name}")
                probes[name] = _Probe(name, symptoms, rounds * AT_ONCE)
                stack.callback(probes[name].close)
                probes[name].built(results.setdefault((name, symptoms), Timed()))
        for number in range(rounds):
            note(f"{symptoms} symptoms, round {number + 1} of {rounds}")
            for name, probe in probes.items():
                probe.ask(results[name, symptoms], AT_ONCE, within)


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds that starts take, each in a new process whose program is imported."""

    files: tuple[float, ...]
    """From the files of the shipped pack to checked knowledge."""

    without_cache: tuple[float, ...]
    """From nothing to the first answer."""

    with_cache: tuple[float, ...]
    """The same, after an earlier run has left its cache."""


_LOAD = """
from time import perf_counter
from bot.app import shipped_pack
from bot.knowledge.loader import load
start = perf_counter()
load(shipped_pack())
print(perf_counter() - start)
"""
_ANSWER = """
from time import perf_counter
from bot.app import build_diagnostician
start = perf_counter()
build_diagnostician().diagnose("mails do not go out since this morning")
print(perf_counter() - start)
"""


def starts(rounds: int) -> Start:
    """Load the shipped knowledge in new processes, by turns without and with what an earlier one has remembered."""
    files: list[float] = []
    without: list[float] = []
    with_cache: list[float] = []
    for _ in range(rounds):
        with TemporaryDirectory() as cache:
            files.append(_run(_LOAD, cache))
            without.append(_run(_ANSWER, cache))
            with_cache.append(_run(_ANSWER, cache))
    return Start(tuple(files), tuple(without), tuple(with_cache))


def _run(program: str, cache: str) -> float:
    environment = {**os.environ, "XDG_CACHE_HOME": cache}
    command = (sys.executable, "-c", program)
    done = subprocess.run(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    return float(done.stdout)
