"""Raw text to the form that spellings are found in, and the way back to the user's own words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.diagnosis import normalise
from bot.diagnosis.normalise import READ_FROM_END, READ_FROM_START, clean, fold, prepare, scan, script_of

ANYTHING = st.text(st.characters(exclude_categories=()))
MARKS_AND_LETTERS = st.text("aB中ｱ가é .,!?|*-&<>@:;\u200f\u0301\n", max_size=40)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("ＭＴＡ　ｄｏｗｎ", " mta down "),
        ("ﾊﾞｳﾝｽ", " バウンス "),
        ("①②", " 12 "),
        ("ﬁle", " file "),
        ("MTA Down", " mta down "),
        ("rétablï à Ñandú", " retabli a nandu "),
        ("re\u0301tabli", " retabli "),
        ("Größe", " grosse "),
        ("處理進程", " 处理进程 "),
        ("处理进程", " 处理进程 "),
    ],
)
def test_width_case_accents_and_chinese_variants_are_level(text: str, form: str) -> None:
    """However a word is typed, it stands in the form in one way."""
    assert scan(text).form == form


def test_a_capital_sharp_s_is_a_sharp_s() -> None:
    """German in capitals is the same German."""
    assert scan("GRÖẞE").form == scan("Größe").form


@pytest.mark.parametrize("quote", ["'", "‘", "’", "‛", "′", "`", "´", "ʼ", "＇"])
def test_any_apostrophe_divides_as_the_plain_one(quote: str) -> None:
    """A phone's typographic quotes change nothing."""
    assert scan(f"can{quote}t log in").form == " can t log in "


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("see <@U0ABC12> now", "see now"),
        ("see <@U0ABC12|ana> now", "see ana now"),
        ("in <#C0ABC12|ops>", "in ops"),
        ("<!here> mta", "mta"),
        ("<https://x.example/a?b=c|the page>", "the page"),
        ("<https://x.example/a>", "https://x.example/a"),
        ("<mailto:ops@x.example|ops@x.example>", "ops@x.example"),
        ("status &lt;redir&gt; &amp; more", "status <redir> & more"),
        ("&amp;lt;", "&lt;"),
        ("a < b and c > d", "a < b and c > d"),
        ("<redir status='OK' />", "<redir status='OK' />"),
    ],
)
def test_slack_markup_reads_as_people_see_it(text: str, read: str) -> None:
    """Ids of people vanish, labels stay, the three escapes are undone once."""
    assert " ".join(clean(text).split()) == read


@pytest.mark.parametrize("invisible", ["\u200b", "\u200d", "\u200e", "\u200f", "\u202a", "\u202e", "\u00ad", "\ufeff"])
def test_invisible_characters_do_not_divide_words(invisible: str) -> None:
    """Marks of right-to-left text and zero-width characters are as if they were not there."""
    assert scan(f"{invisible}trackin{invisible}glogd{invisible}").form == " trackinglogd "


@pytest.mark.parametrize("code", [0xD83D, 0xDC00, 0xDFFF])
def test_half_an_emoji_is_nothing(code: int) -> None:
    """A lone surrogate, as a cut message ends with, is dropped."""
    assert clean(f"mta {chr(code)}") == "mta "


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mta挂了", [("mta", "word"), ("挂了", "cjk")]),
        ("重启mta服务", [("重启", "cjk"), ("mta", "word"), ("服务", "cjk")]),
        ("mta가", [("mta", "word"), ("가", "hangul")]),
        ("콘솔ログ", [("콘솔", "hangul"), ("ログ", "cjk")]),
        ("サーバー々", [("サーバー々", "cjk")]),
    ],
)
def test_scripts_are_divided_where_they_meet(text: str, words: list[tuple[str, str]]) -> None:
    """A process name needs no space around it to be seen in Chinese, Japanese or Korean."""
    assert [(token.text, token.script) for token in scan(text).tokens] == words


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("a delay of 3.5 s", " a delay of 3 5 s "),
        ("1,200 mails", " 1 200 mails "),
        ("/usr/local/neolane/nl6.log", " usr local neolane nl6 log "),
        ("xtk:session", " xtk session "),
        ("list_of-things", " list_of things "),
        ("udp:6666", " udp 6666 "),
    ],
)
def test_decimals_and_paths_are_not_ends_of_sentences(text: str, form: str) -> None:
    """A point, comma or colon inside of a number or name divides words only."""
    assert scan(text).form == form


