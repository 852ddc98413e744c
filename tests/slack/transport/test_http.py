"""Slack over HTTP: who is let in, and what everybody else is told."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.fake_slack import TEAM
from bot.slack.transport.http import LARGEST_BODY, SlackEndpoint
from tests.workspace import FORM, JSON, SECRET, command_form, direct, event_body, listening, signed, workspace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.workspace import Workspace

BODY = urlencode(command_form("bounces are not collected any more")).encode()
NOW = 1_800_000_000.0


async def test_a_signed_request_is_answered(slack: Workspace) -> None:
    """The way in for Slack."""
    assert (await slack.post(BODY, FORM)).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Signature": signed(BODY)["X-Slack-Signature"]},
        {"X-Slack-Request-Timestamp": signed(BODY)["X-Slack-Request-Timestamp"]},
        signed(BODY, secret="0" * 32),
        signed(BODY, secret=""),
        signed(BODY + b"&text=other"),
        signed(BODY[:-1]),
        {**signed(BODY), "X-Slack-Signature": ""},
        {**signed(BODY), "X-Slack-Signature": "v0="},
        {**signed(BODY), "X-Slack-Signature": signed(BODY)["X-Slack-Signature"].upper()},
        {**signed(BODY), "X-Slack-Signature": signed(BODY)["X-Slack-Signature"].removeprefix("v0=")},
        {**signed(BODY), "X-Slack-Signature": "v0=sígnature"},
        {**signed(BODY), "X-Slack-Signature": "签名"},
        {**signed(BODY), "X-Slack-Request-Timestamp": ""},
        {**signed(BODY), "X-Slack-Request-Timestamp": "now"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "-1"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "1e9"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "١٢٣٤٥٦٧٨٩٠"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "²"},
        {**signed(BODY), "X-Slack-Request-Timestamp": "9" * 5_000},
    ],
)
async def test_a_request_that_slack_did_not_sign_is_refused(slack: Workspace, headers: Mapping[str, str]) -> None:
    """Forged, half, truncated or not signed at all: nothing is done and nothing is told."""
    reply = await slack.post(BODY, FORM, headers)

    assert (reply.status, reply.text) == (401, "Unauthorized\n")


async def test_a_signature_over_a_body_that_arrives_truncated_is_refused(slack: Workspace) -> None:
    """What was signed is not what came."""
    assert (await slack.post(BODY[:-7], FORM, signed(BODY))).status == 401


@pytest.mark.parametrize(
    ("age", "status"), [(0, 200), (299, 200), (300, 200), (301, 401), (90_000, 401), (-300, 200), (-301, 401)]
)
async def test_a_signature_is_good_for_five_minutes(age: int, status: int, slack: Workspace) -> None:
    """Whoever overhears a request cannot replay it tomorrow; clocks may differ a little in both directions."""
    endpoint = SlackEndpoint(SECRET, clock=lambda: NOW)
    endpoint.open(slack.bolt)

    async with listening(endpoint) as address, ClientSession() as session:
        headers = {**signed(BODY, at=NOW - age), "Content-Type": FORM}
        async with session.post(f"{address}/slack/events", data=BODY, headers=headers) as response:
            assert response.status == status


@pytest.mark.parametrize("is_signed", [True, False])
async def test_a_body_that_is_too_large_is_refused(slack: Workspace, is_signed: bool) -> None:
    """A megabyte is more than Slack ever sends; it is not even held against a signature."""
    body = b"text=" + b"x" * LARGEST_BODY

    reply = await slack.post(body, FORM, signed(body) if is_signed else {})

    assert reply.status == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", FORM),
        (b"", JSON),
        (b"[]", JSON),
        (b'["a"]', JSON),
        (b"{}", JSON),
        (b"null", JSON),
        (b'"text"', JSON),
        (b"5", JSON),
        (b"{", JSON),
        (b'{"a":', FORM),
        (b"[" * 100_000, JSON),
        (b'{"authorizations": {"odd": 1}}', JSON),
        (b"payload={x", FORM),
        (b"payload=", FORM),
        (b"payload=[]", FORM),
        (b"payload=null", FORM),
        (b"other=payload", FORM),
        (b"\xff\xfe\x00", FORM),
        (b'{"type": "block_actions", "actions": []}', JSON),
        (b'{"type": "block_actions", "actions": null}', JSON),
        (b'{"type": "block_actions", "actions": {"action_id": "share_answer"}}', JSON),
        (b'{"type": "interactive_message", "callback_id": "c"}', JSON),
        (b'{"type": "view_submission", "view": null}', JSON),
        (b'{"type": "workflow_step_edit", "callback_id": "c"}', JSON),
        (b'{"type": "event_callback", "event": 5}', JSON),
        (b'{"text": "\xe9"}', JSON),
    ],
)
async def test_signed_junk_is_refused(slack: Workspace, body: bytes, content_type: str) -> None:
    """Nothing of it reaches Bolt, which would answer 500."""
    assert (await slack.post(body, content_type)).status == 400


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "odd"])
@pytest.mark.parametrize(("is_signed", "status"), [(False, 401), (True, 200)])
async def test_a_body_is_not_unpacked(slack: Workspace, encoding: str, is_signed: bool, status: int) -> None:
    """What Slack signs are the bytes on the wire; of strangers nothing is unpacked at all."""
    headers = {**(signed(BODY) if is_signed else {}), "Content-Encoding": encoding}

    assert (await slack.post(BODY, FORM, headers)).status == status


@given(body=st.binary(max_size=60), content_type=st.sampled_from([FORM, JSON, "text/plain", "odd; charset=x"]))
def test_whatever_is_signed_the_server_does_not_fail(shipped: Diagnostician, body: bytes, content_type: str) -> None:
    """Any bytes are refused or ignored, never answered with 500."""

    async def send() -> int:
        async with workspace(shipped) as slack:
            return (await slack.post(body, content_type)).status

    assert asyncio.run(send()) in (200, 400)


async def test_a_body_without_a_content_type_is_read(slack: Workspace) -> None:
    """Its first character tells what it is."""
    body = json.dumps(event_body(direct("bounces are not collected any more"))).encode()

    reply = await slack.post(body, "application/octet-stream")

    assert reply.status == 200
    assert len(await slack.posted()) == 1


async def test_slack_proves_the_address_by_a_challenge(slack: Workspace) -> None:
    """The first thing Slack sends when the address is entered."""
    body = json.dumps({"type": "url_verification", "token": "t", "challenge": "3eZbrw1a"}).encode()

    reply = await slack.post(body, JSON)

    assert reply.status == 200
    assert reply.json() == {"challenge": "3eZbrw1a"}


async def test_a_challenge_without_a_signature_is_refused(slack: Workspace) -> None:
    """Nobody but Slack learns that a bot lives here."""
    body = json.dumps({"type": "url_verification", "challenge": "3eZbrw1a"}).encode()

    reply = await slack.post(body, JSON, {})

    assert reply.status == 401
    assert "3eZbrw1a" not in reply.text


@pytest.mark.parametrize("header", ["X-Slack-Bolt-Lazy-Only", "X-Slack-Bolt-Lazy-Function-Name"])
async def test_headers_that_steer_bolt_are_not_passed_on(slack: Workspace, header: str) -> None:
    """They are Bolt's own business with itself."""
    reply = await slack.post(BODY, FORM, {**signed(BODY), header: "1"})

    assert reply.json()["text"].startswith("Inspect inMail first")


