"""`campaign-why schema`: what editors need to check and complete the files."""

from __future__ import annotations

import json
from typing import Any

from bot.actions.model import Site
from bot.errors import UsageError
from bot.knowledge.shapes import SCHEMAS, json_schema

KINDS: dict[str, type[Any]] = {**SCHEMAS, "site": Site}
"""Every kind of file that people write."""


def text(kind: str) -> str:
    """Return the JSON Schema of one kind of file, as text.

    Raises:
        UsageError: there is no such kind.
    """
    if kind not in KINDS:
        raise UsageError(f"There is no schema for {kind!r}. Kinds: {', '.join(KINDS)}")
    return json.dumps(json_schema(KINDS[kind]), indent=2, ensure_ascii=False)
