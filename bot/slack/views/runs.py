"""Runs in Slack: the buttons under an answer, the form, the stamp. Pure.

Each run has blocks of its own in the message with its button, known by their ids, so that several runs of one answer
do not wipe each other out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.actions.webhook.outcome import shown
from bot.slack.views.blocks import (
    Block,
    Element,
    Message,
    Part,
    actions,
    button,
    command,
    context,
    cut,
    escape,
    line,
    rich_text,
    section,
    within_limits,
)
from bot.slack.views.blocks import run as stretch
from bot.slack.views.blocks import runs as stretches
from bot.slack.views.naming import all_named, around, named
from bot.views.run_wording import RUN_WORDING
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.actions.model import Instance, Offer
    from bot.knowledge.model import ReplyLanguage
    from bot.ledger.model import AuditRecord, Run

OFFER = "offer_action"
"""The action ids of the buttons under an answer begin like this; a number follows."""

FORM = "request_run"
"""The callback id of the form."""

APPROVE, DENY = "approve_run", "deny_run"
FIXED, NOT_FIXED = "incident_fixed", "incident_not_fixed"

_OFFERS = "offers"
_RUN, _DECIDE = "run-", "decide-"
_INSTANCE, _REASON, _NAME = "instance", "reason", "name"
_LONGEST_REASON = 500
_MOST_NAMED = 10
"""Of those who may approve."""

View = dict[str, Any]


def offered(offers: Sequence[Offer], values: Sequence[str], language: ReplyLanguage, module: str) -> Block:
    """Return the row of buttons for what is offered; `values` are sealed, one for each."""
    wording = RUN_WORDING[language]
    elements = [
        button(wording.buttons[offer.action.operation].format(module=module), action=f"{OFFER}_{index}", value=value)
        for index, (offer, value) in enumerate(zip(offers, values, strict=True))
    ]
    return {**actions(elements), "block_id": _OFFERS}


def note(text: str, language: ReplyLanguage, title: str = "campaign-why") -> View:
    """Return a view that only says something."""
    body = rich_text([line(*stretches(text, 2_500))])
    return _view([body], language, title=title)


def told(mrkdwn: str, language: ReplyLanguage) -> View:
    """Return a view that says something in mrkdwn that has been escaped already, with people's names."""
    return _view([section(mrkdwn)], language)


@dataclass(frozen=True, slots=True)
class Form:
    """What somebody has to know before they ask for an action."""

    offer: Offer
    instances: tuple[Instance, ...]
    """Those to choose from."""

    module: str
    costs: str
    """What a restart loses."""

    host: str
    """That will be called."""

    approved_on: tuple[str, ...]
    """The instances on which a second person has to approve."""

    notes: Sequence[str]
    """What speaks against it now, in mrkdwn that has been escaped."""

    is_confirmed_by_name: bool


def form(content: Form, *, sealed: str, language: ReplyLanguage) -> View:
    """Return the form in which somebody asks for an action."""
    wording, mark = RUN_WORDING[language], WORDING[language]
    operation = content.offer.action.operation
    what = wording.buttons[operation].format(module=content.module)
    blocks: list[Block] = [rich_text([line(stretch(what, bold=True))])]
    blocks += [section(each) for each in content.notes[:10]]
    blocks.append(_choice(content.instances, wording.instance, is_only=len(content.offer.instances) == 1))
    if operation == "restart":
        blocks.append(
            rich_text([line(stretch(f"{wording.costs}{mark.colon}", bold=True), *stretches(content.costs, 2_000))])
        )
    blocks.append(
        rich_text([line(stretch(f"{wording.host}{mark.colon}", bold=True), stretch(content.host, code=True))])
    )
    if content.approved_on:
        is_everywhere = len(content.approved_on) == len(content.instances)
        told = wording.needs_approval_on.format(instances=mark.comma.join(content.approved_on))
        blocks.append(context([escape(wording.needs_approval if is_everywhere else told, 500)]))
    blocks.append(_input(_REASON, wording.reason, is_optional=True, hint=wording.reason_hint))
    if content.is_confirmed_by_name:
        blocks.append(_input(_NAME, wording.confirm.format(module=content.module), is_optional=False))
    return _view(blocks, language, title=wording.titles[operation], submit=wording.submit, sealed=sealed)


