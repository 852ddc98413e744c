"""A webhook whose receiver could not check, read or answer is refused when the site file is loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from bot.actions.site import load_site
from bot.errors import SiteInvalid
from tests.packs import load_small
from tests.sites import ENVIRONMENT, site, write_site

if TYPE_CHECKING:
    from pathlib import Path


CURE = "Put {callback} into it, or write `outcome: answer`"


def _problems(folder: Path, change: dict[str, Any], environment: dict[str, str]) -> list[str]:
    content = site()
    content["webhooks"][1].update(change)
    path = write_site(folder / "site.yaml", content)
    try:
        load_site(path, load_small(folder).modules, {**ENVIRONMENT, **environment})
    except SiteInvalid as error:
        return [f"{each.field}: {each.what}. {each.cure}" for each in error.problems]
    return []


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"body": {"job": "{modul}"}, "outcome": "answer"},
            "webhooks.1.body: names {modul}, which stands for nothing. Did you mean {module}?",
        ),
        (
            {"body": {"job": "{module}"}},
            "webhooks.1.body: does not tell the receiver where to report. " + CURE,
        ),
        (
            {"headers": {"Content-Type": "JOBS_TOKEN"}},
            "webhooks.1.headers.Content-Type: Content-Type is always sent with a value of our own. Remove it",
        ),
        (
            {"header": "Webhook-Id"},
            "webhooks.1.header: Webhook-Id is always sent with a value of our own. Remove it",
        ),
    ],
)
def test_what_would_not_work_is_told_with_a_cure(folder: Path, change: dict[str, Any], problem: str) -> None:
    """Before anybody clicks."""
    assert _problems(folder, change, {}) == [problem]


@pytest.mark.parametrize("secret", ["a secret in plain words, and a long one", "whsec_c2hvcnQgYnV0IGxvbmc="])
def test_a_secret_that_is_none_of_the_standard_is_told(folder: Path, secret: str) -> None:
    """A weak one too; never its value."""
    (problem,) = _problems(folder, {}, {"RUNNER_SECRET": secret})

    assert problem.startswith("webhooks.0.secret: RUNNER_SECRET ")
    assert problem.endswith('Make one: echo "whsec_$(openssl rand -base64 32)"')
    assert secret not in problem


def test_a_body_of_its_own_that_tells_all_holds(folder: Path) -> None:
    """However deep the callback stands."""
    body = {"job": "{module}", "then": [{"tell": "at {callback}"}]}

    assert _problems(folder, {"body": body}, {}) == []
