"""The playground as its page sees it: the real bot between a Slack and a receiver of its own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from shutil import copytree
from typing import TYPE_CHECKING

import pytest

from bot.app import shipped_pack
from bot.views.wording import EXAMPLES, SHORTCUT
from tests.playing.page import APPROVER, EXTERNAL, GUEST, INCIDENTS, ON_CALL, filled_in, playing

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.diagnosis.diagnostician import Diagnostician
    from tests.playing.page import Playing

NO_MAILS = "since this morning no mail goes out, every delivery stays on pending; the mta is down"


@pytest.fixture
async def here(shipped: Diagnostician, tmp_path: Path) -> AsyncIterator[Playing]:
    """The playground with the shipped knowledge."""
    async with playing(shipped, shipped_pack(), tmp_path / "dist") as running:
        yield running


async def test_a_slash_command_in_chinese(here: Playing) -> None:
    """The answer is Chinese, only its asker sees it, and the page is told why it came out so."""
    async with here.page() as page, here.page(APPROVER) as other:
        done = await page.act("command", channel=INCIDENTS, text="退信一直没有被收取，退信邮箱快满了")
        message = await page.message("先检查 inMail")
        why = (await page.told(lambda news: news["kind"] == "why"))["why"]
        await page.act("say", channel=INCIDENTS, text="look here")
        await other.message("look here")
        seen = [each["message"] for each in other.past if each["kind"] == "message"]

    assert done == {"ok": True}
    assert message["ephemeral"]
    assert message["command"].startswith("/campaign-why 退信")
    assert (why["language"], why["decision"], why["ranking"][0]["module"]) == ("zh-Hans", "suggest", "inMail")
    assert [each["text"] for each in seen] == ["look here"]


async def test_a_mention_in_a_channel(here: Playing) -> None:
    """It is answered in its thread, for everybody who reads there."""
    async with here.page() as page, here.page(GUEST) as guest:
        await page.act("say", channel=INCIDENTS, text=f"@campaign-why {NO_MAILS}")
        said = await guest.message(NO_MAILS)
        answer = await guest.message("Inspect mta first")

    assert answer["thread_ts"] == said["ts"]
    assert answer["is_bot"]


async def test_a_restart_that_a_second_person_approves(here: Playing) -> None:
    """From the button to the receiver's console and the stamp in the message."""
    async with here.page() as page, here.page(APPROVER) as other:
        await page.act("say", channel=INCIDENTS, text=f"@campaign-why {NO_MAILS}")
        await page.click(await page.message("Inspect mta first"), "Restart mta")
        view = await page.modal("live")
        await page.act("submit", view_id=view["id"], values=filled_in(view, "live"))
        await other.click(await other.message("waits for"), "Approve")
        line = await page.line("mta@live", "restart")
        stamp = await page.message("✔", "mta@live")

    assert line["tone"] == "ok"
    assert stamp["edited"]


async def test_somebody_who_may_not(here: Playing) -> None:
    """A guest is told so, and the receiver hears of nothing."""
    async with here.page() as page, here.page(GUEST) as guest:
        await page.act("say", channel=INCIDENTS, text=f"@campaign-why {NO_MAILS}")
        await guest.click(await guest.message("Inspect mta first"), "Restart mta")
        await guest.modal("Guests may neither")
        state = await here.state(GUEST)

    assert [each for each in state["exchanges"] if each["direction"] == "to_receiver"] == []


async def test_people_of_another_company(here: Playing) -> None:
    """They have no command; the page says so in words."""
    done = await here.act("command", person=EXTERNAL, channel=INCIDENTS, text=NO_MAILS)

    assert done["ok"] is False
    assert "another company" in done["error"]


@pytest.mark.parametrize(
    ("act", "fields", "field"),
    [
        ("command", {"channel": INCIDENTS, "text": 7}, "text"),
        ("command", {"channel": INCIDENTS}, "text"),
        ("command", {"channel": INCIDENTS, "text": "x", "more": 1}, "more"),
        ("click", {"block_id": "b", "action_id": "a", "element": {}, "state": {"values": 7}}, "state.values"),
        ("submit", {"view_id": "V1", "values": []}, "values"),
        ("fault", {"method": "*", "fault": "slow", "times": 0}, "times"),
    ],
)
async def test_an_act_with_other_fields_than_it_has(
    here: Playing, act: str, fields: dict[str, object], field: str
) -> None:
    """It is not done, and which field is wrong is said."""
    done = await here.act(act, person=ON_CALL, **fields)

    assert done["ok"] is False
    assert done["error"].startswith(f"{field}: ")


async def test_a_number_that_is_too_large_for_any(here: Playing) -> None:
    """It gets nowhere: no page could read what it would be sent of it."""
    act = b'{"person": "U0ONCALL", "block_id": "b", "action_id": "a", "element": {"value": 1e999}}'
    headers = {"Origin": here.origin, "Content-Type": "application/json"}
    async with here.session.post(f"{here.address}acts/click", data=act, headers=headers) as response:
        assert "element.value.float: Input should be a finite number" in await response.text()