def anyway(mrkdwn: str, reason: str, *, sealed: str, language: ReplyLanguage) -> View:
    """Return the form in which somebody who may goes on in spite of what is said, with the reason they gave."""
    wording = RUN_WORDING[language]
    field = _input(_REASON, wording.reason, is_optional=True, hint=wording.reason_hint)
    if reason:
        field["element"]["initial_value"] = reason[:_LONGEST_REASON]
    return _view([section(mrkdwn), field], language, submit=wording.go_on, sealed=sealed)


def wrong_name(language: ReplyLanguage) -> dict[str, str]:
    """Return what is said beside the field in which the module's name was to be typed."""
    return {_NAME: RUN_WORDING[language].confirm_wrong}


def filled_in(view: Any) -> tuple[str, str, str]:
    """Return instance, reason and typed name of a submitted form; empty where they are not."""
    state = view.get("state") if isinstance(view, dict) else None
    values = state.get("values") if isinstance(state, dict) else None
    return tuple(_value(values, name) for name in (_INSTANCE, _REASON, _NAME))  # type: ignore[return-value]


def stamp(
    run: Run,
    process: str,
    sealed: str,
    language: ReplyLanguage,
    *,
    approvers: Sequence[str] = (),
    attempt: AuditRecord | None = None,
    hint: str = "",
) -> list[Block]:
    """Return what a message shows of a run; while it waits for its approval, with buttons and who may press them.

    Args:
        run: as it stands.
        process: what it acts on.
        sealed: what the buttons stand for.
        language: of who asked.
        approvers: ids of users and groups.
        attempt: the last one, while it is being sent again.
        hint: at what may have gone wrong.
    """
    wording, mark = RUN_WORDING[language], WORDING[language]
    what = wording.operations[run.request.operation].format(process=process)
    told = [*around(wording.states[run.state], run.request.requester, what=what)]
    if run.approver:
        told += around(wording.denied_by if run.state == "denied" else wording.approved_by, run.approver)
    if attempt:
        told.append(stretch(_attempted(attempt, language)))
    elements: list[Element] = [line(*told, stretch(_facts(run)))]
    if run.state == "waiting" and approvers:
        elements.append(line(stretch(wording.may_approve), *all_named(approvers[:_MOST_NAMED], mark.comma)))
    if run.request.reason:
        elements.append(line(stretch(f"{wording.reason}{mark.colon}{cut(run.request.reason, _LONGEST_REASON)}")))
    if run.answer:
        elements.append(command(shown(run.answer)))
    if hint:
        elements.append(line(stretch(hint)))
    name = name_of(run)
    blocks = [{**rich_text(elements), "block_id": f"{_RUN}{name}"}]
    if run.state == "waiting":
        row = actions(
            [
                button(wording.approve, action=APPROVE, value=sealed),
                button(wording.deny, action=DENY, value=sealed),
            ]
        )
        blocks.append({**row, "block_id": f"{_DECIDE}{name}"})
    return blocks


def from_private(user: str, language: ReplyLanguage) -> Message:
    """Return the message in which a run is shown that somebody asks for from an answer that only they see."""
    before, after = RUN_WORDING[language].from_private.split("{who}")
    block = rich_text([line(stretch(before), named(user), stretch(after))])
    return Message(escape(f"{before}{user}{after}", 500), (Part.of(block),))


def _attempted(attempt: AuditRecord, language: ReplyLanguage) -> str:
    status, detail = attempt.detail.get("status"), str(attempt.detail.get("detail", ""))
    why = f"HTTP {status}" if status else ": ".join(each for each in (attempt.outcome, detail) if each)
    return RUN_WORDING[language].attempted.format(number=attempt.detail.get("attempt"), why=why)


