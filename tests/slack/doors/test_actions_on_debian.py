"""The whole chain with the documented receiver: button, form, approval, Debian's `webhook`, stamp, audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.actions.webhook.test_debian_receiver import PROGRAM, CampaignServer
from tests.slack.runs import LEAD, incident, site
from tests.workspace import USER

if TYPE_CHECKING:
    from pathlib import Path

    from bot.diagnosis.diagnostician import Diagnostician

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Debian's webhook is not installed: apt-get install webhook")


async def test_restart_from_a_button(shipped: Diagnostician, tmp_path: Path, database_url: str) -> None:
    """The script runs once, and everybody can see who wanted it and what came of it."""
    how = {"signature": "hmac-sha256", "header": "X-Signature", "secret": "DEBIAN"}
    async with (
        CampaignServer(tmp_path).running() as server,
        incident(shipped, site(server.url, **how), database_url) as here,
    ):
        await here.click(await here.ask(), "offer_action_1")
        await here.submit(instance="prod", reason="no mail since nine")
        await here.click(await here.stamped("waits for the approval"), "approve_run", LEAD)
        done = await here.stamped("done, asked for by")
        audit = await here.audit()
    assert server.commands == ["restart mta@acme_prod -noconsole"]
    assert "HTTP 200" in str(done["blocks"])
    assert [(who, what) for who, what, _ in audit] == [
        (USER, "asked"),
        (USER, "requested"),
        (LEAD, "approved"),
        (USER, "attempted"),
        (USER, "outcome"),
    ]
