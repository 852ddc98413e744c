"""The receivers of docs/receivers: each file loads, and asks for what the receiver's documentation describes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.actions.secrets import secrets_of
from bot.actions.site import load_site
from bot.actions.webhook.body import PLACEHOLDERS
from bot.actions.webhook.call import prepare
from tests.actions.values import INSTANCE, NOON, STANDARD_SECRET, request

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

FOLDER = Path(__file__).parents[3] / "docs" / "receivers"
CALLBACK = "https://why.example/actions/callback/x"
VALUES = {"run_id": "7f3c0a", "operation": "restart", "process": "mta@acme_prod", "callback": CALLBACK}


@pytest.mark.parametrize(
    ("name", "address", "body"),
    [
        ("rundeck", "https://rundeck.example.com/api/40/webhook/REPLACE-BY-YOUR-KEY", VALUES),
        ("awx", "https://awx.example.com/api/v2/job_templates/42/launch/", {"extra_vars": VALUES}),
        (
            "github-actions",
            "https://api.github.com/repos/OWNER/REPOSITORY/dispatches",
            {"event_type": "campaign-why", "client_payload": VALUES},
        ),
        ("jenkins", "https://jenkins.example.com/generic-webhook-trigger/invoke", None),
    ],
)
def test_a_documented_receiver_is_asked_as_it_wants(
    shipped: Diagnostician, name: str, address: str, body: dict[str, Any] | None
) -> None:
    """Address, authorization and body; Jenkins reads the documented body."""
    variable = name.partition("-")[0].upper()
    environment = {f"{variable}_SECRET": STANDARD_SECRET, f"{variable}_AUTHORIZATION": "Bearer token"}

    site = load_site(FOLDER / f"{name}.yaml", shipped.knowledge.modules, environment)
    (webhook,) = site.webhooks
    call = prepare(request(), webhook, INSTANCE, "mta@acme_prod", secrets_of(site, environment), CALLBACK)
    sent = json.loads(call.body)

    assert (webhook.url, webhook.outcome) == (address, "callback")
    assert call.headers(NOON)["Authorization"] == "Bearer token"
    assert sent == body if body else sent["data"].items() >= VALUES.items()


@pytest.mark.parametrize("name", ["awx", "github-actions", "jenkins", "rundeck"])
def test_a_documented_receiver_is_not_asked_again_after_a_silence(shipped: Diagnostician, name: str) -> None:
    """It would begin a second job: an attempt may take all the time there is, and then none is left."""
    variable = name.partition("-")[0].upper()
    environment = {f"{variable}_SECRET": STANDARD_SECRET, f"{variable}_AUTHORIZATION": "Bearer token"}

    (webhook,) = load_site(FOLDER / f"{name}.yaml", shipped.knowledge.modules, environment).webhooks

    assert webhook.timeout == webhook.deadline


def test_every_file_of_a_receiver_is_tested() -> None:
    """A new one has to be added above."""
    assert sorted(path.stem for path in FOLDER.glob("*.yaml")) == ["awx", "github-actions", "jenkins", "rundeck"]


def test_the_guide_names_every_value_of_a_body() -> None:
    """Whoever writes a template finds all of them."""
    guide = (FOLDER / "README.md").read_text(encoding="utf-8")

    assert [name for name in PLACEHOLDERS if f"`{name}`" not in guide and f"{{{name}}}" not in guide] == []