def stamp_text(run: Run, process: str, language: ReplyLanguage, attempt: AuditRecord | None = None) -> str:
    """Return a stamp for phones and screen readers; mrkdwn, escaped."""
    wording = RUN_WORDING[language]
    what = wording.operations[run.request.operation].format(process=process)
    told = wording.states[run.state].format(what=what, who=run.request.requester)
    if run.approver:
        told += (wording.denied_by if run.state == "denied" else wording.approved_by).format(who=run.approver)
    if attempt:
        told += _attempted(attempt, language)
    return escape(f"{told}{_facts(run)}", 1_000)


def stamped(message: Sequence[Block], stamps: Sequence[Sequence[Block]]) -> list[Block]:
    """Return the blocks of a message with the stamps of all its runs, above the buttons; what would be too much goes.

    Args:
        message: its blocks as they stand there.
        stamps: of each run, the latest last; of older ones the oldest goes first, of the answer the end.
    """
    kept = [block for block in message if not str(block.get("block_id", "")).startswith((_RUN, _DECIDE))]
    at = next((index for index, block in enumerate(kept) if block.get("block_id") == _OFFERS), len(kept))
    shown = [Part.of(block, 1) for block in kept[:at]]
    for age, blocks in zip(range(len(stamps) - 1, -1, -1), stamps, strict=True):
        rank = age + 1 if age and len(blocks) == 1 else 0
        shown += [Part.of(block, rank) for block in blocks]
    shown += [Part.of(block) for block in kept[at:]]
    return [part.block for part in within_limits(shown)]


def is_shown_waiting(run: Run, blocks: Iterable[Block]) -> bool:
    """Return whether the buttons stand there with which a run is approved or denied."""
    return any(block.get("block_id") == f"{_DECIDE}{name_of(run)}" for block in blocks)


def fixed_question(run: Run, process: str, sealed: str, language: ReplyLanguage) -> tuple[str, list[Block]]:
    """Return the question whether an incident is over: its text and its blocks."""
    wording = RUN_WORDING[language]
    text = wording.fixed.format(what=wording.operations[run.request.operation].format(process=process))
    row = actions([button(wording.yes, action=FIXED, value=sealed), button(wording.no, action=NOT_FIXED, value=sealed)])
    return escape(text, 500), [rich_text([line(stretch(text))]), row]


def utc(moment: datetime) -> str:
    """Return a time of the day (UTC) as people read it."""
    return f"{moment:%H:%M:%S}"


def name_of(run: Run) -> str:
    """Return what tells the blocks of a run from those of others."""
    return run.request.run_id[:16]


def _facts(run: Run) -> str:
    status = f" · HTTP {run.status}" if run.status else ""
    return f"{status} · {utc(run.changed_at)} UTC · run {run.request.run_id[:8]}"


def _view(
    blocks: Sequence[Block], language: ReplyLanguage, *, title: str = "campaign-why", submit: str = "", sealed: str = ""
) -> View:
    view: View = {
        "type": "modal",
        "callback_id": FORM,
        "title": _plain(cut(title, 24)),
        "close": _plain(RUN_WORDING[language].close),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = _plain(submit)
        view["private_metadata"] = sealed
    return view


def _choice(instances: Sequence[Instance], label: str, *, is_only: bool) -> Block:
    """Return the select of instances: chosen beforehand is the only one there ever is, not the only one just now."""
    options = [{"text": _plain(cut(each.id, 75)), "value": each.id} for each in instances[:100]]
    select: Element = {"type": "static_select", "action_id": _INSTANCE, "options": options}
    if is_only:
        select["initial_option"] = options[0]
    return {"type": "input", "block_id": _INSTANCE, "label": _plain(label), "element": select}


def _input(name: str, label: str, *, is_optional: bool, hint: str = "") -> Block:
    field: Block = {
        "type": "input",
        "block_id": name,
        "optional": is_optional,
        "label": _plain(label),
        "element": {"type": "plain_text_input", "action_id": name, "max_length": _LONGEST_REASON},
    }
    if hint:
        field["hint"] = _plain(hint)
    return field


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _value(values: Any, name: str) -> str:
    block = values.get(name) if isinstance(values, dict) else None
    field = block.get(name) if isinstance(block, dict) else None
    if not isinstance(field, dict):
        return ""
    chosen = field.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else field.get("value")
    return value.strip() if isinstance(value, str) else ""
