"""What is logged, and how it looks: read from the standard error of a process of its own."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from contextlib import suppress

PROGRAM = """
import logging
import structlog
from bot.ops.logs import configure_logs
log = structlog.get_logger()
configure_logs()
log.debug("not.shown")
log.info("report.diagnosed", module="mta", quote="邮件\\nsecond line")
logging.getLogger("aiohttp.server").info("not shown")
logging.getLogger("aiohttp.server").warning("a library warns")
logging.getLogger("slack_sdk.web").warning("not shown: a payload")
logging.getLogger("slack_bolt.app").warning("not shown: a payload")
logging.getLogger("aiohttp.access").warning("not shown: a request")
logging.getLogger("slack_bolt.app").error("a library fails")
try:
    {}["key"]
except KeyError:
    log.exception("work.failed")
"""


def test_where_a_machine_reads_every_event_is_a_line_of_json() -> None:
    """A line break in a value breaks no line; failures carry their traceback."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True)

    lines = done.stderr.decode().splitlines()
    diagnosed, failed = [json.loads(line) for line in lines if line.startswith("{")]
    assert done.stdout == b""
    assert diagnosed.pop("timestamp").endswith("Z")
    assert diagnosed == {"event": "report.diagnosed", "level": "info", "module": "mta", "quote": "邮件\nsecond line"}
    assert (failed["event"], failed["level"]) == ("work.failed", "error")
    assert failed["exception"][0]["exc_type"] == "KeyError"


def test_of_the_libraries_only_what_needs_attention_is_logged() -> None:
    """Slack's libraries warn with whole payloads, which is why their warnings are not shown."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], stderr=subprocess.PIPE, check=True)

    lines = [line for line in done.stderr.decode().splitlines() if not line.startswith("{")]
    assert lines == ["WARNING aiohttp.server a library warns", "ERROR slack_bolt.app a library fails"]


def test_the_address_of_a_socket_is_logged_without_its_ticket() -> None:
    """The library names the address, in a traceback too, when it cannot connect; the ticket in it is a secret."""
    program = f"""{PROGRAM}
try:
    raise OSError("403, url='wss://wss.example/link/?app_id=1&ticket=s3cret&x=1'")
except OSError as error:
    logging.getLogger("campaign_why.bolt").exception(f"Failed to connect (error: {{error}})")
"""
    done = subprocess.run([sys.executable, "-c", program], stderr=subprocess.PIPE, check=True)

    shown = done.stderr.decode()
    assert "s3cret" not in shown
    assert shown.count("?app_id=1&ticket=…&x=1") == 2


def test_where_a_person_reads_it_is_coloured() -> None:
    """A terminal gets colours instead of JSON."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen([sys.executable, "-c", PROGRAM], stderr=theirs)
    os.close(theirs)
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as terminal, suppress(OSError):
        while chunk := terminal.read(1_024):
            shown += chunk
    process.wait()

    assert b"work.failed" in shown
    assert b"\x1b[" in shown
    assert b'{"' not in shown
    assert b"not.shown" not in shown
