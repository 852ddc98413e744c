"""Runs in the message with their button."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from aiohttp import ClientSession, web

from bot.actions.model import Grantees
from bot.actions.runs import course
from bot.actions.runs.course import Course
from bot.actions.runs.delivering import WebhookDelivery
from bot.app import build_diagnostician
from bot.ledger.model import Place
from bot.ledger.store import SqlLedger
from bot.playground.fake_slack import TEAM, Failure
from bot.slack.locales import Locales
from bot.slack.posting import retry_handlers
from bot.slack.stamping import Stamping
from bot.slack.views.blocks import MOST_IN_ALL, actions, button, section, size
from tests.actions.runs.world import HeldClock, KeptDelivery, PlainSteps, a_request, shown_meanwhile
from tests.actions.values import PLAIN_SECRET, SECRETS
from tests.actions.webhook.receivers import free_port, listening
from tests.slack.runs import LEAD, LEADS, is_call, operations_on, site
from tests.workspace import CHANNEL, USER, shown

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable

    from slack_sdk.web.async_client import AsyncWebClient

    from bot.actions.model import Site
    from bot.ledger.model import Run
    from bot.playground import FakeSlack

_ANSWER: list[dict[str, Any]] = [
    {**section("Inspect mta first"), "block_id": "answer"},
    {**actions([button("Restart mta", action="offer_action_0", value="sealed")]), "block_id": "offers"},
]


class Board:
    """A message in a channel, with its runs in a ledger."""

    def __init__(self, slack: FakeSlack, client: AsyncWebClient, ledger: SqlLedger) -> None:
        self.slack = slack
        self.ledger = ledger
        self.clock = HeldClock()
        self.ts = ""
        self._client = client

    def stamping(self, offered: Site | None = None) -> Stamping:
        """Return what stamps, of one process among several."""
        operations = operations_on(self.ledger, offered or site("http://127.0.0.1:9/"), self.clock)
        return Stamping(self._client, operations, Locales(self._client))

    async def post(self, blocks: list[dict[str, Any]] | None = None) -> None:
        """Post the message."""
        posted = await self._client.chat_postMessage(
            channel=CHANNEL, text="Inspect mta first", blocks=blocks or _ANSWER
        )
        self.ts = str(posted["ts"])

    async def ask(self, run_id: str = "7f3c", **more: Any) -> Run:
        """Ask for a run with the message's button."""
        place = Place(TEAM, CHANNEL, self.ts)
        asked = a_request(**{"run_id": run_id, "place": place, "requester": USER, **more})
        run, _ = await self.ledger.create_run(asked, "approved")
        return run

    async def wait(self, offered: Site | None = None) -> Run:
        """Ask for a run that has to be approved, and show it."""
        edition = (offered or site("http://127.0.0.1:9/")).edition
        place = Place(TEAM, CHANNEL, self.ts)
        run, _ = await self.ledger.create_run(a_request(place=place, requester=USER, edition=edition), "waiting")
        assert await self.stamping().show(run)
        return run

    @property
    def calls(self) -> list[dict[str, Any]]:
        """The messages that call those who may approve."""
        return [each for each in self.slack.messages.values() if is_call(each)]

    async def move(self, run_id: str, state: Any, **fields: Any) -> Run:
        """Move a run on, a second later."""
        await self.clock.sleep(1)
        moved = await self.ledger.move_run(
            run_id, {"approved", "delivering", "working"}, state, at=self.clock.now(), **fields
        )
        assert moved
        return moved

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What the message shows now."""
        found: list[dict[str, Any]] = self.slack.messages[CHANNEL, self.ts]["blocks"]
        return found

    @property
    def texts(self) -> str:
        """All its words."""
        return " ".join(shown(self.blocks))


@pytest.fixture
async def board(fake: FakeSlack, client: AsyncWebClient, sqlite_url: str) -> AsyncIterator[Board]:
    """A message with a button."""
    async with SqlLedger(sqlite_url) as ledger:
        await ledger.migrate()
        board = Board(fake, client, ledger)
        await board.post()
        yield board


async def _overtaken(board: Board, method: str, slow: Run, meanwhile: Any) -> None:
    """Show a run while a call to Slack hangs, and let another process do something meanwhile."""
    held = board.slack.hold(method)
    calls = len(board.slack.made(method))
    showing = asyncio.create_task(board.stamping().show(slow))
    await board.slack.wait_for(method, calls + 1)
    del board.slack._held[method]
    await meanwhile
    held.set()
    assert await showing


async def test_older_state_that_arrives_later(board: Board) -> None:
    """The last state wins, whichever process has shown it."""
    await board.ask()
    sent = await board.move("7f3c", "delivering")

    async def end() -> None:
        await board.stamping().show(await board.move("7f3c", "succeeded", answer="mta is up"))

    await _overtaken(board, "chat.update", sent, end())
    assert "done, asked for by" in board.texts
    assert "being sent" not in board.texts


@pytest.mark.parametrize("method", ["conversations.replies", "chat.update"])
async def test_two_runs_of_one_message_shown_at_once(board: Board, method: str) -> None:
    """Neither wipes the other out, and the latest stands last, above the buttons."""
    first = await board.ask("one", operation="check")

    async def another() -> None:
        await board.clock.sleep(1)
        await board.stamping().show(await board.ask("two", asked_at=board.clock.now()))

    await _overtaken(board, method, first, another())
    assert [each.get("block_id") for each in board.blocks] == ["answer", "run-one", "run-two", "offers"]


async def test_many_runs_of_one_message(board: Board) -> None:
    """It never grows beyond what Slack takes: old stamps go first, then the end of the answer."""
    long = [section("x" * 2_900) for _ in range(4)]
    await board.post([_ANSWER[0], *long, _ANSWER[1]])
    for number in range(8):
        await board.clock.sleep(1)
        await board.ask(f"run{number}", operation="check", asked_at=board.clock.now())
        run = await board.move(f"run{number}", "succeeded", answer="y" * 1_000)
        assert await board.stamping().show(run)
    assert sum(size(each) for each in board.blocks) <= MOST_IN_ALL
    assert board.blocks[0] == _ANSWER[0]
    assert [each.get("block_id") for each in board.blocks][-2:] == ["run-run7", "offers"]


def _approved_by(*users: str, groups: tuple[str, ...] = ()) -> Site:
    offered = site("http://127.0.0.1:9/")
    approve = Grantees(users=users, groups=groups)
    return replace(offered, environments=tuple(replace(each, approve=approve) for each in offered.environments))


async def test_approvers_are_called(board: Board) -> None:
    """One message in the thread mentions them, and says what waits, who asked, where the buttons are and how long."""
    offered = _approved_by(LEAD, USER, groups=(LEADS,))
    assert await board.stamping(offered).call_approvers(await board.wait(offered))

    (call,) = board.calls
    assert call["thread_ts"] == board.ts
    assert call["text"] == (
        f"<@{LEAD}>, <!subteam^{LEADS}>: <@{USER}> asks for the restart of mta@acme_prod (prod), which waits for "
        "approval. Approve and Deny stand in the message with the button, until 14:18:22 UTC."
    )
    elements = call["blocks"][0]["elements"][0]["elements"]
    assert [each for each in elements if each["type"] != "text"] == [
        {"type": "user", "user_id": LEAD},
        {"type": "usergroup", "usergroup_id": LEADS},
        {"type": "user", "user_id": USER},
    ]
    assert "".join(each.get("text", "@") for each in elements).startswith("@, @: @ asks for the restart of mta@acme")


async def test_approvers_are_called_in_the_language_of_the_stamp(board: Board) -> None:
    """Which is that of who asked."""
    board.slack.locales[USER] = "zh-CN"
    assert await board.stamping().call_approvers(await board.wait())
    assert board.calls[0]["text"] == (
        f"<!subteam^{LEADS}>：<@{USER}> 申请重启 mta@acme_prod (prod)，等待批准。"
        "请在 14:18:22 UTC 之前，在带按钮的那条消息里点“批准”或“拒绝”。"
    )


async def test_approvers_are_called_again_after_a_crash(board: Board) -> None:
    """What has arrived is found in the thread, among what others say there, and nobody is called twice."""
    run = await board.wait()
    for _ in range(2):
        assert await board.stamping().call_approvers(run)
        await board._client.chat_postMessage(channel=CHANNEL, thread_ts=board.ts, text="I am looking")
    assert len(board.calls) == 1


async def test_nobody_else_may_approve(board: Board) -> None:
    """Who asked is not called."""
    offered = _approved_by(USER)
    assert await board.stamping(offered).call_approvers(await board.wait(offered))
    assert board.calls == []


async def test_run_of_a_former_configuration_waits(board: Board) -> None:
    """Nobody is called to a button that would be refused."""
    assert await board.stamping(_approved_by(LEAD)).call_approvers(await board.wait())
    assert board.calls == []


async def test_buttons_are_not_read_back_yet(board: Board) -> None:
    """It is looked again while the run waits."""
    run = await board.wait()
    shown = board.blocks
    await board._client.chat_update(channel=CHANNEL, ts=board.ts, text="Inspect mta first", blocks=_ANSWER)
    told = [await board.stamping().call_approvers(run)]
    await board._client.chat_update(channel=CHANNEL, ts=board.ts, text="Inspect mta first", blocks=shown)
    told.append(await board.stamping().call_approvers(run))
    assert (told, len(board.calls)) == ([False, True], 1)


async def test_decided_while_the_thread_is_read(board: Board) -> None:
    """Nobody is called any more."""
    run = await board.wait()
    held = board.slack.hold("conversations.replies")
    read = len(board.slack.made("conversations.replies"))
    calling = asyncio.create_task(board.stamping().call_approvers(run))
    await board.slack.wait_for("conversations.replies", read + 1)
    await board.ledger.move_run("7f3c", {"waiting"}, "denied", at=board.clock.now())
    held.set()
    assert await calling
    assert board.calls == []


@pytest.mark.parametrize("method", ["conversations.replies", "chat.postMessage"])
async def test_approvers_cannot_be_called(board: Board, method: str) -> None:
    """Where Slack is away that is told, and a second time they are called."""
    run = await board.wait()
    board.slack.fail(method, *[Failure(status=500)] * 4)
    told = [await board.stamping().call_approvers(run)]
    board.slack._failures.clear()
    told.append(await board.stamping().call_approvers(run))
    assert (told, len(board.calls)) == ([False, True], 1)


@pytest.mark.parametrize("reason", ["is_archived", "restricted_action", "restricted_action_thread_locked"])
async def test_approvers_can_never_be_called(board: Board, reason: str) -> None:
    """Where Slack refuses it for good it is of no use to try again."""
    run = await board.wait()
    board.slack.fail("chat.postMessage", Failure(body={"ok": False, "error": reason}))
    assert await board.stamping().call_approvers(run)
    assert board.calls == []


async def test_call_that_arrives_and_is_answered_with_an_error(board: Board) -> None:
    """It is found in the thread, and not sent again blindly by the client of the real program."""
    run = await board.wait()
    board._client.retry_handlers = retry_handlers()
    board.slack.fail("chat.postMessage", Failure(status=502, is_taken=True))
    told = [await board.stamping().call_approvers(run) for _ in range(2)]
    assert (told, len(board.calls)) == ([False, True], 1)


async def test_message_with_the_buttons_is_gone(board: Board) -> None:
    """Nobody is called to buttons that are not there."""
    run = await board.wait()
    board.slack.workspace.posts.clear()
    assert await board.stamping().call_approvers(run)
    assert board.calls == []


class Watched(HeldClock):
    """Time that passes between two attempts when Slack has been told of the first."""

    def __init__(self, slack: FakeSlack) -> None:
        super().__init__()
        self.told: list[str] = []
        self._slack = slack

    async def sleep(self, seconds: float) -> None:
        """Wait for the stamp."""
        await shown_meanwhile()
        self.told.append(str(self._slack.made("chat.update")[-1].arguments["text"]).partition(" · ")[0])
        await super().sleep(seconds)


async def _sent(board: Board, url: str, clock: HeldClock, steps: PlainSteps | None = None) -> None:
    offered = site(url, header="X-Signature", secret="PLAIN_SECRET", signature="hmac-sha256")
    await board.ask(action="again", edition=offered.edition)
    async with ClientSession() as session:
        knowledge = build_diagnostician().knowledge
        delivery = WebhookDelivery(offered, knowledge, SECRETS, ledger=board.ledger, session=session, clock=clock)
        way = Course(board.ledger, delivery, board.stamping(offered), board.clock)
        await way.follow("7f3c", steps or PlainSteps(board.clock))


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", "being sent, attempt {}: HTTP {}"),
        ("zh-CN", "正在发送，第 {} 次尝试：HTTP {}"),
    ],
)
async def test_delivery_is_tried_again(board: Board, locale: str, told: str) -> None:
    """The stamp says how often it has been tried and what came of it, once for each attempt."""
    board.slack.locales[USER] = locale
    clock = Watched(board.slack)
    async with listening(web.Response(status=503), web.Response(status=429), web.Response(status=202)) as receiver:
        await _sent(board, receiver.url, clock)
    assert [each.endswith(told.format(*how)) for each, how in zip(clock.told, [(1, 503), (2, 429)], strict=True)] == [
        True,
        True,
    ]
    assert len(board.slack.made("chat.update")) == 4
    assert "HTTP 503" not in board.texts


async def test_receiver_is_down(board: Board) -> None:
    """The stamp says that nothing listens there."""
    clock = Watched(board.slack)
    await _sent(board, f"http://127.0.0.1:{free_port()}/", clock)
    assert clock.told[0].endswith("being sent, attempt 1: unreachable: Connection refused")


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        (
            "en-US",
            "PLAIN_SECRET signs what goes to the webhook ops, and receiver and bot have to hold the same value.",
        ),
        ("zh-CN", "发往 webhook ops 的请求用 PLAIN_SECRET 签名，接收方和机器人必须持有同一个值。"),
    ],
)
@pytest.mark.parametrize("status", [401, 403])
async def test_receiver_does_not_believe_who_calls(board: Board, locale: str, told: str, status: int) -> None:
    """Below its answer the stamp names the variable of the secret that both have to hold, and not the secret."""
    board.slack.locales[USER] = locale
    async with listening(web.Response(status=status, text="wrong signature")) as receiver:
        await _sent(board, receiver.url, HeldClock())
    assert told in board.texts
    assert PLAIN_SECRET not in str(board.blocks)


async def test_receiver_of_a_former_configuration_does_not_believe_who_calls(board: Board) -> None:
    """Which secret was meant is not known any more."""
    run = await board.ask(action="again", edition="former")
    assert await board.stamping().show(await board.move(run.request.run_id, "failed", status=403))
    assert "signs what goes" not in board.texts


async def test_slack_is_slow_while_a_delivery_is_tried_again(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    """The receiver is not kept waiting, and the outcome is what stands there in the end."""
    monkeypatch.setattr(course, "_SHOW_WITHIN", 0.01)
    held = board.slack.hold("chat.update")

    class UntilTheOutcome(PlainSteps):
        async def do(self, name: str, work: Callable[[], Awaitable[Any]]) -> Any:
            if name == "stamp":
                held.set()
            return await super().do(name, work)

    async with listening(web.Response(status=503), web.Response(status=503), web.Response(status=202)) as receiver:
        await _sent(board, receiver.url, HeldClock(), UntilTheOutcome(board.clock))
        assert len(receiver.got) == 3
    assert "done, asked for by" in board.texts
    assert len(board.slack.made("chat.update")) <= 4


async def test_asked_whether_it_is_fixed(board: Board) -> None:
    """Ten minutes after its success the thread is asked, once, with two buttons, as soon as Slack answers."""
    await board.ask()
    operations = operations_on(board.ledger, site("http://127.0.0.1:9/"), board.clock)
    when = []

    class Timed(Stamping):
        async def ask_whether_fixed(self, run: Run) -> bool:
            when.append((board.clock.now() - run.changed_at).total_seconds())
            return await super().ask_whether_fixed(run)

    people = Timed(board._client, operations, Locales(board._client))
    board.slack.fail("chat.postMessage", Failure(status=500), Failure(status=500))
    posted = len(board.slack.made("chat.postMessage"))
    await Course(board.ledger, KeptDelivery(), people, board.clock).follow("7f3c", PlainSteps(board.clock))
    assert when[0] == 600
    assert len(when) > 1
    question = board.slack.made("chat.postMessage")[-1].arguments
    assert (question["channel"], question["thread_ts"]) == (CHANNEL, board.ts)
    assert "is it fixed?" in str(question["text"])
    rows = [each for each in question["blocks"] if each["type"] == "actions"]
    assert [each["action_id"] for each in rows[0]["elements"]] == ["incident_fixed", "incident_not_fixed"]
    assert operations.seal.open(rows[0]["elements"][0]["value"]) == {"run": "7f3c", "c": CHANNEL}
    assert len(board.slack.made("chat.postMessage")) - posted == len(when)
    assert len([each for each in board.slack.messages if each[0] == CHANNEL]) == 2
