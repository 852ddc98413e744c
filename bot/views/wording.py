"""The fixed sentences of the replies, in both reply languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.knowledge.model import Kind, Risk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.actions.policy import RefusalCode, Right
    from bot.knowledge.model import ReplyLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One language's sentences."""

    inspect: str
    why: str
    checks: str
    remedies: str
    restart: str
    relaunch: str
    """In the place of `restart` for a job."""

    symptoms: str
    needs: str
    neighbours: str
    runner_up: str
    links: str
    not_sure: str
    """With {one}, {other}; the question follows."""

    either: str
    """The same where the question stands elsewhere."""

    still_open: str
    """With {one}, the best guess, and {other}; after an answer that decided nothing."""

    until_then: str
    unknown: str
    unsure: str
    unknown_hint: str
    nothing_said: str
    closest_symptom: str
    words_point_here: str
    answered: str
    """Behind what was answered, with {question}."""

    risk: str
    examples_title: str
    help: str
    help_at_terminal: str
    at_prompt: str
    prompt: str
    choose: str
    """Above the prompt for an answer."""

    your_answer: str
    none_fits: str
    """With {last}, the highest number."""

    several_fit: str
    """With {numbers}."""

    share: str
    shared_by: str
    share_gone: str
    question_gone: str
    question_of_another: str
    question_of_strangers: str
    thread_unreadable: str
    failed: str
    colon: str
    comma: str
    """Between the names of a list."""

    stop: str
    """Behind a sentence that another follows."""

    aside: str
    """Behind what {words} go with."""

    confidence: tuple[str, str, str, str]
    """For at least 90 %, 75 %, 60 %, and less."""

    risks: Mapping[Risk, str]
    kinds: Mapping[Kind, str]
    nothing_run: str
    ask_them: str
    ask_nobody: str
    refusals: Mapping[RefusalCode, str]
    rights: Mapping[Right, str]

    def confidence_of(self, confidence: float) -> str:
        """Return a confidence (0..1) in words."""
        sure, likely, probable, possible = self.confidence
        if confidence >= 0.9:
            return sure
        if confidence >= 0.75:
            return likely
        return probable if confidence >= 0.6 else possible


SHORTCUT = "Which module?"
"""What the menu of a message calls the shortcut; Slack knows one name for all languages."""

EXAMPLES: Mapping[ReplyLanguage, tuple[str, str, str]] = {
    "en": (
        "no mails going out since 9, the delivery stays on pending",
        "opens and clicks are frozen since the upgrade, mails arrive fine",
        "workflows stuck in start as soon as possible",
    ),
    "zh-Hans": (
        "邮件从早上九点就发不出去，投放一直待处理",
        "升级以后打开和点击都不更新，邮件能正常收到",
        "工作流一直停在“尽快启动”",
    ),
}

