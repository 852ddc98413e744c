"""Generated knowledge: the same each time, as large as wanted, and found by its own diagnosis."""

from __future__ import annotations

import pytest

from benchmarks.generated import knowledge, reports
from benchmarks.peers.searching import tokens
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.weights import Weights


@pytest.mark.parametrize("symptoms", [100, 1_000])
def test_it_has_the_symptoms_that_were_asked_for(symptoms: int) -> None:
    """No two alike, over all modules."""
    known = knowledge(symptoms)

    texts = [symptom.en for module in known.modules for symptom in module.symptoms]
    assert (len(texts), len(set(texts))) == (symptoms, symptoms)
    assert all(module.symptoms for module in known.modules)


def test_the_same_size_is_the_same_knowledge_with_the_same_reports() -> None:
    """Every method and every run is asked the same."""
    first, second = knowledge(100), knowledge(100)

    assert first == second
    assert reports(first, 50) == reports(second, 50)


def test_larger_knowledge_has_more_words() -> None:
    """As it is with text."""
    assert len(knowledge(1_000).terms) > len(knowledge(100).terms)


def test_its_reports_are_about_its_symptoms() -> None:
    """The diagnosis finds nearly all: what is timed is not nothing."""
    known = knowledge(300)
    diagnostician = Diagnostician(known, Weights())

    right = [diagnostician.diagnose(each.text).candidates[0].module == each.module for each in reports(known, 100)]

    assert sum(right) >= 90


def test_peers_are_given_chinese_as_pairs_of_characters() -> None:
    """Where no spaces are, a pair is the word; other scripts are words."""
    assert tokens("MTA挂了，发不出去 Mails 지연") == ["mta", "挂了", "发不", "不出", "出去", "mails", "지연"]