@pytest.mark.parametrize("mark", [". ", "! ", "? ", "; ", ": ", "。", "！", "？", "；", "\n", "\r\n"])
def test_the_end_of_a_sentence_is_marked(mark: str) -> None:
    """What follows is another sentence, in any script's punctuation."""
    assert "|" in scan(f"mta down{mark}web up").form


@pytest.mark.parametrize("mark", [", ", "，", "、", " (", ") ", " - ", " – ", "—", "["])
def test_a_pause_is_marked(mark: str) -> None:
    """What follows is another part of the sentence."""
    assert scan(f"mta down{mark}web up").form == " mta down , web up "


def test_of_a_long_text_the_beginning_and_the_end_are_read() -> None:
    """What somebody saw stands first, why it happened stands last."""
    text = "first " + "x" * READ_FROM_START + " middle " + "y" * READ_FROM_END + " last"

    words = [token.text for token in scan(text).tokens]

    assert (words[0], words[-1]) == ("first", "last")
    assert "middle" not in words


def test_words_between_two_positions_are_the_users_own() -> None:
    """Spelling and case come back as they were typed."""
    scanned = scan("Die GRÖSSE der Log-Dateien")

    start = scanned.form.index("grosse")
    assert scanned.words(start, start + len("grosse der")) == "GRÖSSE der"


def test_words_of_chinese_are_cut_to_the_character() -> None:
    """A run of Chinese has no spaces; only the characters asked for come back."""
    scanned = scan("邮件發送不出去了")

    start = scanned.form.index("发送")
    assert scanned.words(start, start + 2) == "發送"


@pytest.mark.parametrize(
    ("text", "spelling", "words"),
    [
        ("退信收不到了，急", "退信收不", "退信收不到了"),
        ("工作流不动了", "工作流不", "工作流不动了"),
        ("郵件發不出去三天", "邮件发不", "郵件發不出去"),
        ("邮件没收到，急", "邮件没", "邮件没收到"),
        ("退信收不到", "退信", "退信"),
        ("日志没了吗", "日志没", "日志没了吗"),
        ("点了没反应，急", "没", "没反应"),
        ("一直没跑起来", "没", "没跑"),
        ("发送成功率", "发送", "发送"),
        ("メールが届かない時", "届か", "届かない"),
        ("メールが届かない", "メール", "メール"),
        ("进程挂了mta", "进程挂", "进程挂了"),
    ],
)
def test_words_of_chinese_and_japanese_end_where_a_word_ends(text: str, spelling: str, words: str) -> None:
    """A spelling may be the stem that many words begin with; half a word is not what was said."""
    scanned = scan(text)

    start = scanned.form.index(spelling)
    assert scanned.words(start, start + len(spelling)) == words


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("ＭＴＡ：挂了", "mta", "挂了", "ＭＴＡ：挂了"),
        ("wait… mta…now", "mta", "now", "mta…now"),
        ("로그인ㅋㅋ 안됨", "로그인", "안됨", "로그인ㅋㅋ 안됨"),
        ("re\u0301tablir ﬁn", "retablir", "fin", "re\u0301tablir ﬁn"),
        ("ﾊﾞｳﾝｽ ①", "バウンス", "1", "ﾊﾞｳﾝｽ ①"),
        ("a ﷺ Ｇröße", "a", "grosse", "a ﷺ Ｇröße"),
        ("<@U1|ana> ｍｔａ &amp; web\u202e", "ana", "web", "ana  ｍｔａ & web"),
    ],
)
def test_words_are_quoted_as_they_were_typed(text: str, first: str, last: str, words: str) -> None:
    """Width, ligatures and half-width kana are levelled for the search alone; markup and invisible marks are gone."""
    scanned = scan(text)

    assert scanned.words(scanned.form.index(first), scanned.form.index(last) + len(last)) == words


