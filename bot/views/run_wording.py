"""The fixed sentences about runs, in both reply languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from bot.views.wording import WORDING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.actions.model import Webhook
    from bot.knowledge.model import Operation, ReplyLanguage
    from bot.ledger.model import RunState


Stale: TypeAlias = Literal["forged", "other-channel", "former-configuration", "before-restart", "too-old"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWording:
    """One language's sentences."""

    buttons: Mapping[Operation, str]
    titles: Mapping[Operation, str]
    """Of the form, at most 24 characters."""

    operations: Mapping[Operation, str]
    """What is done, for a sentence of a state: `{what}`."""

    states: Mapping[RunState, str]
    """With {what}, {who}, {by}."""

    attempted: str
    """Behind the state of what is being sent and who approved it; with {number}, {why}."""

    instance: str
    reason: str
    reason_hint: str
    costs: str
    host: str
    needs_approval: str
    needs_approval_on: str
    """With {instances}."""

    confirm: str
    """With {module}."""

    confirm_wrong: str
    submit: str
    go_on: str
    close: str
    one_moment: str
    requested: str
    requested_elsewhere: str
    joined: str
    stale: Mapping[Stale, str]
    """Why a button or a form does nothing any more."""

    unopened: str
    unverified: str
    away: str
    no_approver_here: str
    """With {environment}, {people}."""

    not_here: str
    not_shown: str
    from_private: str
    """With {who}."""

    superfluous: str
    approve: str
    deny: str
    may_approve: str
    called: str
    """To those who may approve, behind their names; with {who}, {what}, {approve}, {deny}, {until}."""

    approved_by: str
    """With {who}."""

    denied_by: str
    """With {who}."""

    too_late: str
    doubted: str
    """With {webhook}, {variable}."""

    doubted_headers: str
    """Behind it, with {variables}."""

    under_way: str
    cool_down: str
    """With {who}, {time}, {what}."""

    only_approvers: str
    fixed: str
    yes: str
    no: str
    said_fixed: str
    said_not_fixed: str


_ENGLISH = RunWording(
    buttons={
        "check": "Check {module}",
        "start": "Start {module}",
        "reload": "Reload {module}",
        "restart": "Restart {module}",
    },
    titles={"check": "Check", "start": "Start", "reload": "Reload", "restart": "Restart"},
    operations={
        "check": "check of {process}",
        "start": "start of {process}",
        "reload": "reload of {process}",
        "restart": "restart of {process}",
    },
    states={
        "waiting": "⏳ {what}: asked for by {who}, waits for the approval of a second person (15 minutes)",
        "approved": "⏳ {what}: asked for by {who}, about to begin",
        "delivering": "▶ {what}: asked for by {who}, being sent",
        "working": "▶ {what}: asked for by {who}, under way",
        "succeeded": "✔ {what}: done, asked for by {who}",
        "failed": "✖ {what}: failed, asked for by {who}",
        "denied": "✖ {what}: not run, asked for by {who}",
        "expired": "✖ {what}: expired, asked for by {who}; nothing was run",
        "cancelled": "✖ {what}: cancelled, asked for by {who}; nothing was run",
    },
    attempted=", attempt {number}: {why}",
    instance="Instance",
    reason="Reason",
    reason_hint="For those who approve, and for the record",
    costs="What it costs",
    host="Will be called",
    needs_approval="A second person has to approve it, within 15 minutes.",
    needs_approval_on="On {instances}, a second person has to approve it, within 15 minutes.",
    confirm="Type {module} to confirm",
    confirm_wrong="This is not the name of the module.",
    submit="Ask for it",
    go_on="Go on anyway",
    close="Close",
    one_moment="One moment …",
    requested="Asked for. The message with the button shows how it goes.",
    requested_elsewhere="Asked for. A message of mine, here or directly to you, shows how it goes.",
    joined="Somebody has asked for this already: {who}. The message with the button shows how it goes.",
    stale={
        "forged": "Nothing was run: this button is none of mine. Ask again.",
        "other-channel": "Nothing was run: this button belongs to another channel. Ask again here.",
        "former-configuration": "Nothing was run: the configuration has changed since this was offered. Ask again.",
        "before-restart": "Nothing was run: I was restarted after this was offered. Ask again.",
        "too-old": "Nothing was run: this was offered too long ago. Ask again.",
    },
    unopened="Nothing was run: Slack did not open the form. Click again.",
    unverified="Nothing was run: Slack does not tell who you are or who reads this channel. Try again in a minute.",
    away="Nothing was run: the database does not answer, and without a record nothing is done. Try again in a minute.",
    no_approver_here="Nothing was run: in {environment} a second person has to approve it, and nobody else reads this "
    "conversation. Mention me in a channel where these read along: {people}.",
    not_here="Nothing was run: I am not in this channel, so that nobody could see or approve it here. Invite me with "
    "/invite @campaign-why, or mention me in a channel that I am in.",
    not_shown="Nothing was run: Slack does not take the message in which it would be shown. Try again in a minute.",
    from_private="{who} asks for this on the strength of an answer that only they saw:",
    superfluous="Somebody else was quicker; there is nothing to see here.",
    approve="Approve",
    deny="Deny",
    may_approve="May approve: ",
    called=": {who} asks for the {what}, which waits for approval. {approve} and {deny} stand in the message with the "
    "button, until {until} UTC.",
    approved_by=", approved by {who}",
    denied_by=", denied by {who}",
    too_late="This has been decided already, or has expired.",
    doubted="The receiver may not believe who is calling: {variable} signs what goes to the webhook {webhook}, and "
    "receiver and bot have to hold the same value.",
    doubted_headers=" The same goes for {variables} in its headers.",
    under_way="{what} is under way already, asked for by {who} at {time} UTC.",
    cool_down="{what} was done at {time} UTC, asked for by {who}. Give it time to work.",
    only_approvers="Only those who may approve can go on now.",
    fixed="Ten minutes after the {what}: is it fixed?",
    yes="Yes, fixed",
    no="No",
    said_fixed="✔ {who}: fixed after the {what}",
    said_not_fixed="✖ {who}: not fixed after the {what}",
)

