"""`campaign-why modules`: the modules of a pack, and all that is known of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.process import extractOne

from bot.app import build_diagnostician
from bot.errors import UsageError
from bot.terminal.screen import chosen_language, show
from bot.views.answer import Answers
from bot.views.terminal import Line, footer_lines, sheet_lines
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.knowledge.model import Knowledge, ReplyLanguage


def run(module: str | None, *, lang: str | None, pack: Path | None) -> None:
    """Print the list of modules, or one of them.

    Raises:
        UsageError: there is no such module.
    """
    knowledge = build_diagnostician(pack).knowledge
    language = chosen_language(lang) or "en"
    show(_one(module, knowledge, language) if module else _all(knowledge, language))


def _all(knowledge: Knowledge, language: ReplyLanguage) -> Iterator[Line]:
    width = max(len(module.id) for module in knowledge.modules)
    for module in knowledge.modules:
        yield Line(f"{module.id:<{width}}  {module.responsibility[language]}")


def _one(wanted: str, knowledge: Knowledge, language: ReplyLanguage) -> Iterator[Line]:
    ids = {module.id.lower(): module.id for module in knowledge.modules}
    module_id = ids.get(wanted.lower())
    if module_id is None:
        near = extractOne(wanted.lower(), list(ids), score_cutoff=60)
        hint = f"Did you mean {ids[near[0]]}?" if near else f"There are: {', '.join(ids.values())}"
        raise UsageError(f"There is no module {wanted!r}. {hint}")
    module = knowledge.module(module_id)
    known = Answers(knowledge).sheet(module_id, language)
    wording = WORDING[language]
    yield Line(module.id, "title")
    yield Line(known.responsibility)
    yield Line(f"{known.process} · {known.kind}" + (f" · {module.process.log}" if module.process.log else ""), "quiet")
    yield Line()
    yield Line(wording.symptoms, "heading")
    for symptom in module.symptoms:
        yield Line(f"- {symptom[language]}", indent=2)
    yield from sheet_lines(known, language)
    yield Line()
    yield Line(wording.needs, "heading")
    for dependency in module.depends_on:
        yield Line(f"- {dependency.needs}{wording.colon}{dependency.why[language]}", indent=2)
    yield Line()
    yield Line(wording.neighbours, "heading")
    for neighbour in module.neighbours:
        yield Line(f"- {neighbour.module}{wording.colon}{neighbour.difference[language]}", indent=2)
    yield from footer_lines(known, language)
