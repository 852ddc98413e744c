"""Slack on your own machine: a fake Web API that records what it is told and answers as Slack does."""

from bot.playground.fake_slack import Call, FakeSlack

__all__ = ["Call", "FakeSlack"]
