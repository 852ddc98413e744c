"""What a report shows: terms, said to be fine or not, and the words that no term knows."""

from __future__ import annotations

import pytest

from bot.diagnosis.traits import traits_of
from bot.diagnosis.vocabulary import Vocabulary
from tests import packs

VOCABULARY = Vocabulary(
    [
        packs.term("console", "thing", {"en": "console", "zh-Hans": "控制台"}),
        packs.term("bounce", "thing", {"en": "bounce*"}),
        packs.term("healthy", "health", {"en": "fine", "zh-Hans": "正常"}),
    ],
    [],
)


def shown(text: str) -> dict[str, str]:
    """Return the traits of a text, each with the words that show it first."""
    heard = VOCABULARY.hear(text)
    return {name: heard.scanned.words(*span) for name, span in traits_of(heard, VOCABULARY.kinds).items()}


def test_terms_are_traits_and_say_when_they_are_fine() -> None:
    """The same term is another trait where it is said to be fine."""
    traits = shown("The Console is fine. No bounces!")

    assert {name: words for name, words in traits.items() if not name.startswith("~")} == {
        "fine:console": "Console",
        "fine:healthy": "fine",
        "bounce": "bounces",
    }


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
    heard = VOCABULARY.hear("bounce one, bounce two")

    assert traits_of(heard, VOCABULARY.kinds)["bounce"][0] < heard.scanned.form.index("one")
