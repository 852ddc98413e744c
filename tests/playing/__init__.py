"""The playground, put together."""