def test_what_becomes_longer_when_levelled_is_cut_once_more() -> None:
    """One character can be eighteen."""
    assert len(scan("\ufdfa" * (READ_FROM_START + READ_FROM_END)).source) == READ_FROM_START + READ_FROM_END + 1


def test_a_prepared_scan_need_not_learn_a_character(monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are known from the start, as they would be learned."""
    chars = "".join(map(chr, range(0x3400, 0xA000)))
    learned = "".join(normalise._Fold()[ord(char)] for char in chars)
    monkeypatch.setattr(normalise, "_FOLD", normalise._Fold())
    prepare()
    monkeypatch.delattr(normalise, "_to_simplified")

    assert fold(chars) == learned


def test_words_around_a_position_on_a_space_leave_the_space_out() -> None:
    """A mention may begin and end with the space beside it."""
    scanned = scan("The MTA is down")

    start = scanned.form.index(" mta ")
    assert scanned.words(start, start + len(" mta ")) == "MTA"


@given(ANYTHING | MARKS_AND_LETTERS)
def test_every_token_leads_back_to_its_source(text: str) -> None:
    """Of any text, each token stands where it says, in the form and (folded) in what was written."""
    scanned = scan(text)

    assert [scanned.form[token.start : token.start + len(token.text)] for token in scanned.tokens] == [
        token.text for token in scanned.tokens
    ]
    quotes = [scanned.words(token.start, token.start + len(token.text)) for token in scanned.tokens]
    assert [quote for quote in quotes if quote not in scanned.written] == []
    assert [
        token.text for token, quote in zip(scanned.tokens, quotes, strict=True) if token.text not in fold(quote)
    ] == []
    assert scanned.form.startswith(" ")
    assert scanned.form.endswith(" ")


@given(ANYTHING)
def test_position_of_a_token_is_found_from_any_of_its_characters(text: str) -> None:
    """`token_at` knows the token of every position that a token covers."""
    scanned = scan(text)

    for index, token in enumerate(scanned.tokens):
        assert {scanned.token_at(token.start), scanned.token_at(token.start + len(token.text) - 1)} == {index}


@given(st.text(st.characters(max_codepoint=127)))
def test_case_of_ascii_changes_nothing(text: str) -> None:
    """Shouting is heard as talking (the escapes of Slack apart, which are small)."""
    text = text.replace("&", " ")

    assert scan(text.upper()).form == scan(text.lower()).form


@given(ANYTHING)
def test_folding_keeps_the_place_of_every_character(text: str) -> None:
    """One character in, one character out: that is what makes the way back possible."""
    assert len(fold(text)) == len(clean(text))


@given(st.one_of(ANYTHING, MARKS_AND_LETTERS))
def test_a_text_of_one_script_is_scanned_to_a_single_token(text: str) -> None:
    """Whoever only needs to know how a word is spelled need not scan it."""
    folded = fold(text)
    script = script_of(folded)

    tokens = [(token.text, token.script) for token in scan(f" {text} ").tokens]
    assert script is None or len(text) > READ_FROM_END or tokens == [(folded, script)]


@pytest.mark.parametrize(
    ("folded", "script"),
    [("mta", "word"), ("邮件", "cjk"), ("메일", "hangul"), ("mta挂了", None), ("a b", None), (",", None), ("", None)],
)
def test_only_a_word_or_a_run_of_characters_has_a_script(folded: str, script: str | None) -> None:
    """Not a mark, and not two of them."""
    assert script_of(folded) == script
