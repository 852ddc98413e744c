"""An explanation as a table for knowledge authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.terminal import Line, safe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.diagnosis.explanation import Explanation

_NAME = 34
_WORDS = 30
_CELL = 13


def explanation_lines(explanation: Explanation) -> Iterator[Line]:
    """Yield clauses, then the table of what adds up to the scores of the first modules."""
    diagnosis = explanation.diagnosis
    decision = type(diagnosis).__name__.lower()
    yield Line(f"{decision}, language {diagnosis.language or 'unknown'}", "title")
    yield Line()
    yield Line("clauses", "heading")
    for part in explanation.parts:
        saying = "fine    " if part.is_fine else "trouble?"
        yield Line(f"{saying}  {_cut(part.words, 50):50}  {', '.join(part.terms)}", indent=2)
    yield Line()
    modules = "".join(f"{candidate.module:>{_CELL}}" for candidate in explanation.compared)
    yield Line(f"{'log-odds':{_NAME}}{'words':{_WORDS}}{modules}{'any of all':>{_CELL}}", "heading")
    for share in explanation.shares:
        adds = (*share.adds, share.scope) if share.adds else ()
        cells = "".join(f"{add:+{_CELL}.2f}" for add in adds)
        yield Line(f"{_cut(share.name, _NAME - 1):{_NAME}}{_cut(share.words, _WORDS - 1):{_WORDS}}{cells}")
    factors, scope = explanation.calibration, sum(each.scope for each in explanation.shares)
    sums = (*(candidate.score for candidate in explanation.compared), scope)
    scores = "".join(f"{each:+{_CELL}.2f}" for each in sums)
    yield Line(f"{'score':{_NAME + _WORDS}}{scores}", "heading")
    chances = (*(candidate.confidence for candidate in explanation.compared), factors.in_scope(scope))
    confidences = "".join(f"{each:{_CELL}.0%}" for each in chances)
    yield Line(f"{'confidence':{_NAME + _WORDS}}{confidences}", "heading")
    if len(explanation.compared) > 1:
        margin = explanation.compared[0].confidence - explanation.compared[1].confidence
        yield Line(f"{'lead over the second':{_NAME + _WORDS}}{margin:{_CELL}.0%}", "quiet")
    yield Line(
        f"a confidence is the chance of an incident at all, log-odds {factors.scope:+.2f} × any of all "
        f"{factors.scope_shift:+.2f},",
        "quiet",
    )
    yield Line(
        f"times that of the module if it is one, log-odds {factors.slope:+.2f} × score {factors.rivals:+.2f} × "
        f"all scores together {factors.shift:+.2f}",
        "quiet",
    )


def _cut(text: str, width: int) -> str:
    text = " ".join(safe(text).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"
