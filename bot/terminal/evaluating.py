"""`campaign-why evaluate`: figures on labelled reports."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.app import build_diagnostician
from bot.diagnosis import labelled
from bot.diagnosis.evaluation import Evaluation, Judged, evaluate
from bot.errors import UsageError
from bot.terminal.screen import show, show_json
from bot.views.terminal import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.diagnosis.labelled import Labelled

_STANDARD_INPUT = Path("-")


def run(path: Path, *, as_json: bool, pack: Path | None) -> None:
    """Print how well the diagnosis does.

    Raises:
        UsageError: the file cannot be read, holds something else, or holds no report.
    """
    name = "standard input" if path == _STANDARD_INPUT else str(path)
    reports = _read(path, name)
    if not reports:
        raise UsageError(f'{name}: holds no report; write {{"text": "...", "labels": ["mta"]}} a line')
    diagnostician = build_diagnostician(pack)
    known = [module.id for module in diagnostician.knowledge.modules]
    if unknown := {label for report in reports for label in report.labels} - set(known):
        names = ", ".join(map(repr, sorted(unknown)))
        raise UsageError(f"{name}: the pack has no module {names}. There are: {', '.join(known)}")
    diagnostician.vocabulary.prepare()
    evaluation = evaluate(reports, diagnostician.diagnose)
    if as_json:
        show_json(as_plain(evaluation))
    else:
        show(_lines(evaluation))


def _read(path: Path, name: str) -> list[Labelled]:
    try:
        content = sys.stdin.buffer.read() if path == _STANDARD_INPUT else path.read_bytes()
        return labelled.parse(content.decode())
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise UsageError(f"{name}: line {line}: {error}. Save it as UTF-8 text") from error
    except (OSError, ValueError) as error:
        what = error.strerror or "cannot be read" if isinstance(error, OSError) else str(error)
        raise UsageError(f"{name}: {what}") from error


def _lines(evaluation: Evaluation) -> Iterator[Line]:
    yield Line(f"{evaluation.in_scope} reports in scope, {evaluation.out_of_scope} out of scope", "title")
    inside, outside = evaluation.in_scope, evaluation.out_of_scope
    yield Line(f"right module first        {_percent(evaluation.top_1, inside)}")
    yield Line(f"right module among two    {_percent(evaluation.top_2, inside)}")
    yield Line(f"rightly suggested         {_percent(evaluation.rightly_suggested, inside)}  of those in scope")
    yield Line(f"wrongly suggested         {_percent(evaluation.wrongly_suggested, outside)}  of those out of scope")
    if evaluation.clarified:
        yield Line(
            f"asked for the right one   {evaluation.clarified_rightly:6.1%}  of {evaluation.clarified} questions"
        )
    yield Line(f"left without an answer    {evaluation.abstained:6}  of those in scope")
    yield from _languages(evaluation)
    yield Line()
    yield Line("confidence of suggestions, and how many were right", "heading")
    for each in evaluation.calibration:
        yield Line(
            f"{each.low:.1f}-{each.low + 0.1:.1f}  {each.count:4}  {each.mean_confidence:6.1%}  {each.right:6.1%}",
            indent=2,
        )
    if evaluation.confusion:
        yield Line()
        yield Line("wanted, got", "heading")
        for (wanted, got), count in sorted(evaluation.confusion.items(), key=lambda item: (-item[1], item[0])):
            yield Line(f"{count:4}  {wanted}, {got}", indent=2)
    yield from _wrong(evaluation.wrong)


def _percent(share: float, count: int) -> str:
    return f"{share:6.1%}" if count else f"{'n/a':>6}"


def _languages(evaluation: Evaluation) -> Iterator[Line]:
    if len(evaluation.by_language) > 1:
        yield Line()
        yield Line("right module first, by language", "heading")
        for language, (count, share) in evaluation.by_language.items():
            yield Line(f"{language:8} {share:6.1%}  of {count}", indent=2)


def _wrong(wrong: tuple[Judged, ...]) -> Iterator[Line]:
    if not wrong:
        return
    yield Line()
    yield Line("wrong", "heading")
    for each in wrong:
        first = ", ".join(f"{c.module} {c.confidence:.2f}" for c in each.diagnosis.candidates[:2])
        wanted = " or ".join(each.report.labels) or "none"
        yield Line(f"wanted {wanted}, got {first}", indent=2)
        yield Line(" ".join(each.report.text.split()), "quiet", 4)


def as_plain(evaluation: Evaluation) -> dict[str, Any]:
    """Return an evaluation as plain values; a share of nothing is None."""
    inside, outside = evaluation.in_scope, evaluation.out_of_scope
    return {
        "in_scope": evaluation.in_scope,
        "out_of_scope": evaluation.out_of_scope,
        "top_1": evaluation.top_1 if inside else None,
        "top_2": evaluation.top_2 if inside else None,
        "rightly_suggested": evaluation.rightly_suggested if inside else None,
        "wrongly_suggested": evaluation.wrongly_suggested if outside else None,
        "clarified": evaluation.clarified,
        "clarified_rightly": evaluation.clarified_rightly if evaluation.clarified else None,
        "abstained": evaluation.abstained,
        "by_language": {key: {"count": count, "top_1": top} for key, (count, top) in evaluation.by_language.items()},
        "confusion": [
            {"wanted": wanted, "got": got, "count": count} for (wanted, got), count in evaluation.confusion.items()
        ],
        "calibration": [
            {"from": each.low, "count": each.count, "confidence": each.mean_confidence, "right": each.right}
            for each in evaluation.calibration
        ],
        "wrong": [
            {
                "text": each.report.text,
                "labels": list(each.report.labels),
                "got": [[c.module, round(c.confidence, 4)] for c in each.diagnosis.candidates[:2]],
            }
            for each in evaluation.wrong
        ],
    }
