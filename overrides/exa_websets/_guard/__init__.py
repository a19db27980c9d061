"""The guard: what must not keep running is registered before it starts, and canceled whatever happens.

May import `_errors`, `_clock` and `_generated`. It is handed the function that cancels a job when the
process exits, because it knows neither client.
Guaranteed here: a job is forgotten only after it was seen to have stopped, was handed over, or was reported; what is
still registered when the interpreter exits is canceled then, within 20 seconds in all; a forked child leaves the jobs
of its parent alone. SIGKILL, `os._exit` and a SIGTERM without a handler leave no time for that.
"""
