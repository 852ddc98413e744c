"""The eleven rows of the documentation's page "Modules and frequent issues", asked in Chinese and in English."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.diagnosis.outcome import Abstain

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

ROWS = [
    (
        "export",
        "夜间导出任务失败了，要重新执行，做增量还是全量？",
        "the scheduled export failed, is it run again as a delta or in full?",
    ),
    (
        "import",
        "导入任务中断了，重跑以后数据库里有重复记录",
        "the import stopped and after running it again the database holds duplicates",
    ),
    (
        "inMail",
        "退信不再回到系统里，好像没有人读退信邮箱",
        "bounces no longer come back, nobody seems to read the bounce mailbox",
    ),
    (
        "mta",
        "mta 停了，邮件不再发送",
        "mta stopped and mails are not sent any more",
    ),
    (
        "stat",
        "统计服务器不再维护 mta 的连接统计，邮件发不出去",
        "the statistics server keeps no counts of mta connections and mails are not sent",
    ),
    (
        "syslogd",
        "日志文件里少了很多日志，6666 端口是不是不通？",
        "logs are missing from the log files, does the module still use port 6666?",
    ),
    (
        "tracking",
        "跟踪日志不再被获取和整合",
        "tracking logs are no longer fetched and consolidated",
    ),
    (
        "trackinglogd",
        "跟踪日志没有回来，而且跟踪服务器上的文件里也没有任何记录",
        "tracking logs are no longer sent on, and there is no trace of the logs in the files on the tracking server",
    ),
    (
        "watchdog",
        "没有一个进程能启动起来",
        "not a single process starts",
    ),
    (
        "web",
        "控制台和网页都连不上，报 xtk:session 错误",
        "neither the console nor web connections work, they end in an xtk:session error",
    ),
    (
        "wfserver",
        "工作流实例全部卡住，不再往下执行",
        "no workflow instance is executed any more",
    ),
]


def test_the_table_has_every_module(shipped: Diagnostician) -> None:
    """One row for each of the eleven."""
    assert sorted(row[0] for row in ROWS) == sorted(module.id for module in shipped.knowledge.modules)


@pytest.mark.parametrize(("module", "report"), [(row[0], text) for row in ROWS for text in row[1:]])
def test_each_row_leads_to_its_module(shipped: Diagnostician, module: str, report: str) -> None:
    """What the documentation tells to inspect comes first, and something is said."""
    diagnosis = shipped.diagnose(report)

    assert diagnosis.candidates[0].module == module
    assert not isinstance(diagnosis, Abstain)


@pytest.mark.parametrize(
    ("module", "report"),
    [
        ("mta", "The mails do not leave"),
        ("wfserver", "所有工作流实例都不再执行了"),
        ("trackinglogd", "tracking logs do not come back and the files on the tracking server hold no trace of them"),
    ],
)
def test_a_row_in_still_other_words_leads_to_its_module(shipped: Diagnostician, module: str, report: str) -> None:
    """Plain sentences of a few common words are understood as well."""
    diagnosis = shipped.diagnose(report)

    assert diagnosis.candidates[0].module == module
    assert not isinstance(diagnosis, Abstain)


@pytest.mark.parametrize("report", ["邮件不再发送了，怎么回事？", "mails are no longer sent, what happened?"])
def test_mails_that_are_not_sent_lead_to_both_modules_that_share_the_symptom(
    shipped: Diagnostician, report: str
) -> None:
    """The documentation gives mta and stat the same symptom; mta comes first."""
    diagnosis = shipped.diagnose(report)

    assert [each.module for each in diagnosis.candidates[:2]] == ["mta", "stat"]


@pytest.mark.parametrize(("one", "other"), [("mta", "stat"), ("tracking", "trackinglogd")])
def test_modules_that_share_a_symptom_name_each_other(shipped: Diagnostician, one: str, other: str) -> None:
    """Each tells what distinguishes it from the other, and a question is written for the two."""
    assert shipped.knowledge.module(one).neighbour(other) is not None
    assert shipped.knowledge.module(other).neighbour(one) is not None
    assert any({one, other} <= set(question.between) for question in shipped.knowledge.questions)
