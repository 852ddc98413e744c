"""The "share" button under an answer that only the asker sees: posts it to the channel, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.slack.posting import as_payload, clicked, for_the_clicker, respond
from bot.slack.responder import clicker_of
from bot.slack.views.blocks import Message, Part, escape, line, rich_text, run, within_limits
from bot.slack.views.reply import SHARE
from bot.views.wording import WORDING

if TYPE_CHECKING:
    from aiohttp import ClientSession
    from slack_bolt.async_app import AsyncAck, AsyncApp

    from bot.slack.background import Background
    from bot.slack.locales import Locales
    from bot.slack.posting import Clicked
    from bot.slack.responder import Responder, Shareable

_LONGEST_REPORT = 1_000


class ShareDoor:
    """Takes clicks on "share"."""

    def __init__(self, responder: Responder, locales: Locales, background: Background, session: ClientSession) -> None:
        self._responder = responder
        self._locales = locales
        self._background = background
        self._session = session

    def register(self, bolt: AsyncApp) -> None:
        """Listen."""
        bolt.action(SHARE)(self.on_share)

    async def on_share(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Share what the button stands for, if the clicker is the one who asked, in the channel where they did."""
        await ack()
        asker = clicker_of(body)
        to = clicked(body)
        if to is None:
            return
        share_id = str(body["actions"][0].get("value", ""))
        if found := self._responder.shareable(share_id, asker):
            self._background.start(self._share(found, share_id, to), "share")
        else:
            self._background.start(self._refuse(asker.user, to), "share.refuse")

    async def _share(self, found: Shareable, share_id: str, to: Clicked) -> None:
        message = _public(found, self._responder.message(found.finding, found.language, channel=found.asker.channel))
        payload = as_payload(message, response_type="in_channel", replace_original=False)
        if not await respond(self._session, to, payload):
            self._responder.unshared(share_id, found)

    async def _refuse(self, user: str, to: Clicked) -> None:
        text = WORDING[await self._locales.language_of(user)].share_gone
        await respond(self._session, to, for_the_clicker(text))


def _public(found: Shareable, answer: Message) -> Message:
    """Return the answer with who asked what above it; the report is shown as it is, never parsed.

    What would be too much for Slack with it is left out from the end.
    """
    before, after = WORDING[found.language].shared_by.split("{report}")
    report = " ".join(found.finding.diagnosis.report.split())[:_LONGEST_REPORT]
    _, said = before.split("{user}")
    head = rich_text([line({"type": "user", "user_id": found.asker.user}, run(said), run(f"{report}{after}"))])
    text = f"<@{found.asker.user}>{said}{escape(report, _LONGEST_REPORT)}\n{answer.text}"
    return Message(text, within_limits([Part.of(head), *answer.parts]))
