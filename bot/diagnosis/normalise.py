"""Raw text to a form in which spellings can be found, without losing the way back to the user's own words.

    "MTA挂了，Bounces  aren't read!"  ->  " mta 挂了 , bounces aren t read | "

Width (NFKC), case, accents, typographic quotes, traditional and simplified Chinese are levelled; scripts are separated;
`|` ends a sentence and `,` a part of one. Every position of the scanned form leads back to a span of the source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from opencc import OpenCC

READ_FROM_START = 4_000
READ_FROM_END = 2_000
"""Characters read of a longer text: the beginning says what somebody saw, the end is where logs say why. Codes are
looked for in all of it."""

_SURROGATES_AND_FORMAT = re.compile("[\ud800-\udfff\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_CJK = "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
_HANGUL = "\uac00-\ud7a3"
_PARTS = re.compile(
    rf"(?P<word>[^\W{_CJK}{_HANGUL}]+)|(?P<hangul>[{_HANGUL}]+)|(?P<cjk>[{_CJK}]+)"
    r"|(?P<stop>[!?;。\n\r]|[.:](?=\s|$))|(?P<pause>,(?!\d)|[、()\[\]—–]|(?<=\s)-+(?=\s))"
)
_SLACK_TOKEN = re.compile(r"<([@#!]?)([^<>|\s]{1,500})(?:\|([^<>]{0,500}))?>")
_APOSTROPHES = dict.fromkeys(map(ord, "‘’‚‛′`´ʼ＇"), "'")


class _Fold(dict[int, str]):
    """Code point -> the single character that stands for it when spellings are compared; fills itself."""

    def __init__(self) -> None:
        super().__init__(_APOSTROPHES)

    def __missing__(self, code: int) -> str:
        char = chr(code)
        is_east_asian = code >= 0x2E80
        folded = _to_simplified().convert(char) if is_east_asian else unicodedata.normalize("NFD", char.lower())
        self[code] = folded = folded[:1] or " "
        return folded


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


_FOLD = _Fold()


class Token(NamedTuple):
    """A word, or a run of characters in one script, with its place in the scanned form and in the source."""

    text: str
    start: int
    source_start: int
    source_end: int
    script: str


@dataclass(frozen=True, slots=True)
class Scanned:
    """A text ready to be searched for spellings."""

    source: str
    """The text as it was written, cleaned of markup and invisible characters."""

    form: str
    """Folded tokens and marks, one space between them and at both ends."""

    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    """Where each token starts in `form`."""

    def token_at(self, position: int) -> int:
        """Return the index of the token that holds `position` of the form, or of the one before it."""
        return max(bisect_right(self.starts, position) - 1, 0)

    def words(self, start: int, end: int) -> str:
        """Return the user's own words between two positions of the form."""
        first = self.tokens[self.token_at(start if self.form[start] != " " else start + 1)]
        last = self.tokens[self.token_at(end - 1 if self.form[end - 1] != " " else end - 2)]
        begin = first.source_start + (max(start - first.start, 0) if first.script == "cjk" else 0)
        finish = last.source_start + (end - last.start) if last.script == "cjk" else last.source_end
        return self.source[begin : max(finish, begin)]


def fold(text: str) -> str:
    """Return `text` with width, case, accents, quotes and Chinese variants levelled; the length may change."""
    return clean(text).translate(_FOLD)


def excerpt(text: str) -> str:
    """Return what is read of a text."""
    if len(text) <= READ_FROM_START + READ_FROM_END:
        return text
    return f"{text[:READ_FROM_START]}\n{text[-READ_FROM_END:]}"


def clean(text: str) -> str:
    """Return `text` without Slack markup, invisible characters and compatibility forms."""
    if "<" in text or "&" in text:
        text = unmark(text)
    if text.isascii():
        return text
    text = _SURROGATES_AND_FORMAT.sub("", text)
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


def scan(text: str) -> Scanned:
    """Return `text` in the form that spellings are searched in."""
    source = clean(excerpt(text))
    folded = source.translate(_FOLD)
    tokens: list[Token] = []
    pieces: list[str] = [""]
    position = 1
    for part in _PARTS.finditer(folded):
        script = part.lastgroup
        if script == "stop":
            piece = "|"
        elif script == "pause":
            piece = ","
        else:
            piece = part.group()
            tokens.append(Token(piece, position, part.start(), part.end(), script or "word"))
        pieces.append(piece)
        position += len(piece) + 1
    pieces.append("")
    return Scanned(source, " ".join(pieces), tuple(tokens), tuple(token.start for token in tokens))
