"""What a report shows: terms, said to be fine or not, and the words that no term knows."""

from __future__ import annotations

import pytest

from bot.diagnosis.clauses import Clause, split
from bot.diagnosis.traits import form_of, traits_of, with_form
from bot.diagnosis.vocabulary import Heard, Vocabulary
from tests import packs

VOCABULARY = Vocabulary(
    [
        packs.term("console", "thing", {"en": "console", "zh-Hans": "控制台"}),
        packs.term("bounce", "thing", {"en": "bounce*"}),
        packs.term("healthy", "health", {"en": "fine", "zh-Hans": "正常"}),
        packs.term("mta-name", "sign", {"any": "mta"}),
        packs.term("stuck", "trouble", {"en": "stuck"}),
        packs.term("thanks", "marker", {"en": "thanks, in .. advance"}, tells="scope"),
    ],
    [],
)


def heard_with_clauses(text: str) -> tuple[Heard, list[Clause]]:
    """Return what a text mentions, and its clauses."""
    heard = VOCABULARY.hear(text)
    return heard, split(heard.scanned.form, heard.mentions, VOCABULARY.kinds)


def opening(text: str) -> str | None:
    """Return the trait of the word that a text opens with."""
    heard, clauses = heard_with_clauses(text)
    return next((name for name in form_of(heard, clauses, VOCABULARY.kinds) if name.startswith("^")), None)


def shown(text: str) -> dict[str, str]:
    """Return the traits of a text, each with the words that show it first."""
    heard, clauses = heard_with_clauses(text)
    return {name: heard.scanned.words(*span) for name, span in traits_of(heard, clauses, VOCABULARY).items()}


def test_terms_are_traits_and_say_when_they_are_fine() -> None:
    """The same term is another trait where it is said to be fine."""
    traits = shown("The Console is fine. No bounces!")

    assert {name: words for name, words in traits.items() if "~" not in name} == {
        "fine:console": "Console",
        "fine:healthy": "fine",
        "bounce": "bounces",
    }


def test_the_words_of_a_term_are_fine_with_it_and_other_words_are_as_they_were() -> None:
    """What no term knows is neither fine nor in trouble; what says "fine" tells nothing of what is not."""
    assert {name for name in shown("the old console is fine") if "~" in name} == {"~old", "fine:~consol"}


def test_the_words_of_a_courtesy_are_no_traits_of_their_own() -> None:
    """Its term is one; other words of the same sentence are as they were."""
    assert set(shown("Thanks for the bounces")) == {"thanks", "bounce", "~bounce"}
    assert set(shown("an old bounce, in old advance")) == {"thanks", "bounce", "~bounce", "~old", "~advanc"}


def test_a_sign_that_is_fine_shows_nothing() -> None:
    """Neither its term nor its words: a module that runs makes no other one more likely."""
    assert set(shown("mta fine, bounces gone")) == {"fine:healthy", "bounce", "~bounce", "~gone"}
    assert {"mta-name", "~mta"} <= set(shown("mta gone"))


@pytest.mark.parametrize(
    ("text", "trait"),
    [
        ("bounces gone", "^bounces"),
        ("the console is fine. bounces gone", "^bounces"),
        ("console fine, mta fine, bounces gone", "^bounces"),
        ("since noon: console fine. bounces gone", "^since"),
        ("bounces gone. the console is fine", "^bounces"),
        ("console fine", "^console"),
        ("控制台正常。退信箱", None),
    ],
)
def test_a_report_opens_with_what_is_not_fine(text: str, trait: str | None) -> None:
    """Healthy things that are named first do not hide how the report is put."""
    assert opening(text) == trait


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("the fetchmail daemon", {"~fetchm": "fetchmail", "~daemon": "daemon"}),
        ("it is up on nl", {}),
        ("der Server ist weg", {"~server": "Server", "~weg": "weg"}),
        ("退信箱", {"~退信": "退信", "~信箱": "信箱", "~退信箱": "退信箱"}),
        ("信", {}),
        ("편지함이", {"~편지": "편지함이", "~편지함": "편지함이"}),
        ("편지", {"~편지": "편지"}),
        ("fetchmail fetchmails", {"~fetchm": "fetchmail"}),
    ],
)
def test_words_are_traits_by_their_beginning(text: str, words: dict[str, str]) -> None:
    """Long words count by their first letters, small words not at all, Chinese by its pairs and triples."""
    assert shown(text) == words


def test_a_trait_shows_where_it_shows_first() -> None:
    """The evidence quotes the first mention."""
    heard, clauses = heard_with_clauses("bounce one, bounce two")

    assert traits_of(heard, clauses, VOCABULARY)["bounce"][0] < heard.scanned.form.index("one")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("console", {"console", "~consol", "^console", "!calm", "calm:console", "calm:~consol"}),
        ("console stuck", {"console", "~consol", "^console", "stuck", "~stuck"}),
    ],
)
def test_a_trait_of_a_calm_report_is_another_one_as_well(text: str, names: set[str]) -> None:
    """What is named where nothing is in trouble is named in another manner."""
    heard, clauses = heard_with_clauses(text)

    traits = with_form(traits_of(heard, clauses, VOCABULARY), form_of(heard, clauses, VOCABULARY.kinds))

    assert set(traits) == names
