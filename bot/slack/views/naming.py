"""People and groups as Slack shows their names: never by a text that it would have to parse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.views.blocks import Element, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def mention(slack_id: str) -> str:
    """Return what shows the name behind the id of a user or a group, in mrkdwn; other names as they are."""
    if slack_id.startswith("S"):
        return f"<!subteam^{slack_id}>"
    return f"<@{slack_id}>" if slack_id[:1] in ("U", "W") else slack_id


def named(who: str) -> Element:
    """Return what shows the name of a user or a group in rich text; other names as they are."""
    if who.startswith("S"):
        return {"type": "usergroup", "usergroup_id": who}
    return {"type": "user", "user_id": who} if who[:1] in ("U", "W") else run(who)


def all_named(people: Iterable[str], comma: str) -> list[Element]:
    """Return the names of several, with commas between them."""
    return [each for who in people for each in (run(comma), named(who))][1:]


def around(template: str, who: str, **fields: str) -> Iterator[Element]:
    """Yield a sentence with somebody in it, where it says {who}."""
    before, after = template.format(who="\0", **fields).split("\0")
    yield from (run(before), named(who), *([run(after)] if after else []))
