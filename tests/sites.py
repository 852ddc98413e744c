"""A small site that holds, for tests that break it."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ENVIRONMENT = {"RUNNER_SECRET": SECRET, "JOBS_SECRET": "0123456789abcdef", "JOBS_TOKEN": "Bearer made-up"}

_SITE: dict[str, Any] = {
    "environments": [
        {
            "id": "production",
            "approval": True,
            "request": {"groups": ["S0ONCALL"]},
            "approve": {"users": ["U0LEAD", "U0OTHER"], "groups": ["S0LEADS"]},
        },
        {"id": "staging", "approval": False, "cool_down": 0, "request": {"users": ["U0DEV"]}},
    ],
    "instances": [
        {"id": "prod", "campaign": "prod", "hosting": "on-premise", "environment": "production"},
        {"id": "stage", "campaign": "stage1", "hosting": "hosted", "environment": "staging"},
    ],
    "webhooks": [
        {"id": "runner", "url": "https://runner.example.com/hooks", "secret": "RUNNER_SECRET"},
        {
            "id": "jobs",
            "url": "http://127.0.0.1:9000/run?job=1",
            "timeout": 5,
            "deadline": 60,
            "signature": "hmac-sha256",
            "header": "X-Signature",
            "secret": "JOBS_SECRET",
            "headers": {"Authorization": "JOBS_TOKEN"},
            "body": {"job": "{module}", "more": [1, 2.5, True, None]},
            "outcome": "callback",
        },
    ],
    "actions": [
        {
            "id": "restart",
            "operation": "restart",
            "modules": ["alpha"],
            "instances": ["stage", "prod"],
            "webhook": "jobs",
        },
        {
            "id": "look",
            "operation": "check",
            "modules": ["alpha", "beta"],
            "instances": ["prod"],
            "webhook": "runner",
        },
    ],
}


def site() -> dict[str, Any]:
    """Return the content of a site file that holds for the pack of `tests.packs`, to be changed."""
    return deepcopy(_SITE)


def write_site(path: Path, content: Any = None) -> Path:
    """Write a site file; text is written as it is."""
    chosen = site() if content is None else content
    text = chosen if isinstance(chosen, str) else yaml.safe_dump(chosen, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return path