@pytest.mark.parametrize("body", [b"ssl_check=1&token=x", urlencode({"ssl_check": "1", "team_id": TEAM}).encode()])
async def test_a_check_of_the_certificate_without_a_signature_is_refused(slack: Workspace, body: bytes) -> None:
    """`ssl_check=1` opens no door."""
    assert (await slack.post(body, FORM, {})).status == 401


async def test_before_the_token_is_proven_nothing_is_taken() -> None:
    """Slack is told to come again; the process is alive, but not ready."""
    async with listening(SlackEndpoint(SECRET)) as address, ClientSession() as session:
        headers = {**signed(BODY), "Content-Type": FORM}
        async with session.post(f"{address}/slack/events", data=BODY, headers=headers) as response:
            taken = response.status
        pages = [await session.get(f"{address}{path}") for path in ("/healthz", "/readyz")]
        texts = [(page.status, await page.text()) for page in pages]

    assert taken == 503
    assert texts == [(200, "ok\n"), (503, "not ready\n")]


async def test_before_the_token_is_proven_the_signature_counts_all_the_same() -> None:
    """Strangers do not even learn that the bot is starting."""
    async with (
        listening(SlackEndpoint(SECRET)) as address,
        ClientSession() as session,
        session.post(f"{address}/slack/events", data=BODY) as response,
    ):
        status = response.status

    assert status == 401


@pytest.mark.parametrize(
    ("path", "status"),
    [("/healthz", 200), ("/readyz", 200), ("/slack/events", 405), ("/", 404), ("/slack", 404), ("/slack/events/", 404)],
)
async def test_pages_are_answered_for_what_they_are(slack: Workspace, path: str, status: int) -> None:
    """Health and readiness are pages, the endpoint is not, and there is nothing else."""
    assert (await slack.get(path)).status == status
