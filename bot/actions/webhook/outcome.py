"""What a receiver says of a run: in its answer, or later at the callback."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.knowledge.rules import SHAPE

if TYPE_CHECKING:
    from bot.actions.model import Site, Webhook
    from bot.actions.webhook.delivery import Delivered
    from bot.ledger.model import Run

ReportedState: TypeAlias = Literal["working", "succeeded", "failed"]

LONGEST_SHOWN = 1000
"""Characters of a receiver's text that people see."""

_DOUBTS = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
"""Control characters but tabs and new lines, and those that hide text or turn its direction."""

_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)?")
"""A terminal's colours and titles."""


_LENIENT = {**SHAPE, "extra": "ignore"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a receiver reports of a run."""

    __pydantic_config__ = _LENIENT

    state: ReportedState
    """working (progress; may come often), succeeded or failed (the result; comes once)."""

    message: str = ""
    """Text for people; they see the first 1,000 characters."""


def reported(content: str | bytes, *, is_whole: bool = True) -> Report | None:
    """Return the report that a JSON text holds, None if it holds none.

    Args:
        content: the text.
        is_whole: whether it has to be complete; an answer that breaks off may still have told how things stand.
    """
    from pydantic import ValidationError
    from pydantic_core import from_json

    from bot.knowledge.shapes import validator

    try:
        told = from_json(content, allow_partial="off" if is_whole else "trailing-strings")
        return validator(Report).validate_python(told)
    except (ValueError, ValidationError):
        return None


def outcome_of(webhook: Webhook, delivered: Delivered) -> Report:
    """Return what a delivery has led to: the result in the answer, else success, or work that goes on."""
    report = reported(delivered.answer, is_whole=False)
    if report is not None and report.state != "working":
        return report
    message = report.message if report else delivered.answer
    return Report("working" if webhook.outcome == "callback" else "succeeded", message)


def doubting(site: Site, run: Run) -> Webhook | None:
    """Return the webhook whose receiver may not have believed who called; None where it did, or is another by now."""
    action = site.action(run.request.action)
    is_doubted = run.state == "failed" and run.status in _DOUBTS and run.request.edition == site.edition
    return site.webhook(action.webhook) if action and is_doubted else None


def shown(text: str) -> str:
    """Return a receiver's text as people see it: one thousand characters, none of them invisible or steering.

    Slack's own markup stays: whoever puts the text into mrkdwn escapes it.
    """
    seen = _UNSEEN.sub("", _ESCAPE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()
    return seen if len(seen) <= LONGEST_SHOWN else f"{seen[: LONGEST_SHOWN - 1]}…"
