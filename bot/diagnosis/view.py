"""What a report shows, before it is weighed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.diagnosis.clauses import Clause
    from bot.diagnosis.signatures import Signed
    from bot.diagnosis.symptoms import Shown
    from bot.diagnosis.traits import Span
    from bot.diagnosis.vocabulary import Heard


@dataclass(frozen=True, slots=True)
class View:
    """A report as terms, clauses, traits, symptoms and signatures."""

    heard: Heard
    clauses: Sequence[Clause]
    traits: Mapping[str, Span]
    shown: Sequence[Shown]
    signed: Sequence[Signed]
    extra: Mapping[str, float]
    """What symptoms and signatures add to the score of each module."""

    telling: Sequence[str]
    """The traits that can be told as a reason: all but small words of grammar and how the report is put."""
