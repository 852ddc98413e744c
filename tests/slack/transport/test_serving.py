"""`campaign-why serve` from start to stop, as a process beside a Slack that is ours."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from aiohttp import ClientSession

from bot.diagnosis.in_force import InForce
from bot.errors import SettingsInvalid
from bot.playground import FakeSlack
from bot.playground.fake_slack import BOT_USER, Failure
from bot.settings import Settings
from bot.slack.transport.serving import listening, serve_http, serve_socket
from tests.commandline import PROGRAM
from tests.service import APP_TOKEN, BOT_TOKEN, settings_for, started
from tests.workspace import CHANNEL, FORM, JSON, SECRET, click, command_form, direct, event_body, mention, signed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.service import Service

BOUNCES = "bounces are not collected any more"
ME = f"<@{BOT_USER}>"
THREAD = "1700000000.000100"
PROCFILE = Path(__file__).parents[3] / "Procfile"
NOBODY = Failure(status=302, headers={"Location": "http://127.0.0.1:1/"})
"""Sends the caller to where nobody listens."""


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    """A Slack without a bot."""
    fake = FakeSlack()
    fake.token = BOT_TOKEN
    await fake.start()
    yield fake
    await fake.stop()


async def post(service: Service, body: bytes, content_type: str, headers: Mapping[str, str] | None = None) -> str:
    """Send bytes to a service that listens, signed unless other headers are given; return the answer."""
    address = f"http://127.0.0.1:{port_of(service)}/slack/events"
    sent = {**(signed(body) if headers is None else headers), "Content-Type": content_type}
    async with ClientSession() as session, session.post(address, data=body, headers=sent) as response:
        return f"{response.status} {await response.text()}"


async def get(service: Service, path: str) -> str:
    """Return a page of a service that listens."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port_of(service)}{path}") as response:
        return f"{response.status} {await response.text()}"


def port_of(service: Service) -> int:
    """Return where a service said that it listens."""
    line = next(line for line in service.lines if "http.listening" in line)
    return int(json.loads(line[line.index("{") :])["port"])


def command(text: str) -> bytes:
    """Return a slash command as Slack sends it."""
    return urlencode(command_form(text)).encode()


def event(content: dict[str, Any]) -> bytes:
    """Return an event as Slack sends it."""
    return json.dumps(event_body(content)).encode()


def envelope(kind: str, payload: Mapping[str, Any], number: int = 1) -> dict[str, Any]:
    """Return a request as it comes over a socket."""
    accepts = kind == "slash_commands"
    return {"type": kind, "envelope_id": f"env-{number}", "payload": payload, "accepts_response_payload": accepts}


