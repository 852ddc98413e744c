"""`campaign-why schema`: what editors check and complete the files with."""

from __future__ import annotations

import pytest

from bot.app import shipped_pack
from bot.knowledge.shapes import json_schema
from bot.terminal.schemas import KINDS
from tests.commandline import run

_SCHEMAS = shipped_pack().parent / "schema"

each_kind = pytest.mark.parametrize("kind", KINDS)


@each_kind
def test_the_schema_for_editors_is_fresh(kind: str) -> None:
    """`knowledge/schema/KIND.json` is what `campaign-why schema KIND` prints."""
    printed = run("schema", kind)

    assert printed.code == 0
    assert (_SCHEMAS / f"{kind}.json").read_text(encoding="utf-8") == printed.out


def test_there_is_a_schema_of_each_kind_and_no_other() -> None:
    """A kind that went away leaves no file behind."""
    assert {path.name for path in _SCHEMAS.iterdir()} == {f"{kind}.json" for kind in KINDS}


@each_kind
def test_every_key_is_described_to_the_editor(kind: str) -> None:
    """Completion shows what a key is for."""
    schema = json_schema(KINDS[kind])

    shapes = [shape for shape in (schema, *schema.get("$defs", {}).values()) if "properties" in shape]

    assert shapes
    assert all(shape["additionalProperties"] is False for shape in shapes)
    assert all(shape["description"] for shape in shapes)
    assert all(key.get("description") or key["$ref"] for shape in shapes for key in shape["properties"].values())
