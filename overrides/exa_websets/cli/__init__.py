"""The command line `exa-websets`; it needs the extra `cli`."""

import os
import signal
import sys

_EXTRA = ("click", "rich", "shellingham", "typer")


def main() -> int:
    """Run the command line with the arguments of the process.

    Return 2 if a package of the extra is not installed, after naming the extra on stderr.
    """
    is_default = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_default:
        # Until a command runs, Ctrl-C has nothing to clean up, and a traceback of imports helps nobody.
        signal.signal(signal.SIGINT, lambda number, frame: os._exit(130))
    try:
        from ._app import app
        from ._output.log import escape_logs
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        print(f"The command line needs {missing}: pip install 'exa-websets[cli]'", file=sys.stderr)
        return 2
    escape_logs()
    if is_default:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        app(prog_name="exa-websets")
    except KeyboardInterrupt:
        return 130
    return 0
