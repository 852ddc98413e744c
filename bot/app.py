"""The composition root: the only place where the parts are built and put together."""

from __future__ import annotations

from dataclasses import dataclass, is_dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.diagnosis import weights as weighing
from bot.diagnosis.diagnostician import Diagnostician
from bot.diagnosis.symptoms import Wording
from bot.knowledge import model
from bot.knowledge.cache import cache_folder, digest, remembered

if TYPE_CHECKING:
    from bot.knowledge.model import Knowledge
    from bot.settings import Transport

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


def build_diagnostician(pack: Path | None = None) -> Diagnostician:
    """Return a diagnostician for a pack, the shipped one by default; loaded packs are remembered between runs.

    Raises:
        KnowledgeInvalid: with every problem of the pack.
    """
    pack = pack or shipped_pack()
    weights = read_weights(pack)
    key = digest(path for path in pack.rglob("*") if path.suffix in (".yaml", ".yml", ".json") and path.is_file())
    prepared = remembered(key, cache_folder(), Prepared, lambda: _prepare(pack, weights), _PARTS)
    return Diagnostician(prepared.knowledge, weights, prepared.wordings)


def _prepare(pack: Path, weights: weighing.Weights) -> Prepared:
    from bot.knowledge.loader import load

    knowledge = load(pack)
    return Prepared(knowledge, Diagnostician(knowledge, weights).wordings)


def serve(transport: Transport | None) -> None:
    """Serve Slack until told to stop.

    Args:
        transport: http or socket; None takes the one whose secret is set.

    Raises:
        SettingsInvalid: names every setting that is missing or malformed.
        KnowledgeInvalid: with every problem of the pack.
        ServingFailed: the server cannot start.
    """
    import asyncio
    import gc

    from bot.ops.logs import configure_logs
    from bot.settings import read_settings
    from bot.slack.transport.serving import serve_http, serve_socket

    settings, chosen = read_settings(transport)
    configure_logs()
    diagnostician = build_diagnostician()
    diagnostician.vocabulary.prepare()
    # The knowledge stays for good: left in the heap, every full collection would walk through it in mid-request.
    gc.collect()
    gc.freeze()
    serving = serve_http if chosen == "http" else serve_socket
    asyncio.run(serving(settings, diagnostician))
