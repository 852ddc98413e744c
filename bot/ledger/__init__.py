"""What must never be lost: the runs as far as they have come, and the audit, to which facts are only ever added.

Others import `model` (the values), `keeping` (what a ledger does) and, to open one, `store`; only `store` and what lies
beneath it need a database library.
"""
