"""The model's types as validators and as JSON Schema, made by pydantic."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from bot.knowledge.model import CaseFile, Module, Pack, QuestionFile, TermFile

Shape = TypeVar("Shape")

SCHEMAS: dict[str, type[Any]] = {
    "module": Module,
    "terms": TermFile,
    "questions": QuestionFile,
    "cases": CaseFile,
    "pack": Pack,
}
"""The kinds of file in a pack."""


_validators: dict[type[Any], TypeAdapter[Any]] = {}


def validator(shape: type[Shape]) -> TypeAdapter[Shape]:
    """Return the validator of one kind of file; built when it is first needed."""
    if shape not in _validators:
        _validators[shape] = TypeAdapter(shape)
    return _validators[shape]


def json_schema(shape: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of one kind of file."""
    schema = validator(shape).json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
