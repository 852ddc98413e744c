"""The workspace: who is there, and who sees what."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.playground.changes import HomeShown, MessageGone, MessagePut, ModalShown, PeopleChanged
from bot.playground.messages import BOT, Author, Content
from bot.playground.people import PEOPLE
from bot.playground.refusal import Refusal
from bot.playground.workspace import Workspace

if TYPE_CHECKING:
    from bot.playground.changes import Change
    from tests.playground.conftest import HandTime

ONCALL, APPROVER, GUEST, EXTERNAL = PEOPLE
INCIDENTS = "C0INCIDENT"


def test_each_person_reads_the_channels_and_their_own_direct_messages(world: Workspace) -> None:
    """Nobody else's."""
    assert {each.id: [channel.id for channel in world.channels_of(each.id)] for each in PEOPLE} == {
        "U0ONCALL": ["C0INCIDENT", "C0CAMPAIGN", "D0ONCALL"],
        "U0APPROVE": ["C0INCIDENT", "C0CAMPAIGN", "D0APPROVE"],
        "U0GUEST": ["C0INCIDENT", "C0CAMPAIGN", "D0GUEST"],
        "U0EXTERNAL": ["C0INCIDENT", "C0CAMPAIGN", "D0EXTERNAL"],
    }


def test_what_is_said_in_a_channel_is_seen_by_all(world: Workspace) -> None:
    """By guests too."""
    message = world.posts.put(INCIDENTS, Content("text"), Author.of(ONCALL))

    assert [world.seen_by(each.id).messages for each in PEOPLE] == [(message,)] * 4


def test_what_is_said_to_one_is_seen_by_one(world: Workspace) -> None:
    """An ephemeral message, and a direct one."""
    whispered = world.posts.whisper(GUEST.id, INCIDENTS, Content("whispered"), BOT)
    direct = world.posts.put(GUEST.direct_channel, Content("direct"), BOT)

    seen = {each.id: world.seen_by(each.id).messages for each in PEOPLE}
    assert seen == {"U0ONCALL": (), "U0APPROVE": (), "U0GUEST": (whispered, direct), "U0EXTERNAL": ()}


def test_timestamps_rise_even_while_no_time_passes(world: Workspace) -> None:
    """A message is known by its channel and timestamp."""
    timestamps = [world.posts.put(INCIDENTS, Content("text"), BOT).ts for _ in range(3)]

    assert timestamps == ["1790000000.000000", "1790000000.000001", "1790000000.000002"]


def test_a_message_that_only_one_sees_has_another_kind_of_id(world: Workspace) -> None:
    """It cannot be updated by its timestamp."""
    whispered = world.posts.whisper(GUEST.id, INCIDENTS, Content("text"), BOT)

    assert (whispered.id, whispered.is_ephemeral) == ("e1", True)


def test_a_thread_is_its_first_message_and_the_answers(world: Workspace) -> None:
    """In their order, without what only one person sees."""
    first = world.posts.put(INCIDENTS, Content("first"), BOT)
    world.posts.put(INCIDENTS, Content("beside"), BOT)
    second = world.posts.put(INCIDENTS, Content("second"), BOT, thread_ts=first.ts)
    world.posts.whisper(GUEST.id, INCIDENTS, Content("third"), BOT, thread_ts=first.ts)

    assert world.posts.thread(INCIDENTS, first.ts) == [first, second]


def test_blocks_get_ids(world: Workspace) -> None:
    """Those that have none; Slack does that too, and people click by them."""
    blocks = [{"type": "divider"}, {"type": "divider", "block_id": "own"}, {"type": "divider"}]

    message = world.posts.put(INCIDENTS, Content(blocks=blocks), BOT)

    assert [each["block_id"] for each in message.content.blocks or ()] == ["b1", "own", "b2"]


def test_a_message_that_is_edited_says_so(world: Workspace) -> None:
    """It keeps its place."""
    first = world.posts.put(INCIDENTS, Content("before"), BOT)
    world.posts.put(INCIDENTS, Content("beside"), BOT)
    world.posts.edit(INCIDENTS, first.id, Content("after"))

    assert [(each.content.text, each.edited) for each in world.posts.all] == [("after", True), ("beside", False)]


def test_a_message_that_is_not_there_is_neither_edited_nor_removed(world: Workspace) -> None:
    """As Slack says it."""
    with pytest.raises(Refusal, match="message_not_found"):
        world.posts.edit(INCIDENTS, "1.1", Content("text"))
    with pytest.raises(Refusal, match="message_not_found"):
        world.posts.remove(INCIDENTS, "1.1")


