"""The playground from start to stop: the bot in its surroundings, and the page."""

from __future__ import annotations

import asyncio
import logging
import signal
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from aiohttp import ClientSession

from bot.app import build_diagnostician, shipped_pack
from bot.diagnosis.in_force import InForce
from bot.operating import operating
from bot.ops.logs import configure_logs
from bot.playground import Acting
from bot.playground.acts import Acts
from bot.playground.audience import Audience
from bot.playground.changes import Change, PeopleChanged
from bot.playground.notices import Taken
from bot.playground.page_server import PageServer
from bot.playground.stage import Stage
from bot.playing.examples import EXAMPLES
from bot.playing.reloading import Reloading, now
from bot.playing.site import SECRET, playground_site
from bot.playing.surroundings import surroundings
from bot.playing.why import Explaining
from bot.slack.transport.serving import listening

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.playing.surroundings import Surroundings
    from bot.slack.locales import Locales
    from bot.slack.transport.serving import Listening

BUNDLE = Path(__file__).parents[1] / "playground" / "page" / "dist"
"""The built page, whether it is there or not."""


def run(port: int, pack: Path | None) -> None:
    """Serve the playground until told to stop.

    Raises:
        KnowledgeInvalid: with every problem of the pack.
        ServingFailed: the port is taken, or the page is not built.
    """
    configure_logs(logging.WARNING)
    pack = pack or shipped_pack()
    asyncio.run(_run(port, pack, build_diagnostician(pack)))


async def _run(port: int, pack: Path, diagnostician: Diagnostician) -> None:
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with playground(port, pack, diagnostician) as address:
        typer.echo(f"The playground is open: {address}")
        typer.echo(f"What you save in {pack} is read at once. Ctrl-C ends.")
        await stop.wait()


@asynccontextmanager
async def playground(port: int, pack: Path, diagnostician: Diagnostician, bundle: Path = BUNDLE) -> AsyncIterator[str]:
    """Open the playground; yields the address of its page.

    Args:
        port: of the page; 0 takes any that is free.
        pack: the folder to watch.
        diagnostician: of this pack.
        bundle: the built page.

    Raises:
        ServingFailed: the port is taken, or the page is not built.
    """
    async with AsyncExitStack() as stack:
        around = await stack.enter_async_context(surroundings())
        audience = Audience()
        stage = await stack.enter_async_context(_stage(around, audience, len(diagnostician.knowledge.modules)))
        address = await stack.enter_async_context(PageServer(bundle, stage, audience).listening(port))
        explaining = partial(Explaining, tell=stage.explain)
        in_force = InForce(explaining(diagnostician))
        bot = await stack.enter_async_context(_bot(around, in_force))
        around.workspace.subscribe(partial(_learn_languages_anew, bot.locales))
        reloading = Reloading(pack, in_force, explaining, stage.notify)
        await stack.enter_async_context(_keeping_up(reloading, diagnostician))
        yield address


@asynccontextmanager
async def _stage(around: Surroundings, audience: Audience, modules: int) -> AsyncIterator[Stage]:
    async with ClientSession() as session:
        acting = Acting(
            around.workspace,
            around.slack,
            events_url=around.events_url,
            signing_secret=around.signing_secret,
            session=session,
        )
        acts = Acts(around.workspace, acting, around.receiver)
        notice = Taken(now(), modules)
        yield Stage(around.workspace, around.receiver, acts, audience, notice=notice, examples=EXAMPLES)
        await acting.close()


@asynccontextmanager
async def _bot(around: Surroundings, in_force: InForce) -> AsyncIterator[Listening]:
    site = playground_site(in_force.diagnostician.knowledge.modules, around.receiver)
    secrets = {SECRET: around.receiver_secret}
    actions = partial(operating, around.settings, site, secrets, in_force)
    async with listening(around.settings, in_force, actions, at=around.at) as bot:
        await bot.open()
        yield bot


@asynccontextmanager
async def _keeping_up(reloading: Reloading, diagnostician: Diagnostician) -> AsyncIterator[None]:
    """Make ready for reports in every language, then watch the pack."""

    async def keep_up() -> None:
        await asyncio.to_thread(diagnostician.vocabulary.prepare)
        await reloading.keep_up()

    task = asyncio.create_task(keep_up(), name="playground.keep_up")
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def _learn_languages_anew(locales: Locales, change: Change) -> None:
    if isinstance(change, PeopleChanged):
        for each in change.people:
            locales.forget(each.id)
