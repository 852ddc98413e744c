"""What is typed at a question, to the answers that it can mean."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from unicodedata import normalize

from bot.knowledge.model import REPLY_LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from re import Pattern

    from bot.knowledge.model import Answer, ReplyLanguage

_LONGEST_NUMBER = 9
"""Digits that can be an answer; Python refuses to read very long numbers."""

_NUMBERED = re.compile(r"[(#]?(?P<number>\d+)[).:、]*\s*(?P<label>\D.*)?$")
"""As the answers are printed, or just the number."""

_YES = frozenset(("y", "yes", "ja", "j", "oui", "si", "sí", "sì", "sim", "はい", "네", "예", "是", "是的", "有", "能"))
_NO = frozenset(
    ("n", "no", "nein", "non", "não", "nao", "nee", "nej", "いいえ", "아니요", "否", "不是", "没有", "不能")
)
"""In the languages that reports may be in."""

_BEGINS_YES: Mapping[ReplyLanguage, Pattern[str]] = {
    "en": re.compile(r"yes\b", re.IGNORECASE),
    "zh-Hans": re.compile("[是有能会对]"),
}
_BEGINS_NO: Mapping[ReplyLanguage, Pattern[str]] = {
    "en": re.compile(r"no\b", re.IGNORECASE),
    "zh-Hans": re.compile("否|没|不[是能会对]"),
}
"""How answers begin that are a yes or a no."""


def meant(typed: str, answers: Sequence[Answer], language: ReplyLanguage) -> tuple[int, ...]:
    """Return the numbers, from 1, of the answers that fit.

    Meant is an answer by its number, the whole of it, how it begins, a module that it speaks for, or yes and no in any
    language where the answers are a yes and a no. Case, width, spaces and punctuation do not matter.
    """
    letters = _letters(typed)
    if not letters:
        return ()
    labels = [_letters(answer.label[language]) for answer in answers]
    if numbered := _NUMBERED.match(normalize("NFKC", typed).strip()):
        wanted = int(numbered["number"]) if len(numbered["number"]) <= _LONGEST_NUMBER else 0
        fits = 1 <= wanted <= len(answers) and labels[wanted - 1].startswith(_letters(numbered["label"] or ""))
        return (wanted,) if fits else ()
    whole = tuple(number for number, label in enumerate(labels, 1) if label == letters)
    if whole:
        return whole
    yes_or_no = _said_with(letters, answers, language)
    return tuple(
        number
        for number, (label, answer) in enumerate(zip(labels, answers, strict=True), 1)
        if label.startswith(letters) or letters in map(_letters, answer.favours) or answer in yes_or_no
    )


def _said_with(letters: str, answers: Sequence[Answer], language: ReplyLanguage) -> list[Answer]:
    """Return the answers that are a yes or a no, as typed; none where there is no yes and no.

    Their wording in another language can tell as well: what is "Yes, it has" in one is "finished" in the other.
    """
    if letters not in _YES | _NO:
        return []
    deciding = [answer for answer in answers if answer.favours]
    for each in (language, *REPLY_LANGUAGES):
        yes, no = (
            [answer for answer in deciding if begins[each].match(answer.label[each])]
            for begins in (_BEGINS_YES, _BEGINS_NO)
        )
        if yes and no:
            return yes if letters in _YES else no
    return []


def _letters(text: str) -> str:
    return "".join(char for char in normalize("NFKC", text).casefold() if char.isalnum())
