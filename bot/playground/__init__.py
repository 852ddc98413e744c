"""Slack on your own machine: a workspace, its Web API at the wire, people to act as, and a receiver to order from.

Read in this order: `workspace` (what Slack knows), `fake_slack` and `web_api` (what the bot asks), `acting` (what
people do), `receiver`. Nothing here knows the bot: it hears and is heard over HTTP.
"""

from bot.playground.acting import Acted, Acting, Clicked
from bot.playground.delivering import Delivery
from bot.playground.fake_slack import Call, FakeSlack
from bot.playground.people import CHANNELS, PEOPLE
from bot.playground.receiver import Receiver
from bot.playground.workspace import Workspace

__all__ = ["CHANNELS", "PEOPLE", "Acted", "Acting", "Call", "Clicked", "Delivery", "FakeSlack", "Receiver", "Workspace"]
