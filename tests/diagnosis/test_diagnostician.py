"""A report to a diagnosis: always an answer, the same for the same words, in the user's own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import build_diagnostician
from bot.diagnosis import labelled
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.normalise import as_seen, excerpt
from bot.diagnosis.outcome import Abstain, Clarify, Suggest
from bot.diagnosis.traits import FINE
from bot.diagnosis.weights import Weights
from bot.knowledge.model import Symptom
from tests import packs

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.diagnosis.outcome import Diagnosis
    from bot.knowledge.model import Knowledge

LABELLED = [
    report.text
    for name in ("written.jsonl", "languages.jsonl")
    for report in labelled.parse((Path(__file__).parents[1] / "labelled" / name).read_text("utf-8"))
]
ANYTHING = st.text(st.characters(exclude_categories=()))
DOMAIN = st.lists(
    st.sampled_from(
        [
            "mta", "inmial", "bounces", "are", "not", "sent", "but", "fine", ",", ".", "\n", "邮件", "发不出去", "退信",
            "正常", "バウンス", "메일이", "SOP-330011", "xtk:session", "<@U1>", "\ud83d", "🔥", "Rückläufer", "&lt;",
        ]
    )
).map(" ".join)  # fmt: skip
LOG = (
    "2026-11-23 06:00:01.123Z 00000A1B 1 error log SOP-330011 xtk:session Logon failed (iRc=-53) <redir status='OK'/>\n"
)
ENGLISH = st.lists(
    st.sampled_from(["lamps", "doors", "dark", "stay", "open", "the", "kitchen", "never", "is", "window"]),
    min_size=1,
    max_size=6,
).map(" ".join)


def first(diagnosis: Diagnosis) -> str:
    """Return the module that comes first."""
    return diagnosis.candidates[0].module


def quotes(diagnosis: Diagnosis) -> list[str]:
    """Return the words that are quoted as evidence, divided where they were left out or cut."""
    told = [evidence.text for candidate in diagnosis.candidates for evidence in candidate.evidence]
    return [part.strip() for text in told for part in text.split("…") if part.strip()]


def wide(text: str) -> str:
    """Return ASCII in its full-width forms."""
    return "".join(
        "\u3000" if char == " " else chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in text
    )


@given(ANYTHING | DOMAIN)
def test_any_text_gets_an_answer_with_the_full_ranking(shipped: Diagnostician, text: str) -> None:
    """Whatever is written, no exception: each module once, best first."""
    diagnosis = shipped.diagnose(text)

    confidences = [each.confidence for each in diagnosis.candidates]
    assert diagnosis.report == text
    assert sorted(each.module for each in diagnosis.candidates) == sorted(each.id for each in shipped.knowledge.modules)
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= each <= 1 for each in confidences)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param((LOG * 500)[:40_000], id="40,000 characters of log"),
        pytest.param("邮件发不出去" * 7_000, id="42,000 Chinese characters"),
        pytest.param("mails not " * 4_000, id="a gap that opens everywhere"),
        pytest.param("x" * 40_000, id="one endless word"),
        pytest.param("🔥💥😱" * 100, id="emoji only"),
        pytest.param(bytes(range(256)).decode("latin-1") * 20, id="binary junk"),
        pytest.param("mta \ud83d down \udc00", id="lone surrogates"),
        pytest.param("\ufdfa" * 2_000, id="characters that grow eighteenfold"),
        pytest.param("a\u0301\u0302\u0303" * 500, id="towers of accents"),
        pytest.param("\u202e\u200b\u200f" * 50, id="invisible characters only"),
        pytest.param("<" * 3_000 + "|" * 3_000 + ">" * 3_000, id="markup without end"),
        pytest.param("((((" * 1_000 + "\\" * 1_000, id="what a pattern might choke on"),
    ],
)
def test_texts_that_nobody_planned_for_get_an_answer(shipped: Diagnostician, text: str) -> None:
    """Long, binary, broken or empty of words: an answer and no exception."""
    assert isinstance(shipped.diagnose(text), Suggest | Clarify | Abstain)


@pytest.mark.parametrize("text", ["", " ", "\n\t \r\n", "\u3000\u00a0", "!!!", "🔥", "\u200b"])
def test_a_text_without_words_is_not_answered(shipped: Diagnostician, text: str) -> None:
    """Nothing is guessed from nothing."""
    diagnosis = shipped.diagnose(text)

    assert isinstance(diagnosis, Abstain)
    assert quotes(diagnosis) == []


@given(ANYTHING | DOMAIN | st.sampled_from(LABELLED))
def test_evidence_quotes_the_reports_own_words(shipped: Diagnostician, text: str) -> None:
    """Each quote stands in the report, as a reader sees it."""
    written = " ".join(as_seen(text).split())

    assert [quote for quote in quotes(shipped.diagnose(text)) if quote not in written] == []


def test_the_evidence_of_a_long_log_stands_in_what_was_read(shipped: Diagnostician) -> None:
    """Of a long text too, only the user's own words are quoted."""
    text = f"bounces are not collected any more\n{LOG * 300}no new quarantine since noon"

    written = " ".join(f"{as_seen(excerpt(text))} {as_seen(text)}".split())
    found = quotes(shipped.diagnose(text))
    assert found
    assert [quote for quote in found if quote not in written] == []


