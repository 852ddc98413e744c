"""The environment is read once and checked whole; secrets mask themselves."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from pydantic import ValidationError

from bot.errors import SettingsInvalid
from bot.settings import read_environment, read_ledger_settings, read_settings, read_site_settings

if TYPE_CHECKING:
    from pathlib import Path

    from bot.settings import Settings, Transport

BOT = "xoxb-1234-secret"
APP = "xapp-1234-secret"
SIGNING = "0123456789abcdef0123456789abcdef"

NO_BOT = "SLACK_BOT_TOKEN is missing: set the bot token (xoxb-...) from the app's page OAuth & Permissions"
NO_SIGNING = "SLACK_SIGNING_SECRET is missing: set the signing secret from the app's page Basic Information"
NO_APP = "SLACK_APP_TOKEN is missing: set an app-level token (xapp-...) with connections:write, from Basic Information"


@pytest.fixture(autouse=True)
def empty_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """No `.env` of the developer is read."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def setenv(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    """Set environment variables."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def faults(transport: Transport | None) -> tuple[str, ...]:
    """Return what is wrong with the settings."""
    with pytest.raises(SettingsInvalid) as refused:
        read_settings(transport)
    return refused.value.faults


def settings_or_faults() -> Settings | list[str]:
    """Return the settings, or the names of the variables that do not hold."""
    try:
        return read_settings(None)[0]
    except SettingsInvalid as error:
        return [fault.split()[0] for fault in error.faults]