async def test_over_http_commands_and_mentions_are_answered(fake: FakeSlack, tmp_path: Path) -> None:
    """Started, proven, ready: the whole way of a report, there and back."""
    async with started("serve", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.ready")
        pages = [await get(service, path) for path in ("/healthz", "/readyz")]
        answer = await post(service, command(BOUNCES), FORM)
        accepted = await post(service, event(mention(f"{ME} {BOUNCES}")), JSON)
        (posted,) = await fake.wait_for("chat.postMessage")
        code = await service.stopped()

    status, _, content = answer.partition(" ")
    assert pages == ["200 ok\n", "200 ready\n"]
    assert status == "200"
    assert json.loads(content)["text"].startswith("Inspect inMail first")
    assert accepted == "200 "
    assert posted.arguments["text"].startswith("Inspect inMail first")
    assert posted.token == BOT_TOKEN
    assert code == 0


@pytest.mark.parametrize("method", ["conversations.replies", "chat.postMessage"])
async def test_a_stop_loses_no_reply_that_was_accepted(fake: FakeSlack, tmp_path: Path, method: str) -> None:
    """Slack has its 200 and never asks again: what comes after it is done before the process ends."""
    fake.threads[CHANNEL, THREAD] = [{"ts": THREAD, "text": BOUNCES}]
    held = fake.hold(method)
    async with started("serve", "--http", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.ready")
        for _ in range(3):
            await post(service, event(mention(ME, thread_ts=THREAD)), JSON)
        await fake.wait_for(method, 3)
        service.tell()
        await service.logged("http.stopping")
        held.set()
        code = await service.ended()

    posted = fake.made("chat.postMessage")
    assert code == 0
    assert [call.arguments["text"][:20] for call in posted] == ["Inspect inMail first"] * 3
    for trouble in ("reply.lost", "reply.refused", "background.failed", "stopped.unfinished", "thread.unreadable"):
        assert trouble not in service.output


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_before_the_token_is_proven_ends_well(
    fake: FakeSlack, tmp_path: Path, number: signal.Signals
) -> None:
    """While Slack does not answer, the process is alive, not ready, and can be stopped."""
    fake.hold("auth.test")
    async with started("serve", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.listening")
        await fake.wait_for("auth.test")
        answers = [await get(service, "/healthz"), await get(service, "/readyz")]
        answers.append(await post(service, command(BOUNCES), FORM))
        service.tell(number)
        code = await service.ended()

    assert [answer[:3] for answer in answers] == ["200", "503", "503"]
    assert code == 0


async def test_nothing_of_a_request_and_no_secret_is_logged(fake: FakeSlack, tmp_path: Path) -> None:
    """Whatever comes, well formed, forged or junk, the log holds not a word of it."""
    async with started("serve", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.ready")
        bodies = [
            (command(f"Silverfern {BOUNCES}"), FORM, None),
            (command("Silverfern"), FORM, {}),
            (command("Silverfern"), FORM, signed(b"other")),
            (b"payload={Silverfern", FORM, None),
            (b'["Silverfern"]', JSON, None),
            (b"\xffSilverfern", FORM, None),
            (event({"type": "reaction_added", "reaction": "Silverfern"}), JSON, None),
            (event(mention(f"{ME} Silverfern")), JSON, None),
            (event(direct("Silverfern", user=5)), JSON, None),
            (urlencode({"payload": '{"type": "block_actions", "Silverfern": 1}'}).encode(), FORM, None),
            (b'{"type": "event_callback", "event_id": ["Silverfern"]}', JSON, None),
        ]
        answers = [await post(service, *each) for each in bodies]
        code = await service.stopped()

    assert (answers[0][:3], answers[1][:3], answers[3][:3]) == ("200", "401", "400")
    assert code == 0
    assert "report.diagnosed" in service.output
    assert "request.refused" in service.output
    for secret in ("Silverfern", "silverfern", BOT_TOKEN, SECRET, "v0="):
        assert secret not in service.output


@pytest.mark.parametrize(
    "junk",
    [
        b"Silverfern\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Length: -Silverfern\r\n\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nSilverfern\r\n",
        b"POST /slack/events HTTP/1.1\r\nHost: x\r\nX-Long: " + b"Silverfern" * 1_000 + b"\r\n\r\n",
    ],
)
async def test_what_is_no_http_is_refused_and_not_logged(fake: FakeSlack, tmp_path: Path, junk: bytes) -> None:
    """Strangers write no traceback into the log, and no word of theirs."""
    async with started("serve", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.ready")
        reader, writer = await asyncio.open_connection("127.0.0.1", port_of(service))
        writer.write(junk)
        answer = await reader.readline()
        writer.close()
        await service.stopped()

    assert answer.split()[1] == b"400"
    assert "Silverfern" not in service.output
    assert "Traceback" not in service.output


async def test_nothing_of_a_request_that_fails_and_no_secret_is_logged(fake: FakeSlack, tmp_path: Path) -> None:
    """A traceback tells where it failed, not on what."""
    content = click("share_answer", "Silverfern", "http://127.0.0.1:1/Silverfern", user={"name": "Silverfern"})
    async with started("serve", env=settings_for(fake), folder=tmp_path) as service:
        await service.logged("http.ready")
        answer = await post(service, urlencode({"payload": json.dumps(content)}).encode(), FORM)
        await service.stopped()

    assert answer[:3] == "200"
    assert "request.failed" in service.output
    for secret in ("Silverfern", BOT_TOKEN, SECRET):
        assert secret not in service.output


@pytest.mark.parametrize(
    ("arguments", "env", "named"),
    [
        ([], {}, ["SLACK_BOT_TOKEN is missing", "SLACK_SIGNING_SECRET is missing"]),
        (["--http"], {"PORT": "x"}, ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT"]),
        (["--socket"], {}, ["SLACK_BOT_TOKEN is missing", "SLACK_APP_TOKEN is missing"]),
        (["--socket"], {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SECRET}, ["SLACK_APP_TOKEN is missing"]),
        ([], {"SLACK_BOT_TOKEN": "hunter2-secret", "SLACK_APP_TOKEN": APP_TOKEN}, ["SLACK_BOT_TOKEN has to start"]),
        (
            [],
            {"SLACK_BOT_TOKEN": "xoxb-hunter2 secret", "SLACK_SIGNING_SECRET": "hunter2", "PORT": "99999"},
            ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "PORT"],
        ),
    ],
)
async def test_settings_that_are_missing_or_malformed_are_all_named_at_once(
    tmp_path: Path, arguments: list[str], env: Mapping[str, str], named: list[str]
) -> None:
    """One start tells all that is to be mended, and never a value."""
    async with started("serve", *arguments, env=env, folder=tmp_path) as service:
        code = await service.ended()

    lines = service.output.splitlines()
    assert code == 3
    assert len(lines) == len(named)
    assert all(name in service.output for name in named)
    assert "hunter2" not in service.output
    assert "Traceback" not in service.output


@pytest.mark.parametrize("transport", ["--http", "--socket"])
async def test_a_token_that_slack_refuses_ends_the_start(fake: FakeSlack, tmp_path: Path, transport: str) -> None:
    """The message says which setting, and how to mend it."""
    fake.token = "xoxb-another"
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", transport, env=env, folder=tmp_path) as service:
        code = await service.ended()

    assert code == 3
    assert "SLACK_BOT_TOKEN is refused by Slack (invalid_auth)" in service.output
    assert BOT_TOKEN not in service.output
    assert "Traceback" not in service.output


async def test_a_port_that_is_taken_ends_the_start(fake: FakeSlack, tmp_path: Path) -> None:
    """The message says which address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        async with started("serve", env={**settings_for(fake), "PORT": port}, folder=tmp_path) as service:
            code = await service.ended()

    assert code == 1
    assert f"cannot listen on 127.0.0.1:{port}" in service.output
    assert "Traceback" not in service.output


async def test_over_a_socket_commands_and_mentions_are_answered(fake: FakeSlack, tmp_path: Path) -> None:
    """The answer to a command goes back in the acknowledgement, the one to a mention into its thread."""
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await service.logged("socket.connected")
        answered = await fake.send(envelope("slash_commands", command_form(BOUNCES)))
        accepted = await fake.send(envelope("events_api", event_body(mention(f"{ME} {BOUNCES}")), 2))
        (posted,) = await fake.wait_for("chat.postMessage")
        code = await service.stopped()

    assert answered["envelope_id"] == "env-1"
    assert answered["payload"]["text"].startswith("Inspect inMail first")
    assert accepted["envelope_id"] == "env-2"
    assert posted.arguments["text"].startswith("Inspect inMail first")
    assert {call.token for call in fake.made("apps.connections.open")} == {APP_TOKEN}
    assert code == 0


async def test_over_a_socket_a_stop_loses_no_reply_that_was_acknowledged(fake: FakeSlack, tmp_path: Path) -> None:
    """As over HTTP, what was taken is done."""
    held = fake.hold("chat.postMessage")
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await service.logged("socket.connected")
        await fake.send(envelope("events_api", event_body(mention(f"{ME} {BOUNCES}"))))
        await fake.wait_for("chat.postMessage")
        service.tell()
        await service.logged("socket.stopping")
        held.set()
        code = await service.ended()

    assert code == 0
    assert "reply.lost" not in service.output
    assert "stopped.unfinished" not in service.output


async def test_over_a_socket_a_stop_loses_no_answer_to_a_command(fake: FakeSlack, tmp_path: Path) -> None:
    """The command has been taken; its answer goes out before the socket is closed."""
    held = fake.hold("users.info")
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await service.logged("socket.connected")
        answer = asyncio.create_task(fake.send(envelope("slash_commands", command_form("help"))))
        await fake.wait_for("users.info")
        service.tell()
        await service.logged("socket.stopping")
        held.set()
        answered = await answer
        code = await service.ended()

    assert answered["envelope_id"] == "env-1"
    assert answered["payload"]["text"].startswith("Tell me what you see")
    assert code == 0


async def test_over_a_socket_that_slack_renews_commands_are_answered_again(fake: FakeSlack, tmp_path: Path) -> None:
    """Slack closes every socket after a while; the bot comes again and goes on."""
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await service.logged("socket.connected")
        await fake.refresh()
        await fake.wait_for("socket", 2)
        answered = await fake.send(envelope("slash_commands", command_form(BOUNCES)))
        code = await service.stopped()

    assert answered["payload"]["text"].startswith("Inspect inMail first")
    assert code == 0


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "block_actions", "actions": []},
        {"type": "event_callback", "event": ["app_mention"]},
        {"type": "view_submission", "view": None},
    ],
)
async def test_over_a_socket_what_makes_no_sense_is_acknowledged_and_ignored(
    fake: FakeSlack, tmp_path: Path, payload: dict[str, Any]
) -> None:
    """Slack would only send it again; the next request is answered."""
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await service.logged("socket.connected")
        ignored = await fake.send(envelope("interactive", payload))
        answered = await fake.send(envelope("slash_commands", command_form(BOUNCES), 2))
        await service.stopped()

    assert (ignored["envelope_id"], ignored.get("payload")) == ("env-1", None)
    assert answered["payload"]["text"].startswith("Inspect inMail first")
    assert "request.refused" in service.output
    assert "Traceback" not in service.output


@pytest.mark.parametrize(
    "step",
    [
        "auth.test",
        "apps.connections.open",
        "socket",
    ],
)
async def test_over_a_socket_a_stop_before_the_connection_stands_ends_well(
    fake: FakeSlack, tmp_path: Path, step: str
) -> None:
    """Whatever Slack does not answer at the start, the process can be stopped."""
    fake.hold(step)
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        await fake.wait_for(step)
        code = await service.stopped()

    assert code == 0


@pytest.mark.parametrize("error", ["not_allowed_token_type", "invalid_auth", "missing_scope"])
async def test_an_app_token_that_slack_refuses_ends_the_start(fake: FakeSlack, tmp_path: Path, error: str) -> None:
    """The message says which setting, and how to mend it."""
    fake.fail("apps.connections.open", Failure(body={"ok": False, "error": error}))
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        code = await service.ended()

    assert code == 3
    assert f"SLACK_APP_TOKEN is refused by Slack ({error}): make a new app-level token" in service.output
    assert APP_TOKEN not in service.output
    assert "Traceback" not in service.output


@pytest.mark.parametrize(
    ("failures", "reason"),
    [
        ([Failure(status=500)], "no answer of Slack's"),
        ([Failure(body={"ok": False, "error": "internal_error"})], "internal_error"),
        ([Failure(status=503, body="<html>maintenance</html>", content_type="text/html")], "no answer of Slack's"),
        ([NOBODY, NOBODY], "ClientConnectorError"),
    ],
)
async def test_a_slack_in_trouble_delays_a_socket_and_does_not_end_the_start(
    fake: FakeSlack, tmp_path: Path, failures: list[Failure], reason: str
) -> None:
    """As over HTTP it asks again until Slack answers, and says meanwhile what it waits for."""
    fake.fail("apps.connections.open", *failures)
    env = {**settings_for(fake), "SLACK_APP_TOKEN": APP_TOKEN}
    async with started("serve", "--socket", env=env, folder=tmp_path) as service:
        delayed = await service.logged("auth.unanswered")
        await service.logged("socket.connected")
        code = await service.stopped()

    assert (delayed["setting"], delayed["reason"]) == ("SLACK_APP_TOKEN", reason)
    assert code == 0


async def test_the_procfile_starts_a_server_that_becomes_ready(fake: FakeSlack, tmp_path: Path) -> None:
    """What a platform runs by the Procfile is the very same server."""
    env = {**settings_for(fake), "HOST": "127.0.0.1"}
    honcho = PROGRAM.with_name("honcho")
    arguments = ["start", "-f", str(PROCFILE), "-p", "0", "--no-colour", "web"]
    async with started(*arguments, env=env, folder=tmp_path, program=honcho) as service:
        await service.logged("http.ready")
        page = await get(service, "/readyz")
        await service.stopped()

    assert page == "200 ready\n"
    assert "http.stopping" in service.output


async def test_serving_needs_the_secret_of_its_transport(shipped: Diagnostician) -> None:
    """Without it nothing is listened on and nobody is called."""
    bare = Settings(slack_bot_token=BOT_TOKEN, slack_api_url="http://127.0.0.1:1/", _env_file=None)  # type: ignore[arg-type, call-arg]

    with pytest.raises(SettingsInvalid, match="SLACK_SIGNING_SECRET is missing"):
        await serve_http(bare, shipped)
    with pytest.raises(SettingsInvalid, match="SLACK_APP_TOKEN is missing"):
        await serve_socket(bare, shipped)


async def test_serving_leaves_the_playground_alone(fake: FakeSlack, tmp_path: Path) -> None:
    """Not one module of it is imported, with a site and its actions neither."""
    env = {
        **settings_for(fake),
        "RUNNER_SECRET": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "CAMPAIGN_WHY_CONFIG": "site",
    }
    (tmp_path / "site").write_text("webhooks: [{id: ops, url: 'http://127.0.0.1:9/', secret: RUNNER_SECRET}]")
    async with started("serve", "--http", env={**env, "PYTHONPROFILEIMPORTTIME": "1"}, folder=tmp_path) as service:
        await service.logged("http.ready")
        await service.stopped()

    assert "bot.slack.doors.offer" in service.output
    assert "bot.operating" in service.output
    assert "bot.playground" not in service.output
    assert "bot.playing" not in service.output


async def test_a_server_inside_another_program(shipped: Diagnostician, fake: FakeSlack) -> None:
    """It takes a socket that is bound already, tells its address, and is ready once it was opened."""
    settings = Settings(
        slack_bot_token=BOT_TOKEN,  # type: ignore[arg-type]
        slack_signing_secret=SECRET,  # type: ignore[arg-type]
        slack_api_url=fake.api_url,
        _env_file=None,  # type: ignore[call-arg]
    )
    with socket.create_server(("127.0.0.1", 0)) as bound:
        port = bound.getsockname()[1]
        async with listening(settings, InForce(shipped), at=bound) as server, ClientSession() as session:
            closed = await session.get(f"{server.address}/readyz")
            await server.open()
            opened = await session.get(f"{server.address}/readyz")

    assert server.address == f"http://127.0.0.1:{port}"
    assert [closed.status, opened.status] == [503, 200]
