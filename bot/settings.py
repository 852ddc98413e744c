"""What the environment says, read once and checked whole; secrets mask themselves."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsInvalid

Transport = Literal["http", "socket"]


def _starting_with(prefix: str) -> AfterValidator:
    def check(secret: SecretStr) -> SecretStr:
        value = secret.get_secret_value()
        if not value.startswith(prefix) or len(value) < len(prefix) + 4 or not value.isascii() or " " in value:
            raise ValueError(f"has to start with {prefix} and hold no space")
        return secret

    return AfterValidator(check)


def _web_address(url: str) -> str:
    if not url.startswith(("https://", "http://")):
        raise ValueError("has to be an http(s) address")
    return url if url.endswith("/") else f"{url}/"


class Settings(BaseSettings):
    """The environment variables of `campaign-why serve`."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, frozen=True, extra="ignore")

    slack_bot_token: Annotated[SecretStr, _starting_with("xoxb-")]
    slack_signing_secret: Annotated[SecretStr, Field(min_length=16)] | None = None
    slack_app_token: Annotated[SecretStr, _starting_with("xapp-")] | None = None
    slack_api_url: Annotated[str, AfterValidator(_web_address)] = "https://slack.com/api/"
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 3000


_CURES = {
    "slack_bot_token": "the bot token (xoxb-...) from the app's page OAuth & Permissions",
    "slack_signing_secret": "the signing secret from the app's page Basic Information",
    "slack_app_token": "an app-level token (xapp-...) with connections:write, from Basic Information",
    "slack_api_url": "an address such as https://slack.com/api/, or leave it out",
    "host": "an address to listen on, such as 127.0.0.1 or 0.0.0.0",
    "port": "a port number from 0 to 65535",
}


def read_settings(transport: Transport | None) -> tuple[Settings, Transport]:
    """Return the settings and the transport to use: the one asked for, else the one whose secret is set.

    Raises:
        SettingsInvalid: names every variable that is missing or malformed, never its value.
    """
    faults: dict[str, str] = {}
    settings: Settings | None = None
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        for each in error.errors(include_input=False, include_url=False):
            name = str(each["loc"][0])
            what = "is missing" if each["type"] == "missing" else each["msg"].removeprefix("Value error, ")
            faults[name] = what
    faults |= _missing_secret(settings, transport, faults)
    if faults or settings is None:
        raise SettingsInvalid([f"{name.upper()} {what}: set {_CURES[name]}" for name, what in faults.items()])
    return settings, transport or ("http" if settings.slack_signing_secret else "socket")


def _missing_secret(settings: Settings | None, transport: Transport | None, faults: dict[str, str]) -> dict[str, str]:
    """Return the secret that the transport needs, if it is not there."""
    has_http = _is_set("slack_signing_secret", settings, faults)
    has_socket = _is_set("slack_app_token", settings, faults)
    if transport == "http" or transport is None:
        return {} if has_http or (transport is None and has_socket) else {"slack_signing_secret": "is missing"}
    return {} if has_socket else {"slack_app_token": "is missing"}


def _is_set(name: str, settings: Settings | None, faults: dict[str, str]) -> bool:
    """Return whether a variable is set, or set to something malformed that has been named already."""
    if settings is not None:
        return getattr(settings, name) is not None
    import os

    return name in faults or bool(os.environ.get(name.upper()))