def test_changes_are_told_in_their_order_until_nobody_listens(world: Workspace) -> None:
    """A page that was left is told no more."""
    changes: list[Change] = []
    stop = world.subscribe(changes.append)
    message = world.posts.put(INCIDENTS, Content("text"), BOT)
    world.posts.clear()
    stop()
    world.posts.put(INCIDENTS, Content("text"), BOT)

    assert changes == [MessagePut(message), MessageGone(message)]


def test_a_change_is_told_to_those_who_may_see_it(world: Workspace, told: list[Change]) -> None:
    """An ephemeral message, a direct one and a form to one person, a language to all."""
    world.posts.whisper(GUEST.id, INCIDENTS, Content("text"), BOT)
    world.posts.put(GUEST.direct_channel, Content("text"), BOT)
    world.surfaces.open(GUEST.id, {"type": "modal"})
    world.surfaces.publish(GUEST.id, {"type": "home"})
    world.set_locale(GUEST.id, "zh-CN")

    assert [type(each) for each in told] == [MessagePut, MessagePut, ModalShown, HomeShown, PeopleChanged]
    assert [world.is_told(GUEST.id, each) for each in told] == [True] * 5
    assert [world.is_told(ONCALL.id, each) for each in told] == [False] * 4 + [True]


def test_a_language_is_a_persons_own(world: Workspace) -> None:
    """It can be changed while the bot runs."""
    world.set_locale(APPROVER.id, "zh-CN")

    assert [each.locale for each in world.people] == ["en-US", "zh-CN", "en-US", "en-US"]


def test_strangers_are_unknown(world: Workspace) -> None:
    """Who is not named is not there."""
    for ask in (world.person, world.seen_by, world.profile):
        with pytest.raises(Refusal, match="user_not_found"):
            ask("U0NOBODY")
    with pytest.raises(Refusal, match="channel_not_found"):
        world.channel("C0NOWHERE")
    assert not world.is_read_by(ONCALL.id, "C0NOWHERE")


def test_a_workspace_without_people_is_open(time: HandTime) -> None:
    """Tests come with users and channels of their own."""
    world = Workspace(now=time.now)

    assert world.person("U0ANYBODY").id == "U0ANYBODY"
    assert world.channel("C0ANYWHERE").id == "C0ANYWHERE"
    assert world.is_read_by("U0ANYBODY", "D0ANY")
    with pytest.raises(Refusal, match="channel_not_found"):
        world.channel("")


def test_a_second_form_takes_the_place_of_the_first(world: Workspace) -> None:
    """A person has one open at most."""
    first = world.surfaces.open(ONCALL.id, {"type": "modal"})
    second = world.surfaces.open(ONCALL.id, {"type": "modal"})

    assert (world.surfaces.find(first.id), world.seen_by(ONCALL.id).modal) == (None, second)


def test_a_form_that_is_closed_is_gone(world: Workspace, told: list[Change]) -> None:
    """Closing it twice changes nothing."""
    view = world.surfaces.open(ONCALL.id, {"type": "modal"})
    world.surfaces.close(view.id)
    world.surfaces.close(view.id)

    assert told == [ModalShown(ONCALL.id, view), ModalShown(ONCALL.id, None)]
    with pytest.raises(Refusal, match="not_found"):
        world.surfaces.update(view.id, {"type": "modal"})


def test_a_home_is_shown_again_under_its_id(world: Workspace, told: list[Change]) -> None:
    """Whether it is published or updated."""
    first = world.surfaces.publish(ONCALL.id, {"type": "home"})
    second = world.surfaces.publish(ONCALL.id, {"type": "home"}, first.hash)
    third = world.surfaces.update(second.id, {"type": "home"})

    assert first.id == second.id == third.id
    assert told == [HomeShown(ONCALL.id, each) for each in (first, second, third)]


def test_a_home_that_has_changed_meanwhile_is_not_overwritten(world: Workspace) -> None:
    """By who says which one they mean."""
    first = world.surfaces.publish(ONCALL.id, {"type": "home"})
    world.surfaces.publish(ONCALL.id, {"type": "home"})

    with pytest.raises(Refusal, match="hash_conflict"):
        world.surfaces.publish(ONCALL.id, {"type": "home"}, first.hash)
    with pytest.raises(Refusal, match="hash_conflict"):
        world.surfaces.update(first.id, {"type": "home"}, first.hash)


def test_after_very_many_messages_the_oldest_are_gone(world: Workspace, told: list[Change]) -> None:
    """For whoever looks as well; what a page is sent at first does not grow for ever."""
    messages = [world.posts.put(INCIDENTS, Content(str(number)), BOT) for number in range(501)]

    assert world.posts.all == tuple(messages[1:])
    assert told[-1] == MessageGone(messages[0])