_ENGLISH = Wording(
    inspect="Inspect {module} first",
    why="Why",
    checks="Check first (read-only)",
    remedies="Then",
    restart="What a restart costs",
    relaunch="What relaunching costs",
    symptoms="How its failure shows",
    needs="What it depends on",
    neighbours="How to tell it from",
    runner_up="If it is not {module}",
    links="Documentation",
    not_sure="It could be {one} or {other}. One question first:",
    either="It could be {one} or {other}.",
    still_open="It is still open between {one} and {other}; {one} is the best guess.",
    until_then="While you look",
    unknown="I know no module that fits this report.",
    unsure="No module fits this report clearly. If anything, it sounds like {module}: {responsibility}",
    unknown_hint=(
        "Say what is seen, what stopped and since when. If it is about Campaign: "
        "`nlserver monitor -missing` lists modules that should run and do not."
    ),
    nothing_said="Tell me what you see, in your own words.",
    closest_symptom="the closest known symptom is: {symptom}",
    words_point_here="such words point to this module in comparable reports",
    answered="the answer to: {question}",
    risk="risk",
    examples_title="For example:",
    help=(
        "I name the Adobe Campaign Classic module to inspect when you describe an incident in plain words, in any of "
        "twelve languages. Use `/campaign-why` with the description, mention me in an incident channel, or write to me "
        "directly. In a thread, a mention without text asks about the thread's first message; "
        f'"{SHORTCUT}" in the menu of any message asks about that one.'
    ),
    help_at_terminal=(
        "Put your report after the command, send it through a pipe, or leave it out and you are asked for it: "
        "`campaign-why ask mails do not leave since nine`. `campaign-why ask --help` lists the options."
    ),
    at_prompt="Describe the incident in your own words, in any of twelve languages. An empty line or Ctrl-D ends.",
    prompt="What do you see? ",
    choose="Type a number, how an answer begins, or its module; Enter leaves it open.",
    your_answer="Your answer: ",
    none_fits=(
        "That is not one of the answers. Type a number from 1 to {last}, the first letters of an answer, or its "
        "module; Enter or q leaves the question open."
    ),
    several_fit="This can mean the answers {numbers}. Type one of these numbers, or more letters.",
    share="Share with the channel",
    shared_by="{user} asked: {report}",
    share_gone="This answer has been shared, or is too old to share. Ask again to share it once more.",
    question_gone="This question is too old to answer. Describe what you see once more, then answer.",
    question_of_another="Only the person who was asked can answer this question.",
    question_of_strangers="I can take answers only from people of the workspace that I belong to.",
    thread_unreadable="I cannot read this thread's first message. Invite me here, or mention me with the text.",
    failed="Something went wrong on my side. Please ask again; if it stays, tell whoever runs this bot.",
    colon=": ",
    comma=", ",
    stop=". ",
    aside=" ({words})",
    confidence=("very likely", "likely", "more likely than not", "a guess"),
    risks={
        Risk.NONE: "none",
        Risk.LOW: "low",
        Risk.MEDIUM: "medium",
        Risk.HIGH: "high",
        Risk.SEVERE: "severe",
    },
    kinds={
        Kind.DAEMON_PER_INSTANCE: "daemon, one per instance",
        Kind.DAEMON_FOR_ALL_INSTANCES: "daemon, one for all instances",
        Kind.JOB: "job: nothing to restart, it is launched again",
    },
    nothing_run="Nothing was run.",
    ask_them="Ask {people}: they may.",
    ask_nobody="Nobody else may either: ask whoever keeps the site file.",
    refusals={
        "other-workspace": "You belong to another workspace; actions are for members of this one.",
        "guest": "Guests may neither {right} nor do anything else here.",
        "shared-channel": "People of another company read this channel. Ask again in a channel of your own.",
        "other-channel": "This was asked for in another channel. Answer it there.",
        "not-offered": "This is not offered, or not any more. Ask again for buttons that hold.",
        "no-grant": "You may not {right} in {environment}: the site file does not grant it to you.",
        "own-run": "You asked for this yourself; somebody else has to approve it.",
    },
    rights={
        "request": "ask for actions",
        "approve": "approve actions",
        "override": "go on during the cool-down",
    },
)

