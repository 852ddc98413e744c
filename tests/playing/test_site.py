"""The site of the playground."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import yaml

from bot.actions.site import load_site
from bot.knowledge.model import OPERATIONS
from bot.playground import Receiver, Workspace
from bot.playing.site import SECRET, playground_site

if TYPE_CHECKING:
    from pathlib import Path

    from bot.actions.model import Site
    from bot.diagnosis.diagnostician import Diagnostician

KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


async def a_site(shipped: Diagnostician) -> Site:
    """Return the site for the shipped pack and a receiver that listens."""
    receiver = Receiver(KEY, Workspace())
    await receiver.start()
    await receiver.stop()
    return playground_site(shipped.knowledge.modules, receiver)


def written(value: Any) -> Any:
    """Return values as a file has them: no tuples, and nothing that is not set."""
    if isinstance(value, dict):
        return {key: written(each) for key, each in value.items() if each is not None}
    return [written(each) for each in value] if isinstance(value, list | tuple) else value


async def test_the_site_would_hold_as_a_file(shipped: Diagnostician, tmp_path: Path) -> None:
    """It breaks no rule that a site of users has to keep."""
    site = await a_site(shipped)
    file = tmp_path / "site.yaml"
    file.write_text(yaml.safe_dump(written(asdict(site))))

    assert load_site(file, shipped.knowledge.modules, {SECRET: KEY}) == site


async def test_all_that_makes_sense_is_on_offer(shipped: Diagnostician) -> None:
    """For each module what the knowledge says, on both instances, one of them with approval."""
    site = await a_site(shipped)

    offered = {
        module.id: [offer.action.operation for offer in site.offers(module.id)] for module in shipped.knowledge.modules
    }
    assert offered == {
        module.id: [each for each in OPERATIONS if each in module.operations] for module in shipped.knowledge.modules
    }
    assert {each.id: each.approval for each in site.environments} == {"demo": False, "live": True}
