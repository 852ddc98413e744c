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
from bot.knowledge.watching import look
from bot.operating import operating
from bot.ops.logs import configure_logs
from bot.playground import Acting, Delivery
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
from bot.slack.background import Background
from bot.slack.transport.serving import listening
from bot.views.wording import SHORTCUT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from bot.diagnosis.diagnostician import Diagnostician
    from bot.diagnosis.in_force import InForce
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
    asyncio.run(_run(port, pack or shipped_pack()))


async def _run(port: int, pack: Path) -> None:
    """Keep the playground open until a signal cancels that: whatever it is at, what was begun is put away."""
    opened = asyncio.create_task(_open(port, pack), name="playground")
    names = [signal.SIGTERM, signal.SIGINT]
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # as nohup leaves it
        names.append(signal.SIGHUP)
    for name in names:
        asyncio.get_running_loop().add_signal_handler(name, opened.cancel)
    with suppress(asyncio.CancelledError):
        await opened


async def _open(port: int, pack: Path) -> None:
    async with playground(port, pack, BUNDLE) as address:
        typer.echo(f"The playground is open: {address}")
        typer.echo(f"What you save in {pack} is read at once. Ctrl-C ends.")
        await asyncio.Event().wait()


@asynccontextmanager
async def playground(
    port: int, pack: Path, bundle: Path, build: Callable[[Path], Diagnostician] = build_diagnostician
) -> AsyncIterator[str]:
    """Open the playground; yields the address of its page.

    Args:
        port: of the page; 0 takes any that is free.
        pack: the folder of the knowledge.
        bundle: the built page.
        build: returns the diagnostician of a pack.

    Raises:
        KnowledgeInvalid: with every problem of the pack.
        ServingFailed: the port is taken, or the page is not built.
    """
    since, diagnostician = look(pack), build(pack)
    async with AsyncExitStack() as stack:
        around = await stack.enter_async_context(surroundings())
        audience = Audience()
        stage = await stack.enter_async_context(_stage(around, audience, len(diagnostician.knowledge.modules)))
        address = await stack.enter_async_context(PageServer(bundle, stage, audience).listening(port))
        explaining = partial(Explaining, tell=stage.explain)
        reloading = Reloading(pack, since, diagnostician, explaining=explaining, notify=stage.notify)
        bot = await stack.enter_async_context(_bot(around, reloading.in_force))
        around.workspace.subscribe(partial(_learn_languages_anew, bot.locales))
        await stack.enter_async_context(_keeping_up(reloading))
        yield address


@asynccontextmanager
async def _stage(around: Surroundings, audience: Audience, modules: int) -> AsyncIterator[Stage]:
    async with ClientSession() as session:
        delivery = Delivery(
            around.workspace, events_url=around.events_url, signing_secret=around.signing_secret, session=session
        )
        acts = Acts(around.workspace, Acting(around.workspace, around.slack, delivery), around.receiver)
        notice = Taken(now(), modules)
        try:
            yield Stage(
                around.workspace,
                around.receiver,
                acts,
                audience,
                notice=notice,
                examples=EXAMPLES,
                shortcut=SHORTCUT,
            )
        finally:
            await delivery.close()


@asynccontextmanager
async def _bot(around: Surroundings, in_force: InForce) -> AsyncIterator[Listening]:
    site = playground_site(in_force.diagnostician.knowledge.modules, around.receiver)
    secrets = {SECRET: around.receiver_secret}
    actions = partial(operating, around.settings, site, secrets, in_force)
    async with listening(around.settings, in_force, actions, at=around.at) as bot:
        await bot.open()
        yield bot


@asynccontextmanager
async def _keeping_up(reloading: Reloading) -> AsyncIterator[None]:
    """Do at the side what nobody has to wait for."""
    background = Background()
    background.start(reloading.make_ready(), "playground.make_ready")
    background.start(reloading.keep_up(), "playground.watch")
    try:
        yield
    finally:
        await background.finish(0)


def _learn_languages_anew(locales: Locales, change: Change) -> None:
    if isinstance(change, PeopleChanged):
        for each in change.people:
            locales.forget(each.id)
