"""The model's types as validators and as JSON Schema, made by pydantic."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema

from bot.knowledge.model import CaseFile, Module, Pack, QuestionFile, TermFile
from bot.knowledge.rules import yaml_key

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core.core_schema import DataclassSchema

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
    schema = validator(shape).json_schema(by_alias=True, schema_generator=_Described)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


class _Described(GenerateJsonSchema):
    """Says what each key is for.

    pydantic would look it up for every validator: that takes longer than to read a whole pack.
    """

    def dataclass_schema(self, schema: DataclassSchema) -> JsonSchemaValue:
        described = super().dataclass_schema(schema)
        for name, meaning in _meanings(schema["cls"]).items():
            described["properties"][yaml_key(name)]["description"] = meaning
        return described


def _meanings(shape: type[Any]) -> dict[str, str]:
    """Return the docstrings of the fields of a shape."""
    (definition,) = ast.parse(inspect.getsource(shape)).body
    meanings: dict[str, str] = {}
    for field, below in pairwise(definition.body if isinstance(definition, ast.ClassDef) else ()):
        match field, below:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(meaning))):
                meanings[name] = inspect.cleandoc(meaning)
    return meanings
