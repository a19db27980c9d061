"""Decisions about the state of a Webset: whether it has ended, what is still running, and when a stop rule fires.

May import `_guard`, `_http`, `_errors`, `_clock` and `_generated`. Nothing here sends a request or waits, so both
clients share every decision.
Guaranteed here: a Webset counts as finished only if it is idle and every search and enrichment has ended; a batch
returns each id once and has an outcome for every id that it took.
"""
