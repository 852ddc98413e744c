"""The JSON of a diagnosis: a contract with scripts."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.outcome import Abstain, Candidate, Clarify, Evidence, Suggest
from bot.views.jsonable import diagnosis_as_json
from tests.packs import load_small

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import Knowledge

_KEYS = ["report", "language", "decision", "candidates", "elapsed_ms"]


@pytest.fixture
def knowledge(folder: Path) -> Knowledge:
    """The small pack."""
    return load_small(folder)


def ranking(knowledge: Knowledge) -> tuple[Candidate, ...]:
    """Return a ranking with evidence."""
    evidence = (Evidence("all dark", knowledge.module("alpha").symptoms[0], 2.0), Evidence("dark", None, 0.5, "dark"))
    return Candidate("alpha", 2.0, 0.912345, evidence), Candidate("beta", -2.0, 0.1)


def test_a_suggestion_is_the_whole_ranking_with_evidence(knowledge: Knowledge) -> None:
    """Confidences to four places, the time in milliseconds to three."""
    diagnosis = Suggest("all dark", "en", ranking(knowledge))

    assert diagnosis_as_json(diagnosis, elapsed_ms=1.23456) == {
        "report": "all dark",
        "language": "en",
        "decision": "suggest",
        "candidates": [
            {
                "module": "alpha",
                "confidence": 0.9123,
                "evidence": [
                    {"text": "all dark", "symptom": "the lamps stay dark"},
                    {"text": "dark", "symptom": "such words point to this module in comparable reports"},
                ],
            },
            {"module": "beta", "confidence": 0.1, "evidence": []},
        ],
        "elapsed_ms": 1.235,
    }


def test_a_question_stands_where_one_is_asked(knowledge: Knowledge) -> None:
    """With ids for programs and labels for people, in the language of the report."""
    diagnosis = Clarify("不亮", "zh-Hant", ranking(knowledge), knowledge.questions[0])

    content = diagnosis_as_json(diagnosis, elapsed_ms=1)

    assert content["decision"] == "clarify"
    assert content["candidates"][0]["evidence"][0] == {"text": "all dark", "symptom": "灯不亮"}
    assert content["question"] == {
        "id": "lamp-or-door",
        "text": "中文",
        "answers": [
            {"id": "yes", "label": "中文", "favours": ["alpha"]},
            {"id": "dont-know", "label": "中文", "favours": []},
        ],
    }


def test_the_language_of_the_sentences_can_be_chosen(knowledge: Knowledge) -> None:
    """The language of the report is told all the same."""
    diagnosis = Clarify("不亮", "zh-Hans", ranking(knowledge), knowledge.questions[0])

    content = diagnosis_as_json(diagnosis, elapsed_ms=1, language="en")

    assert content["language"] == "zh-Hans"
    assert content["question"]["text"] == "Is it dark?"


def test_the_full_ranking_is_told_also_when_nothing_is_known(knowledge: Knowledge) -> None:
    """Scripts see how far off it was; a language that nothing tells is null."""
    content = diagnosis_as_json(Abstain("?", None, ranking(knowledge)), elapsed_ms=0)

    assert list(content) == _KEYS
    assert (content["decision"], content["language"]) == ("abstain", None)
    assert [candidate["module"] for candidate in content["candidates"]] == ["alpha", "beta"]


@given(st.text() | st.sampled_from(["bounces are not collected", "邮件发不出去", "mails stuck", "\ud800 退信 \x1b"]))
def test_any_report_gives_json_that_keeps_the_contract(shipped: Diagnostician, report: str) -> None:
    """Keys in their order, the report as it was, all modules once, best first, confidences from 0 to 1."""
    content = diagnosis_as_json(shipped.diagnose(report), elapsed_ms=0.5)

    asked = ["question"] if content["decision"] == "clarify" else []
    assert list(content) == [*_KEYS[:-1], *asked, "elapsed_ms"]
    assert json.loads(json.dumps(content)) == content
    assert content["report"] == report
    assert content["decision"] in ("suggest", "clarify", "abstain")
    confidences = [candidate["confidence"] for candidate in content["candidates"]]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0 <= confidence <= 1 for confidence in confidences)
    assert sorted(candidate["module"] for candidate in content["candidates"]) == sorted(
        module.id for module in shipped.knowledge.modules
    )
    evidence = [each for candidate in content["candidates"] for each in candidate["evidence"]]
    assert all(list(each) == ["text", "symptom"] and each["text"] and each["symptom"] for each in evidence)


@given(
    st.text() | st.sampled_from(["bounces are not collected", "邮件发不出去", "mails stuck", "tracking stands still"])
)
def test_the_decision_follows_from_the_first_confidence(shipped: Diagnostician, report: str) -> None:
    """What is suggested, or asked about, is as likely as the pack's thresholds demand."""
    limits = shipped.knowledge.pack.thresholds

    content = diagnosis_as_json(shipped.diagnose(report), elapsed_ms=0.5)

    first = content["candidates"][0]["confidence"]
    lowest = {"suggest": limits.suggest, "clarify": limits.clarify, "abstain": 0}[content["decision"]]
    highest = limits.suggest if content["decision"] == "abstain" else 1
    assert lowest <= first <= highest
