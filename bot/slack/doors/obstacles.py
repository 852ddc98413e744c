"""Why a module should be left alone for now: looked up, and said in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions.runs.desk import run_id_of
from bot.slack.views import runs as views
from bot.slack.views.blocks import escape
from bot.slack.views.naming import mention
from bot.views.run_wording import RUN_WORDING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.actions.model import Instance
    from bot.actions.runs.desk import Obstacle
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import Place
    from bot.slack.offers import Offered
    from bot.slack.operations import Operations


async def obstacles(
    operations: Operations, offered: Offered, instances: Sequence[Instance], place: Place, turn: str
) -> dict[str, Obstacle]:
    """Return what is in the way of a button's request, by the id of the instance; a check is never held up.

    The run that the same button has asked for is not in its own way: who clicks again joins it.

    Raises:
        LedgerAway: the database does not answer.
    """
    action, module = offered.offer.action, offered.module
    if action.operation == "check":
        return {}
    found = {}
    for each in instances:
        obstacle = await operations.desk.obstacle(module, each.id, cool_down=operations.cool_down(each))
        own = run_id_of(place, action=action.id, module=module, instance=each.id, modal=turn)
        if obstacle and obstacle.run.request.run_id != own:
            found[each.id] = obstacle
    return found


def said(operations: Operations, obstacle: Obstacle, language: ReplyLanguage) -> str:
    """Return who is at a module, or was just now, and when; mrkdwn, escaped."""
    wording, run = RUN_WORDING[language], obstacle.run
    is_under_way = obstacle.kind == "under_way"
    moment = run.request.asked_at if is_under_way else run.changed_at
    sentence = wording.under_way if is_under_way else wording.cool_down
    what = wording.operations[run.request.operation].format(process=operations.process(run.request))
    return sentence.format(what=escape(what, 200), who=mention(run.request.requester), time=views.utc(moment))
