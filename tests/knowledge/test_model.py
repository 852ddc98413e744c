"""The nouns of the knowledge answer for themselves."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError
from typing import TYPE_CHECKING

import pytest

from bot.knowledge.model import REPLY_LANGUAGES, REPORT_LANGUAGES, Symptom, Text
from tests.packs import load_small

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("value", [Text(en="a", zh_hans="甲"), Symptom(id="x", en="a", zh_hans="甲")])
def test_a_sentence_is_had_in_the_language_of_the_reply(value: Text | Symptom) -> None:
    """`value[language]` never falls back to another language."""
    assert [value[language] for language in REPLY_LANGUAGES] == ["a", "甲"]


def test_the_bot_replies_in_languages_that_it_reads() -> None:
    """Twelve languages in, two of them out."""
    assert len(REPORT_LANGUAGES) == 12
    assert set(REPLY_LANGUAGES) < set(REPORT_LANGUAGES)


def test_a_module_is_found_by_its_id(folder: Path) -> None:
    """Ids are exact; an unknown one is the caller's mistake."""
    knowledge = load_small(folder)

    assert knowledge.module("beta").id == "beta"
    with pytest.raises(KeyError):
        knowledge.module("Beta")


def test_a_neighbour_is_found_by_its_id(folder: Path) -> None:
    """A module that is no neighbour has no written difference."""
    alpha = load_small(folder).module("alpha")

    found = alpha.neighbour("beta")

    assert found is not None
    assert found.difference.en == "look at beta"
    assert alpha.neighbour("alpha") is None


def test_knowledge_cannot_be_changed(folder: Path) -> None:
    """What was loaded serves all requests."""
    knowledge = load_small(folder)

    with pytest.raises(FrozenInstanceError):
        knowledge.pack.id = "other"  # type: ignore[misc]


def test_knowledge_survives_being_put_away(folder: Path) -> None:
    """A pack is remembered between runs as it is."""
    knowledge = load_small(folder)

    assert pickle.loads(pickle.dumps(knowledge)) == knowledge  # noqa: S301  (just written)
