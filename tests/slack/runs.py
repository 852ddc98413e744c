"""A workspace in which the site lets people do something, with a receiver that really listens."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.actions.model import Action, Environment, Grantees, Instance, Site
from bot.actions.runs.desk import Desk
from bot.app import build_diagnostician
from bot.ledger.model import RecordFilter, RunFilter
from bot.ledger.store import SqlLedger
from bot.operating import operating
from bot.settings import Settings
from bot.slack.marks import Marks
from bot.slack.offers import Offers
from bot.slack.operations import Operations
from bot.slack.seal import Seal
from tests.actions.runs.world import KeptRunner
from tests.actions.values import SECRETS, webhook
from tests.workspace import CHANNEL, USER, Reply, mention, workspace

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.actions.clock import Clock
    from bot.diagnosis.diagnostician import Diagnostician
    from bot.ledger.keeping import Ledger
    from bot.playground import FakeSlack
    from bot.slack.transport.serving import Operating
    from tests.workspace import Workspace

LEAD = "U0LEAD"
LEADS = "S0LEADS"
DEBIAN_SECRET = {"DEBIAN": SecretStr("0f" * 32)}
"""Of the documented receiver, as its tests set it up."""

STRANGER = "U0NOBODY"
REPORT = "the mta stopped, no mail goes out any more, everything stays pending"
WATCHDOG = "watchdog does not restart crashed modules any more"

_INSTANCES = (
    Instance(id="prod", campaign="acme_prod", hosting="on-premise", environment="production"),
    Instance(id="stage", campaign="acme_stage", hosting="hybrid", environment="staging"),
)


def site(url: str, **more: Any) -> Site:
    """Return a site in which production needs a second person and staging does not."""
    ask = Grantees(users=(USER, LEAD))
    approve = Grantees(groups=(LEADS,))
    return Site(
        environments=(
            Environment(id="production", approval=True, request=ask, approve=approve),
            Environment(id="staging", approval=False, request=ask, approve=approve),
        ),
        instances=_INSTANCES,
        webhooks=(webhook(url, timeout=2, deadline=5, **more),),
        actions=(
            Action(id="look", operation="check", modules=("mta",), instances=("prod", "stage"), webhook="ops"),
            Action(id="again", operation="restart", modules=("mta",), instances=("prod", "stage"), webhook="ops"),
            Action(id="all", operation="restart", modules=("watchdog",), instances=("stage",), webhook="ops"),
        ),
    )


def actions_of(offered: Site, database: str, public_url: str | None = None) -> Operating:
    """Return what opens the actions of a site on a database."""
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-of-the-tests"),
        database_url=SecretStr(database),
        campaign_why_url=public_url,
    )
    return partial(operating, settings, offered, {**SECRETS, **DEBIAN_SECRET}, build_diagnostician().knowledge)


def operations_on(ledger: Ledger, offered: Site, clock: Clock) -> Operations:
    """Return the actions of a site on a ledger, of a process in which no run goes its way by itself."""
    seal = Seal("xoxb-of-the-tests", "buttons")
    marks = Marks(offered.edition, KeptProcesses("this"), clock)
    knowledge = build_diagnostician().knowledge
    desk = Desk(ledger, KeptRunner(), clock)
    return Operations(offered, knowledge, ledger, desk, seal, marks, Offers(offered, seal, marks), clock, SECRETS)


class KeptProcesses:
    """Processes of which it is told who lives."""

    def __init__(self, name: str, *alive: str) -> None:
        self.name = name
        self._alive = alive

    async def is_alive(self, name: str) -> bool:
        """Return whether it was told."""
        return name in self._alive


class Incident:
    """A channel in which the bot has been asked, and what people do there."""

    def __init__(self, slack: Workspace, database: str) -> None:
        self.slack = slack
        self._database = database
        self.callback = ""
        """Where the receiver reports, if it does."""

    async def ready(self, text: str = "ready\n") -> None:
        """Return when the server says how ready it is."""
        async with asyncio.timeout(60):
            while await self.slack.get("/readyz") != Reply(200, text):  # noqa: ASYNC110  (it is told, not noticed)
                await asyncio.sleep(0.1)

    async def ask(self, report: str = REPORT) -> dict[str, Any]:
        """Describe what is seen; return the bot's message."""
        before, number = len(self.shown()), 1
        await self.slack.event(mention(f"<@U0BOT> {report}"))
        while len(self.shown()) == before:
            number = len(await self.slack.slack.wait_for("chat.postMessage", number)) + 1
        return self.message()

    def message(self, channel: str = CHANNEL) -> dict[str, Any]:
        """Return the bot's last message in a channel as it stands now; calls to those who may approve are none."""
        return self.shown(channel)[-1]

    def shown(self, channel: str = CHANNEL) -> list[dict[str, Any]]:
        """Return the bot's messages in a channel, but for calls to those who may approve."""
        found = [each for (where, _), each in self.slack.slack.messages.items() if where == channel]
        return [each for each in found if not is_call(each)]

    async def calls(self, count: int = 1) -> list[dict[str, Any]]:
        """Return the messages that call those who may approve, as soon as there are so many."""
        number = 1
        while len(found := [each for each in self.slack.slack.messages.values() if is_call(each)]) < count:
            number = len(await self.slack.slack.wait_for("chat.postMessage", number)) + 1
        return found

    async def click(self, message: dict[str, Any], action: str, user: str = USER, **more: Any) -> None:
        """Click a button of a message."""
        button = next(each for each in buttons(message) if each["action_id"] == action)
        await self.click_value(message, action, str(button["value"]), user, **more)

    async def click_value(
        self, message: dict[str, Any], action: str, value: str, user: str = USER, **more: Any
    ) -> None:
        """Click what claims to be a button of a message."""
        body = {"message": {"ts": message["ts"], "thread_ts": message.get("thread_ts")}}
        team = more.pop("team", "T0TEAM")
        await self.slack.click(action, value, **{"user": {"id": user, "team_id": team}, **body, **more})
        await self.slack.settled()

    def view(self) -> dict[str, Any]:
        """Return the form that was opened last, as it stands now."""
        return list(self.slack.slack.views.values())[-1]

    async def submit(self, user: str = USER, **values: str) -> dict[str, Any]:
        """Submit the form; return what takes its place."""
        view_id, view = list(self.slack.slack.views.items())[-1]
        await self.slack.submit({**view, "id": view_id}, user, **values)
        await self.slack.settled()
        return self.view()

    async def audit(self) -> list[tuple[str, str, str]]:
        """Return who did what with which outcome."""
        async with SqlLedger(self._database) as ledger:
            return [(each.who, each.what, each.outcome) async for each in ledger.records(RecordFilter())]

    async def states(self) -> list[str]:
        """Return the states of all runs, newest first."""
        async with SqlLedger(self._database) as ledger:
            return [each.state for each in await ledger.runs(RunFilter())]

    async def run_id(self) -> str:
        """Return the id of the newest run."""
        async with SqlLedger(self._database) as ledger:
            return (await ledger.runs(RunFilter()))[0].request.run_id

    async def stamped(self, text: str, ts: str = "", within: float = 30) -> dict[str, Any]:
        """Return a message, by default the last, as soon as it says something.

        Raises:
            TimeoutError: `within` seconds after the update before it does not.
        """
        place, count = (CHANNEL, ts or str(self.message()["ts"])), 1
        while text not in str(message := self.slack.slack.messages[place]):
            count = len(await self.slack.slack.wait_for("chat.update", count, within)) + 1
        return message


def is_call(message: dict[str, Any]) -> bool:
    """Return whether a message calls those who may approve a run."""
    return any(str(each.get("block_id")).startswith("call-") for each in message.get("blocks") or [])


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the buttons of a message."""
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return [element for row in rows for element in row["elements"]]


@asynccontextmanager
async def incident(
    diagnostician: Diagnostician,
    offered: Site,
    database: str,
    *,
    slack: FakeSlack | None = None,
    public_url: str | None = None,
) -> AsyncIterator[Incident]:
    """Open a workspace in which a site's actions are offered."""
    async with SqlLedger(database) as ledger:
        await ledger.migrate()
    async with workspace(diagnostician, actions_of(offered, database, public_url), slack) as running:
        running.slack.groups.setdefault(LEADS, [LEAD])
        here = Incident(running, database)
        await here.ready()
        yield here
