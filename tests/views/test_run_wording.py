"""Sentences about runs that are put together."""

from __future__ import annotations

from bot.views.run_wording import doubted
from tests.actions.values import webhook


def test_receiver_that_also_reads_headers_and_does_not_believe_who_calls() -> None:
    """Every variable is named that it may compare."""
    to = webhook(headers={"Authorization": "TOKEN"})
    assert doubted(to, "en") == (
        "The receiver may not believe who is calling: STANDARD_SECRET signs what goes to the webhook ops, and receiver "
        "and bot have to hold the same value. The same goes for TOKEN in its headers."
    )
    assert doubted(to, "zh-Hans").endswith("必须持有同一个值。请求头中的 TOKEN 也是如此。")