def test_two_secrets_are_enough_for_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """All else has a default that is safe: only this machine can connect."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING)

    settings, transport = read_settings(None)

    assert transport == "http"
    assert settings.slack_bot_token.get_secret_value() == BOT
    assert settings.slack_signing_secret is not None
    assert settings.slack_signing_secret.get_secret_value() == SIGNING
    assert settings.slack_app_token is None
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.slack_api_url == "https://slack.com/api/"


@pytest.mark.parametrize(
    ("asked", "signing", "app", "chosen"),
    [
        (None, SIGNING, "", "http"),
        (None, "", APP, "socket"),
        (None, SIGNING, APP, "http"),
        ("http", SIGNING, APP, "http"),
        ("socket", SIGNING, APP, "socket"),
        ("socket", "", APP, "socket"),
    ],
)
def test_the_transport_is_the_one_asked_for_or_the_one_whose_secret_is_set(
    asked: Transport | None, signing: str, app: str, chosen: Transport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is set to nothing is not set."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=signing, SLACK_APP_TOKEN=app)

    assert read_settings(asked)[1] == chosen


@pytest.mark.parametrize(
    ("asked", "given", "missing"),
    [
        (None, {}, (NO_BOT, NO_SIGNING)),
        ("http", {}, (NO_BOT, NO_SIGNING)),
        ("socket", {}, (NO_BOT, NO_APP)),
        (None, {"SLACK_BOT_TOKEN": BOT}, (NO_SIGNING,)),
        ("http", {"SLACK_BOT_TOKEN": BOT, "SLACK_APP_TOKEN": APP}, (NO_SIGNING,)),
        ("socket", {"SLACK_BOT_TOKEN": BOT, "SLACK_SIGNING_SECRET": SIGNING}, (NO_APP,)),
        (None, {"SLACK_APP_TOKEN": APP}, (NO_BOT,)),
        ("http", {"SLACK_SIGNING_SECRET": SIGNING}, (NO_BOT,)),
        ("socket", {"SLACK_APP_TOKEN": APP}, (NO_BOT,)),
    ],
)
def test_what_is_missing_is_named_with_where_to_find_it(
    asked: Transport | None, given: dict[str, str], missing: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everything that this transport needs, and nothing that it does not need."""
    setenv(monkeypatch, **given)

    assert faults(asked) == missing


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SLACK_BOT_TOKEN", "xoxp-1234-secret"),
        ("SLACK_BOT_TOKEN", "xoxb-123"),
        ("SLACK_BOT_TOKEN", "xoxb-12 34"),
        ("SLACK_BOT_TOKEN", "xoxb-1234-geheim\u00fc"),
        ("SLACK_APP_TOKEN", BOT),
        ("SLACK_SIGNING_SECRET", "brief"),
        ("SLACK_SIGNING_SECRET", "0123456789abcdef 0123456789abcdef"),
        ("SLACK_API_URL", "elsewhere.example.com"),
        ("SLACK_API_URL", "https:///api/"),
        ("SLACK_API_URL", "https://[::1/api/"),
        ("SLACK_API_URL", "https://slack.example:port/api/"),
        ("SLACK_API_URL", "https://slack.example/a pi/"),
        ("PORT", "http"),
        ("PORT", "65536"),
        ("PORT", "-1"),
    ],
)
def test_a_malformed_value_is_named_and_never_shown(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One fault that starts with the variable; a secret does not end up in a log."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, SLACK_APP_TOKEN=APP)
    setenv(monkeypatch, **{name: value})

    (fault,) = faults(None)

    assert fault.startswith(f"{name} ")
    assert ": set " in fault
    assert value not in fault.removeprefix(name)


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"])
@pytest.mark.parametrize("space", ["\n", "\r\n", "\t"])
def test_white_space_copied_along_is_taken_off_or_refused(
    name: str, space: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A secret read from a file often ends in a line break; with it no signature and no header would hold."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, SLACK_APP_TOKEN=APP)
    clean = read_settings(None)[0]
    monkeypatch.setenv(name, f"{os.environ[name]}{space}")

    assert settings_or_faults() in (clean, [name])


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Missing ones beside malformed ones; a malformed secret is not missing as well."""
    setenv(monkeypatch, SLACK_SIGNING_SECRET="short", PORT="http", SLACK_API_URL="ftp://x")

    named = [fault.split()[0] for fault in faults(None)]

    assert sorted(named) == ["PORT", "SLACK_API_URL", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]


def test_secrets_mask_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    """However the settings are printed."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, SLACK_APP_TOKEN=APP)
    settings, _ = read_settings(None)

    printed = f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"

    assert [secret for secret in (BOT, SIGNING, APP) if secret in printed] == []


def test_settings_cannot_be_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are read once."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING)
    settings, _ = read_settings(None)

    with pytest.raises(ValidationError):
        settings.port = 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080/api", "http://127.0.0.1:8080/api/"])
def test_another_web_api_may_be_named_with_or_without_a_slash(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Method names are put behind it."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, SLACK_API_URL=url)

    assert read_settings(None)[0].slack_api_url == "http://127.0.0.1:8080/api/"


@pytest.mark.parametrize("port", ["0", "65535"])
def test_any_port_will_do(port: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """0 lets the system choose."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, PORT=port, HOST="0.0.0.0")  # noqa: S104

    settings, _ = read_settings(None)

    assert (settings.host, settings.port) == ("0.0.0.0", int(port))  # noqa: S104


def test_settings_may_stand_in_a_file(monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    """`.env` of the working folder; the environment wins over it."""
    lines = (f"SLACK_BOT_TOKEN={BOT}", f"SLACK_SIGNING_SECRET={SIGNING}", "PORT=1", "UNKNOWN=x", "DATABASE_URL=")
    (empty_folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    setenv(monkeypatch, PORT="2")

    settings, transport = read_settings(None)

    assert (transport, settings.port) == ("http", 2)
    assert settings.slack_bot_token.get_secret_value() == BOT


def test_a_secret_in_the_file_is_not_called_missing(empty_folder: Path) -> None:
    """Only what is missing is named, wherever the rest stands."""
    (empty_folder / ".env").write_text(f"SLACK_SIGNING_SECRET={SIGNING}\n", encoding="utf-8")

    assert faults(None) == (NO_BOT,)


def test_a_malformed_secret_in_the_file_is_not_called_missing(empty_folder: Path) -> None:
    """It is called what it is, once."""
    (empty_folder / ".env").write_text("SLACK_SIGNING_SECRET=short\n", encoding="utf-8")

    bot, signing = faults(None)

    assert bot == NO_BOT
    assert signing.startswith("SLACK_SIGNING_SECRET ")
    assert "missing" not in signing


def test_a_file_that_is_not_utf_8_is_named(empty_folder: Path) -> None:
    """A message, and no traceback."""
    (empty_folder / ".env").write_bytes(b"HOST=caf\xe9\n")

    assert ".env" in faults(None)[0]


def test_a_file_that_is_not_utf_8_is_named_with_the_line(empty_folder: Path) -> None:
    """What stands on it may be a secret and is not shown."""
    (empty_folder / ".env").write_bytes(f"SLACK_BOT_TOKEN={BOT}\nHOST=ümlaut\n".encode() + b"PORT=\xe9\n")

    (fault,) = faults(None)

    assert fault == ".env:3: is not UTF-8 (invalid continuation byte): save the file as UTF-8 text"


def test_a_byte_order_mark_and_windows_line_ends_in_the_file_do_no_harm(empty_folder: Path) -> None:
    """Files saved by any editor are read."""
    lines = f"SLACK_BOT_TOKEN={BOT}\r\nSLACK_SIGNING_SECRET={SIGNING}\r\n"
    (empty_folder / ".env").write_bytes(b"\xef\xbb\xbf" + lines.encode())

    assert read_settings(None)[1] == "http"


def test_a_file_that_may_not_be_read_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """A message, and no traceback."""

    def refuse() -> None:
        raise PermissionError(13, "Permission denied", ".env")

    monkeypatch.setattr("bot.settings.Settings", refuse)

    assert faults(None) == (".env: cannot be read (Permission denied): let this user read it",)


def test_the_ledger_is_a_file_in_the_state_folder_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where it outlives caches."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    assert read_ledger_settings().database_url.get_secret_value() == (
        f"sqlite:///{tmp_path}/campaign-why/ledger.sqlite3"
    )


@pytest.mark.parametrize("base", ["", "relative"])
def test_the_state_folder_is_below_home_by_default(monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """A relative one does not count, by the convention."""
    setenv(monkeypatch, XDG_STATE_HOME=base, HOME="/home/why")

    assert read_ledger_settings().database_url.get_secret_value() == (
        "sqlite:////home/why/.local/state/campaign-why/ledger.sqlite3"
    )


def test_a_user_without_a_home_has_no_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger is away then, and says so; asking goes on."""

    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setattr("pathlib.Path.home", no_home)

    assert read_ledger_settings().database_url.get_secret_value().startswith("sqlite:////dev/null/")


def test_the_ledger_is_found_without_slack_s_secrets(monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    """From the file, too."""
    (empty_folder / ".env").write_text("DATABASE_URL=postgresql://u:s3cret@db/why\n")

    settings = read_ledger_settings()

    assert settings.database_url.get_secret_value() == "postgresql://u:s3cret@db/why"
    assert "s3cret" not in repr(settings)


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("mysql://u:s3cret@db/why", "names neither PostgreSQL nor SQLite"),
        ("s3cret", "is not the address of a database"),
    ],
)
def test_an_address_of_no_ledger_is_refused_without_repeating_it(
    monkeypatch: pytest.MonkeyPatch, url: str, fault: str
) -> None:
    """With how to mend it, among all that is wrong."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, DATABASE_URL=url)
    expected = (
        f"DATABASE_URL {fault}: set postgresql://user:password@host/database or sqlite:////folder/file, or leave it out"
    )

    assert set(faults(None)) == {NO_SIGNING, expected}
    with pytest.raises(SettingsInvalid, match=f"^{re.escape(expected)}$"):
        read_ledger_settings()


def test_without_a_site_file_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is offered then; a variable that is set to nothing is not set."""
    setenv(monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, CAMPAIGN_WHY_CONFIG="")

    assert read_settings(None)[0].campaign_why_config is None
    assert read_site_settings().campaign_why_config is None


def test_the_site_file_is_found_without_a_token(monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    """The terminal looks into it as well."""
    path = empty_folder / "site.yaml"
    path.touch()
    setenv(monkeypatch, CAMPAIGN_WHY_CONFIG=str(path))

    assert read_site_settings().campaign_why_config == path


@pytest.mark.parametrize("place", ["nowhere.yaml", "."])
def test_a_site_file_that_is_not_there_is_told(place: str, monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    """By the server and by the terminal, in the same words."""
    setenv(
        monkeypatch, SLACK_BOT_TOKEN=BOT, SLACK_SIGNING_SECRET=SIGNING, CAMPAIGN_WHY_CONFIG=str(empty_folder / place)
    )

    with pytest.raises(SettingsInvalid) as refused:
        read_site_settings()

    assert refused.value.faults == faults(None)
    assert refused.value.faults == (
        (
            "CAMPAIGN_WHY_CONFIG names no file that is there: set the path of the site file, or leave it out: "
            "then no actions are offered"
        ),
    )


def test_secrets_of_the_site_may_stand_in_the_file(monkeypatch: pytest.MonkeyPatch, empty_folder: Path) -> None:
    """Under any name, as it is written; the environment wins, unless it is empty."""
    lines = ("RUNNER_SECRET=of the file", "OTHER=of the file", "Third=of the file", "NOTHING")
    (empty_folder / ".env").write_text("\n".join(lines), encoding="utf-8")
    setenv(monkeypatch, RUNNER_SECRET="of the environment", OTHER="")

    environment = read_environment()

    assert [environment.get(name) for name in ("RUNNER_SECRET", "OTHER", "Third", "NOTHING")] == [
        "of the environment",
        "of the file",
        "of the file",
        None,
    ]


def test_secrets_in_a_file_that_is_not_utf_8_are_not_shown(empty_folder: Path) -> None:
    """A message with the line, and no traceback."""
    (empty_folder / ".env").write_bytes(b"RUNNER_SECRET=caf\xe9\n")

    with pytest.raises(SettingsInvalid) as refused:
        read_environment()

    assert refused.value.faults == (".env:1: is not UTF-8 (invalid continuation byte): save the file as UTF-8 text",)
