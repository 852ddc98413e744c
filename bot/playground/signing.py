"""The signature under Slack's requests."""

from __future__ import annotations

import hashlib
import hmac


def signed(body: bytes, secret: str, at: float) -> dict[str, str]:
    """Return the headers with which Slack signs a body; `at` is in seconds since 1970."""
    timestamp = str(int(at))
    digest = hmac.new(secret.encode(), b"v0:%b:%b" % (timestamp.encode(), body), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