_CHINESE = RunWording(
    buttons={
        "check": "检查 {module}",
        "start": "启动 {module}",
        "reload": "重新加载 {module}",
        "restart": "重启 {module}",
    },
    titles={"check": "检查", "start": "启动", "reload": "重新加载", "restart": "重启"},
    operations={
        "check": "检查 {process}",
        "start": "启动 {process}",
        "reload": "重新加载 {process}",
        "restart": "重启 {process}",
    },
    states={
        "waiting": "⏳ {what}：{who} 申请，等待另一人批准（15 分钟内）",
        "approved": "⏳ {what}：{who} 申请，即将开始",
        "delivering": "▶ {what}：{who} 申请，正在发送",
        "working": "▶ {what}：{who} 申请，正在执行",
        "succeeded": "✔ {what}：已完成，{who} 申请",
        "failed": "✖ {what}：失败，{who} 申请",
        "denied": "✖ {what}：未执行，{who} 申请",
        "expired": "✖ {what}：已过期，{who} 申请；未执行任何操作",
        "cancelled": "✖ {what}：已取消，{who} 申请；未执行任何操作",
    },
    attempted="，第 {number} 次尝试：{why}",
    instance="实例",
    reason="原因",
    reason_hint="给批准人看，并留作记录",
    costs="代价",
    host="将调用",
    needs_approval="需要另一人在 15 分钟内批准。",
    needs_approval_on="在 {instances} 上，需要另一人在 15 分钟内批准。",
    confirm="输入 {module} 以确认",
    confirm_wrong="这不是该模块的名称。",
    submit="申请",
    go_on="仍然继续",
    close="关闭",
    one_moment="请稍候……",
    requested="已申请。进展会显示在带按钮的那条消息里。",
    requested_elsewhere="已申请。进展会显示在我发到这里或直接发给你的一条消息里。",
    joined="已经有人申请了：{who}。进展会显示在带按钮的那条消息里。",
    stale={
        "forged": "未执行任何操作：这个按钮不是我发出的。请重新提问。",
        "other-channel": "未执行任何操作：这个按钮属于别的频道。请在这里重新提问。",
        "former-configuration": "未执行任何操作：按钮发出之后，配置已经变更。请重新提问。",
        "before-restart": "未执行任何操作：按钮发出之后，我重新启动过。请重新提问。",
        "too-old": "未执行任何操作：按钮发出得太久了。请重新提问。",
    },
    unopened="未执行任何操作：Slack 没有打开表单。请再点一次。",
    unverified="未执行任何操作：Slack 没有说明你是谁，或谁在看这个频道。请一分钟后再试。",
    away="未执行任何操作：数据库没有响应，没有记录就什么都不做。请一分钟后再试。",
    no_approver_here="未执行任何操作：在 {environment} 里需要另一人批准，而这个会话没有别人能看到。"
    "请到这些人所在的频道里 @ 我：{people}。",
    not_here="未执行任何操作：我不在这个频道里，没有人能在这里看到或批准。请用 /invite @campaign-why 邀请我，"
    "或在我所在的频道里 @ 我。",
    not_shown="未执行任何操作：Slack 没有接受用来显示进展的消息。请一分钟后再试。",
    from_private="{who} 根据一条只有本人可见的回答提出：",
    superfluous="已有人先提出，这里没有要看的内容。",
    approve="批准",
    deny="拒绝",
    may_approve="可以批准：",
    called="：{who} 申请{what}，等待批准。请在 {until} UTC 之前，在带按钮的那条消息里点“{approve}”或“{deny}”。",
    approved_by="，{who} 批准",
    denied_by="，{who} 拒绝",
    too_late="此事已有决定，或已过期。",
    doubted="接收方可能不认可调用者的身份：发往 webhook {webhook} 的请求用 {variable} 签名，"
    "接收方和机器人必须持有同一个值。",
    doubted_headers="请求头中的 {variables} 也是如此。",
    under_way="{what} 正在进行，由 {who} 于 {time} UTC 申请。",
    cool_down="{what} 刚刚完成，由 {who} 申请，时间 {time} UTC。请先等它生效。",
    only_approvers="现在只有批准人可以继续。",
    fixed="{what} 已过十分钟：故障解决了吗？",
    yes="已解决",
    no="没有",
    said_fixed="✔ {who}：{what} 之后已解决",
    said_not_fixed="✖ {who}：{what} 之后没有解决",
)

RUN_WORDING: Mapping[ReplyLanguage, RunWording] = {"en": _ENGLISH, "zh-Hans": _CHINESE}


def doubted(webhook: Webhook, language: ReplyLanguage) -> str:
    """Return what is said where a receiver may not believe who is calling: which variables it has to agree on."""
    wording = RUN_WORDING[language]
    hint = wording.doubted.format(webhook=webhook.id, variable=webhook.secret)
    if not webhook.headers:
        return hint
    return hint + wording.doubted_headers.format(variables=WORDING[language].comma.join(webhook.headers.values()))
