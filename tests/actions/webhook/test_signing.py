"""Signatures that receivers' own libraries accept."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr
from standardwebhooks.webhooks import Webhook as StandardWebhook
from standardwebhooks.webhooks import WebhookVerificationError

from bot.actions.webhook.signing import fault_of, masked, signed_headers
from tests.actions.values import NOON, PLAIN_SECRET, SECRETS, STANDARD_SECRET, webhook

BODY = b'{"data":1}'


def test_a_receiver_of_the_standard_accepts_the_signature() -> None:
    """Checked by the standard's own package, with its own clock."""
    now = datetime.now(UTC)

    headers = signed_headers(webhook(), SECRETS, run_id="7f3c0a", body=BODY, at=now)

    assert StandardWebhook(STANDARD_SECRET).verify(BODY, headers) == {"data": 1}
    assert (headers["webhook-id"], headers["webhook-timestamp"]) == ("7f3c0a", str(int(now.timestamp())))


@pytest.mark.parametrize(
    ("body", "secret"), [(b'{"data":2}', STANDARD_SECRET), (BODY, "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldCBvZiBpdHM=")]
)
def test_another_body_or_secret_is_not_accepted(body: bytes, secret: str) -> None:
    """It signs what it seems to sign."""
    headers = signed_headers(webhook(), SECRETS, run_id="7f3c0a", body=BODY, at=datetime.now(UTC))

    with pytest.raises(WebhookVerificationError):
        StandardWebhook(secret).verify(body, headers)


def test_a_plain_signature_is_the_hexadecimal_hmac_of_the_body() -> None:
    """In the header that the receiver looks at; the id is there too."""
    plain = webhook(signature="hmac-sha256", header="X-Hub-Signature", secret="PLAIN_SECRET")

    headers = signed_headers(plain, SECRETS, run_id="7f3c0a", body=BODY, at=NOON)

    assert headers == {
        "webhook-id": "7f3c0a",
        "webhook-timestamp": "1772625600",
        "X-Hub-Signature": hmac.new(PLAIN_SECRET.encode(), BODY, hashlib.sha256).hexdigest(),
    }


def test_a_receiver_gets_the_further_headers_it_asks_for() -> None:
    """Their values come from the environment."""
    asking = webhook(headers={"Authorization": "TOKEN"})

    headers = signed_headers(asking, SECRETS, run_id="7f3c0a", body=BODY, at=NOON)

    assert headers["Authorization"] == "Bearer a-token-of-the-receiver"


def test_headers_are_shown_without_what_could_be_used() -> None:
    """Whoever looks on learns id and time."""
    asking = webhook(headers={"Authorization": "TOKEN"})
    headers = signed_headers(asking, SECRETS, run_id="7f3c0a", body=BODY, at=NOON)

    assert masked(headers) == {
        "Authorization": "••••••",
        "webhook-id": "7f3c0a",
        "webhook-timestamp": "1772625600",
        "webhook-signature": "••••••",
    }


@pytest.mark.parametrize(
    ("secret", "fault"),
    [
        (STANDARD_SECRET, None),
        (STANDARD_SECRET.removeprefix("whsec_"), None),
        ("whsec_", "holds 0 bytes, not 24 to 64"),
        ("whsec_c2hvcnQ=", "holds 5 bytes, not 24 to 64"),
        ("a secret in plain words, long enough to pass", "is not base64 behind whsec_"),
        ("whsec_ä", "is not base64 behind whsec_"),
    ],
)
def test_a_secret_that_would_sign_weakly_is_told(secret: str, fault: str | None) -> None:
    """The package would take any of them, some as an empty key; the secret itself is never told."""
    assert fault_of(SecretStr(secret)) == fault
