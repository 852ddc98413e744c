"""The secrets that a site file names, taken from the environment; they mask themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import SecretStr

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.actions.model import Site, Webhook
    from bot.knowledge.source import Place


def secrets_of(site: Site, environment: Mapping[str, str]) -> Mapping[str, SecretStr]:
    """Return the secrets of all webhooks by the names of their environment variables.

    Raises:
        KeyError: one is not set; a site that was loaded with this environment has them all.
    """
    named = {variable for webhook in site.webhooks for _, variable in variables(webhook)}
    return {variable: SecretStr(environment[variable]) for variable in named}


def variables(webhook: Webhook) -> Iterator[tuple[Place, str]]:
    """Yield each environment variable that a webhook names, with its place below the webhook."""
    yield ("secret",), webhook.secret
    for header, variable in webhook.headers.items():
        yield ("headers", header), variable
