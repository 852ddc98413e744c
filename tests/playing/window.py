"""A real browser on the page of the playground."""

from __future__ import annotations

import re
import shutil
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.async_api import Browser, ConsoleMessage, Locator, Page, async_playwright, expect

from bot.playing.running import BUNDLE

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / "build" / "screenshots"
AXE = BUNDLE.parent / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
MISSING = (
    "no Chromium is installed"
    if not CHROMIUM
    else "the page is not built (`make run` builds it)"
    if not (BUNDLE / "index.html").is_file()
    else ""
)
"""Why the page cannot be tried in a browser; empty where it can."""

_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
_BOUND = 20_000
"""Milliseconds after which a test fails instead of waiting on."""


class Window:
    """A window, with what its console complained of."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, said: ConsoleMessage) -> None:
        if said.type in ("error", "warning"):
            self.complaints.append(said.text)

    async def write(self, text: str) -> None:
        """Write into the channel that is open, and send it."""
        field = self.page.get_by_role("textbox", name="Message")
        await field.fill(text)
        await field.press("Escape")
        await field.press("Enter")

    async def act_as(self, name: str) -> None:
        """Go on as somebody else."""
        await self.page.locator(".person", has_text=name).click()
        await expect(self.page.get_by_role("radio", name=name)).to_be_checked()

    async def look_at(self, tab: str) -> Locator:
        """Return what a tab beside the conversation shows."""
        await self.page.get_by_role("tab", name=tab).click()
        return self.page.get_by_role("tabpanel")

    def message(self, words: str) -> Locator:
        """Return the last message with these words in it."""
        return self.page.locator(".message", has_text=words).last

    async def open_thread(self, words: str) -> Locator:
        """Open the thread of a message, and return its pane."""
        await self.message(words).get_by_role("button", name=re.compile("repl(y|ies)$|repl(y|ies) Last")).click()
        return self.page.get_by_role("region", name="Thread", exact=True)

    @property
    def dialog(self) -> Locator:
        """What lies over the page."""
        return self.page.get_by_role("dialog")

    async def shot(self, name: str) -> None:
        """Keep how the page looks."""
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        await self.page.screenshot(path=SCREENSHOTS / f"{name}.png")

    async def barriers(self) -> list[str]:
        """Return what axe finds that keeps people out: serious and critical findings."""
        await self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: dict[str, Any] = await self.page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{each['id']}: {node['html']}"
            for each in found["violations"]
            if each["impact"] in ("serious", "critical")
            for node in each["nodes"]
        ]


@asynccontextmanager
async def browser() -> AsyncIterator[Browser]:
    """Yield a browser that calls nobody of its own accord."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=_QUIET)
        try:
            yield started
        finally:
            await started.close()


@asynccontextmanager
async def window(started: Browser, address: str, *, width: int = 1280, dark: bool = False) -> AsyncIterator[Window]:
    """Yield a window on the page; afterwards its console has to be without a complaint."""
    size = {"width": width, "height": 800}
    page = await started.new_page(viewport=size, color_scheme="dark" if dark else "light")  # type: ignore[arg-type]
    page.set_default_timeout(_BOUND)
    shown = Window(page)
    await page.goto(address)
    yield shown
    assert shown.complaints == []
    await page.close()
