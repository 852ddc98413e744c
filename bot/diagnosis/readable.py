"""Text or bytes? A picture or an archive that came through a pipe holds words by chance only."""

from __future__ import annotations

import re

from bot.diagnosis.normalise import excerpt

_NO_TEXT = re.compile("[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
"""What no keyboard types and no terminal prints; not the escape that colours begin with."""

_FEWEST = 16
_LEAST_SHARE = 0.1


def readable(text: str) -> str:
    """Return `text`, or nothing if it is no text: bytes that were decoded all the same."""
    read = excerpt(text)
    if read.isascii() and read.isprintable():
        return text
    odd = len(_NO_TEXT.findall(read))
    return "" if odd >= _FEWEST and odd >= _LEAST_SHARE * len(read) else text
