"""One YAML file to one checked value, or to every problem it has, each with its line and a cure."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_args, get_type_hints

import yaml
from pydantic import ValidationError
from rapidfuzz.process import extractOne

from bot.errors import Problem
from bot.knowledge.rules import Written, yaml_key
from bot.knowledge.shapes import json_schema, validator

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from pydantic_core import ErrorDetails

Shape = TypeVar("Shape")
Path = tuple[str | int, ...]

_TRANSLATIONS = ("en", "zh-Hans")

_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_DEEPEST = 100
"""Levels of nesting; no file of knowledge has a tenth of it, and the parser falls over its own stack further down."""

_DAY = "tag:yaml.org,2002:timestamp"
_TEXT = "tag:yaml.org,2002:str"
_KEYS = (_TEXT, "tag:yaml.org,2002:merge")


class _StrictLoader(_Loader):  # type: ignore[misc]
    """Safe YAML in which a key may stand once only, and days stay text until their place is known."""

    _depth = 0

    yaml_implicit_resolvers: ClassVar = {
        first: [resolver for resolver in resolvers if resolver[0] != _DAY]
        for first, resolvers in _Loader.yaml_implicit_resolvers.items()
    }

    def descend_resolver(self, current_node: yaml.Node | None, _: object) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            mark = current_node.start_mark if current_node else None
            raise yaml.constructor.ConstructorError(problem="is nested too deeply", problem_mark=mark)

    def ascend_resolver(self) -> None:
        self._depth -= 1

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        if node.tag == _TEXT and isinstance(node, yaml.ScalarNode):  # nearly all of a pack
            return node.value
        try:
            return super().construct_object(node, deep=deep)
        except (ValueError, OverflowError) as error:
            raise yaml.constructor.ConstructorError(problem=str(error), problem_mark=node.start_mark) from error

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        seen: dict[object, int] = {}
        for key, _ in node.value:
            if key.tag not in _KEYS:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {_written(key)} is not text", problem_mark=key.start_mark
                )
            line = key.start_mark.line + 1
            if key.value in seen:
                raise yaml.constructor.ConstructorError(
                    problem=f"the key {key.value!r} stands twice (first in line {seen[key.value]})",
                    problem_mark=key.start_mark,
                )
            seen[key.value] = line
        mapping: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return mapping


def _written(key: yaml.Node) -> str:
    return repr(key.value) if isinstance(key, yaml.ScalarNode) else "that begins here"


def read(text: str, file: str, shape: type[Shape]) -> Shape | list[Problem]:
    """Return the value that `text` holds, or what is wrong with it.

    Args:
        text: the content of the file.
        file: its name, for the problems.
        shape: the kind of file.
    """
    try:
        document = yaml.load(text, Loader=_StrictLoader)  # noqa: S506  (derives from the safe loader)
    except yaml.MarkedYAMLError as error:
        return [_not_yaml(error, file)]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, text.index(chr(error.character))) + 1
        return [Problem(file, line, "", f"holds the character {error.character:#06x}", "Take it out")]
    if document is None:
        return [Problem(file, 1, "", "is empty", f"Start with {_keys(shape)[0]!r}, or remove the file")]
    try:
        return validator(shape).validate_python(document)
    except ValidationError as error:
        locate = Locator(text)
        return [_problem(each, file, shape, locate) for each in _causes(error.errors(include_url=False))]


def _causes(errors: list[ErrorDetails]) -> Iterator[ErrorDetails]:
    """Yield all but the lists that are short because their entries do not hold."""
    for error in errors:
        place = error["loc"]
        entries = (each for each in errors if each is not error and each["loc"][: len(place)] == place)
        if error["type"] != "too_short" or not any(entries):
            yield error


class Locator:
    """Finds the line of a value in a YAML text; composes the text only when asked."""

    def __init__(self, text: str) -> None:
        self._root = yaml.compose(text, Loader=_StrictLoader)

    def line(self, path: Path) -> int:
        """Return the line (from 1) of the value at `path`, or of the nearest thing around it that exists."""
        node, line = self._root, 1
        for step in path:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return line


def _child(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line + 1, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    return None


def _not_yaml(error: yaml.MarkedYAMLError, file: str) -> Problem:
    line = error.problem_mark.line + 1 if error.problem_mark else 1
    what = error.problem or "is not YAML"
    if "stands twice" in what:
        cure = "Keep one of the two"
    elif "too deeply" in what:
        cure = "Close the brackets, or take back the indentation"
    elif "is not text" in what:
        cure = "Put it in quotes"
    else:
        cure = "Check indentation; quote text that holds `: ` or ` #`"
    return Problem(file, line, "", what, cure)


def _problem(error: ErrorDetails, file: str, shape: type[Any], locate: Locator) -> Problem:
    path: Path = tuple(step for step in error["loc"] if step != "[key]")
    field = ".".join(str(step) for step in path)
    kind = _key_type_at(path, shape) if path != error["loc"] else _type_at(path, shape)
    what, cure = _explain(error, path, shape, kind)
    if any(rule.may_hide_a_secret for rule in _rules(kind)) and "missing" not in error["type"]:
        what = "does not hold"
    return Problem(file, locate.line(path), field, what, cure)


def _explain(error: ErrorDetails, path: Path, shape: type[Any], kind: Any) -> tuple[str, str]:
    """Return what is wrong, and what to write instead."""
    name = str(path[-1]) if path else ""
    given = _shown(error["input"])
    match error["type"]:
        case "missing" | "missing_argument" | "missing_keyword_only_argument" if (
            name in _TRANSLATIONS and len(path) > 1
        ):
            told = "the translation is missing", f"Add `{name}: ...`"
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            told = "is missing", f"Add `{name}:`{_described(path, shape)}"
        case "unexpected_keyword_argument":
            keys = _keys(_type_at(path[:-1], shape))
            near = extractOne(name, keys, score_cutoff=60)
            told = "is not a key here", f"Did you mean `{near[0]}`?" if near else f"Keys are: {', '.join(keys)}"
        case "literal_error" | "enum":
            told = f"is {given!r}", f"Write one of: {error['ctx']['expected']}"
        case "string_pattern_mismatch":
            told = f"is {given!r}", f"Write {_like(kind) or error['ctx']['pattern']}"
        case "pattern":
            told = error["msg"], error["ctx"]["cure"]
        case "string_type":
            told = f"is not text but {given}", "Put it in quotes"
        case "too_short" | "tuple_type" | "dataclass_type" | "dict_type":
            told = _of_another_kind(error, kind)
        case _:
            told = f"is {given!r}", error["msg"]
    return told


def _of_another_kind(error: ErrorDetails, kind: Any) -> tuple[str, str]:
    """Return what stands in the place of a list or of keys, and what to write instead."""
    keys = _keys(kind)
    match error["type"]:
        case "too_short":
            told = error["ctx"]
            return f"has {told['actual_length']} entries", f"Write at least {told['min_length']}"
        case "tuple_type":
            return f"is {_shown(error['input'], quoted=True)}, no list", "Write `- ` before each entry"
        case _:
            cure = f"Write keys: {', '.join(keys)}" if keys else "Write keys, each with its value"
            return f"is {_shown(error['input'], quoted=True)}", cure


def _shown(value: Any, *, quoted: bool = False) -> str:
    if isinstance(value, (dict, list)):
        return "a list" if isinstance(value, list) else "a mapping"
    text = str(value)[:60]
    return repr(text) if quoted else text


def _described(path: Path, shape: type[Any]) -> str:
    """Return what a key is for, in the words of the type that it is a field of."""
    keys = json_schema(_type_at(path[:-1], shape))["properties"]
    description = keys[path[-1]]["description"]
    return f" ({description.rstrip('.').lower() if len(description) < 90 else 'see `campaign-why schema`'})"


def _keys(kind: Any) -> list[str]:
    return [yaml_key(each.name) for each in fields(kind)] if is_dataclass(kind) else []


def _type_at(path: Path, kind: Any) -> Any:
    """Return the type that the model has at `path`, with its rules."""
    for step in path:
        kind = _bare(kind)
        if is_dataclass(kind):
            hints = {yaml_key(name): hint for name, hint in get_type_hints(kind, include_extras=True).items()}
            kind = hints.get(str(step))
        else:
            kind = get_args(kind)[-1 if isinstance(step, str) else 0] if get_args(kind) else None
    return kind if _like(kind) else _bare(kind)


def _key_type_at(path: Path, kind: Any) -> Any:
    """Return the type that the model has for the key at the end of `path`."""
    return get_args(_bare(_type_at(path[:-1], kind)))[0]


def _bare(kind: Any) -> Any:
    """Return the type without rules and without `| None`."""
    if hasattr(kind, "__metadata__"):
        kind = kind.__origin__
    options = [each for each in get_args(kind) if each is not type(None)]
    if type(None) in get_args(kind) and len(options) == 1:
        return _bare(options[0])
    return kind


def _like(kind: Any) -> str:
    return next((rule.like for rule in _rules(kind)), "")


def _rules(kind: Any) -> list[Written]:
    options = (kind, *get_args(kind))
    return [rule for option in options for rule in getattr(option, "__metadata__", ()) if isinstance(rule, Written)]
