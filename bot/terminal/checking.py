"""`campaign-why check`: the files of the knowledge, the site file, then lint, then the knowledge's own cases."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.actions.site import load_site
from bot.app import read_weights, shipped_pack
from bot.diagnosis.cases import confusion, failed
from bot.diagnosis.diagnostician import Diagnostician
from bot.knowledge.lint import findings
from bot.knowledge.loader import load
from bot.settings import read_environment, read_site_settings
from bot.terminal.screen import show
from bot.views.terminal import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from bot.diagnosis.cases import Failed
    from bot.knowledge.model import Knowledge

INVALID = 3


def run(pack: Path | None) -> int:
    """Print what is wrong with a pack, and with the site file where one is configured; return the exit code.

    Raises:
        KnowledgeInvalid: the files themselves do not hold.
        SiteInvalid: the site file does not hold.
        SettingsInvalid: there is no site file where one is said to be.
    """
    pack = pack or shipped_pack()
    knowledge = load(pack)
    site = _site(knowledge)
    found = findings(knowledge, today=datetime.now(UTC).date())
    wrong = failed(Diagnostician(knowledge, read_weights(pack)))
    show([*_report(knowledge, found, wrong), *site])
    return INVALID if found or wrong else 0


def _site(knowledge: Knowledge) -> list[Line]:
    """Return what is to be said of the site file; nothing where there is none."""
    path = read_site_settings().campaign_why_config
    if path is None:
        return []
    site = load_site(path, knowledge.modules, read_environment())
    counts = f"{len(site.instances)} instances, {len(site.webhooks)} webhooks, {len(site.actions)} actions"
    return [Line(f"{path}: {counts}: all well", "title")]


def _report(knowledge: Knowledge, found: Sequence[str], wrong: Sequence[Failed]) -> Iterator[Line]:
    for finding in found:
        yield Line(finding)
    for case in wrong:
        yield Line(f"case: wanted {case.wanted}, got {case.got} ({case.decision}): {case.report}")
    if wrong:
        yield Line()
        yield from _table(wrong)
    counts = f"{len(knowledge.modules)} modules, {len(knowledge.terms)} terms, {len(knowledge.cases)} cases"
    verdict = f"{len(found)} findings, {len(wrong)} failed cases" if found or wrong else "all well"
    yield Line(f"{knowledge.pack.id}: {counts}: {verdict}", "title" if verdict == "all well" else "heading")
    sys.stdout.flush()


def _table(wrong: Sequence[Failed]) -> Iterator[Line]:
    """Yield the confusion: what was wanted down, what was got across."""
    counts = confusion(wrong)
    across = sorted({got for _, got in counts})
    width = max(len(name) for pair in counts for name in pair)
    yield Line(
        " ".join([f"{'wanted / got':<{max(width, 12)}}", *(f"{name:>{len(name)}}" for name in across)]), "heading"
    )
    for down in sorted({wanted for wanted, _ in counts}):
        cells = (f"{counts.get((down, name), 0) or '.':>{len(name)}}" for name in across)
        yield Line(" ".join([f"{down:<{max(width, 12)}}", *cells]))
