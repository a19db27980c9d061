"""What the state of a Webset means: when it has ended, what still runs, when a stop rule fires.

May import `_guard`, `_http`, `_errors`, `_clock` and `_generated`. Sends nothing and waits for nothing, so both
clients decide alike.
Guaranteed here: a Webset counts as finished only if it is idle and every search and enrichment has ended; a batch
hands out each id once and has an outcome for every id that it took.
"""
