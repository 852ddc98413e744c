"""`campaign-why actions try`: the run that a button would begin."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import sleep
from typing import TYPE_CHECKING

import pytest

from bot.actions.clock import SystemClock
from bot.actions.runs.course import Course
from bot.actions.runs.desk import Desk
from bot.actions.runs.opening import durable_runs
from bot.ledger.store import SqlLedger
from bot.terminal import sending
from tests.actions.runs.world import KeptDelivery, KeptMessenger, a_request
from tests.commandline import run, start
from tests.packs import files, write
from tests.sites import ENVIRONMENT, site, write_site

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bot.actions.runs.ports import Outcome
    from bot.ledger.model import Run


class _Receiver(HTTPServer):
    status = 200
    delay = 0.0

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.ids: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"


class _Answer(BaseHTTPRequestHandler):
    server: _Receiver

    def do_POST(self) -> None:
        self.server.ids.append(self.headers["webhook-id"])
        self.rfile.read(int(self.headers["Content-Length"]))
        sleep(self.server.delay)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(b"alpha@prod (1234) is running")

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def _receiving() -> Iterator[_Receiver]:
    with _Receiver() as receiver:
        thread = threading.Thread(target=receiver.serve_forever)
        thread.start()
        try:
            yield receiver
        finally:
            receiver.shutdown()
            thread.join()


@pytest.fixture
def receiver(folder: Path, monkeypatch: pytest.MonkeyPatch, sqlite_url: str) -> Iterator[_Receiver]:
    """A receiver on loopback, to which the site sends."""
    # The logs of this process are the tests' own.
    monkeypatch.setattr(sending, "configure_logs", lambda _: None)
    with _receiving() as running:
        content = site()
        content["webhooks"][0]["url"] = running.url
        monkeypatch.setenv("CAMPAIGN_WHY_CONFIG", str(write_site(folder.parent / "site.yaml", content)))
        monkeypatch.setenv("DATABASE_URL", sqlite_url)
        for name, value in ENVIRONMENT.items():
            monkeypatch.setenv(name, value)
        write(folder, files())
        yield running


def test_check(folder: Path, receiver: _Receiver) -> None:
    """It is sent once, its outcome printed, and the run recorded."""
    tried = run("actions", "try", "alpha", "prod", "--pack", str(folder))
    assert (tried.code, tried.err) == (0, "")
    assert "alpha@prod (1234) is running" in tried.out
    assert len(receiver.ids) == 1
    listed = run("audit", "--what", "outcome", "--json")
    assert (listed.code, receiver.ids[0] in listed.out, '"terminal"' in listed.out) == (0, True, True)


def test_receiver_that_refuses(folder: Path, receiver: _Receiver) -> None:
    """The exit code tells that it has failed."""
    receiver.status = 403
    tried = run("actions", "try", "alpha", "prod", "--pack", str(folder))
    assert (tried.code, "refused" in tried.out) == (1, True)


@pytest.mark.parametrize(("status", "is_told"), [(401, True), (403, True), (404, False)])
def test_receiver_that_does_not_believe_who_calls(
    folder: Path, receiver: _Receiver, status: int, *, is_told: bool
) -> None:
    """It is told which secret both have to hold: the name of its variable, never the secret."""
    receiver.status = status
    tried = run("actions", "try", "alpha", "prod", "--pack", str(folder))
    hint = "The receiver may not believe who is calling: RUNNER_SECRET signs what goes to the webhook runner"
    assert (hint in tried.out, ENVIRONMENT["RUNNER_SECRET"] in tried.out) == (is_told, False)


def test_second_person_has_to_approve(folder: Path, receiver: _Receiver) -> None:
    """There is none at the terminal, so nothing is sent."""
    tried = run("actions", "try", "alpha", "prod", "--operation", "restart", "--pack", str(folder))
    assert (tried.code, receiver.ids) == (2, [])
    assert "ask for it in Slack" in tried.err


def test_receiver_that_reports_to_nobody(folder: Path, receiver: _Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where it is not known at which address this server is reached, nothing is sent."""
    content = site()
    content["webhooks"][0] |= {"url": receiver.url, "outcome": "callback"}
    write_site(folder.parent / "site.yaml", content)
    monkeypatch.delenv("CAMPAIGN_WHY_URL", raising=False)
    tried = run("actions", "try", "alpha", "prod", "--pack", str(folder))
    assert (tried.code, receiver.ids) == (2, [])
    assert "set CAMPAIGN_WHY_URL" in tried.err


def test_module_that_was_restarted_just_now(folder: Path, receiver: _Receiver) -> None:
    """The cool-down holds at the terminal as well: nothing is sent, and it says who did what when."""
    content = site()
    content["webhooks"][0]["url"] = receiver.url
    content["environments"][1]["cool_down"] = 10
    content["actions"][0]["webhook"] = "runner"
    write_site(folder.parent / "site.yaml", content)
    again = ("actions", "try", "alpha", "stage", "--operation", "restart", "--pack", str(folder))
    assert start(*again).code == 0
    second = start(*again)
    assert (second.code, second.out, len(receiver.ids)) == (1, "", 1)
    assert '"cool_down"' in run("audit", "--what", "refused", "--json").out
    assert (
        "Nothing was sent: the restart of alpha on stage was asked for by terminal and has been done since"
        in second.err
    )


async def _left(database: str) -> None:
    """Leave a run of Slack's that was being delivered by a process that is dead."""

    class _Dying(KeptDelivery):
        async def deliver(self, run: Run, on_retry: Callable[[], None]) -> Outcome:
            dying.set()
            return await asyncio.Future()

    dying = asyncio.Event()
    async with SqlLedger(database) as ledger:
        await ledger.migrate()
        clock = SystemClock()
        runs = durable_runs(database, Course(ledger, _Dying(), KeptMessenger(), clock))
        await runs.open()
        await Desk(ledger, runs, clock).request(
            a_request(asked_at=clock.now(), operation="check"), needs_approval=False
        )
        await dying.wait()
        await runs.close()


def test_run_of_slack_that_a_dead_process_left(folder: Path, receiver: _Receiver, sqlite_url: str) -> None:
    """It is left for a process that can show it, and that has the site file under which it was asked for."""
    asyncio.run(_left(sqlite_url))
    receiver.delay = 1
    assert run("actions", "try", "alpha", "prod", "--pack", str(folder)).code == 0
    assert "delivering  " in run("runs", "list").out
