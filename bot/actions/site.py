"""The site file to one Site, strictly: all problems are reported at once, each with file, line and cure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.actions.model import Site
from bot.actions.site_rules import problems
from bot.errors import SiteInvalid
from bot.knowledge.source import read_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bot.knowledge.model import Module


def load_site(path: Path, modules: Sequence[Module], environment: Mapping[str, str]) -> Site:
    """Return what the site file at `path` sets up.

    Args:
        path: of the file.
        modules: of the pack that the site is set up for.
        environment: where the secrets are.

    Raises:
        SiteInvalid: with every problem found.
    """
    found = read_file(path, str(path), Site)
    if isinstance(found, list):
        raise SiteInvalid(found)
    source, site = found
    if wrong := list(problems(source, site, modules, environment)):
        raise SiteInvalid(wrong)
    return site
