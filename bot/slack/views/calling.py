"""The message that calls those who may approve a run: the stamp names them too, but Slack announces no edit. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.views.blocks import Block, escape, line, rich_text
from bot.slack.views.naming import all_named, around, mention
from bot.slack.views.runs import name_of, utc
from bot.views.run_wording import RUN_WORDING
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import Run

_CALL = "call-"
_MOST_CALLED = 50


def call(
    run: Run, process: str, approvers: Sequence[str], until: datetime, language: ReplyLanguage
) -> tuple[str, list[Block]]:
    """Return the message that mentions who may approve a run: its text and its blocks.

    Args:
        run: that waits.
        process: what it acts on.
        approvers: ids of users and groups.
        until: when it expires (UTC).
        language: of who asked, as in the stamp.
    """
    wording, comma = RUN_WORDING[language], WORDING[language].comma
    fields = {
        "what": wording.operations[run.request.operation].format(process=process),
        "approve": wording.approve,
        "deny": wording.deny,
        "until": utc(until),
    }
    people, who = approvers[:_MOST_CALLED], run.request.requester
    told = escape(wording.called.format(who="\0", **fields), 1_000).replace("\0", mention(who))
    block = rich_text([line(*all_named(people, comma), *around(wording.called, who, **fields))])
    return f"{comma.join(map(mention, people))}{told}", [{**block, "block_id": _id(run)}]


def is_called_for(run: Run, shown: Mapping[str, Any], messages: Iterable[Mapping[str, Any]]) -> bool:
    """Return whether whoever wrote the message in which a run is shown has called for its approval in the thread."""
    own = [each for each in messages if _author(each) == _author(shown)]
    return any(block.get("block_id") == _id(run) for each in own for block in each.get("blocks") or [])


def _author(message: Mapping[str, Any]) -> Any:
    return message.get("bot_id") or message.get("user")


def _id(run: Run) -> str:
    return f"{_CALL}{name_of(run)}"
