"""The playground, put together: the bot as it is served, and around it a Slack and a receiver of its own.

Part of the composition root; `running` is where it starts.
"""