async def test_the_language_of_a_person_is_changed(here: Playing) -> None:
    """What the bot has learned of it before does not count."""
    async with here.page() as page:
        await page.act("home")
        await page.told(lambda news: news["kind"] == "home" and EXAMPLES["en"][0] in str(news["view"]))
        await page.act("locale", locale="zh-CN")
        await page.act("home")
        home = await page.told(lambda news: news["kind"] == "home" and EXAMPLES["zh-Hans"][0] in str(news["view"]))
        people = await page.told(lambda news: news["kind"] == "people")

    assert home["view"]["type"] == "home"
    assert {each["id"]: each["locale"] for each in people["people"]}[ON_CALL] == "zh-CN"


async def test_an_alert_is_asked_about_in_its_thread(here: Playing) -> None:
    """The mention needs no words of its own."""
    async with here.page() as page:
        await here.act("alert", channel=INCIDENTS, id="bounces")
        alert = (await page.told(lambda news: news["kind"] == "message"))["message"]
        await page.act("say", channel=INCIDENTS, text="@campaign-why", thread_ts=alert["ts"])
        answer = await page.message("Inspect inMail first")

    assert answer["thread_ts"] == alert["ts"]


async def test_a_shortcut_on_a_message_in_a_thread(here: Playing) -> None:
    """The page knows its name; the answer stands in the thread, for whoever chose it."""
    async with here.page() as page:
        await page.act("say", channel=INCIDENTS, text="any news?")
        first = await page.message("any news?")
        await page.act("say", channel=INCIDENTS, text=NO_MAILS, thread_ts=first["ts"])
        report = await page.message(NO_MAILS)
        done = await page.act("shortcut", channel=INCIDENTS, id=report["id"])
        answer = await page.message("Inspect mta first")
    mine, theirs = await here.state(), await here.state(APPROVER)

    assert done == {"ok": True}
    assert mine["shortcut"] == SHORTCUT
    assert (answer["ephemeral"], answer["thread_ts"]) == (True, first["ts"])
    assert [len(each["messages"]) for each in (mine, theirs)] == [3, 2]


async def test_the_receiver_fails(here: Playing) -> None:
    """The run fails, and its message says so."""
    async with here.page() as page:
        await here.act("receiver", mode="failing")
        await page.act("say", channel=INCIDENTS, text=f"@campaign-why {NO_MAILS}")
        await page.click(await page.message("Inspect mta first"), "Check mta")
        view = await page.modal("demo")
        await page.act("submit", view_id=view["id"], values=filled_in(view, "demo"))
        line = await page.line("mta@demo")
        await page.message("✖", "mta@demo")

    assert line["tone"] == "error"


async def test_a_page_that_is_loaded_again(here: Playing) -> None:
    """It is shown at once all that there was."""
    async with here.page() as page:
        await page.act("say", channel=INCIDENTS, text=f"@campaign-why {NO_MAILS}")
        await page.message("Inspect mta first")
        await page.told(lambda news: news["kind"] == "exchange" and news["exchange"]["name"] == "chat.postMessage")
    state = await here.state()

    assert [each["is_bot"] for each in state["messages"]] == [False, True]
    assert state["why"]["report"] == NO_MAILS
    assert {"event app_mention", "chat.postMessage"} <= {each["name"] for each in state["exchanges"]}


async def test_knowledge_that_is_broken_and_mended(shipped: Diagnostician, tmp_path: Path) -> None:
    """The old knowledge stays in force until the new holds; then the next report is answered from it."""
    pack = Path(copytree(shipped_pack(), tmp_path / "campaign-classic"))
    file = pack / "modules" / "inMail.yaml"
    good = file.read_text(encoding="utf-8")
    old = shipped.knowledge.module("inMail").responsibility["en"]
    async with playing(shipped, pack, tmp_path / "dist") as here, here.page() as page:
        file.write_text(good.replace("symptoms:", "symptom:"), encoding="utf-8")
        bad = await page.told(lambda news: news["kind"] == "knowledge")
        await page.act("command", channel=INCIDENTS, text="bounces are not collected any more")
        await page.message("Inspect inMail first", old)
        file.write_text(good.replace(old, "Says something new."), encoding="utf-8")
        mended = await page.told(lambda news: news["kind"] == "knowledge" and news["knowledge"]["ok"])
        await page.act("command", channel=INCIDENTS, text="bounces are not collected any more")
        await page.message("Inspect inMail first", "Says something new.")

    first, *_ = bad["knowledge"]["problems"]
    assert bad["knowledge"]["ok"] is False
    assert first["where"].startswith("modules/inMail.yaml")
    assert first["what"]
    assert first["cure"]
    assert (mended["knowledge"]["modules"], mended["knowledge"]["changed"]) == (11, 1)


async def test_nothing_is_left_behind(shipped: Diagnostician, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The ledger and all else that was written goes with the playground."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()

    async with playing(shipped, shipped_pack(), tmp_path / "dist") as here:
        await here.state()
        during = list((tmp_path / "temporary").iterdir())

    assert len(during) == 1
    assert list((tmp_path / "temporary").iterdir()) == []
