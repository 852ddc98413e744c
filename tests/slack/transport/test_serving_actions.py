"""`campaign-why serve` with a site file: killed in the middle of a run, and started again."""

from __future__ import annotations

import signal
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import yaml
from aiohttp import ClientSession, web

from bot.playground import FakeSlack
from bot.slack.background import Background
from bot.views.run_wording import RUN_WORDING
from tests.actions.values import STANDARD_SECRET
from tests.actions.webhook.receivers import listening
from tests.service import settings_for, started
from tests.slack.runs import LEAD, LEADS, Incident
from tests.slack.transport.test_serving import port_of
from tests.workspace import USER, Workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.service import Service


def site_file(url: str) -> str:
    """Return a site file in which production needs a second person."""
    content: dict[str, Any] = {
        "environments": [
            {
                "id": "production",
                "approval": True,
                "request": {"users": [USER]},
                "approve": {"groups": [LEADS]},
            }
        ],
        "instances": [{"id": "prod", "campaign": "prod", "hosting": "on-premise", "environment": "production"}],
        "webhooks": [{"id": "ops", "url": url, "secret": "RUNNER_SECRET"}],
        "actions": [
            {"id": "again", "operation": "restart", "modules": ["mta"], "instances": ["prod"], "webhook": "ops"}
        ],
    }
    return yaml.safe_dump(content)


async def incident_of(service: Service, slack: FakeSlack, session: ClientSession, database: str) -> Incident:
    """Return an incident in a workspace that a process serves, once it does."""
    await service.logged("http.ready")
    address = f"http://127.0.0.1:{port_of(service)}"
    return Incident(Workspace(slack, None, address, session, Background()), database)  # type: ignore[arg-type]


@asynccontextmanager
async def workspace_without_bot() -> AsyncIterator[FakeSlack]:
    """Start a workspace with somebody in it who approves."""
    slack = FakeSlack()
    slack.groups[LEADS] = [LEAD]
    await slack.start()
    try:
        yield slack
    finally:
        await slack.stop()


async def test_killed_while_a_run_waits(tmp_path: Path, database_url: str) -> None:
    """The process that comes next takes the approval, delivers once and stamps the message; it begins nothing anew."""
    async with (
        workspace_without_bot() as slack,
        listening(web.Response(status=202)) as receiver,
        ClientSession() as session,
    ):
        (tmp_path / "site.yaml").write_text(site_file(receiver.url))
        env = {
            **settings_for(slack),
            "DATABASE_URL": database_url,
            "CAMPAIGN_WHY_CONFIG": "site.yaml",
            "RUNNER_SECRET": STANDARD_SECRET,
        }
        async with started("serve", env=env, folder=tmp_path) as service:
            here = await incident_of(service, slack, session, database_url)
            await here.ready()
            message = await here.ask()
            await here.click(message, "offer_action_0")
            await slack.wait_for("views.update")
            await here.submit(instance="prod")
            waiting = await here.stamped("waits for the approval")
            service.tell(signal.SIGKILL)
            assert await service.ended() == -9
        async with started("serve", env=env, folder=tmp_path) as service:
            here = await incident_of(service, slack, session, database_url)
            await here.click(waiting, "approve_run", LEAD)
            await here.stamped("done, asked for by")
            opened = len(slack.made("views.update"))
            await here.click(message, "offer_action_0")
            await slack.wait_for("views.update", opened + 1)
            assert RUN_WORDING["en"].stale["before-restart"] in str(here.view())
            assert (await here.audit())[-1] == (USER, "refused", "before-restart")
            assert await service.stopped() == 0
            assert "Traceback" not in service.output
        assert [each.headers["webhook-id"] for each in receiver.got] == [receiver.got[0].headers["webhook-id"]]
        assert await here.states() == ["succeeded"]
