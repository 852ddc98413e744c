"""The rules of the model hold for values, and stand in the JSON Schema for editors."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from bot.app import shipped_pack
from bot.knowledge.model import Answer, Case, Module, Pack, Slug, Thresholds, Url
from bot.knowledge.model import Line as OneLine
from bot.knowledge.rules import yaml_key
from bot.knowledge.shapes import SCHEMAS, json_schema, validator

_SCHEMAS = shipped_pack().parent / "schema"


def _accepts(adapter: TypeAdapter[str], text: str) -> bool:
    try:
        adapter.validate_python(text)
    except ValidationError:
        return False
    return True


@given(st.from_regex(r"[a-z0-9-]{0,8}", fullmatch=True) | st.text(max_size=8))
def test_a_slug_is_words_joined_by_hyphens(text: str) -> None:
    """Agrees with taking the text apart."""
    words = text.split("-")

    assert _accepts(TypeAdapter(Slug), text) == all(re.fullmatch("[a-z0-9]+", word) for word in words)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a", True),
        ("日志 里", True),
        ("", False),
        (" a", False),
        ("a ", False),
        ("a\n", False),
        ("a\nb", False),
        ("a\u3000", False),
    ],
)
def test_a_line_is_one_line_without_spaces_at_its_ends(text: str, holds: bool) -> None:
    """Replies put such lines together without trimming."""
    assert _accepts(TypeAdapter(OneLine), text) is holds


@pytest.mark.parametrize(
    ("url", "holds"), [("https://a.b/c#d", True), ("http://a.b", False), ("https://", False), ("https://a b", False)]
)
def test_an_address_is_https(url: str, holds: bool) -> None:
    """Slack shows no other link."""
    assert _accepts(TypeAdapter(Url), url) is holds


@given(st.floats())
def test_a_threshold_lies_between_nothing_and_certainty(value: float) -> None:
    """What is not a number is refused as well."""
    content = {"suggest": value, "clarify": 0.1, "margin": 0.1}

    if 0 <= value <= 1:
        assert TypeAdapter(Thresholds).validate_python(content).suggest == value
    else:
        with pytest.raises(ValidationError):
            TypeAdapter(Thresholds).validate_python(content)


def test_a_key_is_written_as_the_language_is_called() -> None:
    """Python has no hyphens in names; the files have."""
    assert yaml_key("zh_hans") == "zh-Hans"
    assert yaml_key("depends_on") == "depends_on"


def test_a_shape_is_prepared_once() -> None:
    """A pack of many files asks for the same validator many times."""
    assert validator(SCHEMAS["cases"]) is validator(SCHEMAS["cases"])


def test_a_value_that_holds_becomes_a_frozen_value_of_the_model() -> None:
    """Defaults are those of the model."""
    text = {"en": "Yes", "zh-Hans": "是"}

    answer = TypeAdapter(Answer).validate_python({"id": "yes", "label": text})

    assert answer.favours == ()
    assert hash(answer) == hash(TypeAdapter(Answer).validate_python({"id": "yes", "label": text}))


def test_a_case_has_words() -> None:
    """A report of spaces is nothing to get right."""
    with pytest.raises(ValidationError):
        TypeAdapter(Case).validate_python({"report": "  ", "module": "mta"})


def test_the_rules_stand_in_the_schema() -> None:
    """What the loader refuses, the editor underlines."""
    module = json_schema(Module)
    margin = json_schema(Pack)["$defs"]["Thresholds"]["properties"]["margin"]

    assert module["properties"]["id"]["pattern"] == "^[a-z][A-Za-z]*$"
    assert module["properties"]["symptoms"]["minItems"] == 1
    assert (margin["minimum"], margin["maximum"]) == (0, 1)


def _pack_files() -> list[str]:
    pack = shipped_pack()
    return sorted(path.relative_to(pack).as_posix() for path in pack.rglob("*.yaml"))


@pytest.mark.parametrize("name", _pack_files())
def test_a_file_of_the_shipped_pack_names_its_schema(name: str) -> None:
    """Editors check and complete it from its first line."""
    path = shipped_pack() / name
    kind = {"modules": "module"}.get(
        Path(name).parts[0].removesuffix(".yaml"), Path(name).parts[0].removesuffix(".yaml")
    )

    first = path.read_text(encoding="utf-8").splitlines()[0]

    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    schema = (path.parent / first.removeprefix(prefix)).resolve()
    assert schema == (_SCHEMAS / f"{kind}.json").resolve()
    assert json.loads(schema.read_text(encoding="utf-8"))["type"] == "object"
