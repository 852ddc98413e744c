"""The guide's app with `process_before_response`: Bolt awaits the listener instead of polling for its ack."""

from __future__ import annotations

import os

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
app = AsyncApp(client=client, signing_secret=os.environ["SLACK_SIGNING_SECRET"], process_before_response=True)


@app.command("/campaign-why")
async def answer(ack: AsyncAck, command: dict[str, str]) -> None:
    """Repeat what was asked, in the ack."""
    await ack(f"You asked: {command['text']}")


if __name__ == "__main__":
    app.start(port=int(os.environ["PORT"]), host=os.environ["HOST"])
