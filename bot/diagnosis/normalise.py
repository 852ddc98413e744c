"""Raw text to a form in which spellings can be found, without losing the way back to the user's own words.

    "MTA挂了，Bounces  aren't read!"  ->  " mta 挂了 , bounces aren t read | "

Width (NFKC), case, accents, typographic quotes, traditional and simplified Chinese are levelled; scripts are separated;
`|` ends a sentence and `,` a part of one. Every position of the scanned form leads back to what was written.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache, cached_property, lru_cache
from operator import attrgetter
from typing import NamedTuple

from opencc import OpenCC

READ_FROM_START = 4_000
READ_FROM_END = 2_000
"""Characters read of a longer text: the beginning says what somebody saw, the end is where logs say why. Codes are
looked for in all of it."""

_MOST_READ = READ_FROM_START + READ_FROM_END + 1
_STRETCH = 100

_SURROGATES_AND_FORMAT = re.compile("[\ud800-\udfff\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CJK = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_HANGUL = "\uac00-\ud7a3"
_PARTS = re.compile(
    rf"(?P<word>[^\W{_CJK}{_HANGUL}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<cjk>[{_CJK}]+)"
    r"|(?P<stop>[!?;。\n\r]|[.:](?=\s|$))|(?P<pause>,(?!\d)|[、()\[\]—–]|(?<=\s)-+(?=\s))"
)
_MARKS = {"stop": "|", "pause": ","}
"""What stands in the scanned form for the parts that are no words."""

_SLACK_TOKEN = re.compile(r"<([@#!]?)([^<>|\s]{1,500})(?:\|([^<>]{0,500}))?>")
_REST_OF_WORD = re.compile(
    "(?<=[\u3040-\u309f])[\u3040-\u309f]+|(?:(?<=[不没沒未无無])(?:..$|.))?(?:(?<=[出起進进])[来來去])?[到掉住着著]?了?"
)
"""What still belongs to the word that a spelling in Chinese or Japanese ends in: 收不 + 到了, 届か + ない."""

_CHINESE = range(0x3400, 0xA000)
_APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛′`´ʼ＇"), "'")


class _Fold(dict[int, str]):
    """Code point -> the single character that stands for it when spellings are compared; fills itself."""

    def __init__(self) -> None:
        super().__init__(_APOSTROPHES)
        self.knows_chinese = False

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if self.knows_chinese and code in _CHINESE:
            self[code] = char
            return char
        is_east_asian = code >= 0x2E80
        folded = _to_simplified().convert(char) if is_east_asian else unicodedata.normalize("NFD", char.lower())
        self[code] = folded = folded[:1] or " "
        return folded


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def prepare() -> None:
    """Learn the simplified form of all Chinese characters now."""
    chars = [chr(code) for code in _CHINESE]
    simplified = _to_simplified().convert("\n".join(chars)).split("\n")
    _FOLD.update((ord(char), folded[:1]) for char, folded in zip(chars, simplified, strict=True) if folded[:1] != char)
    _FOLD.knows_chinese = True


_FOLD = _Fold()


class Token(NamedTuple):
    """A word, or a run of characters in one script, with its place in the scanned form and in the source."""

    text: str
    start: int
    source_start: int
    source_end: int
    script: str


_START = attrgetter("start")


class WayBack:
    """Leads from a text without compatibility forms back to what was written."""

    def __init__(self, written: str, levelled: str) -> None:
        self.written = written
        self._levelled = levelled

    def words(self, start: int, end: int) -> str:
        """Return what was written where the other text has what stands between two positions."""
        words = self._levelled[start:end]
        if words in self.written or not words:
            return words
        return self.written[self._span(start)[0] : self._span(end - 1)[1]]

    def _span(self, position: int) -> tuple[int, int]:
        """Return between which positions that was written which stands at one of the other text."""
        starts, places = self._stretches
        index = bisect_right(places, position) - 1
        start, place = starts[index], places[index]
        while True:
            end = self._end(start + 1)
            place += len(level(self.written[start:end]))
            if place > position or end == len(self.written):
                return start, end
            start = end

    @cached_property
    def _stretches(self) -> tuple[list[int], list[int]]:
        """Where every hundred characters or so begin, in what was written and in the other text."""
        starts, places = [0], [0]
        while starts[-1] < len(self.written):
            end = self._end(min(starts[-1] + _STRETCH, len(self.written)))
            places.append(places[-1] + len(level(self.written[starts[-1] : end])))
            starts.append(end)
        return starts, places

    def _end(self, position: int) -> int:
        """Return the first position from here on where no character becomes one with the one before."""
        while position < len(self.written) and _continues(self.written[position]):
            position += 1
        return position


@lru_cache(maxsize=10_000)
def _continues(char: str) -> bool:
    """Return whether a character can become one with the character before it."""
    first = unicodedata.normalize("NFKC", char)[0]
    return "\u1160" <= first <= "\u11ff" or unicodedata.category(first)[0] == "M"


class Scanned(NamedTuple):
    """A text ready to be searched for spellings."""

    source: str
    """The text cleaned of markup, invisible characters and compatibility forms."""

    form: str
    """Folded tokens and marks, one space between them and at both ends."""

    tokens: tuple[Token, ...]

    way_back: WayBack | None
    """From `source` to the text as it was written, where that is another one."""

    @property
    def written(self) -> str:
        """The text as it was written, cleaned of markup and invisible characters alone."""
        return self.way_back.written if self.way_back else self.source

    def token_at(self, position: int) -> int:
        """Return the index of the token that holds `position` of the form, or of the one before it."""
        return max(bisect_right(self.tokens, position, key=_START) - 1, 0)

    def words(self, start: int, end: int) -> str:
        """Return the user's own words between two positions of the form."""
        first = self.tokens[self.token_at(start if self.form[start] != " " else start + 1)]
        last = self.tokens[self.token_at(end - 1 if self.form[end - 1] != " " else end - 2)]
        begin = first.source_start + (max(start - first.start, 0) if first.script == "cjk" else 0)
        finish = last.source_end
        if last.script == "cjk" and (
            rest := _REST_OF_WORD.match(self.source, last.source_start + end - last.start, finish)
        ):
            finish = rest.end()
        finish = max(finish, begin)
        return self.way_back.words(begin, finish) if self.way_back else self.source[begin:finish]


