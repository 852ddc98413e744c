"""People and groups as Slack shows their names."""

from __future__ import annotations


def mention(slack_id: str) -> str:
    """Return what shows the name behind the id of a user or a group, in mrkdwn; other names as they are."""
    if slack_id.startswith("S"):
        return f"<!subteam^{slack_id}>"
    return f"<@{slack_id}>" if slack_id[:1] in ("U", "W") else slack_id
