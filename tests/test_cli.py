"""The command line: usage, exit codes, and the commands that need no report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING

import pytest
import yaml

from bot.knowledge.shapes import SCHEMAS
from bot.slack.manifest import EXAMPLE_URL
from tests.commandline import PROGRAM, converse, run

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = ("ask", "check", "evaluate", "schema", "modules", "manifest", "serve", "audit", "runs")


def test_without_a_command_all_commands_are_listed() -> None:
    """Each with what it does."""
    outcome = run()

    assert [command for command in COMMANDS if f" {command} " not in outcome.out + outcome.err] == []


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_tells_the_exit_codes(option: str) -> None:
    """Scripts can rely on them."""
    outcome = run(option)

    text = " ".join(outcome.out.split())
    assert outcome.code == 0
    assert "Exit codes: 0 answered, 1 something failed, 2 wrong usage, 3 invalid knowledge or settings." in text


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    """Without doing anything."""
    assert run(command, "-h").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("ask", "--bogus"),
        ("manifest",),
        ("modules", "mta", "stat"),
        ("schema", "bogus"),
        ("serve", "--http", "--socket"),
        ("ask", "--json", "--jsonl"),
        ("ask", "--json", "--explain", "mails"),
        ("evaluate",),
        ("runs", "bogus"),
        ("runs", "show"),
        ("runs", "list", "--state", "done"),
        ("runs", "list", "--limit", "0"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(arguments: tuple[str, ...]) -> None:
    """The message goes to standard error, nothing to standard output."""
    outcome = run(*arguments)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_printed_as_json(kind: str) -> None:
    """In the dialect that it names."""
    schema = json.loads(run("schema", kind).out)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_schema_of_a_module_is_the_default() -> None:
    """It is the one that authors need most."""
    assert run("schema") == run("schema", "module")


def test_an_unknown_kind_of_file_is_answered_with_the_known_ones() -> None:
    """Wrong usage, with a way on."""
    assert run("schema", "modules").err == (
        "campaign-why: There is no schema for 'modules'. "
        "Kinds: module, terms, questions, cases, pack, site, webhook, callback\n"
    )


def test_the_manifest_in_the_repository_is_the_one_that_is_printed(pytestconfig: pytest.Config) -> None:
    """`manifest.yaml` is the output for the example's address."""
    printed = run("manifest", "--url", EXAMPLE_URL)

    assert printed.code == 0
    assert (pytestconfig.rootpath / "manifest.yaml").read_text(encoding="utf-8") == printed.out


@pytest.mark.parametrize(
    "url", ["https://why.example.org", "https://why.example.org/", "https://why.example.org:8443", "HTTPS://[::1]:8443"]
)
def test_the_manifest_is_printed_for_any_https_address(url: str) -> None:
    """All three endpoints of the app are its address."""
    outcome = run("manifest", "--url", url)

    content = yaml.safe_load(outcome.out)
    endpoint = f"https://{url.rstrip('/').split('//')[1]}/slack/events"
    assert content["features"]["slash_commands"][0]["url"] == endpoint
    assert content["settings"]["event_subscriptions"]["request_url"] == endpoint
    assert content["settings"]["interactivity"]["request_url"] == endpoint


@pytest.mark.parametrize(
    "url",
    [
        "",
        "why.example.org",
        "http://why.example.org",
        "https://",
        "https:///path",
        "https://why.example.org/slack",
        "https://why.example.org?x=1",
        "https://\x1b31m/x",
    ],
)
def test_the_manifest_is_refused_for_an_address_that_slack_cannot_use(url: str) -> None:
    """The message shows the address and how to write it."""
    outcome = run("manifest", "--url", url)

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == (f"campaign-why: {url!r} is not an address that Slack can reach; write --url https://host\n")


@pytest.mark.parametrize(
    "url",
    [
        "https://[::1",
        "https://why.example.org:port",
        "https://why.example.org:99999",
        "https://user:password@why.example.org",
        "https://why example.org",
        "https://why.example.org#part",
        "https://why.example.org:0",
        "https://why.example.org\n",
    ],
)
def test_the_manifest_is_refused_for_an_address_that_is_none(url: str) -> None:
    """Slack would refuse the manifest, or a password would stand in it."""
    assert run("manifest", "--url", url).code == 2


