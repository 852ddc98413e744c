"""What receivers read."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from bot.actions.webhook.body import PLACEHOLDERS, Body, body_of, unknown_placeholders, written
from tests.actions.values import INSTANCE, request

_CALLBACK = "https://why.example/actions/callback/x"


def test_the_body_tells_all_of_a_request() -> None:
    """As documented; the time in UTC."""
    body = body_of(request(), INSTANCE, "mta@acme_prod", _CALLBACK)

    assert json.loads(written(body)) == {
        "type": "action.requested",
        "timestamp": "2026-03-04T12:00:00Z",
        "data": {
            "run_id": "7f3c0a",
            "operation": "restart",
            "module": "mta",
            "process": "mta@acme_prod",
            "instance": "prod",
            "campaign": "acme_prod",
            "environment": "production",
            "requester": "U0ANNA",
            "team": "T0TEAM",
            "channel": "C0OPS",
            "reason": "no mail since nine",
            "evidence": ["mails", "not going out"],
            "callback": _CALLBACK,
        },
    }


def test_from_the_terminal_there_is_no_channel() -> None:
    """Null, not a made-up one."""
    body = body_of(request(place=None, requester="terminal"), INSTANCE, "mta@acme_prod")

    data = json.loads(written(body))["data"]

    assert (data["requester"], data["team"], data["channel"], data["callback"]) == ("terminal", None, None, None)


def test_the_same_request_is_always_the_same_bytes() -> None:
    """A receiver that compares them sees one request."""
    bodies = [written(body_of(request(), INSTANCE, "mta@acme_prod")) for _ in range(2)]

    assert bodies[0] == bodies[1]


def test_the_documented_body_holds_by_its_own_schema() -> None:
    """What is written can be read back by it."""
    body = body_of(request(), INSTANCE, "mta@acme_prod")

    assert TypeAdapter(Body).validate_json(written(body)) == body


@pytest.mark.parametrize(
    ("template", "filled"),
    [
        ({"a": "{module}"}, {"a": "mta"}),
        ({"a": "-module {module} -on {campaign}"}, {"a": "-module mta -on acme_prod"}),
        ({"a": {"b": ["{run_id}", 1, True, None]}}, {"a": {"b": ["7f3c0a", 1, True, None]}}),
        ({"a": "{evidence}"}, {"a": ["mails", "not going out"]}),
        ({"a": "saw: {evidence}"}, {"a": "saw: mails; not going out"}),
        ({"a": "{callback}"}, {"a": None}),
        ({"a": "<{callback}>"}, {"a": "<>"}),
        ({"a": "{timestamp}"}, {"a": "2026-03-04T12:00:00Z"}),
        ({"a": "{} {0} {Module} ${x.y} {{module}}"}, {"a": "{} {0} {Module} ${x.y} {mta}"}),
        ({"{module}": "x"}, {"{module}": "x"}),
    ],
)
def test_a_template_is_filled_with_json_values(template: dict[str, Any], filled: dict[str, Any]) -> None:
    """A placeholder that stands alone keeps its type; in a text it is text; all else stays as it is."""
    body = body_of(request(), INSTANCE, "mta@acme_prod")

    assert json.loads(written(body, template)) == filled


@given(st.text() | st.sampled_from(['", "operation": "stop', "{operation}", "{{run_id}}", "\\", "\ud800", "\x00\n"]))
def test_no_reason_changes_anything_but_itself(reason: str) -> None:
    """Quotes, braces and backslashes of a requester stay inside the value."""
    body = body_of(request(reason=reason), INSTANCE, "mta@acme_prod")

    filled = json.loads(written(body, {"operation": "{operation}", "why": "because: {reason}"}))

    assert filled == {"operation": "restart", "why": f"because: {reason}"}


def test_placeholders_that_stand_for_nothing_are_found_anywhere() -> None:
    """In texts, lists and mappings."""
    template = {"a": "{modul}", "b": ["{module}", {"c": "x {secret} y"}], "d": 1}

    assert list(unknown_placeholders(template)) == ["modul", "secret"]


def test_every_documented_value_has_a_placeholder() -> None:
    """A template that names all of them is filled."""
    body = body_of(request(), INSTANCE, "mta@acme_prod", _CALLBACK)
    template = {name: f"{{{name}}}" for name in PLACEHOLDERS}

    documented = json.loads(written(body))

    assert json.loads(written(body, template)) == {**documented["data"], "timestamp": documented["timestamp"]}
