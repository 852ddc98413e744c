"""All that a pack's terms can be called, with slips of the keyboard put right."""

from __future__ import annotations

from itertools import islice, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.normalise import as_seen, clean
from bot.diagnosis.vocabulary import NAMED, Vocabulary
from tests import packs

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.lexicon import Tables
    from bot.diagnosis.vocabulary import Heard

VOCABULARY = Vocabulary(
    [
        packs.term("workflow", "thing", {"en": "workflow*", "zh-Hans": "工作流", "ja": "ワークフロー"}),
        packs.term("tracking", "thing", {"en": "tracking", "de": "Nachverfolgung"}),
        packs.term("tracking-log", "thing", {"en": "tracking log, tracking logs"}),
        packs.term("log", "thing", {"en": "log, logs", "fr": "journal, journaux"}),
        packs.term("mailbox", "sign", {"any": "inmail"}),
        packs.term("dead", "trouble", {"en": "dead, die"}),
        packs.term("stuck", "trouble", {"en": "stuck", "de": "hängt, hängen"}),
    ],
    [],
    frozenset({"inmate", "workflaw"}),
)


def quotes(heard: Heard, term: str) -> list[str]:
    """Return the user's words for the mentions of a term."""
    return [heard.scanned.words(each.start, each.end) for each in heard.mentions if each.term == term]


@pytest.mark.parametrize(
    ("text", "term", "written"),
    [
        ("the inmial is gone", "mailbox", "inmial"),
        ("Inmal is gone", "mailbox", "Inmal"),
        ("inmaill is gone", "mailbox", "inmaill"),
        ("inmaxl is gone", "mailbox", "inmaxl"),
        ("no TRAKCING since noon", "tracking", "TRAKCING"),
        ("the worklfow hangs", "workflow", "worklfow"),
        ("the wrokfolw hangs", "workflow", "wrokfolw"),
        ("nichts in der nachverfolgnug", "tracking", "nachverfolgnug"),
    ],
)
def test_a_slip_is_put_right_and_quoted_as_it_was_written(text: str, term: str, written: str) -> None:
    """One slip in a word, two in a long one: the term is heard, the user's own letters are shown."""
    assert quotes(VOCABULARY.hear(text), term) == [written]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("the lgo is gone", id="a short word"),
        pytest.param("the inmate is gone", id="a word of the examples"),
        pytest.param("a workflaw here", id="an ordinary word one slip away"),
        pytest.param("nimail is gone", id="another first letter"),
        pytest.param("inmxxl is gone", id="two slips in a short word"),
        pytest.param("wxxkflxw is gone", id="three slips in a long word"),
        pytest.param("inm4il is gone", id="a code"),
    ],
)
def test_other_words_are_left_alone(text: str) -> None:
    """What is short, ordinary, a code, or too far from any spelling, is no slip."""
    heard = VOCABULARY.hear(text)

    assert heard.mentions == ()
    assert heard.scanned.form == f" {text} "


def test_every_slip_of_a_text_is_put_right_in_its_place() -> None:
    """Several corrections of different lengths keep all places right."""
    heard = VOCABULARY.hear("Inmal & trakcing: wrkflow stuck!")

    assert heard.scanned.form == " inmail tracking | workflow stuck | "
    assert [quotes(heard, term) for term in ("mailbox", "tracking", "workflow", "stuck")] == [
        ["Inmal"],
        ["trakcing"],
        ["wrkflow"],
        ["stuck"],
    ]


@given(st.text(max_size=60) | st.text("inmalwokfr tcg,.日志", max_size=60))
def test_what_is_quoted_stands_in_the_report(text: str) -> None:
    """Whatever was put right, a mention leads back to words of the report."""
    heard = VOCABULARY.hear(text)

    assert heard.scanned.source == clean(text)
    assert all(
        heard.scanned.words(each.start, each.end) in as_seen(text) and heard.scanned.words(each.start, each.end)
        for each in heard.mentions
    )


def test_of_very_many_words_the_first_hundred_are_looked_up_as_slips() -> None:
    """Random letters would cost much and mean nothing."""
    letters = ["".join(word) for word in islice(product("qxzj", repeat=5), 100)]

    heard = [VOCABULARY.hear(" ".join([*letters[:count], "inmial stuck"])) for count in (99, 100)]

    assert [quotes(each, "mailbox") for each in heard] == [["inmial"], []]
    assert [quotes(each, "stuck") for each in heard] == [["stuck"], ["stuck"]]


def test_a_longer_mention_hides_the_shorter_one() -> None:
    """A tracking log is neither a log nor the tracking."""
    heard = VOCABULARY.hear("the tracking logs are gone")

    assert [mention.term for mention in heard.mentions] == ["tracking-log"]


