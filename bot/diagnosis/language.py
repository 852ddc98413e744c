"""Which of the twelve languages a report is written in, told by its script and its small words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.diagnosis.normalise import Scanned
    from bot.knowledge.model import ReportLanguage

_SMALL_WORDS: dict[ReportLanguage, str] = {
    "en": (
        "the is are was were be been have has had it this that these they we you i my our your not no and or "
        "but with from for since after on in of to at by as so can could does did do don t isn aren won why "
        "what when who how just any all still again nothing only its there here very"
    ),
    "fr": (
        "le la les un une des du de et est sont ne pas plus que qui sur pour dans avec depuis mais on nous "
        "vous je il elle ce cette ces au aux en par rien tout tous ca c d l n s qu j y a ont fait sans chez "
        "apres quand meme si ni hier ici tres"
    ),
    "de": (
        "der die das den dem des ein eine einen einem einer und ist sind nicht kein keine keinen mehr auf aus "
        "bei mit von zu zum zur seit nach wir ihr ich es im wird werden wurde hat haben nur aber auch noch "
        "wie was wer wo alle alles schon nichts gestern heute fur ueber durch hier sehr mir mich uns man"
    ),
    "es": (
        "el la los las un una de del y es son no ni que en con por para desde se lo le les su al pero como "
        "mas esta este estan ya nada todo todos hay ha han muy me nos sin ayer hoy aqui mi tres"
    ),
    "it": (
        "il lo la i gli le un una di del della dei delle e sono non che in con per da dal dalla si ma come "
        "piu questa questo anche gia niente tutto tutti ha hanno ci nel nella sul sulla al alla ieri oggi qui molto mi"
    ),
    "pt-BR": (
        "o a os as um uma de do da dos das e nao que em no na nos nas com por para desde se mas como mais "
        "esta este ja nada tudo todos ha foi foram ao pelo pela seu sua ate tem hoje ontem nem ta pra voce "
        "aqui muito uns tres"
    ),
    "nl": (
        "de het een en is zijn niet geen meer op uit bij met van naar sinds we wij ik je dat dit die er aan "
        "in om te ook nog maar wat wie waar alle alles al wel wordt worden heeft hebben niets gisteren "
        "vandaag voor door als alleen hier erg mij ons"
    ),
    "sv": (
        "och ar att det den de en ett inte ingen inga inget mer pa ur vid med fran till sedan sen vi ni jag "
        "som har hade men ocksa an vad vem var alla allt redan blir blev av om for efter nar kan igar idag "
        "nagon ej mycket mig oss man"
    ),
}
SMALL_WORDS: dict[ReportLanguage, frozenset[str]] = {
    language: frozenset(words.split()) for language, words in _SMALL_WORDS.items()
}
"""Function words per language in Latin script, folded. They tell the language and are never a spelling of English."""

_ENDINGS = (
    "です ます まし した ました でし でした しょ しょう でしょ ょう すか ですか ますか すね ですね いです すが ですが"
)
ENDINGS = frozenset(_ENDINGS.split())
"""Parts of polite Japanese endings, which say nothing of what is seen."""

_HAN_SHARE = 0.15
"""From this share of Han characters on, a text with Latin identifiers in it counts as Chinese."""

_TRADITIONAL_SHARE = 0.05
"""From this share of characters that simplifying changes on, Chinese counts as traditional."""

_SHARED = 840
"""The vote of a word, shared by the languages that have it; any number of them up to eight divides it."""

_LANGUAGES_OF: dict[str, tuple[ReportLanguage, ...]] = {}
for _language, _words in SMALL_WORDS.items():
    for _word in _words:
        _LANGUAGES_OF[_word] = (*_LANGUAGES_OF.get(_word, ()), _language)


def detect(scanned: Scanned) -> ReportLanguage | None:
    """Return the language of a report, or None where nothing tells (an identifier, an error code, a single word)."""
    letters = {"word": 0, "hangul": 0, "cjk": 0}
    for token in scanned.tokens:
        letters[token.script] += len(token.text)
    if letters["hangul"] >= _HAN_SHARE * letters["word"] and letters["hangul"]:
        return "ko"
    if letters["cjk"] >= _HAN_SHARE * letters["word"] and letters["cjk"]:
        return _east_asian(scanned)
    return _latin(scanned)


def _east_asian(scanned: Scanned) -> ReportLanguage:
    if any("\u3040" <= char <= "\u30ff" for char in scanned.source):
        return "ja"
    han = [
        (token.text, scanned.source[token.source_start : token.source_end])
        for token in scanned.tokens
        if token.script == "cjk"
    ]
    changed = sum(folded != char for text, source in han for folded, char in zip(text, source, strict=False))
    return "zh-Hant" if changed >= _TRADITIONAL_SHARE * sum(len(text) for text, _ in han) else "zh-Hans"


def _latin(scanned: Scanned) -> ReportLanguage | None:
    votes: dict[ReportLanguage, int] = {}
    for token in scanned.tokens:
        languages = _LANGUAGES_OF.get(token.text, ())
        for language in languages:
            votes[language] = votes.get(language, 0) + _SHARED // len(languages)
    if not votes:
        return None
    most = max(votes.values())
    first, *others = (language for language in SMALL_WORDS if votes.get(language) == most)
    # English is searched for in any case; between others a tie tells nothing.
    return None if others and first != "en" else first
