"""`python -m benchmarks.probe METHOD SYMPTOMS REPORTS`: one method in a process of its own, asked in rounds.

Says on its first line what building it took; then, for each line of standard input (at most so many reports, at most
so many seconds), what the next reports took and how many came out right. Zero symptoms stand for the shipped knowledge.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time
from typing import TYPE_CHECKING

from benchmarks.generated import knowledge, reports
from benchmarks.methods import METHODS
from bot.app import shipped_pack
from bot.diagnosis import labelled
from bot.knowledge.loader import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from benchmarks.peers.searching import Searcher
    from bot.diagnosis.labelled import Labelled
    from bot.knowledge.model import Knowledge

_LABELLED = Path(__file__).parents[1] / "tests" / "labelled"
SETS = {
    "written": ("written.jsonl", "further-written.jsonl"),
    "support": ("further-support.jsonl",),
    "languages": ("languages.jsonl", "further-languages.jsonl"),
}
"""Reports of one kind, by file."""

_WARM_UP = 20


@dataclass(frozen=True, slots=True)
class Slice:
    """What some reports took."""

    seconds: tuple[float, ...]
    right: int


def labelled_reports(name: str) -> list[Labelled]:
    """Return the reports of a labelled set."""
    return [report for file in SETS[name] for report in labelled.parse((_LABELLED / file).read_text(encoding="utf-8"))]


def _resident() -> float:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def _known(symptoms: int) -> Knowledge:
    return knowledge(symptoms) if symptoms else load(shipped_pack())


def _asked(symptoms: int, known: Knowledge, number: int) -> list[tuple[str, tuple[str, ...]]]:
    """Return reports with the modules that are right; the first ones warm up."""
    if symptoms:
        return [(each.text, (each.module,)) for each in reports(known, number + _WARM_UP)]
    warm_up = [(case.report, (case.module,)) for case in known.cases[:_WARM_UP]]
    return [*warm_up, *((report.text, report.labels) for name in SETS for report in labelled_reports(name))]


def _ask(searcher: Searcher, asked: Iterator[tuple[str, Sequence[str]]], most: int, within: float) -> Slice:
    seconds: list[float] = []
    right = 0
    ends_at = perf_counter() + within
    for text, modules in asked:
        start = perf_counter()
        first = searcher.first(text)
        seconds.append(perf_counter() - start)
        right += first in modules
        if len(seconds) >= most or perf_counter() >= ends_at:
            break
    return Slice(tuple(seconds), right)


def main(method: str, symptoms: int, number: int) -> None:
    """Build a method and answer for it until the standard input ends."""
    build = METHODS[method].prepare()
    before = _resident()
    known = _known(symptoms)
    start = process_time()
    searcher = build(known)
    seconds = process_time() - start
    print(json.dumps([seconds, _resident() - before]), flush=True)
    asked = iter(_asked(symptoms, known, number))
    for _ in range(_WARM_UP):
        searcher.first(next(asked)[0])
    for line in sys.stdin:
        most, within = line.split()
        found = _ask(searcher, asked, int(most), float(within))
        print(json.dumps([found.seconds, found.right]), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
