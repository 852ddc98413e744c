"""`campaign-why schema`: what editors need to check and complete the files."""

from __future__ import annotations

import json
from typing import Any

from bot.actions.model import Site
from bot.actions.webhook.body import Body
from bot.actions.webhook.outcome import Report
from bot.errors import UsageError
from bot.knowledge.shapes import SCHEMAS, json_schema

KINDS: dict[str, type[Any]] = {**SCHEMAS, "site": Site}
"""Every kind of file that people write."""

MESSAGES: dict[str, type[Any]] = {"webhook": Body, "callback": Report}
"""What is sent to a receiver, and what it reports."""


def text(kind: str) -> str:
    """Return the JSON Schema of one kind of file or message, as text.

    Raises:
        UsageError: there is no such kind.
    """
    kinds = {**KINDS, **MESSAGES}
    if kind not in kinds:
        raise UsageError(f"There is no schema for {kind!r}. Kinds: {', '.join(kinds)}")
    return json.dumps(json_schema(kinds[kind]), indent=2, ensure_ascii=False)
