"""Which language a report is written in."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from bot.diagnosis import labelled
from bot.diagnosis.language import SMALL_WORDS, detect
from bot.diagnosis.normalise import scan
from bot.knowledge.model import ReportLanguage

REPORTS: list[tuple[ReportLanguage, str]] = [
    ("en", "the console does not open for anybody"),
    ("en", "it has been like this since the upgrade"),
    ("zh-Hans", "邮件从早上就发不出去"),
    ("zh-Hans", "mta@prod 的 pdump 里没有进程 nlserver6-v7"),
    ("zh-Hant", "郵件從早上就發不出去"),
    ("zh-Hant", "主控台無法登入，顯示 xtk:session 錯誤"),
    ("fr", "les rebonds ne remontent plus depuis ce matin"),
    ("fr", "La console n'est pas accessible"),
    ("de", "die Konsole geht seit heute nicht mehr auf"),
    ("de", "Es werden keine Mails verschickt und ich weiß nicht warum"),
    ("es", "desde ayer no sale ningún correo y la consola va muy lenta"),
    ("es", "los envíos están parados"),
    ("it", "da ieri la console non si apre più"),
    ("it", "gli invii sono fermi e non parte niente"),
    ("pt-BR", "desde ontem o console não abre e as campanhas não saem"),
    ("pt-BR", "os e-mails não foram enviados hoje"),
    ("nl", "sinds gisteren wordt er niets meer verstuurd"),
    ("nl", "de console is niet bereikbaar en wij kunnen niet inloggen"),
    ("sv", "sedan igår går det inte att logga in"),
    ("sv", "inga utskick och inte heller någon logg"),
    ("ja", "朝からメールが送信できません"),
    ("ja", "ｺﾝｿｰﾙ が開かない"),
    ("ko", "아침부터 메일이 나가지 않습니다"),
    ("ko", "mta 프로세스가 pdump 에 없어요"),
]


def test_the_examples_speak_all_twelve_languages() -> None:
    """No language is left untried."""
    assert {language for language, _ in REPORTS} == set(get_args(ReportLanguage))


@pytest.mark.parametrize(("language", "report"), REPORTS)
def test_a_report_is_known_by_its_script_and_small_words(language: ReportLanguage, report: str) -> None:
    """A plain sentence of each of the twelve languages is told."""
    assert detect(scan(report)) == language


@pytest.mark.parametrize("language", ["en", "fr", "de", "es", "it", "pt-BR", "nl", "sv"])
def test_case_and_accents_do_not_hide_a_language(language: ReportLanguage) -> None:
    """Shouting without accents is the same language."""
    reports = [report for spoken, report in REPORTS if spoken == language]

    assert {detect(scan(report.upper())) for report in reports} == {language}


@pytest.mark.parametrize(
    "text", ["", "   ", "mta", "trackinglogd", "SOP-330011", "XTK-170036", "nlserver pdump", "🔥🔥", "!!! ???", "0x1F"]
)
def test_an_identifier_tells_no_language(text: str) -> None:
    """Codes and process names are the same in all languages."""
    assert detect(scan(text)) is None


def test_one_chinese_word_in_an_english_sentence_leaves_it_english() -> None:
    """A name quoted from the screen does not make a report Chinese."""
    assert detect(scan("the export called 导出 that we schedule every night has not been running since Monday")) == "en"


def test_dutch_that_shares_its_small_words_with_french_is_still_dutch() -> None:
    """A tie between languages is not given to whichever stands first in the list."""
    assert detect(scan("De console opent en de campagnes lopen, alleen de bounces ontbreken")) == "nl"


@pytest.mark.parametrize("text", ["nada sai", "tasa de apertura 0%", "de mta, de stat"])
def test_words_that_several_languages_share_tell_none_of_them(text: str) -> None:
    """All languages are searched then, instead of whichever stands first in the list."""
    assert detect(scan(text)) is None


def test_english_words_that_others_share_are_english() -> None:
    """Identifiers come with English around them, and English is searched for in all reports."""
    assert detect(scan("pdump: no tasks")) == "en"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("mi workflow se queda parado", "es"),
        ("no puedo entrar en mi consola", "es"),
        ("mi dà errore la console, non si apre", "it"),
        ("hej, man får inga studsar", "sv"),
        ("man sieht keine Bounces mehr", "de"),
        ("uns erros no workflow aqui", "pt-BR"),
    ],
)
def test_a_small_word_that_languages_share_does_not_make_it_another(text: str, language: str) -> None:
    """Each of them has it in its list."""
    assert detect(scan(text)) == language


@pytest.mark.parametrize("name", ["written.jsonl", "languages.jsonl"])
def test_nine_in_ten_of_the_labelled_reports_are_told(name: str) -> None:
    """What people write, short and with identifiers, is told nearly always."""
    reports = labelled.parse((Path(__file__).parents[1] / "labelled" / name).read_text("utf-8"))

    told = [detect(scan(report.text)) == {"pt": "pt-BR"}.get(report.language, report.language) for report in reports]

    assert sum(told) >= 0.9 * len(told)


def test_small_words_are_folded_as_tokens_are() -> None:
    """A small word with an accent or a capital would never be met."""
    words = sorted(word for each in SMALL_WORDS.values() for word in each)

    assert [scan(word).form.strip() for word in words] == words
