"""A small pack that holds, for tests that break it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml

from bot.knowledge.loader import load
from bot.knowledge.model import Term

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.knowledge.model import Knowledge, SpellingLanguage, TermKind, Told

NAME = "small-pack"


def text(en: str, zh: str = "中文") -> dict[str, str]:
    """Return a sentence in both reply languages."""
    return {"en": en, "zh-Hans": zh}


def module(module_id: str, other: str, symptom: str, zh: str) -> dict[str, Any]:
    """Return a module with one symptom, one check and one remedy."""
    return {
        "id": module_id,
        "process": {"kind": "daemon-per-instance", "pdump": f"{module_id}@<instance>"},
        "names": {"en": [module_id], "de": [f"{module_id}-Dienst"]},
        "responsibility": text(f"does what {module_id} does"),
        "symptoms": [{"id": "first", "en": symptom, "zh-Hans": zh}],
        "signatures": [
            {"id": "code", "pattern": f"{module_id.upper()}-\\d+", "meaning": text("its code"), "strength": "strong"}
        ],
        "checks": [{"id": "runs", "look": text("look"), "command": "nlserver pdump", "tells": text("it tells")}],
        "remedies": [{"id": "start", "do": text("start it"), "command": f"nlserver start {module_id}", "risk": "low"}],
        "restart": {"possible": True, "risk": "low", "cost": text("little")},
        "operations": ["check", "restart"],
        "depends_on": [{"needs": "database", "why": text("for its rules")}],
        "neighbours": [{"module": other, "difference": text(f"look at {other}")}],
        "links": [{"title": text("page"), "url": "https://example.com/page"}],
        "reviewed": "2026-11-01",
    }


FILES: dict[str, Any] = {
    "pack.yaml": {
        "id": NAME,
        "title": text("Small"),
        "hosting_note": text("on-premise only"),
        "command_note": text("as the system user"),
        "thresholds": {"suggest": 0.1, "clarify": 0.05, "margin": 0.01},
    },
    "modules/alpha.yaml": module("alpha", "beta", "the lamps stay dark", "灯不亮"),
    "modules/beta.yaml": module("beta", "alpha", "the doors do not open", "门打不开"),
    "terms/things.yaml": {
        "terms": [
            {"id": "lamp", "kind": "thing", "meaning": "a lamp", "spellings": {"en": "lamp*", "zh-Hans": "灯"}},
            {"id": "door", "kind": "thing", "meaning": "a door", "spellings": {"en": "door*", "zh-Hans": "门"}},
            {"id": "dark", "kind": "trouble", "meaning": "no light", "spellings": {"en": "dark", "zh-Hans": "不亮"}},
        ]
    },
    "questions.yaml": {
        "questions": [
            {
                "id": "lamp-or-door",
                "between": ["alpha", "beta"],
                "ask": text("Is it dark?"),
                "answers": [
                    {"id": "yes", "label": text("Yes"), "favours": ["alpha"]},
                    {"id": "dont-know", "label": text("Don't know")},
                ],
            }
        ]
    },
    "cases/first.yaml": {"cases": [{"report": "all lamps stay dark", "module": "alpha"}]},
}


def files() -> dict[str, Any]:
    """Return the content of a pack that holds, to be changed."""
    return deepcopy(FILES)


def write(folder: Path, content: dict[str, Any] | None = None) -> Path:
    """Write a pack; a value that is text or bytes is written as it is, None leaves a file out."""
    for name, value in (files() if content is None else content).items():
        if value is None:
            continue
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_written(value))
    return folder


def _written(value: Any) -> bytes:
    if isinstance(value, bytes):
        return value
    return (value if isinstance(value, str) else yaml.safe_dump(value, allow_unicode=True, sort_keys=False)).encode()


def load_small(folder: Path, content: dict[str, Any] | None = None) -> Knowledge:
    """Write a pack and load it."""
    return load(write(folder, content))


def term(term_id: str, kind: TermKind, spellings: Mapping[SpellingLanguage, str], *, tells: Told = "module") -> Term:
    """Return a term."""
    return Term(id=term_id, kind=kind, meaning=term_id, spellings=dict(spellings), tells=tells)