def test_settings_that_do_not_hold_end_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All of them are named, on standard error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORT", "http")

    outcome = run("serve")

    assert (outcome.code, outcome.out) == (3, "")
    assert [line.removeprefix("campaign-why: ").split()[0] for line in outcome.err.splitlines()] == [
        "SLACK_BOT_TOKEN",
        "PORT",
        "SLACK_SIGNING_SECRET",
    ]


@pytest.mark.parametrize(("option", "missing"), [("--http", "SLACK_SIGNING_SECRET"), ("--socket", "SLACK_APP_TOKEN")])
def test_serving_wants_the_secret_of_the_transport_chosen(
    option: str, missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And of that one only."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1234-secret")

    outcome = run("serve", option)

    assert outcome.code == 3
    assert outcome.err.startswith(f"campaign-why: {missing} is missing")
    assert len(outcome.err.splitlines()) == 1


def test_asking_does_without_what_serving_needs() -> None:
    """Heavy libraries stay out of the quick path."""
    heavy = (
        "aiohttp",
        "slack_bolt",
        "slack_sdk",
        "yaml",
        "rich.console",
        "structlog",
        "numpy",
        "sqlalchemy",
        "alembic",
        "dbos",
        "bot.actions",
        "bot.ledger",
    )
    code = f"""
import sys
from bot.cli import main
try:
    main()
finally:
    print([name for name in {heavy!r} if name in sys.modules], file=sys.stderr)
"""
    command = [sys.executable, "-c", code, "ask", "bounces are not collected any more"]

    first, second = (subprocess.run(command, capture_output=True, check=True) for _ in range(2))

    assert first.stdout == second.stdout
    assert second.stderr.decode().strip() == "[]"


@pytest.mark.parametrize(
    "arguments", [("modules",), ("ask", "mails are stuck"), ("ask", "--json", "mails are stuck")], ids=" ".join
)
def test_a_reader_that_leaves_early_is_no_failure(arguments: tuple[str, ...]) -> None:
    """`campaign-why modules mta | head -1` ends with 0 and without a word."""
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "wb") as out:  # noqa: PTH123  (a descriptor, not a path)
        done = subprocess.run([PROGRAM, *arguments], stdout=out, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [("-h",), ("modules",), ("ask", "--json", "mails are stuck")], ids=" ".join)
def test_a_full_disk_is_told(arguments: tuple[str, ...]) -> None:
    """In one line, and the caller sees that the output is not there."""
    with open("/dev/full", "wb") as full:  # noqa: PTH123  (as a shell opens it)
        done = subprocess.run([PROGRAM, *arguments], stdout=full, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (1, b"campaign-why: [Errno 28] No space left on device\n")


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize("text", ["", "bounces"])
def test_a_stream_that_the_caller_has_closed_is_done_without(closed: str, text: str) -> None:
    """A supervisor may start programs with no streams at all."""
    done = subprocess.run(
        ["sh", "-c", f'"$0" ask {text} {closed}', PROGRAM], input=b"bounces", capture_output=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("arguments", [("check", "--pack"), ("ask", "x", "--pack"), ("evaluate",)], ids=" ".join)
def test_no_path_in_a_message_steers_the_terminal(arguments: tuple[str, ...]) -> None:
    """Names of files may be made by others."""
    outcome = run(*arguments, "no-\x1b[31m-\x9b-file")

    assert outcome.code in (2, 3)
    assert [char for char in "\x1b\x9b" if char in outcome.err] == []


def test_a_person_at_a_terminal_is_asked_until_an_empty_line() -> None:
    """The installed program, at a real pseudo-terminal."""
    outcome = converse("ask", typed=[b"bounces are not collected any more\n", b"\n"])

    assert outcome.code == 0
    assert outcome.out.index("Describe the incident") < outcome.out.index("Inspect inMail first")


def test_a_person_may_interrupt_at_the_prompt() -> None:
    """Ctrl-C ends with 130, without a traceback."""
    # Python waits on if the signal comes just before it listens to the keyboard; the line end wakes it then.
    outcome = converse("ask", typed=[b"\x03\n"])

    assert outcome.code == 130
    assert "Traceback" not in outcome.out


def test_the_version_is_told() -> None:
    """A line to copy into a bug report."""
    outcome = run("--version")

    assert (outcome.code, outcome.out) == (0, f"campaign-why {version('campaign-why')}\n")