def fold(text: str) -> str:
    """Return `text` with width, case, accents, quotes and Chinese variants levelled; the length may change."""
    return _folded(clean(text))


def _folded(text: str) -> str:
    """Return `text` with a character for each of its own."""
    return text.lower().replace("`", "'") if text.isascii() else text.translate(_FOLD)


def excerpt(text: str) -> str:
    """Return what is read of a text."""
    if len(text) <= READ_FROM_START + READ_FROM_END:
        return text
    return f"{text[:READ_FROM_START]}\n{text[-READ_FROM_END:]}"


def clean(text: str) -> str:
    """Return `text` without Slack markup, invisible characters and compatibility forms."""
    return level(as_seen(text))


def as_seen(text: str) -> str:
    """Return `text` without Slack markup and invisible characters."""
    if "<" in text or "&" in text:
        text = unmark(text)
    return text if text.isascii() else _SURROGATES_AND_FORMAT.sub("", text)


def level(text: str) -> str:
    """Return `text` without compatibility forms; the length may change."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", text).replace("ß", "ss").replace("ẞ", "SS")


def unmark(text: str) -> str:
    """Return `text` with Slack's tokens replaced by what a reader sees, and its three escapes undone, in this order."""
    text = _SLACK_TOKEN.sub(_readable, text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _readable(token: re.Match[str]) -> str:
    sigil, target, label = token.groups()
    if sigil:
        return f" {label or ''} "
    return label or target


def script_of(folded: str) -> str | None:
    """Return the script of a folded text that is a single token; None for any other text."""
    part = _PARTS.fullmatch(folded)
    return None if part is None or part.lastgroup in _MARKS else part.lastgroup


def scan(text: str) -> Scanned:
    """Return `text` in the form that spellings are searched in."""
    written = as_seen(excerpt(text))
    source = level(written)[:_MOST_READ]
    folded = _folded(source)
    tokens: list[Token] = []
    pieces: list[str] = [""]
    position = 1
    for part in _PARTS.finditer(folded):
        script = part.lastgroup or "word"
        piece = _MARKS.get(script)
        if piece is None:
            piece = part[0]
            source_start, source_end = part.span()
            tokens.append(Token(piece, position, source_start, source_end, script))
        pieces.append(piece)
        position += len(piece) + 1
    pieces.append("")
    way_back = None if source is written else WayBack(written, source)
    return Scanned(source, " ".join(pieces), tuple(tokens), way_back)