@pytest.mark.parametrize("report", LABELLED[::10])
def test_the_same_words_get_the_same_answer(shipped: Diagnostician, report: str) -> None:
    """Nothing is remembered from one report to the next."""
    before = shipped.diagnose(report)
    for other in LABELLED[::7]:
        shipped.diagnose(other)

    assert shipped.diagnose(report) == before


def test_another_process_would_answer_the_same(shipped: Diagnostician) -> None:
    """A diagnostician built anew agrees word for word, evidence included."""
    again = build_diagnostician()

    assert [again.diagnose(report) for report in LABELLED] == [shipped.diagnose(report) for report in LABELLED]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(str.upper, id="upper case"),
        pytest.param(str.lower, id="lower case"),
        pytest.param(wide, id="full width"),
        pytest.param(lambda text: text.replace(" ", "  "), id="doubled spaces"),
        pytest.param(lambda text: f"\n  {text}\t ", id="space around"),
        pytest.param(lambda text: text.replace("'", "’").replace('"', "“"), id="typographic quotes"),
        pytest.param(lambda text: f"<@U0CAMPAIGN> {text}", id="a mention of the bot"),
    ],
)
def test_how_a_report_is_typed_does_not_change_what_comes_first(
    shipped: Diagnostician, change: Callable[[str], str]
) -> None:
    """Case, width, spaces and quotes leave the first place of every case, symptom and labelled report."""
    reports = [case.report for case in shipped.knowledge.cases]
    reports += [
        text for module in shipped.knowledge.modules for each in module.symptoms for text in (each.en, each.zh_hans)
    ]
    reports += LABELLED

    moved = [text for text in reports if first(shipped.diagnose(change(text))) != first(shipped.diagnose(text))]

    assert moved == []


@pytest.mark.parametrize(
    ("report", "module"),
    [
        ("The console opens and campaigns run, only the bounces are missing", "inMail"),
        ("logins and imports are fine, but the bounce mailbox is no longer read", "inMail"),
        ("控制台能打开，投放也正常，只是退信没有进来", "inMail"),
        ("主控台可以開啟，投遞也正常，只有退信沒有進來", "inMail"),
        ("La console s'ouvre et les campagnes tournent, seuls les rebonds ne remontent pas", "inMail"),
        ("Die Konsole läuft und die Kampagnen gehen raus, nur die Bounces werden nicht mehr abgeholt", "inMail"),
        ("La consola y los envíos van bien, solo los rebotes no se procesan", "inMail"),
        ("La console e gli invii funzionano, ma i bounce non vengono più letti", "inMail"),
        ("O console e os envios funcionam, só os bounces não são processados", "inMail"),
        ("De console werkt en de campagnes lopen, maar de bounces worden niet meer verwerkt", "inMail"),
        ("Konsolen fungerar och utskicken går, men studsarna behandlas inte längre", "inMail"),
        ("コンソールも配信も正常ですが、バウンスメールだけ取り込まれません", "inMail"),
        ("콘솔도 발송도 정상인데 반송 메일만 처리되지 않습니다", "inMail"),
    ],
)
def test_what_is_fine_is_not_taken_for_what_is_broken(shipped: Diagnostician, report: str, module: str) -> None:
    """Healthy things that are mentioned do not draw the answer to themselves."""
    diagnosis = shipped.diagnose(report)

    assert first(diagnosis) == module
    assert any(trait.startswith(FINE) for trait in shipped.view(report).traits)


def test_a_misspelt_word_is_understood_and_quoted_as_it_was_written(shipped: Diagnostician) -> None:
    """The answer does not correct the user."""
    diagnosis = shipped.diagnose("the inmial process does not read the bounce mailbox")

    assert first(diagnosis) == "inMail"
    assert any("inmial" in quote for quote in quotes(diagnosis))
    assert not any("inmail" in quote for quote in quotes(diagnosis))


def test_a_pack_without_weights_lives_on_its_symptoms_and_signatures(folder: Path) -> None:
    """A new pack answers before anything was fitted to it."""
    bot = Diagnostician(packs.load_small(folder), Weights())

    assert first(bot.diagnose("the doors do not open")) == "beta"
    assert first(bot.diagnose("error BETA-17 everywhere")) == "beta"
    assert first(bot.diagnose("the lamps stay dark")) == "alpha"


def test_wordings_known_from_before_change_nothing(folder: Path) -> None:
    """They only save the work of hearing every symptom again."""
    knowledge = packs.load_small(folder)
    fresh = Diagnostician(knowledge, Weights())

    quick = Diagnostician(knowledge, Weights(), fresh.wordings)

    assert quick.diagnose("the lamps stay dark") == fresh.diagnose("the lamps stay dark")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """The small pack."""
    return packs.load_small(tmp_path_factory.mktemp("learning") / packs.NAME)


@given(symptom=ENGLISH, before=ENGLISH, after=ENGLISH)
def test_a_new_symptom_never_lowers_its_module_where_a_report_holds_it(
    small: Knowledge, symptom: str, before: str, after: str
) -> None:
    """What an author teaches helps, or changes nothing."""
    alpha, *others = small.modules
    learnt = replace(alpha, symptoms=(*alpha.symptoms, Symptom(id="learnt", en=symptom, zh_hans="灯闪")))
    report = f"{before}. {symptom}. {after}"

    less, more = (
        next(each.score for each in diagnosis.candidates if each.module == "alpha")
        for knowledge in (small, replace(small, modules=(learnt, *others)))
        for diagnosis in [Diagnostician(knowledge, Weights()).diagnose(report)]
    )

    assert less <= more + 1e-9
