"""Running the bot: logs."""
