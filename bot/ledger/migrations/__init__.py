"""How the tables came to be, one file a step; `bot.ledger.migrating` goes through them."""
