"""The playground as a person sees it: in a real browser."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest
from playwright.async_api import expect

from bot.app import shipped_pack
from bot.playing.running import BUNDLE, playground
from bot.views.wording import SHORTCUT
from tests.playing.window import MISSING, browser, window

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from playwright.async_api import Browser

    from bot.diagnosis.diagnostician import Diagnostician

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

NO_MAILS = "since this morning no mail goes out, every delivery stays on pending; the mta is down"
expect.set_options(timeout=20_000)


@dataclass(frozen=True, slots=True)
class Here:
    """The playground, and a browser to look at it."""

    address: str
    pack: Path
    browser: Browser


@pytest.fixture
async def here(shipped: Diagnostician, tmp_path: Path) -> AsyncIterator[Here]:
    """The playground with a copy of the shipped knowledge, as the command opens it."""
    pack = Path(copytree(shipped_pack(), tmp_path / "campaign-classic"))
    async with playground(0, pack, BUNDLE, lambda _: shipped) as address, browser() as started:
        yield Here(address, pack, started)


async def test_a_slash_command_in_chinese(here: Here) -> None:
    """Module, responsibility and steps are read in Chinese; nobody else sees them, and it is told why."""
    async with window(here.browser, here.address) as mine:
        await mine.write("/campaign-why 退信一直没有被收取，退信邮箱快满了")
        answer = mine.message("先检查 inMail")
        await expect(answer).to_contain_text("Only visible to you")
        await expect(answer).to_contain_text("先查（只读）")
        await expect(answer).to_contain_text("nlserver pdump")
        why = await mine.look_at("Why")
        await expect(why).to_contain_text("退信一直没有被收取")
        await expect(why).to_contain_text("bounce")
        await mine.shot("slash-command-zh")
        await mine.act_as("Approver")
        await expect(mine.page.locator(".message")).to_have_count(0)


async def test_a_mention_in_english(here: Here) -> None:
    """It is answered in its thread, with what to check and what to do."""
    async with window(here.browser, here.address) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        thread = await mine.open_thread(NO_MAILS)
        await expect(thread).to_contain_text("Inspect mta first")
        await expect(thread).to_contain_text("nlserver monitor -missing")
        await expect(thread.get_by_role("button", name="Restart mta")).to_be_visible()
        await mine.shot("mention-en")


async def test_a_question_is_answered(here: Here) -> None:
    """The message with the question becomes the answer."""
    async with window(here.browser, here.address) as mine:
        await mine.write("/campaign-why the nightly file never came")
        question = mine.page.locator(".message").last
        await expect(question.get_by_role("button").first).to_be_visible()
        await mine.shot("question")
        await question.get_by_role("button").first.click()
        await expect(mine.page.locator(".message")).to_have_count(1)
        await expect(mine.message("first")).to_contain_text("Inspect")


async def test_an_answer_is_shared(here: Here) -> None:
    """What one person was told, everybody in the channel reads."""
    async with window(here.browser, here.address) as mine:
        await mine.write("/campaign-why bounces are not collected any more")
        await mine.message("Inspect inMail first").get_by_role("button", name="Share").click()
        await mine.act_as("Guest")
        await expect(mine.message("Inspect inMail first")).to_be_visible()
        await expect(mine.message("Inspect inMail first")).not_to_contain_text("Only visible to you")


async def test_an_alert_is_asked_about_from_its_menu(here: Here) -> None:
    """Only who asks reads the answer, whose buttons work as under every other."""
    async with window(here.browser, here.address) as mine:
        await mine.page.get_by_role("button", name="Post an alert").click()
        await mine.page.get_by_role("menuitem", name="bounce mailbox").click()
        alert = mine.message("bounces are not collected")
        await alert.hover()
        await alert.get_by_role("button", name="More actions").click()
        await mine.shot("shortcut-menu")
        await mine.page.get_by_role("menuitem", name=SHORTCUT).click()
        answer = mine.message("Inspect inMail first")
        await expect(answer).to_contain_text("Only visible to you")
        await mine.shot("shortcut-answer")
        await mine.act_as("Approver")
        await expect(mine.page.locator(".message")).to_have_count(1)
        await mine.act_as("On call")
        await answer.get_by_role("button", name="Share").click()
        await mine.act_as("Approver")
        await expect(answer).to_contain_text("asked: PROBLEM: bounce mailbox")


async def test_a_restart_by_somebody_who_may_not(here: Here) -> None:
    """The form says why; the receiver hears of nothing."""
    async with window(here.browser, here.address) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        await mine.act_as("Guest")
        thread = await mine.open_thread(NO_MAILS)
        await thread.get_by_role("button", name="Restart mta").click()
        await expect(mine.dialog).to_contain_text("Guests may neither")
        await mine.shot("refused")
        await mine.page.keyboard.press("Escape")
        await expect(mine.dialog).to_have_count(0)
        await expect(await mine.look_at("Receiver")).to_contain_text("waiting for runs")


async def test_a_restart_that_somebody_else_approves(here: Here) -> None:
    """From the button over form and approval to the receiver's console and the stamp in the message."""
    async with window(here.browser, here.address) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        thread = await mine.open_thread(NO_MAILS)
        await thread.get_by_role("button", name="Restart mta").click()
        await mine.dialog.get_by_role("combobox").select_option(label="live")
        await expect(mine.dialog).to_contain_text("127.0.0.1")
        await mine.shot("form")
        await mine.dialog.get_by_role("button", name="Ask for it").click()
        await expect(thread).to_contain_text("waits for")
        await mine.shot("asked-for")
        await mine.page.keyboard.press("Escape")
        await mine.act_as("Approver")
        thread = await mine.open_thread(NO_MAILS)
        await thread.get_by_role("button", name="Approve").click()
        await expect(thread).to_contain_text("✔")
        receiver = await mine.look_at("Receiver")
        await expect(receiver).to_contain_text("mta@live restarted")
        await mine.shot("restarted")
        await receiver.get_by_role("button", name="Clear").click()
        await expect(receiver).to_contain_text("waiting for runs")


