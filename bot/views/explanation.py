"""An explanation as a table for knowledge authors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.diagnosis.outcome import Clarify
from bot.diagnosis.traits import CALM, FINE, IN_CALM, OPENING, OUTSIDE, QUESTION, WORD
from bot.diagnosis.vocabulary import NAMED
from bot.views.answer import options_of
from bot.views.terminal import Line, option_lines, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.diagnosis.explanation import Explanation, Share
    from bot.diagnosis.weights import Calibration
    from bot.knowledge.model import ReplyLanguage

_NAME = 34
_WORDS = 30
_CELL = 13
_SIGN = 12

_PREFIXES = {
    IN_CALM: "what follows once more, where nothing is said to be in trouble",
    FINE: "what follows, said to be fine",
}
_SIGNS = {
    WORD: "a word by its first letters, or some characters of Chinese, Japanese or Korean",
    OPENING: "the word that the report opens with",
    QUESTION: "the report has a question mark",
    CALM: "nothing is said to be in trouble",
    OUTSIDE: "something outside of the product is named",
    NAMED: "a module by its name",
}
"""What stands first in the name of a trait, behind the prefixes if there are any."""

_ANY = "any of all"


def explanation_lines(explanation: Explanation, language: ReplyLanguage) -> Iterator[Line]:
    """Yield the decision, clauses, and the table of what adds up to the scores of the first modules.

    Args:
        explanation: what to lay out.
        language: of the question, where one is asked.
    """
    diagnosis = explanation.diagnosis
    decision = type(diagnosis).__name__.lower()
    yield Line(f"{decision}, language {diagnosis.language or 'unknown'}", "title")
    if isinstance(diagnosis, Clarify):
        yield Line(diagnosis.question.ask[language])
        yield from option_lines(options_of(diagnosis.question, language))
    yield Line()
    yield Line("clauses", "heading")
    for part in explanation.parts:
        saying = "fine    " if part.is_fine else "trouble?"
        yield Line(f"{saying}  {_cut(part.words, 50):50}  {', '.join(part.terms)}".rstrip(), indent=2)
    yield Line()
    told = [share for share in explanation.shares if _is_told(share)]
    yield from _table(explanation, told)
    yield Line()
    names = [*(share.name for share in told), *(term for part in explanation.parts for term in part.terms)]
    yield from _legend(names)
    yield Line()
    yield from _closing(explanation.calibration)


def _is_told(share: Share) -> bool:
    """Return whether a row says something: a number that is not nought, or, of a symptom, what was met."""
    return not share.adds or any(round(each, 2) for each in (*share.adds, share.scope))


def _table(explanation: Explanation, told: Iterable[Share]) -> Iterator[Line]:
    modules = "".join(f"{candidate.module:>{_CELL}}" for candidate in explanation.compared)
    yield Line(f"{'log-odds':{_NAME}}{'words':{_WORDS}}{modules}{_ANY:>{_CELL}}", "heading")
    for share in told:
        adds = (*share.adds, share.scope) if share.adds else ()
        cells = "".join(f"{add:+{_CELL}.2f}" for add in adds)
        yield Line(f"{_cut(share.name, _NAME - 1):{_NAME}}{_cut(share.words, _WORDS - 1):{_WORDS}}{cells}".rstrip())
    scope = sum(each.scope for each in explanation.shares)
    sums = (*(candidate.score for candidate in explanation.compared), scope)
    scores = "".join(f"{each:+{_CELL}.2f}" for each in sums)
    yield Line(f"{'score':{_NAME + _WORDS}}{scores}", "heading")
    chances = (*(candidate.confidence for candidate in explanation.compared), explanation.calibration.in_scope(scope))
    confidences = "".join(f"{each:{_CELL}.0%}" for each in chances)
    yield Line(f"{'confidence':{_NAME + _WORDS}}{confidences}", "heading")
    if len(explanation.compared) > 1:
        margin = explanation.compared[0].confidence - explanation.compared[1].confidence
        yield Line(f"{'lead over the second':{_NAME + _WORDS}}{margin:{_CELL}.0%}", "quiet")


def _legend(names: Iterable[str]) -> Iterator[Line]:
    """Yield what the signs that occur in some names mean."""
    found = {sign for name in names for sign in _signs_of(name)}
    for sign, meaning in (_SIGNS | _PREFIXES).items():
        if sign in found:
            yield Line(meaning, "quiet", name=f"{sign:{_SIGN}}")
    yield Line("what speaks for or against an incident at all, whichever the module", "quiet", name=f"{_ANY:{_SIGN}}")


def _signs_of(name: str) -> Iterator[str]:
    for prefix in _PREFIXES:
        if name.startswith(prefix):
            yield prefix
            name = name.removeprefix(prefix)
    yield from (sign for sign in _SIGNS if name.startswith(sign))


def _closing(factors: Calibration) -> Iterator[Line]:
    """Yield how scores become confidences, a sentence each."""
    yield Line(
        f"The chance of an incident at all has the log-odds {factors.scope:+.2f} × the score of {_ANY} "
        f"{factors.scope_shift:+.2f}.",
        "quiet",
    )
    yield Line(
        f"The chance of a module, if it is an incident, has the log-odds {factors.slope:+.2f} × its score "
        f"{factors.rivals:+.2f} × all scores together {factors.shift:+.2f}.",
        "quiet",
    )
    yield Line("All scores together are the logarithm of the summed odds of all modules.", "quiet")
    yield Line("The confidence of a module is the first chance times the second.", "quiet")


def _cut(text: str, width: int) -> str:
    text = " ".join(safe(text).split())
    return text if len(text) <= width else f"{text[: width - 1]}…"
