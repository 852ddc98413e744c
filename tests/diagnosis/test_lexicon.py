"""The spellings of a language, found in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis.lexicon import Lexicon, Mention, chains_of, outermost, pieces_of, spellings_of, tables_of
from bot.diagnosis.normalise import scan

if TYPE_CHECKING:
    from bot.diagnosis.diagnostician import Diagnostician

WORDS = st.sampled_from(["mail", "log", "fetch", "nicht", "nl6", "端口", "邮件", "退信", "메일", "로그", "été", "x_y"])


def found(spelling: str, text: str) -> bool:
    """Say whether a text mentions a spelling."""
    return bool(Lexicon(tables_of([("term", spelling)])).find(scan(text).form))


def plain(spelling: str) -> str:
    """Return a spelling as a text: without stars, its gaps closed."""
    return " ".join(spelling.replace("*", "").replace("..", " ").split())


def test_a_line_holds_spellings_divided_by_commas() -> None:
    """Empty places in the line are no spellings."""
    assert spellings_of("log file, journal,, ") == ["log file", "journal"]


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("bounce", "a Bounce came"),
        ("log file", "the log  file"),
        ("log file", "log-file"),
        ("bounc*", "bouncing mails"),
        ("bounc*", "the bounc"),
        ("*postfach", "das Bounce-Postfach"),
        ("*postfach", "das Fehlerpostfach"),
        ("*datei*", "alle Logdateien"),
        ("start* pending", "starting pending"),
        ("not go* out", "does not going out"),
        ("can't open", "we can’t open it"),
        ("retablir", "il faut rétablir"),
        ("rétablir", "il faut retablir"),
        ("port 6666", "at port/6666"),
        ("邮件", "所有邮件都没了"),
        ("郵件", "所有邮件都没了"),
        ("메일", "메일이 안 나가요"),
    ],
)
def test_a_spelling_is_found_in_its_inflections_and_compounds(spelling: str, text: str) -> None:
    """A star lets a word go on, at its end or at its beginning; Chinese and Korean need no star."""
    assert found(spelling, text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("log", "the login"),
        ("log", "a catalog"),
        ("log*", "a catalog"),
        ("*log", "the login"),
        ("log file", "log of the file"),
        ("log file", "log. file"),
        ("bounc*", "unbouncing"),
        ("export", "exporter"),
        ("메일", "이메일"),
        ("sent: 0", "sent, 0"),
        ("process *n't start", "the process that doesn't start"),
    ],
)
def test_a_part_of_another_word_is_not_found(spelling: str, text: str) -> None:
    """Without a star a word ends where it ends."""
    assert not found(spelling, text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("mails .. not sent", "mails are not sent"),
        ("mails .. not sent", "mails not sent"),
        ("mails .. not sent", "mails of the big campaign are not sent"),
        ("mail* .. not go* out", "mailings do not going out"),
        ("laufen .. nicht an", "laufen seit heute nicht an"),
        ("邮件 .. 发不", "邮件从早上就发不出去"),
        ("메일 .. 안", "메일이 오늘은 안 나가요"),
        ("a .. b .. c", "a then b then c"),
    ],
)
def test_a_gap_holds_a_few_words_or_none(spelling: str, text: str) -> None:
    """What stands between the parts of a spelling does not matter."""
    assert found(spelling, text)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("mails .. not sent", "mails that were prepared by the other team last week are not sent"),
        ("邮件 .. 发不", "邮件模板编辑器今天早上打开以后发不出去"),
        ("mails .. not sent", "mails, as you know, are not sent"),
        ("mails .. not sent", "not sent are mails"),
        ("mails .. not sent", "mails"),
        ("a .. b .. c", "b then c"),
    ],
)
def test_a_gap_has_a_limit_and_a_direction(spelling: str, text: str) -> None:
    """Words far apart, or the other way round, do not belong together."""
    assert not found(spelling, text)


@pytest.mark.parametrize("mark", [". ", "! ", "? ", "; ", "\n", "。", "！"])
@pytest.mark.parametrize(
    ("spelling", "first", "second"), [("mails .. gone", "mails", "gone"), ("邮件 .. 坏", "邮件", "坏")]
)
def test_a_gap_never_crosses_the_end_of_a_sentence(spelling: str, first: str, second: str, mark: str) -> None:
    """Two sentences are about two things."""
    assert not found(spelling, f"{first}{mark}{second}")


def test_the_last_beginning_that_fits_is_taken() -> None:
    """A chain is as short as it can be."""
    scanned = scan("mails mails not sent")

    (mention,) = Lexicon(tables_of([("term", "mails .. sent")])).find(scanned.form)

    assert scanned.words(mention.start, mention.end) == "mails not sent"
    assert mention.is_chain


def test_a_stem_may_go_on_before_the_next_word() -> None:
    """Letters may stand between a stem and the word after it, another word not."""
    assert found("log* written", "logging written")
    assert not found("log* written", "log never written")


def test_words_that_are_not_meant_do_not_count() -> None:
    """The English spelling "die" is not meant where "die" is a German article; longer spellings stay."""
    lexicon = Lexicon(tables_of([("dead", "die"), ("dead", "die out")]))

    scanned = scan("die Mails die out")

    assert [scanned.words(each.start, each.end) for each in lexicon.find(scanned.form, {"die"})] == ["die out"]


def test_a_spelling_shared_by_terms_mentions_each() -> None:
    """One word can belong to several terms; written twice in one it still mentions it once."""
    lexicon = Lexicon(tables_of([("one", "queue"), ("two", "queue"), ("one", "queue")]))

    assert sorted(mention.term for mention in lexicon.find(" queue ")) == ["one", "two"]


def test_a_lexicon_of_nothing_finds_nothing() -> None:
    """A language without spellings, or spellings without a letter, is no trouble."""
    assert Lexicon(tables_of([])).find(" mails ") == []
    assert Lexicon(tables_of([("term", "***"), ("term", "..")])).find(" mails ") == []
    assert pieces_of("..") == ()


def test_its_words_are_those_of_all_spellings() -> None:
    """Slips are corrected to whole words of the spellings, stems and gaps apart."""
    assert Lexicon(tables_of([("t", "Log file*"), ("t", "not .. sent")])).words() == {"log", "file", "not", "sent"}


@given(st.lists(WORDS, min_size=1, max_size=4), st.data())
def test_a_spelling_of_words_is_found_in_itself(words: list[str], data: st.DataObject) -> None:
    """Stars at the ends of words and gaps between them never hide the plain text."""
    parts = [f"{word}{data.draw(st.sampled_from(['', '*', ' ..']))}" if word.isascii() else word for word in words]
    spelling = " .. ".join(part.removesuffix(" ..") for part in parts)

    assert found(spelling, plain(spelling))


def test_every_shipped_spelling_is_found_in_its_own_plain_text(shipped: Diagnostician) -> None:
    """No spelling of the shipped pack is dead."""
    dead = [
        (term.id, language, spelling)
        for term in shipped.knowledge.terms
        for language, line in term.spellings.items()
        for spelling in spellings_of(line)
        if not found(spelling, plain(spelling))
    ]

    assert dead == []


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        pytest.param("sent: 0", "sent: 0", id="a mark"),
        pytest.param("hang 住", "hang 住", id="Latin before Chinese"),
        pytest.param("ログ ファイル", "ログ ファイル", id="spaced Japanese"),
        pytest.param("process *n't start", "the process doesn't start", id="a word that may begin earlier"),
        pytest.param("2. server", "am 2. Server", id="a point"),
        pytest.param("2. server", "am 2 Server", id="a point left out"),
        pytest.param("통계(stat)", "통계(stat)", id="brackets"),
        pytest.param("end of file - stopped", "end of file - stopped", id="a dash"),
        pytest.param("ログ ファイル", "ログファイル", id="spaced Japanese without the space"),
        pytest.param("每天 6 點", "每天6点", id="a number in Chinese"),
    ],
)
def test_marks_and_meeting_scripts_in_a_spelling_are_found(spelling: str, text: str) -> None:
    """A spelling is found as it is written, whatever it is made of."""
    assert found(spelling, text)


def test_a_longer_mention_hides_what_is_a_part_of_it() -> None:
    """In "tracking log" nobody speaks of a log."""
    lexicon = Lexicon(tables_of([("log", "log"), ("tracking-log", "tracking log"), ("fetch", "fetch*")]))

    mentions = outermost(lexicon.find(scan("tracking log not fetched").form))

    assert [mention.term for mention in mentions] == ["tracking-log", "fetch"]


def test_a_chain_hides_nothing() -> None:
    """What stands in the gap of a spelling is still heard."""
    lexicon = Lexicon(tables_of([("lost", "mails .. lost"), ("report", "report")]))

    mentions = outermost(lexicon.find(scan("mails of the report are lost").form))

    assert {mention.term for mention in mentions} == {"lost", "report"}


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12), st.booleans()), max_size=12))
def test_what_is_outermost_covers_all_that_was_found(spans: list[tuple[int, int, bool]]) -> None:
    """A mention is hidden only inside of a solid one that stays and is longer."""
    mentions = [Mention("t", start, start + size, is_chain) for start, size, is_chain in spans]

    kept = outermost(mentions)

    hidden = [each for each in mentions if each not in kept]
    assert all(
        any(
            not one.is_chain
            and one.start <= each.start
            and each.end <= one.end
            and one.end - one.start > each.end - each.start + 2
            for one in kept
        )
        for each in hidden
    )


@given(st.one_of(st.text(max_size=12), WORDS).filter(str.isalnum))
def test_a_single_word_is_a_chain_of_one_piece(word: str) -> None:
    """It is taken apart as any spelling is."""
    assert chains_of(word) == [chain for chain in [pieces_of(word)] if chain]
