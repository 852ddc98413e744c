"""Log fragments and error codes in a report."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.diagnosis import labelled
from bot.diagnosis.normalise import clean, level
from bot.diagnosis.signatures import Signatures, literals_of
from tests import packs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.knowledge.model import Module

TEXTS = [
    report.text
    for name in ("written.jsonl", "languages.jsonl")
    for report in labelled.parse((Path(__file__).parents[1] / "labelled" / name).read_text("utf-8"))
]
LINES = [
    "2026-11-23 06:00:01 error log SOP-330011 xtk:session Logon failed",
    "Quotas  met for gmail.com; port 7777 refused, statServerAddress is empty",
    "550 5.7.1 refused, 421-4.7.0 try again later",
    "nlserver pdump: No tasks. XTK-170036 WFL-560009 /usr/local/neolane/nl6/var/prod/log/mta.log",
]
PARTS = st.lists(
    st.sampled_from(
        [
            "abc", "Port", "SOP-", "colou?r", "ab*c", "no+w", "log", r"\.log", r"\d", r"\d+", r"\s+", r"\b", r"\w",
            "[45]", "[^a-z]", "(on|off)", "(are )?", "(?:x|y)", "(?!z)", r"\(", r"\|", r"\[", ".", ".*", "|", "x",
        ]
    ),
    min_size=1,
    max_size=7,
).map("".join)  # fmt: skip


def tried_one_by_one(modules: Iterable[Module], text: str) -> list[tuple[str, str, str]]:
    """Return what every single pattern finds: the slow way."""
    return [
        (module.id, signature.id, match.group())
        for module in modules
        for signature in module.signatures
        if (match := re.search(signature.pattern, clean(text), re.IGNORECASE))
    ]


def found(signatures: Signatures, text: str) -> list[tuple[str, str, str]]:
    """Return what the quick way finds, the words of the report levelled as they are for the search."""
    return [(each.module, each.signature.id, level(each.text)) for each in signatures.find(text)]


@pytest.fixture(scope="module")
def signatures(shipped: Diagnostician) -> Signatures:
    """All signatures of the shipped pack."""
    return Signatures(shipped.knowledge.modules)


def test_the_quick_way_finds_what_the_slow_way_finds(shipped: Diagnostician, signatures: Signatures) -> None:
    """Looking for fixed parts first misses no signature in any sample."""
    modules = shipped.knowledge.modules

    assert [text for text in (*TEXTS, *LINES) if found(signatures, text) != tried_one_by_one(modules, text)] == []


@settings(max_examples=200)
@given(st.data())
def test_any_shipped_signature_is_found_in_what_it_matches(
    shipped: Diagnostician, signatures: Signatures, data: st.DataObject
) -> None:
    """Each pattern gets texts made for it, in small letters and in capitals."""
    signature = data.draw(
        st.sampled_from([signature for module in shipped.knowledge.modules for signature in module.signatures])
    )
    text = data.draw(st.from_regex(re.compile(signature.pattern, re.ASCII)))
    text = data.draw(st.sampled_from([text, text.upper() if text.isascii() else text]))

    assert found(signatures, text) == tried_one_by_one(shipped.knowledge.modules, text)


@given(PARTS, st.data())
def test_one_of_the_literals_occurs_in_whatever_matches(pattern: str, data: st.DataObject) -> None:
    """What is looked for first is certain to be there."""
    text = data.draw(st.from_regex(re.compile(pattern, re.ASCII)))

    literals = literals_of(pattern)
    assert not literals or any(literal in text.lower() for literal in literals)


@pytest.mark.parametrize(
    ("pattern", "literals"),
    [
        ("statServerAddress", ("statserveraddress",)),
        (r"SOP-\d+", ("sop-",)),
        (r"quotas?\s+met", ("quota",)),
        (r"\bmtachild\b", ("mtachild",)),
        (r"mta\.log", ("mta.log",)),
        ("one|three", ("one", "three")),
        ("(one|two) lines", (" lines",)),
        ("[abc]xyz", ("xyz",)),
        (r"\(reason \d", ("(reason ",)),
        ("one|ab", ()),
        (r"\d\d", ()),
        ("a.b.c", ()),
        ("", ()),
    ],
)
def test_literals_are_the_longest_fixed_part_of_each_alternative(pattern: str, literals: tuple[str, ...]) -> None:
    """Parts that are short, optional, in groups or in classes are not relied upon."""
    assert literals_of(pattern) == literals


@pytest.mark.parametrize("pattern", [r"\d{1,3}", r"[ab]{10,20}", r"(one){100}"])
def test_how_often_a_part_repeats_is_no_literal(pattern: str) -> None:
    """The numbers in braces are not looked for in a report."""
    assert literals_of(pattern) == ()


def test_signatures_are_found_in_the_order_of_the_pack_with_the_words_that_match(folder: Path) -> None:
    """Case does not matter; each signature is found once, where it matches first."""
    signatures = Signatures(packs.load_small(folder).modules)

    signed = signatures.find("then beta-7, Alpha-12 and ALPHA-13")

    assert [(each.module, each.signature.id, each.text) for each in signed] == [
        ("alpha", "code", "Alpha-12"),
        ("beta", "code", "beta-7"),
    ]


def test_a_signature_is_told_as_it_was_typed(folder: Path) -> None:
    """Full-width signs match, and come back full-width."""
    (signed,) = Signatures(packs.load_small(folder).modules).find("…ＡＬＰＨＡ－１２：it is dark")

    assert signed.text == "ＡＬＰＨＡ－１２"


def test_a_fixed_part_alone_is_not_enough(folder: Path) -> None:
    """The whole pattern has to match."""
    assert Signatures(packs.load_small(folder).modules).find("ALPHA- and BETA-") == []


def test_a_pack_without_signatures_finds_none() -> None:
    """There is nothing to look for."""
    assert Signatures([]).find("ALPHA-12") == []


def test_a_pattern_without_a_fixed_part_is_always_tried(folder: Path) -> None:
    """It costs a little, and is found."""
    content = packs.files()
    content["modules/alpha.yaml"]["signatures"][0]["pattern"] = r"(?<!\d)\d\d:\d\d(?!\d)"

    (signed,) = Signatures(packs.load_small(folder, content).modules).find("at 06:00")

    assert (signed.module, signed.text) == ("alpha", "06:00")


@pytest.mark.parametrize(("before", "count"), [(0, 1), (99_992, 1), (99_994, 0), (200_000, 0)])
def test_a_code_is_found_in_the_first_hundred_thousand_characters(before: int, count: int, folder: Path) -> None:
    """Whole logs are pasted; what stands behind that is not looked at."""
    signatures = Signatures(packs.load_small(folder).modules)

    assert len(signatures.find(f"{'.' * before}ALPHA-12")) == count