_CHINESE = Wording(
    inspect="先检查 {module}",
    why="判断依据",
    checks="先查（只读）",
    remedies="再处理",
    restart="重启代价",
    relaunch="重新执行的代价",
    symptoms="故障表现",
    needs="依赖",
    neighbours="如何与相近模块区分",
    runner_up="如果不是 {module}",
    links="文档",
    not_sure="可能是 {one}，也可能是 {other}。先确认一点：",
    either="可能是 {one}，也可能是 {other}。",
    still_open="{one} 和 {other} 之间还不能确定，先按可能性更大的 {one} 来查。",
    until_then="同时可以先看",
    unknown="这个描述对不上任何已知模块。",
    unsure="这个描述和哪个模块都不太吻合。真要说像，最像 {module}：{responsibility}",
    unknown_hint=(
        "请说明看到了什么、什么停了、从什么时候开始。如果确实是 Campaign 的问题："
        "`nlserver monitor -missing` 会列出应该运行却没有运行的模块。"
    ),
    nothing_said="请用自己的话说说看到了什么。",
    closest_symptom="最接近的已知症状：{symptom}",
    words_point_here="类似的报障里，这些说法指向该模块",
    answered="对这个问题的回答：{question}",
    risk="风险",
    examples_title="例如：",
    help=(
        "用日常的话描述故障（支持十二种语言），我会指出应先检查 Adobe Campaign Classic 的哪个模块。"
        "用法：`/campaign-why` 加描述；"
        "在故障频道里 @我；或者直接给我发私信。在话题里只 @我、不写文字，就是问该话题的第一条消息；"
        f"任何消息的菜单里选“{SHORTCUT}”，就是问那条消息。"
    ),
    help_at_terminal=(
        "可以写在命令后面，可以用管道传入，也可以什么都不写，等提示再输入："
        "`campaign-why ask 邮件从早上九点就发不出去`。选项见 `campaign-why ask --help`。"
    ),
    at_prompt="用自己的话描述故障，十二种语言都可以。空行或 Ctrl-D 结束。",
    prompt="你看到了什么？",
    choose="请输入答案的编号、开头的几个字，或对应的模块；直接按回车表示不回答。",
    your_answer="你的回答：",
    none_fits=(
        "没有这个答案。请输入 1 到 {last} 的编号、答案开头的几个字，或对应的模块；直接按回车或输入 q 表示不回答。"
    ),
    several_fit="符合的答案不止一个：{numbers}。请输入其中一个编号，或者多输入几个字。",
    share="分享到频道",
    shared_by="{user} 提问：{report}",
    share_gone="这条回答已经分享过，或者时间太久无法分享。需要的话，请重新提问后再分享。",
    question_gone="这个问题太久了，无法再回答。请重新描述一遍看到的情况，然后再回答。",
    question_of_another="这个问题只能由被问的人回答。",
    question_of_strangers="我只接受我所属工作区的成员回答。",
    thread_unreadable="我读不到这个话题的第一条消息。请把我加入频道，或者 @我 时带上描述。",
    failed="我这边出错了，请再问一次；如果仍然不行，请告诉维护本机器人的同事。",
    colon="：",
    comma="、",
    stop="。",
    aside="（{words}）",
    confidence=("非常可能", "很可能", "较可能", "仅供参考"),
    risks={
        Risk.NONE: "无",
        Risk.LOW: "低",
        Risk.MEDIUM: "中",
        Risk.HIGH: "高",
        Risk.SEVERE: "极高",
    },
    kinds={
        Kind.DAEMON_PER_INSTANCE: "守护进程，每个实例一个",
        Kind.DAEMON_FOR_ALL_INSTANCES: "守护进程，所有实例共用一个",
        Kind.JOB: "任务：没有进程可重启，只能重新执行",
    },
    nothing_run="没有执行任何操作。",
    ask_them="请找 {people}，他们有权限。",
    ask_nobody="目前没有其他人有此权限，请联系维护站点文件的同事。",
    refusals={
        "other-workspace": "你属于另一个工作区，这里的操作只供本工作区成员使用。",
        "guest": "访客不能{right}，也不能在这里做其他操作。",
        "shared-channel": "其他公司的人也能看到此频道，请换到自己公司的频道里再问一次。",
        "other-channel": "这是在另一个频道里提出的，请到那里处理。",
        "not-offered": "这项操作没有提供，或已不再提供。请重新提问，使用新的按钮。",
        "no-grant": "你不能在 {environment} 里{right}：站点文件没有授予你这项权限。",
        "own-run": "这是你自己提出的，要由另一个人来批准。",
    },
    rights={
        "request": "提出操作",
        "approve": "批准操作",
        "override": "在冷却期内继续",
    },
)

WORDING: Mapping[ReplyLanguage, Wording] = {"en": _ENGLISH, "zh-Hans": _CHINESE}
