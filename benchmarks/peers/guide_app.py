"""The smallest Bolt app that answers a slash command, written as Bolt's guide to async writes it.

The guide's `AsyncApp()` and `app.start(3000)`, with the address and the Web API that the bench gives; nothing is looked
up or worked out for the reply.
"""

from __future__ import annotations

import os

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"])


@app.command("/campaign-why")
async def answer(ack: AsyncAck, command: dict[str, str]) -> None:
    """Repeat what was asked, in the ack."""
    await ack(f"You asked: {command['text']}")


if __name__ == "__main__":
    app.start(port=int(os.environ["PORT"]), host=os.environ["HOST"])
