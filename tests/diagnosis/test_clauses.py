"""What a report says is fine, and what it says is in trouble."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.clauses import clauses_to_judge, split
from bot.diagnosis.vocabulary import Vocabulary
from tests import packs

VOCABULARY = Vocabulary(
    [
        packs.term("console", "thing", {"en": "console, login*", "de": "Konsole", "fr": "console", "es": "consola",
                                        "zh-Hans": "控制台", "ja": "コンソール", "ko": "콘솔"}),
        packs.term("send", "thing", {"en": "campaign*, send*", "de": "Kampagne*", "fr": "campagne*", "es": "campañas",
                                     "zh-Hans": "投放", "ja": "配信", "ko": "캠페인"}),
        packs.term("bounce", "thing", {"en": "bounce*", "fr": "rebond*", "es": "rebotes",
                                       "zh-Hans": "退信", "ja": "バウンス", "ko": "반송"}),
        packs.term("healthy", "health", {"en": "opens, run, fine, works, work", "de": "geht, laufen",
                                         "fr": "marche, tournent", "es": "abre, funcionan",
                                         "zh-Hans": "正常, 能打开, 没问题",
                                         "ja": "正常, 問題ありませ", "ko": "정상"}),
        packs.term("absent", "trouble", {"en": "missing, gone", "de": "fehlen", "fr": "manquent", "es": "faltan",
                                         "zh-Hans": "收不到", "ja": "来ない", "ko": "없어요"}),
        packs.term("negation", "marker", {"en": "not, no", "de": "nicht", "fr": "pas",
                                             "zh-Hans": "不, 没", "ja": "ません"}),
        packs.term("contrast", "marker", {"en": "but, however", "de": "aber", "fr": "mais", "zh-Hans": "但",
                                          "ja": "ですが", "ko": "*인데"}),
        packs.term("only", "marker", {"en": "only", "de": "nur", "es": "solo", "zh-Hans": "只是"}),
    ],
    [],
)  # fmt: skip


def fine(text: str) -> dict[str, bool]:
    """Return of each term that `text` mentions whether its clause says that it is fine."""
    heard = VOCABULARY.hear(text)
    clauses = split(heard.scanned.form, heard.mentions, VOCABULARY.kinds)
    return {mention.term: clause.is_fine for clause in clauses for mention in clause.mentions}


@pytest.mark.parametrize(
    "text",
    [
        "the console opens and campaigns run, only the bounces are missing",
        "the console opens and campaigns run but the bounces are missing",
        "the bounces are missing. The console opens and campaigns run.",
        "The console opens and campaigns run!\nthe bounces are missing",
        "die Konsole geht auf und die Kampagnen laufen, nur die Bounces fehlen",
        "die Konsole geht auf, die Kampagnen laufen, aber die Bounces fehlen",
        "la console marche et les campagnes tournent, mais les rebonds manquent",
        "la consola abre y las campañas funcionan, solo faltan los rebotes",
        "控制台正常，投放正常，只是退信收不到",
        "控制台能打开投放正常但退信收不到",
        "コンソールも配信も正常ですがバウンスが来ない",
        "콘솔도 캠페인도 정상인데 반송이 없어요",
    ],
)
def test_what_is_said_to_be_fine_is_told_from_what_is_missing(text: str) -> None:
    """In every language the console and the campaigns are fine, the bounces are not."""
    said = fine(text)

    assert (said["console"], said["send"], said["bounce"]) == (True, True, False)


@pytest.mark.parametrize(
    "text", ["logins, campaigns and bounces are fine", "the console, the sends and also bounces, all fine"]
)
def test_in_a_list_the_last_part_speaks_for_those_before(text: str) -> None:
    """One "fine" at the end of a list is meant for all of it."""
    assert set(fine(text).values()) == {True}


@pytest.mark.parametrize(
    "text", ["コンソール、配信は正常ですが、バウンスが来ない", "콘솔, 캠페인은 정상인데 반송이 없어요"]
)
def test_a_list_that_ends_in_a_contrast_is_fine_as_a_whole(text: str) -> None:
    """Japanese and Korean say "but" at the end of what is fine."""
    said = fine(text)

    assert (said["console"], said["send"], said["bounce"]) == (True, True, False)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("bounces gone, console fine", id="a part that has trouble of its own"),
        pytest.param("bounces. console fine", id="another sentence"),
        pytest.param("bounces, but the console is fine", id="a contrast"),
        pytest.param("bounces, only the console is fine", id="an exception"),
        pytest.param("bounces but the console is fine", id="a contrast without a comma"),
    ],
)
def test_a_fine_part_does_not_speak_for_what_is_set_against_it(text: str) -> None:
    """Only a plain list is fine as a whole."""
    said = fine(text)

    assert (said["bounce"], said["console"]) == (False, True)


@pytest.mark.parametrize(
    "text",
    [
        "the console does not work",
        "no console works",
        "die Konsole geht nicht",
        "la console ne marche pas",
        "控制台不正常",
    ],
)
def test_not_fine_is_trouble(text: str) -> None:
    """Health that is denied is no health."""
    assert not fine(text)["console"]


@pytest.mark.parametrize(
    "text", ["控制台没问题", "控制台也没问题", "コンソールは問題ありません", "コンソールは問題ありませんでした"]
)
def test_a_no_that_is_part_of_saying_fine_denies_nothing(text: str) -> None:
    """No problem is health, where the language writes it in one word as well."""
    assert fine(text)["console"]


@pytest.mark.parametrize("text", ["控制台没正常", "コンソールは正常ではありません", "the console is fine not"])
def test_a_no_beside_what_says_fine_denies_it(text: str) -> None:
    """Only what is inside of it is part of it."""
    assert not fine(text)["console"]


def test_trouble_outweighs_health_in_a_clause() -> None:
    """Where both are said of the same things the trouble counts."""
    assert not fine("the console opens with bounces missing")["console"]


def test_a_clause_that_says_nothing_is_not_fine() -> None:
    """Things alone are what the report is about."""
    assert fine("console and bounces") == {"console": False, "bounce": False}


def test_a_text_that_mentions_nothing_has_no_clause() -> None:
    """There is nothing to say anything of."""
    assert split(" , | ", [], {}) == []


@given(
    st.lists(
        st.sampled_from(
            [
                "console",
                "bounces",
                "campaigns",
                "fine",
                "missing",
                "not",
                "but",
                "only",
                ",",
                ".",
                "、",
                "控制台",
                "正常",
                "但",
            ]
        )
    )
)
def test_every_mention_is_in_exactly_one_clause(words: list[str]) -> None:
    """However a report is put together, nothing is lost and nothing said twice, and the order stays."""
    heard = VOCABULARY.hear(" ".join(words))

    clauses = split(heard.scanned.form, heard.mentions, VOCABULARY.kinds)

    assert [mention for clause in clauses for mention in clause.mentions] == sorted(
        heard.mentions, key=lambda mention: (mention.start, mention.end)
    )
    assert all(clause.mentions for clause in clauses)


@pytest.mark.parametrize(
    "text", ["the bounces are missing, but the console", "the console works, only the bounces are missing", "", "hello"]
)
def test_what_is_not_divided_is_judged_alike(text: str) -> None:
    """All of a text is one clause where nothing is said to be fine; else it is divided as ever."""
    heard = VOCABULARY.hear(text)
    judged = clauses_to_judge(heard.scanned.form, heard.mentions, VOCABULARY.kinds)

    assert {mention.term: clause.is_fine for clause in judged for mention in clause.mentions} == fine(text)
    assert len(judged) == (2 if "works" in text else 1)
