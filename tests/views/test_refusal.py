"""A refusal says that nothing was run, why, which right is missing and whom to ask."""

from __future__ import annotations

from typing import get_args

import pytest

from bot.actions.policy import RefusalCode, Refused, Right
from bot.knowledge.model import REPLY_LANGUAGES, ReplyLanguage
from bot.views.refusal import refusal_text
from bot.views.wording import WORDING

each_language = pytest.mark.parametrize("language", REPLY_LANGUAGES)
each_code = pytest.mark.parametrize("code", get_args(RefusalCode))


def test_a_missing_grant_is_named_with_those_who_hold_it() -> None:
    """In both languages; the caller decides how an id is shown."""
    refused = Refused("no-grant", "approve", "production", ("U0LEAD", "S0LEADS"))

    assert refusal_text(refused, "en", lambda each: f"<{each}>") == (
        "Nothing was run. You may not approve actions in production: the site file does not grant it to you. "
        "Ask <U0LEAD>, <S0LEADS>: they may."
    )
    assert refusal_text(refused, "zh-Hans") == (
        "没有执行任何操作。你不能在 production 里批准操作：站点文件没有授予你这项权限。"
        "请找 U0LEAD、S0LEADS，他们有权限。"
    )


def test_where_nobody_holds_the_grant_the_keeper_of_the_site_file_is_the_one_to_ask() -> None:
    """There is always a way on."""
    assert refusal_text(Refused("own-run", "approve", "production", ()), "en") == (
        "Nothing was run. You asked for this yourself; somebody else has to approve it. "
        "Nobody else may either: ask whoever keeps the site file."
    )


@pytest.mark.parametrize("code", ["other-workspace", "shared-channel", "other-channel", "not-offered"])
@each_language
def test_outsiders_are_not_told_who_may_do_what(code: RefusalCode, language: ReplyLanguage) -> None:
    """Nor is anybody sent to people who cannot help."""
    assert "U0LEAD" not in refusal_text(Refused(code, "request", "production", ("U0LEAD",)), language)


@each_code
@each_language
@pytest.mark.parametrize("right", get_args(Right))
def test_every_refusal_has_words(code: RefusalCode, right: Right, language: ReplyLanguage) -> None:
    """No placeholder is left, and nothing was run."""
    text = refusal_text(Refused(code, right, "production", ("U0LEAD",)), language)

    assert text.startswith(WORDING[language].nothing_run)
    assert not set(text) & set("{}")
