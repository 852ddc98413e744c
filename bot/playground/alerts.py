"""What an alert bot posts: its text in attachments, as monitoring does."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.messages import Content


@dataclass(frozen=True, slots=True)
class Alert:
    """Something that monitoring has noticed."""

    id: str
    title: str
    text: str
    fields: tuple[tuple[str, str], ...] = ()
    color: str = "#d9534f"

    @property
    def content(self) -> Content:
        """The message: no text of its own, everything in one attachment."""
        fields = [{"title": title, "value": value, "short": True} for title, value in self.fields]
        attachment = {
            "fallback": f"{self.title}: {self.text}",
            "title": self.title,
            "text": self.text,
            "fields": fields,
            "color": self.color,
        }
        return Content(attachments=[attachment])


ALERTS = (
    Alert(
        "delivery-queue",
        "PROBLEM: delivery queue",
        "No mail has left for 20 minutes, all deliveries stay pending; mta is not running.",
        (("Host", "demo"), ("Severity", "High")),
    ),
    Alert(
        "bounces",
        "PROBLEM: bounce mailbox",
        "The bounce mailbox is filling up: bounces are not collected any more.",
        (("Host", "demo"), ("Severity", "Average")),
        "#f0ad4e",
    ),
    Alert(
        "workflows",
        "PROBLEM: workflows",
        "Workflows are stuck at their scheduler and no task has started since midnight.",
        (("Host", "live"), ("Severity", "High")),
    ),
    Alert(
        "tracking",
        "PROBLEM: tracking logs",
        "Opens and clicks are not updated: no tracking logs have come in for six hours.",
        (("Host", "live"), ("Severity", "Average")),
        "#f0ad4e",
    ),
)
