"""Forms and stamps of runs, put together in the language of whoever reads them."""

from __future__ import annotations

from bot.actions.model import Instance, Offer
from bot.ledger.model import Run
from bot.slack.views.runs import Form, form, stamp
from tests.actions.values import INSTANCE, NOON, request, site
from tests.workspace import shown

STAGE = Instance(id="stage", campaign="acme_stage", hosting="on-premise", environment="production")


def test_a_chinese_form_is_punctuated_as_chinese_is() -> None:
    """Behind each heading, and between the names of instances."""
    instances = (INSTANCE, STAGE, Instance(id="rt", campaign="acme_rt", hosting="hosted", environment="test"))
    content = Form(
        offer=Offer(action=site().actions[0], instances=instances),
        instances=instances,
        module="mta",
        costs="很少",
        host="campaign.example",
        approved_on=("prod", "stage"),
        notes=(),
        is_confirmed_by_name=False,
    )

    texts = "".join(shown(form(content, sealed="", language="zh-Hans")["blocks"]))

    assert "代价：很少" in texts
    assert "将调用：campaign.example" in texts
    assert "在 prod、stage 上，需要另一人" in texts


def test_a_chinese_stamp_is_punctuated_as_chinese_is() -> None:
    """Behind the reason, and between those who may approve."""
    run = Run(request=request(), state="waiting", changed_at=NOON)

    texts = "".join(shown(stamp(run, "mta@prod", "", "zh-Hans", approvers=("anna", "bert"))))

    assert "可以批准：anna、bert" in texts
    assert "原因：no mail since nine" in texts
