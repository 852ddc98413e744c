"""`campaign-why actions try`: the run that a button would begin."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import pytest

from bot.terminal import sending
from tests.commandline import run, start
from tests.packs import files, write
from tests.sites import ENVIRONMENT, site, write_site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class _Receiver(HTTPServer):
    status = 200

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


def test_second_person_has_to_approve(folder: Path, receiver: _Receiver) -> None:
    """There is none at the terminal, so nothing is sent."""
    tried = run("actions", "try", "alpha", "prod", "--operation", "restart", "--pack", str(folder))
    assert (tried.code, receiver.ids) == (2, [])
    assert "ask for it in Slack" in tried.err


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
    assert "Nothing was sent: the restart of alpha on stage that terminal asked for is succeeded" in second.err
