"""The composition root: the only place where the parts are built and put together."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.diagnosis import weights as weighing
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.lexicon import Tables
from bot.diagnosis.symptoms import Wording
from bot.diagnosis.uncollected import leave_uncollected, uncollected
from bot.knowledge import model
from bot.knowledge.cache import cache_folder, digest, files_of, recalled, remember, remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.knowledge.model import Knowledge
    from bot.settings import Settings, Transport
    from bot.slack.transport.serving import Operating

PACK = "campaign-classic"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pack as it is remembered between runs."""

    knowledge: Knowledge
    wordings: tuple[Wording, ...]


_PARTS: tuple[type, ...] = (
    *(each for each in vars(model).values() if isinstance(each, type) and is_dataclass(each)),
    model.Kind,
    model.Risk,
    Wording,
    date,
    frozenset,
)


def shipped_pack() -> Path:
    """Return the folder of the shipped pack: beside the sources, or inside the installed package."""
    here = Path(__file__).parent
    beside = here.parent / "knowledge" / PACK
    return beside if beside.is_dir() else here / "_knowledge" / PACK


def read_weights(pack: Path) -> weighing.Weights:
    """Return the weights fitted to a pack; a pack without lives on its symptoms and signatures.

    Raises:
        KnowledgeInvalid: the file is damaged.
    """
    path = pack / "weights.json"
    if not path.is_file():
        return weighing.Weights()
    try:
        return weighing.parse(path.read_text(encoding="utf-8"))
    except ValueError as error:
        from bot.errors import KnowledgeInvalid, Problem

        problem = Problem(path.name, 0, "", f"cannot be read ({error})", "Run `make fit`, or restore the file")
        raise KnowledgeInvalid([problem]) from error


@uncollected()
def build_diagnostician(pack: Path | None = None) -> Diagnostician:
    """Return a diagnostician for a pack, the shipped one by default; loaded packs are remembered between runs.

    Raises:
        KnowledgeInvalid: with every problem of the pack.
    """
    pack = pack or shipped_pack()
    key = digest(files_of(pack))
    weights = read_weights(pack)
    folder = cache_folder()

    def is_unchanged() -> bool:
        return digest(files_of(pack)) == key

    def keep(name: str, make: Callable[[], Tables]) -> Tables:
        return remembered(key, folder, Tables, make, name=name, holds=is_unchanged)

    if prepared := recalled(key, folder, Prepared, _PARTS):
        return Diagnostician(prepared.knowledge, weights, prepared.wordings, keep)
    from bot.knowledge.loader import load

    diagnostician = Diagnostician(load(pack), weights, keep=keep)
    prepared = Prepared(diagnostician.knowledge, diagnostician.wordings)
    remember(prepared, key, folder, holds=is_unchanged)
    return diagnostician


def build_operating(settings: Settings, knowledge: Knowledge) -> Operating | None:
    """Return what opens the actions of the site file; None without one.

    Raises:
        SiteInvalid: with every problem of the site file.
        SettingsInvalid: receivers are to report, and it is not known where this server can be reached.
    """
    if settings.campaign_why_config is None:
        return None
    from functools import partial

    from bot.actions.secrets import secrets_of
    from bot.actions.site import load_site
    from bot.errors import SettingsInvalid
    from bot.operating import operating
    from bot.settings import read_environment

    environment = read_environment()
    site = load_site(settings.campaign_why_config, knowledge.modules, environment)
    if settings.campaign_why_url is None and any(each.outcome == "callback" for each in site.webhooks):
        raise SettingsInvalid(
            ["CAMPAIGN_WHY_URL is missing: set the public address of this server, where receivers report the outcome"]
        )
    return partial(operating, settings, site, secrets_of(site, environment), knowledge)


def serve(transport: Transport | None) -> None:
    """Serve Slack until told to stop.

    Args:
        transport: http or socket; None takes the one whose secret is set.

    Raises:
        SettingsInvalid: names every setting that is missing or malformed.
        KnowledgeInvalid: with every problem of the pack.
        SiteInvalid: with every problem of the site file.
        ServingFailed: the server cannot start.
    """
    import asyncio

    from bot.ops.logs import configure_logs
    from bot.settings import read_settings
    from bot.slack.transport.serving import serve_http, serve_socket

    settings, chosen = read_settings(transport)
    configure_logs()
    diagnostician = build_diagnostician()
    operating = build_operating(settings, diagnostician.knowledge)
    diagnostician.vocabulary.prepare()
    leave_uncollected()
    serving = serve_http if chosen == "http" else serve_socket
    asyncio.run(serving(settings, diagnostician, operating))