async def test_a_form_filled_in_without_a_mouse(here: Here) -> None:
    """It begins at its first field, a complaint goes once it is met, and what opened it has the focus again."""
    async with window(here.browser, here.address) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        thread = await mine.open_thread(NO_MAILS)
        restart = thread.get_by_role("button", name="Restart mta")
        await restart.press("Enter")
        instance = mine.dialog.get_by_role("combobox")
        await expect(instance).to_be_focused()
        await mine.dialog.get_by_role("button", name="Ask for it").press("Enter")
        await expect(mine.dialog).to_contain_text("Please complete")
        await expect(instance).to_be_focused()
        await instance.select_option(label="live")
        await expect(mine.dialog).not_to_contain_text("Please complete")
        await mine.page.keyboard.press("Escape")
        await expect(restart).to_be_focused()


async def test_what_had_the_focus_is_gone(here: Here) -> None:
    """Where one writes has it then."""
    async with window(here.browser, here.address) as mine:
        await mine.write("/campaign-why the nightly file never came")
        await mine.message("One question first").get_by_role("button").first.press("Enter")
        await expect(mine.message("first")).to_contain_text("Inspect")
        await expect(mine.page.get_by_role("textbox", name="Message")).to_be_focused()


async def test_a_thread_that_covers_its_channel(here: Here) -> None:
    """Nothing below it takes the focus; what opened it has the focus again."""
    async with window(here.browser, here.address) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        await mine.open_thread(NO_MAILS)
        await expect(mine.page.locator(".talk")).to_be_hidden()
        await mine.page.keyboard.press("Escape")
        await expect(mine.message(NO_MAILS).get_by_role("button", name="reply Last")).to_be_focused()


async def test_somebody_else_by_arrow_keys(here: Here) -> None:
    """The focus stays on who was chosen; what was begun to write waits for whoever began it."""
    async with window(here.browser, here.address) as mine:
        field = mine.page.get_by_role("textbox", name="Message")
        await field.fill("half a report")
        await mine.page.get_by_role("radio", name="On call").press("ArrowDown")
        await expect(field).to_have_value("")
        await expect(mine.page.get_by_role("radio", name="Approver")).to_be_focused()
        await mine.page.keyboard.press("ArrowUp")
        await expect(field).to_have_value("half a report")
        await mine.page.get_by_role("link", name="campaign-ops").click()
        await expect(field).to_have_value("")
        await mine.page.get_by_role("link", name="incidents").click()
        await expect(field).to_have_value("half a report")


