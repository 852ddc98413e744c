"""A run from the request to its outcome, whatever dies in between.

The ledger is the truth: who decides or reports moves the run there, and wakes it. `course` is the way of a run,
`durable` what survives a kill, `presence` how processes know of each other's death, `desk` where runs are asked for.
"""
