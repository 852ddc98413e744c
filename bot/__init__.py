"""A report in plain words in, the Campaign server module to inspect out.

Read in this order: `knowledge.model` (what is known), `diagnosis.decision` (the judgement), `views` (how an answer
is worded), `slack.doors` (how people ask), `app` (how everything is put together). `knowledge` is read by
`diagnosis`, `diagnosis` by `views`, `views` by `slack` and the terminal (`cli`); nothing points the other way.
`actions` is what a site lets people do about it: `actions.model` (what is set up), `actions.policy` (who may),
`actions.runs.course` (the way of a run).
`playground` is a Slack on this machine that knows nothing of the bot; `playing` puts the bot into it.
What was asked to be done, and what became of it, is kept by `ledger` (read `ledger.model`, then `ledger.keeping`).
"""
