"""A diagnosis in words: one `Answer`, rendered for the terminal, as JSON, and (in `bot.slack.views`) as Block Kit."""