async def test_an_example_that_is_clicked_twice(here: Here) -> None:
    """It is asked once."""
    async with window(here.browser, here.address) as mine:
        await mine.page.get_by_role("button", name="退信一直没有被收取").dblclick()
        await expect(mine.message("先检查 inMail")).to_be_visible()
        inspector = await mine.look_at("Inspector")
        await expect(inspector.get_by_text("slash command")).to_have_count(1)


async def test_an_address_of_somebody_unknown(here: Here) -> None:
    """The first person is acted as instead."""
    async with window(here.browser, f"{here.address}#/U0NOBODY/C0INCIDENT") as mine:
        await expect(mine.page.get_by_role("radio", name="On call")).to_be_checked()
        assert len(mine.complaints) == 1, "the browser alone says that the line was refused"
        mine.complaints.clear()


async def test_knowledge_that_is_broken_and_mended(here: Here) -> None:
    """The page says where and what; the bot goes on with what it had, until the new holds."""
    file = here.pack / "modules" / "inMail.yaml"
    good = file.read_text(encoding="utf-8")
    async with window(here.browser, here.address) as mine:
        file.write_text(good.replace("symptoms:", "symptom:", 1), encoding="utf-8")
        notice = mine.page.locator(".knowledge-bad")
        await expect(notice).to_contain_text("modules/inMail.yaml")
        await expect(notice).to_contain_text("symptom")
        await mine.shot("knowledge-broken")
        await mine.write("/campaign-why bounces are not collected any more")
        await expect(mine.message("Inspect inMail first")).to_be_visible()
        file.write_text(f"{good}\n", encoding="utf-8")
        await expect(notice).to_have_count(0)
        await expect(mine.page.locator(".knowledge")).to_contain_text("11 modules")


async def test_the_page_is_loaded_again(here: Here) -> None:
    """Who looks and what there was is still there."""
    async with window(here.browser, here.address) as mine:
        await mine.act_as("Approver")
        await mine.write(f"@campaign-why {NO_MAILS}")
        await mine.open_thread(NO_MAILS)
        await mine.page.reload()
        thread = mine.page.get_by_role("region", name="Thread", exact=True)
        await expect(thread).to_contain_text("Inspect mta first")
        await expect(mine.page.get_by_role("radio", name="Approver")).to_be_checked()
        await expect(await mine.look_at("Inspector")).to_contain_text("chat.postMessage")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
async def test_nobody_is_kept_out(here: Here, *, dark: bool) -> None:
    """Axe finds nothing serious: not in a conversation, beside it, in a form, or in the app's home."""
    barriers: list[str] = []
    async with window(here.browser, here.address, dark=dark) as mine:
        await mine.write(f"@campaign-why {NO_MAILS}")
        thread = await mine.open_thread(NO_MAILS)
        await expect(thread).to_contain_text("Inspect mta first")
        for tab in ("Why", "Inspector", "Receiver", "Faults"):
            await mine.look_at(tab)
            barriers += await mine.barriers()
        await thread.get_by_role("button", name="Restart mta").click()
        await expect(mine.dialog.get_by_role("combobox")).to_be_visible()
        barriers += await mine.barriers()
        await mine.page.keyboard.press("Escape")
        await mine.page.get_by_role("link", name="App Home").click()
        await expect(mine.page.get_by_role("main")).to_contain_text("/campaign-why")
        barriers += await mine.barriers()
        await mine.shot(f"home-{'dark' if dark else 'light'}")

    assert barriers == []


async def test_on_a_phone(here: Here) -> None:
    """One thing at a time, nothing wider than the screen, and every way back."""
    async with window(here.browser, here.address, width=390) as mine:
        await mine.write("/campaign-why bounces are not collected any more")
        await expect(mine.message("Inspect inMail first")).to_be_visible()
        wide = await mine.page.evaluate("document.documentElement.scrollWidth")
        await mine.shot("phone")
        await mine.page.get_by_role("button", name="Show conversations").click()
        await expect(mine.page.get_by_role("link", name="campaign-ops")).to_be_visible()
        barriers = await mine.barriers()

    assert wide <= 390
    assert barriers == []
