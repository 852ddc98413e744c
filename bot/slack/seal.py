"""What a button or a form stands for, sealed: Slack carries it, nobody reads it, whoever changes it breaks the seal.

Nothing has to be kept for it, so any process of ours can open what another has sealed. A seal only tells that the
words are ours; who may do what is asked anew each time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
"""Bytes; fresh for each."""


class Seal:
    """Seals with a key that is derived from a secret of this bot's, for one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._cipher = AESGCM(hmac.new(secret.encode(), f"campaign-why {purpose}".encode(), hashlib.sha256).digest())

    def close(self, content: dict[str, Any]) -> str:
        """Return `content` sealed."""
        raw = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        nonce = os.urandom(_NONCE)
        return base64.urlsafe_b64encode(nonce + self._cipher.encrypt(nonce, raw, None)).decode().rstrip("=")

    def open(self, sealed: str) -> dict[str, Any] | None:
        """Return what was sealed, or None if the seal is broken or not ours."""
        try:
            content = base64.b64decode(
                sealed.encode("ascii") + b"=" * (-len(sealed) % 4), altchars=b"-_", validate=True
            )
            opened: dict[str, Any] = json.loads(self._cipher.decrypt(content[:_NONCE], content[_NONCE:], None))
        except (ValueError, InvalidTag):
            return None
        return opened
