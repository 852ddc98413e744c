"""What the environment says, read once and checked whole; secrets mask themselves."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, SettingsConfigDict

from bot.errors import SettingsInvalid

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Transport = Literal["http", "socket"]

_FILE = ".env"

Read = TypeVar("Read", bound=BaseSettings)


def _starting_with(prefix: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value()
        if not value.startswith(prefix) or len(value) < len(prefix) + 4 or not _is_printable_word(value):
            raise ValueError(f"has to start with {prefix} and hold no space")
        return secret

    return AfterValidator(check)


def _one_word(secret: SecretStr) -> SecretStr:
    if not _is_printable_word(secret.get_secret_value()):
        raise ValueError("has to hold no space, and no letter beyond ASCII")
    return secret


def _is_printable_word(value: str) -> bool:
    return all("!" <= char <= "~" for char in value)


def _web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")) or not _has_host(url) or not _is_printable_word(url):
        raise ValueError("has to be an http(s) address")
    return url if url.endswith("/") else f"{url}/"


def _has_host(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise ValueError("names no file that is there")
    return path


def _database(url: SecretStr) -> SecretStr:
    from bot.ledger.address import address

    address(url.get_secret_value())
    return url


def _state_file() -> SecretStr:
    """Return the address of a file in the state folder, by the XDG convention; a user without a home has none."""
    base = Path(os.environ.get("XDG_STATE_HOME", ""))
    if not base.is_absolute():
        try:
            base = Path.home() / ".local" / "state"
        except RuntimeError:
            base = Path(os.devnull)
    return SecretStr(f"sqlite:///{base / 'campaign-why' / 'ledger.sqlite3'}")


class _Environment(BaseSettings):
    """How the environment is read."""

    model_config = SettingsConfigDict(
        env_file=_FILE,
        env_file_encoding="utf-8-sig",
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
        str_strip_whitespace=True,
    )


class SiteSettings(_Environment):
    """What the site sets up; without a file, nothing is offered."""

    campaign_why_config: Annotated[Path, AfterValidator(_existing)] | None = None
    campaign_why_url: Annotated[str, AfterValidator(_web_address)] | None = None
    """Public address of this server, at which receivers report."""


class LedgerSettings(_Environment):
    """Where the ledger is; all that the terminal needs to look into it."""

    database_url: Annotated[SecretStr, AfterValidator(_database)] = Field(default_factory=_state_file)


class Settings(SiteSettings, LedgerSettings):
    """The environment variables of `campaign-why serve`."""

    slack_bot_token: Annotated[SecretStr, _starting_with("xoxb-")]
    slack_signing_secret: Annotated[SecretStr, Field(min_length=16), AfterValidator(_one_word)] | None = None
    slack_app_token: Annotated[SecretStr, _starting_with("xapp-")] | None = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000


_FAULTS = {
    "missing": "is missing",
    "too_short": "is too short",
    "int_parsing": "is no whole number",
    "greater_than_equal": "is too low",
    "less_than_equal": "is too high",
}

_CURES = {
    "slack_bot_token": "the bot token (xoxb-...) from the app's page OAuth & Permissions",
    "slack_signing_secret": "the signing secret from the app's page Basic Information",
    "slack_app_token": "an app-level token (xapp-...) with connections:write, from Basic Information",
    "slack_api_url": "an address such as https://slack.com/api/, or leave it out",
    "campaign_why_url": "the public address of this server, such as https://why.example.com",
    "host": "an address to listen on, such as 127.0.0.1 or 0.0.0.0",
    "port": "a port number from 0 to 65535",
    "database_url": "postgresql://user:password@host/database or sqlite:////folder/file, or leave it out",
    "campaign_why_config": "the path of the site file, or leave it out: then no actions are offered",
}


def read_settings(transport: Transport | None) -> tuple[Settings, Transport]:
    """Return the settings and the transport to use: the one asked for, else the one whose secret is set.

    Raises:
        SettingsInvalid: names every variable that is missing or malformed, never its value.
    """
    settings, faults = _read(Settings)
    faults |= _missing_secret(transport)
    if faults or settings is None:
        raise _invalid(faults)
    return settings, transport or ("http" if settings.slack_signing_secret else "socket")


def read_site_settings() -> SiteSettings:
    """Return where the site file is.

    Raises:
        SettingsInvalid: the variable does not hold.
    """
    return _read_alone(SiteSettings)


def read_ledger_settings() -> LedgerSettings:
    """Return where the ledger is.

    Raises:
        SettingsInvalid: the variable is malformed; its value is not repeated.
    """
    return _read_alone(LedgerSettings)


def _read_alone(kind: type[Read]) -> Read:
    settings, faults = _read(kind)
    if settings is None:
        raise _invalid(faults)
    return settings


def read_environment() -> Mapping[str, str]:
    """Return all environment variables, those of `.env` included: the site file names its secrets itself.

    Raises:
        SettingsInvalid: `.env` cannot be read.
    """
    with _readable_file():
        written = DotEnvSettingsSource(SiteSettings, case_sensitive=True).env_vars
    return {name: value for source in (written, os.environ) for name, value in source.items() if value}


def _read(kind: type[Read]) -> tuple[Read | None, dict[str, str]]:
    """Return the settings, or what is wrong with each variable that does not hold."""
    try:
        with _readable_file():
            return kind(), {}
    except ValidationError as error:
        faults = {}
        for each in error.errors(include_input=False, include_url=False):
            what = _FAULTS.get(each["type"]) or each["msg"].removeprefix("Value error, ")
            faults[str(each["loc"][0])] = what
        return None, faults


@contextmanager
def _readable_file() -> Iterator[None]:
    """Turn what the system says against `.env` into a message."""
    try:
        yield
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise SettingsInvalid(
            [f"{_FILE}:{line}: is not UTF-8 ({error.reason}): save the file as UTF-8 text"]
        ) from error
    except OSError as error:
        raise SettingsInvalid([f"{_FILE}: cannot be read ({error.strerror}): let this user read it"]) from error


def _invalid(faults: dict[str, str]) -> SettingsInvalid:
    return SettingsInvalid([f"{name.upper()} {what}: set {_CURES[name]}" for name, what in faults.items()])


def _missing_secret(transport: Transport | None) -> dict[str, str]:
    """Return the secret that the transport needs, if it is not there; a malformed one is."""
    given = {name for source in (EnvSettingsSource, DotEnvSettingsSource) for name in source(Settings)()}
    if transport == "socket":
        return {} if "slack_app_token" in given else {"slack_app_token": "is missing"}
    is_there = "slack_signing_secret" in given or (transport is None and "slack_app_token" in given)
    return {} if is_there else {"slack_signing_secret": "is missing"}
