"""Labelled reports: what people wrote, and the modules that a senior administrator would inspect first."""

from __future__ import annotations

import json
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with the modules that are right; none where it is out of scope."""

    text: str
    labels: tuple[str, ...]
    language: str = ""


def parse(lines: str) -> list[Labelled]:
    """Return the reports of a JSON Lines text.

    Raises:
        ValueError: a line is not `{"text": ..., "labels": [...]}`; names the line.
    """
    reports: list[Labelled] = []
    for number, line in enumerate(lines.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            reports.append(Labelled(str(row["text"]), tuple(map(str, row["labels"])), str(row.get("lang", ""))))
        except (json.JSONDecodeError, KeyError, TypeError) as error:
            raise ValueError(f'line {number}: write {{"text": "...", "labels": ["mta"]}} ({error!r})') from error
    return reports
