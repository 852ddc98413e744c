"""Slack: doors through which reports come in, views in which answers go out, transports that carry both."""
