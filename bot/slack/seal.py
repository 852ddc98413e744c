"""What a button or a form stands for, sealed: Slack carries it, whoever changes it breaks the seal.

Nothing has to be kept for it, so any process of ours can open what another has sealed. A seal only tells that the
words are ours; who may do what is asked anew each time.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from typing import Any

_TAG = 16
"""Bytes of the seal."""


class Seal:
    """Seals with a key that is derived from a secret of this bot's, for one purpose."""

    def __init__(self, secret: str, purpose: str) -> None:
        self._key = hmac.new(secret.encode(), f"campaign-why {purpose}".encode(), hashlib.sha256).digest()

    def close(self, content: dict[str, Any]) -> str:
        """Return `content` sealed; readable for whoever looks, but for nobody to change."""
        raw = json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode()
        return base64.urlsafe_b64encode(self._tag(raw) + raw).decode().rstrip("=")

    def open(self, sealed: str) -> dict[str, Any] | None:
        """Return what was sealed, or None if the seal is broken or not ours."""
        try:
            content = base64.b64decode(
                sealed.encode("ascii") + b"=" * (-len(sealed) % 4), altchars=b"-_", validate=True
            )
        except ValueError:
            return None
        tag, raw = content[:_TAG], content[_TAG:]
        if not hmac.compare_digest(tag, self._tag(raw)):
            return None
        opened: dict[str, Any] = json.loads(raw)
        return opened

    def _tag(self, raw: bytes) -> bytes:
        return hmac.new(self._key, raw, hashlib.sha256).digest()[:_TAG]
