"""Which symptoms a report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.symptoms import LEAST_COVERAGE, Shown, SymptomIndex, Wording, wordings_of
from bot.diagnosis.vocabulary import Vocabulary
from tests import packs

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician

TRAITS = st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=5)
WORDINGS = st.lists(
    st.builds(Wording, st.sampled_from(["one", "two"]), st.sampled_from(["x", "y", "z"]), TRAITS.map(tuple)),
    min_size=1,
    max_size=8,
)
NOWHERE = (0, 0)


def index_of(*wordings: tuple[str, str, str]) -> SymptomIndex:
    """Return an index of wordings given as module, symptom and one letter a trait."""
    return SymptomIndex([Wording(module, symptom, tuple(traits)) for module, symptom, traits in wordings])


def test_a_name_alone_shows_no_symptom_that_says_more_of_it() -> None:
    """That somebody names a process does not say that it is missing."""
    wordings = [Wording("one", "missing", ("name", "file", "missing")), Wording("one", "named", ("name", "file"))]
    index = SymptomIndex(wordings, {"name", "file"})

    shown = [(each.symptom, each.coverage) for each in index.find({"name", "file"})]

    assert shown == [("named", 1.0)]
    assert index.closest("one", {"name"}) is None
    assert index.closest("one", {"name", "missing"}) is not None


@pytest.mark.parametrize(
    ("language", "report"),
    [
        ("en", "{}"),
        ("en", "Hello everybody. {}. Thanks for your time!"),
        ("en", "the ticket says:\n{}\nWhat is this?"),
        ("zh-Hans", "{}"),
        ("zh-Hans", "大家早。{}。谢谢！"),
        ("zh-Hans", "工单里写的是：\n{}\n怎么回事？"),
    ],
)
def test_a_report_that_holds_a_shipped_symptom_word_for_word_shows_it(
    shipped: Diagnostician, language: str, report: str
) -> None:
    """Every symptom of every module, in both languages, is shown in full by itself, whatever stands around it."""
    missed = []
    for module in shipped.knowledge.modules:
        for symptom in module.symptoms:
            text = symptom.en if language == "en" else symptom.zh_hans
            shown = shipped.view(report.format(text)).shown
            in_full = {(each.module, each.symptom) for each in shown if each.coverage > 1 - 1e-9}
            if (module.id, symptom.id) not in in_full:
                missed.append((module.id, symptom.id, text))

    assert missed == []


def test_a_symptom_is_shown_across_languages(folder: Path) -> None:
    """Terms carry it: what is written in English and Chinese is recognised in any language the terms speak."""
    content = packs.files()
    content["terms/things.yaml"]["terms"][0]["spellings"]["de"] = "Lampe*"
    content["terms/things.yaml"]["terms"][2]["spellings"]["de"] = "dunkel"
    content["modules/alpha.yaml"]["symptoms"][0]["en"] = "the lamps are dark"
    knowledge = packs.load_small(folder, content)
    vocabulary = Vocabulary(knowledge.terms, knowledge.modules)

    wordings = wordings_of(knowledge.modules, vocabulary)

    assert wordings[0] == Wording("alpha", "first", ("lamp", "dark"))


def test_words_that_no_term_knows_make_up_a_symptom_too(folder: Path) -> None:
    """Markers and small words do not."""
    content = packs.files()
    content["modules/alpha.yaml"]["symptoms"] = [
        {"id": "first", "en": "the lamps flicker", "zh-Hans": "灯不亮"},
        {"id": "second", "en": "it is not", "zh-Hans": "了"},
    ]
    content["terms/things.yaml"]["terms"].append(
        {"id": "negation", "kind": "marker", "meaning": "not", "spellings": {"en": "not"}}
    )
    knowledge = packs.load_small(folder, content)

    wordings = wordings_of(knowledge.modules[:1], Vocabulary(knowledge.terms, knowledge.modules))

    assert wordings[0].traits == ("lamp", "~flicke")
    assert {wording.symptom for wording in wordings} == {"first"}


def test_the_best_covered_wording_of_a_symptom_is_shown() -> None:
    """Two wordings of one symptom are one finding."""
    index = index_of(("one", "x", "abc"), ("one", "x", "ab"))

    (shown,) = index.find(dict.fromkeys("ab", NOWHERE))

    assert shown == Shown("one", "x", 1.0, frozenset("ab"))


def test_the_best_covered_symptom_comes_first() -> None:
    """Equal ones come in the order of their names."""
    index = index_of(("one", "x", "abcd"), ("two", "y", "abc"), ("one", "w", "abcd"), ("one", "z", "abc"))

    shown = index.find(dict.fromkeys("abc", NOWHERE))

    assert [each.module + each.symptom for each in shown] == ["onez", "twoy", "onew", "onex"]


def test_a_symptom_of_which_too_little_shows_is_not_shown() -> None:
    """A common word out of many does not make a symptom."""
    index = index_of(("one", "x", "abcd"), ("two", "y", "a"))

    assert [each.module for each in index.find(dict.fromkeys("a", NOWHERE))] == ["two"]


def test_nothing_shows_nothing() -> None:
    """A report without a trait, and a pack without a symptom."""
    assert index_of(("one", "x", "a")).find({}) == []
    assert SymptomIndex([]).find({"a": NOWHERE}) == []


@given(WORDINGS, TRAITS)
def test_looking_at_anchors_alone_finds_whatever_is_covered_in_full(
    wordings: list[Wording], traits: frozenset[str]
) -> None:
    """The short cut never misses a symptom that shows completely, and never shows one that is covered too little."""
    shown = SymptomIndex(wordings).find(dict.fromkeys(traits, NOWHERE))

    complete = {(each.module, each.symptom) for each in wordings if traits.issuperset(each.traits)}
    assert complete == {(each.module, each.symptom) for each in shown if each.traits and round(each.coverage, 9) == 1}
    assert all(LEAST_COVERAGE <= each.coverage <= 1 + 1e-9 for each in shown)


@given(WORDINGS, TRAITS)
def test_the_closest_symptom_belongs_to_the_module_and_shares_something(
    wordings: list[Wording], traits: frozenset[str]
) -> None:
    """A module is never explained by another one's symptom; one that shows in full is the closest."""
    index = SymptomIndex(wordings)

    closest = index.closest("one", dict.fromkeys(traits, NOWHERE))

    own = [each for each in wordings if each.module == "one"]
    if closest is None:
        assert not any(traits.issuperset(each.traits) for each in own)
    else:
        assert closest.module == "one"
        assert closest.traits
        assert any(each.symptom == closest.symptom and closest.traits.issubset(each.traits) for each in own)
        assert closest.coverage > 1 - 1e-9 or not any(traits.issuperset(each.traits) for each in own)


@pytest.mark.parametrize(("traits", "closest"), [("", None), ("a", None), ("abc", "x"), ("abcde", "x")])
def test_a_symptom_is_the_closest_only_if_enough_of_it_shows(traits: str, closest: str | None) -> None:
    """One trait of five may be anything."""
    found = index_of(("one", "x", "abcde")).closest("one", dict.fromkeys(traits, NOWHERE))

    assert (found and found.symptom) == closest
