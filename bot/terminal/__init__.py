"""What each terminal command does; `bot.cli` declares them."""
