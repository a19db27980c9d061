"""The guard: a registry of jobs that must not keep running. A job is registered before it starts.

May import `_errors`, `_clock` and `_generated`. It imports neither client, so each job comes with the function that
cancels it at interpreter exit.
Guaranteed here: a job is released only after it was verified to have stopped, was handed over, or was reported; all
jobs that are still registered at interpreter exit are canceled within 20 seconds in total; a forked child does not
touch the jobs of its parent. Nothing is canceled after SIGKILL, `os._exit`, or SIGTERM without a handler.
"""
