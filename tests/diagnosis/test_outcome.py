"""What a diagnosis can be."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest

from bot.diagnosis.outcome import reply_language
from bot.knowledge.model import ReportLanguage

if TYPE_CHECKING:
    from bot.knowledge.model import ReplyLanguage


@pytest.mark.parametrize("language", get_args(ReportLanguage))
def test_chinese_is_answered_in_chinese_and_all_else_in_english(language: ReportLanguage) -> None:
    """Both Chinese scripts read the simplified reply, whatever the workspace speaks."""
    expected = "zh-Hans" if language in ("zh-Hans", "zh-Hant") else "en"

    assert {reply_language(language, otherwise) for otherwise in ("en", "zh-Hans")} == {expected}


@pytest.mark.parametrize("otherwise", ["en", "zh-Hans"])
def test_where_nothing_tells_the_asker_decides(otherwise: ReplyLanguage) -> None:
    """An error code is answered in the language of whoever pasted it; English if that is not known either."""
    assert reply_language(None, otherwise) == otherwise
    assert reply_language(None) == "en"
