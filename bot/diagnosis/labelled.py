"""Labelled reports: what people wrote, and the modules that a senior administrator would inspect first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Labelled:
    """A report with the modules that are right; none where it is out of scope."""

    text: str
    labels: tuple[str, ...]
    language: str = ""


def parse(lines: str) -> list[Labelled]:
    """Return the reports of a JSON Lines text.

    Raises:
        ValueError: a line is not `{"text": ..., "labels": [...]}`, or its text says nothing; names the line.
    """
    reports: list[Labelled] = []
    for number, line in enumerate(lines.removeprefix("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        try:
            reports.append(_report(json.loads(line)))
        except (ValueError, RecursionError, KeyError, TypeError) as error:
            raise ValueError(f'line {number}: {_fault(error)}; write {{"text": "...", "labels": ["mta"]}}') from error
    return reports


def _fault(error: Exception) -> str:
    match error:
        case json.JSONDecodeError():
            return f"no JSON ({error.msg} at character {error.pos + 1})"
        case RecursionError():
            return "nested too deeply"
        case KeyError():
            return f"{error} is missing"
        case ValueError():
            return str(error)
        case _:
            return "text and lang have to be strings, labels a list of strings"


def _report(row: Any) -> Labelled:
    text, labels, language = row["text"], row["labels"], row.get("lang", "")
    if not isinstance(labels, list) or not all(isinstance(each, str) for each in (text, language, *labels)):
        raise TypeError("text has to be a string, labels a list of strings")
    if not text.strip():
        raise ValueError("text is empty")
    return Labelled(text, tuple(labels), language)
