"""A refusal in words: that nothing was run, why, and whom to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.actions.policy import Refused
    from bot.knowledge.model import ReplyLanguage

_WHOM_TO_ASK = ("guest", "no-grant", "own-run")
"""An outsider is not told who may do what; the other refusals no person can lift."""


def refusal_text(refused: Refused, language: ReplyLanguage, mention: Callable[[str], str] = str) -> str:
    """Return what is told to whoever was refused, and to nobody else.

    Args:
        refused: the verdict.
        language: of the reply.
        mention: turns the Slack id of a user or a group into what shows its name.
    """
    wording = WORDING[language]
    right = wording.rights[refused.grant]
    reason = wording.refusals[refused.code].format(right=right, environment=refused.environment)
    sentences = [wording.nothing_run, reason]
    if refused.code in _WHOM_TO_ASK and refused.environment:
        people = wording.comma.join(mention(each) for each in refused.ask)
        sentences.append(wording.ask_them.format(people=people) if people else wording.ask_nobody)
    return ("" if language == "zh-Hans" else " ").join(sentences)