def test_a_longer_mention_that_ends_in_a_stem_hides_the_shorter_one_too() -> None:
    """Bounced mails are no mails that somebody waits for."""
    vocabulary = Vocabulary(
        [packs.term("bounce", "thing", {"en": "bounced mail*"}), packs.term("email", "thing", {"en": "mail, mails"})],
        [],
    )

    assert [mention.term for mention in vocabulary.hear("the bounced mails").mentions] == ["bounce"]


def test_the_rest_of_a_compound_is_heard_beside_its_stem() -> None:
    """Only what begins in the spelling itself is a part of it."""
    vocabulary = Vocabulary(
        [packs.term("bounce", "thing", {"de": "die bounce*"}), packs.term("mailbox", "thing", {"de": "*postfach"})],
        [],
    )

    assert [mention.term for mention in vocabulary.hear("Die Bouncepostfach").mentions] == ["bounce", "mailbox"]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("der workflow hängt nicht mehr", "workflow"),
        ("ワークフローが止まっています", "workflow"),
        ("工作流卡住了", "workflow"),
        ("工作流 卡住了，處理失敗，進程沒有啟動", "workflow"),
        ("les journaux sont vides", "log"),
        ("journaux", "log"),
        ("Nachverfolgung", "tracking"),
    ],
)
def test_english_and_the_reports_own_language_are_heard(text: str, term: str) -> None:
    """People mix in English; Chinese is heard in both scripts; an unknown language means all."""
    assert term in {mention.term for mention in VOCABULARY.hear(text).mentions}


def test_an_english_spelling_that_is_a_small_word_here_is_not_meant() -> None:
    """The German article "die" says nobody is dead."""
    assert "dead" not in {each.term for each in VOCABULARY.hear("die Mails sind nicht da").mentions}
    assert "dead" in {each.term for each in VOCABULARY.hear("the mails die").mentions}


def test_a_module_is_heard_by_its_id_and_its_names(folder: Path) -> None:
    """Names are terms too, each in its language."""
    vocabulary = Vocabulary((), packs.load_small(folder).modules)

    assert {each.term for each in vocabulary.hear("alpha is down").mentions} == {f"{NAMED}alpha"}
    assert {each.term for each in vocabulary.hear("der beta-Dienst ist nicht da").mentions} == {f"{NAMED}beta"}
    assert vocabulary.kinds == {f"{NAMED}alpha": "sign", f"{NAMED}beta": "sign"}


def test_preparing_changes_nothing_but_when_the_work_is_done() -> None:
    """A server builds all searches at its start; what it hears is the same."""
    prepared = Vocabulary([packs.term("log", "thing", {"en": "log", "sv": "loggar"})], [])
    prepared.prepare()

    fresh = Vocabulary([packs.term("log", "thing", {"en": "log", "sv": "loggar"})], [])
    assert prepared.hear("inga loggar och ingen log") == fresh.hear("inga loggar och ingen log")


def test_a_vocabulary_that_rests_gives_back_its_searches() -> None:
    """They are built again when it is asked once more, and find the same."""
    built: list[str] = []

    def keep(name: str, make: Callable[[], Tables]) -> Tables:
        built.append(name)
        return make()

    vocabulary = Vocabulary([packs.term("log", "thing", {"en": "log"})], [], keep=keep)
    first = vocabulary.hear("the log is gone", "en")
    vocabulary.rest()

    assert vocabulary.hear("the log is gone", "en") == first
    assert built == ["any+en", "any+en"]


@pytest.mark.parametrize(
    ("text", "term"),
    [("the inmial process is down", f"{NAMED}inMail"), ("trackinglgod is not running", f"{NAMED}trackinglogd")],
)
def test_a_slip_in_a_shipped_name_is_put_right(shipped: Diagnostician, text: str, term: str) -> None:
    """The names of processes are hard to type."""
    assert term in {mention.term for mention in shipped.vocabulary.hear(text).mentions}


@pytest.mark.parametrize(("slip", "meant"), [("trakcing", "tracking"), ("worklfow", "workflow")])
def test_a_slip_that_several_examples_hold_is_still_a_slip(shipped: Diagnostician, slip: str, meant: str) -> None:
    """What people mistype often is put right as well."""
    assert shipped.vocabulary.hear(f"the {slip} is gone").scanned.form == f" the {meant} is gone "


def test_what_says_fine_at_the_end_of_something_longer_is_a_part_of_it() -> None:
    """Who asks how to get it running again does not say that it runs."""
    vocabulary = Vocabulary(
        [
            packs.term("how-to-mend", "marker", {"en": "get .. running again"}),
            packs.term("resolved", "health", {"en": "running again"}),
            packs.term("files-grow", "health", {"en": "redir .. grows"}),
            packs.term("grows", "trouble", {"en": "grows"}),
        ],
        [],
    )

    terms = [
        [mention.term for mention in vocabulary.hear(text).mentions]
        for text in ("how do I get it running again", "it is running again", "redir/log grows", "the disk grows")
    ]

    assert terms == [["how-to-mend"], ["resolved"], ["files-grow"], ["grows"]]
