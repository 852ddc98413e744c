"""The documented receiver: Debian's program with our hooks file and our script, called by our delivery."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from aiohttp import ClientSession
from pydantic import SecretStr

from bot.actions.clock import SystemClock
from bot.actions.webhook.call import prepare
from bot.actions.webhook.delivery import Attempt, Delivered, Undelivered, deliver
from bot.actions.webhook.outcome import Report, outcome_of
from tests.actions.values import INSTANCE, request, webhook
from tests.actions.webhook.receivers import free_port

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

PROGRAM = shutil.which("webhook")
FILES = Path(__file__).parents[3] / "docs" / "receivers" / "webhook"
SECRET = "0f" * 32

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Debian's webhook is not installed: apt-get install webhook")

_NLSERVER = """#!/bin/sh
echo "$@" >> "{log}"
while [ -e "{gate}" ]; do sleep 0.05; done
echo "nlserver $1: done"
exit {code}
"""


class CampaignServer:
    """A server with the receiver on it, and an `nlserver` that writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}/hooks/campaign-why"
        self.gate = folder / "gate"
        """`nlserver` does not end while this file is there."""

        self._log = folder / "nlserver.log"
        self._folder = folder

    @property
    def commands(self) -> list[str]:
        """What `nlserver` was told."""
        return self._log.read_text().splitlines() if self._log.exists() else []

    def install(self, *, code: int = 0) -> Path:
        """Write `nlserver` and the hooks; the hooks differ from the documented ones by the folder of the script."""
        program = self._folder / "nlserver"
        program.write_text(_NLSERVER.format(log=self._log, gate=self.gate, code=code))
        program.chmod(0o755)
        hooks = self._folder / "hooks.yaml"
        documented = (FILES / "hooks.yaml").read_text()
        hooks.write_text(documented.replace("/usr/local/bin/campaign-why-action", str(FILES / "campaign-why-action")))
        return hooks

    @asynccontextmanager
    async def running(self, *, code: int = 0) -> AsyncIterator[CampaignServer]:
        """Start the receiver; it is there once it answers."""
        hooks = self.install(code=code)
        assert PROGRAM
        process = await asyncio.create_subprocess_exec(
            PROGRAM,
            *("-template", "-hooks", str(hooks), "-ip", "127.0.0.1", "-port", str(self.port), "-verbose"),
            env={
                "PATH": f"{self._folder}{os.pathsep}{os.environ['PATH']}",
                "CAMPAIGN_WHY_SECRET": SECRET,
                "CAMPAIGN_WHY_STATE": str(self._folder / "state"),
            },
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stderr
        try:
            async with asyncio.timeout(20):
                while b"os signal watcher ready" not in (line := await process.stderr.readline()):
                    assert line, "the receiver ended"
            reading = asyncio.create_task(process.stderr.read())
            yield self
        finally:
            process.terminate()
            await process.wait()
        await reading

    async def asked(self, *, secret: str = SECRET, wait: float = 20, **more: Any) -> Delivered | Undelivered:
        """Ask it for something, as campaign-why does."""
        to = webhook(
            self.url, signature="hmac-sha256", header="X-Signature", secret="SECRET", timeout=wait, deadline=30
        )
        asked_at = datetime.now(UTC)
        process = more.pop("process", "mta@acme_prod")
        call = prepare(request(**{"asked_at": asked_at, **more}), to, INSTANCE, process, {"SECRET": SecretStr(secret)})
        async with ClientSession() as session:
            return await deliver(call, session=session, clock=SystemClock(), on_attempt=self._open_gate)

    async def _open_gate(self, attempt: Attempt) -> None:
        if attempt.reason == "timeout" and self.commands:
            self.gate.unlink(missing_ok=True)


@pytest.fixture
def server(tmp_path: Path) -> CampaignServer:
    """A server that is not running yet."""
    return CampaignServer(tmp_path)


def _outcome(delivered: Delivered | Undelivered) -> Report:
    assert isinstance(delivered, Delivered)
    return outcome_of(webhook(), delivered)


@pytest.mark.parametrize(
    ("operation", "process", "command"),
    [
        ("check", "mta@acme_prod", "pdump"),
        ("start", "mta@acme_prod", "start mta@acme_prod -noconsole"),
        ("restart", "mta@acme_prod", "restart mta@acme_prod -noconsole"),
        ("restart", "web@default", "restart web@default -noconsole"),
        ("reload", "stat@acme_prod", "stat -reload"),
        ("reload", "web@default", "config -reload"),
    ],
)
async def test_a_signed_request_is_carried_out(
    server: CampaignServer, operation: str, process: str, command: str
) -> None:
    """`nlserver` is told what to do, and what it says is the outcome."""
    async with server.running():
        told = await server.asked(operation=operation, process=process)

    assert _outcome(told) == Report("succeeded", f"nlserver {command.split(maxsplit=1)[0]}: done")
    assert server.commands == [command]


async def test_a_wrong_signature_is_refused_for_good(server: CampaignServer) -> None:
    """Nothing is run, and it is not tried again."""
    async with server.running():
        told = await server.asked(secret="another")

    assert told == Undelivered("refused", 1, 403, "", "Hook rules were not satisfied.")
    assert server.commands == []


async def test_a_request_that_comes_again_is_not_carried_out_again(server: CampaignServer) -> None:
    """It gets the outcome of the first time; another run is another matter."""
    async with server.running():
        first, again = await server.asked(run_id="a"), await server.asked(run_id="a")
        await server.asked(run_id="b")

    assert first == again
    assert len(server.commands) == 2


async def test_a_restart_that_takes_longer_than_we_wait_happens_once(server: CampaignServer) -> None:
    """Attempts run into their time limit, then one of them gets the outcome."""
    server.gate.touch()

    async with server.running():
        told = await server.asked(wait=0.5)

    assert isinstance(told, Delivered)
    assert told.attempts > 1
    assert _outcome(told) == Report("succeeded", "nlserver restart: done")
    assert server.commands == ["restart mta@acme_prod -noconsole"]


async def test_a_command_that_fails_is_told_with_what_it_said(server: CampaignServer) -> None:
    """As a final outcome, not as trouble of the receiver's."""
    async with server.running(code=3):
        told = await server.asked()

    message = "nlserver restart mta@acme_prod -noconsole ended with 3\nnlserver restart: done"
    assert _outcome(told) == Report("failed", message)
    assert len(server.commands) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"operation": "stop"},
        {"process": "mta@acme_prod -immediate"},
        {"process": "mta@$(touch x)"},
        {"process": "export@acme_prod"},
        {"operation": "reload", "process": "mta@acme_prod"},
        {"run_id": "../../etc/passwd"},
        {"run_id": ""},
    ],
)
async def test_what_the_receiver_does_not_know_it_does_not_do(server: CampaignServer, more: dict[str, Any]) -> None:
    """A signature says who asks, not that everything may be asked for."""
    async with server.running():
        told = await server.asked(**more)

    assert _outcome(told) == Report("failed", "This receiver does not do that.")
    assert server.commands == []


async def test_an_old_request_is_not_carried_out(server: CampaignServer) -> None:
    """Whoever has recorded one cannot use it tomorrow."""
    async with server.running():
        told = await server.asked(asked_at=datetime.now(UTC) - timedelta(hours=2))

    assert _outcome(told).state == "failed"
    assert server.commands == []


async def test_what_was_begun_before_a_crash_is_not_begun_again(server: CampaignServer, tmp_path: Path) -> None:
    """Nobody knows how it ended, and that is what is said."""
    begun = {"state": "failed", "message": "It was begun; how it ended is not known. Check before you ask again."}
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "7f3c0a").write_text(json.dumps(begun) + "\n")

    async with server.running():
        told = await server.asked()

    assert _outcome(told) == Report("failed", begun["message"])
    assert server.commands == []


def test_the_documented_hooks_are_what_the_receiver_reads() -> None:
    """One hook, of the documented name, that wants a signature."""
    (hook,) = yaml.safe_load((FILES / "hooks.yaml").read_text())

    assert hook["id"] == "campaign-why"
    assert hook["trigger-rule"]["or"][0]["match"]["type"] == "payload-hmac-sha256"
