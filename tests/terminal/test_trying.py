"""`campaign-why actions try --dry-run`: what would be sent, and nothing is."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from tests.commandline import run
from tests.packs import files, write
from tests.sites import ENVIRONMENT, site, write_site

if TYPE_CHECKING:
    from pathlib import Path

    from tests.commandline import Outcome


@pytest.fixture
def pack(folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A small pack, and a site file for it."""
    monkeypatch.setenv("CAMPAIGN_WHY_CONFIG", str(write_site(folder.parent / "site.yaml")))
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    return str(write(folder, files()))


def _tried(pack: str, *arguments: str) -> Outcome:
    return run("actions", "try", *arguments, "--dry-run", "--pack", pack)


def test_the_request_is_shown_as_it_would_be_sent(pack: str) -> None:
    """Address, headers and the body that the receiver reads."""
    tried = _tried(pack, "alpha", "prod")

    head, body, end = tried.out.split("\n\n")
    sent = json.loads(body)
    assert tried.code == 0
    assert head.splitlines()[:2] == ["POST https://runner.example.com/hooks", "Content-Type: application/json"]
    assert re.search(r"^webhook-id: [0-9a-f]{32}$", head, re.MULTILINE)
    assert sent["data"]["operation"] == "check"
    assert (sent["data"]["requester"], sent["data"]["channel"]) == ("terminal", None)
    assert end == "Nothing was sent.\n"


def test_an_operation_can_be_chosen(pack: str) -> None:
    """With a receiver's own body, and the place of the callback."""
    tried = _tried(pack, "alpha", "stage", "--operation", "restart")

    assert tried.out.startswith("POST http://127.0.0.1:9000/run?job=1\n")
    body = json.loads(tried.out.split("\n\n")[1])
    assert (body["job"], body["to"]) == ("alpha", "https://campaign-why.example/actions/callback/...")


@pytest.mark.parametrize("operation", ["check", "restart"])
def test_no_secret_and_no_signature_is_shown(pack: str, operation: str) -> None:
    """Who reads it over a shoulder can send nothing."""
    tried = _tried(pack, "alpha", "prod", "--operation", operation)

    assert [secret for secret in ENVIRONMENT.values() if secret in tried.out] == []
    signatures = [line for line in tried.out.splitlines() if re.match(r"(?i)(webhook|x)-signature|authorization", line)]
    assert signatures
    assert all(line.endswith(": ••••••") for line in signatures)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("alfa", "prod"), "Nothing is offered for 'alfa'. Did you mean alpha?"),
        (("alpha", "rt1"), "Nothing of that is offered on 'rt1'. Offered: prod, stage"),
        (("beta", "stage"), "Nothing of that is offered on 'stage'. Offered: prod"),
        (("beta", "prod", "--operation", "restart"), "No restart is offered for beta. Offered: check"),
    ],
)
def test_what_is_not_offered_is_told_with_what_is(pack: str, arguments: tuple[str, ...], told: str) -> None:
    """Wrong usage, with a way on."""
    tried = _tried(pack, *arguments)

    assert (tried.code, tried.err) == (2, f"campaign-why: {told}\n")


def test_without_a_site_file_nothing_is_offered(pack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says which setting is missing."""
    monkeypatch.delenv("CAMPAIGN_WHY_CONFIG")

    tried = _tried(pack, "alpha", "prod")

    told = "campaign-why: Nothing is offered: set CAMPAIGN_WHY_CONFIG to the path of the site file.\n"
    assert (tried.code, tried.err) == (2, told)


def test_a_site_file_that_does_not_hold_is_not_tried(pack: str, folder: Path) -> None:
    """Its problems are told."""
    content = site()
    content["webhooks"][0]["url"] = "http://runner.example.com"
    write_site(folder.parent / "site.yaml", content)

    tried = _tried(pack, "alpha", "prod")

    assert tried.code == 3
    assert "webhooks.0.url: is plain HTTP to another machine" in tried.err
