"""The command line `exa-websets`; it needs the extra `cli`."""

import sys

from ._loading import load


def main() -> int:
    """Run the command line with the arguments of the process."""
    # httpx would import a command line of its own where click and rich are installed, which takes as long as all else.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    try:
        load("_app").app(prog_name="exa-websets")
    except KeyboardInterrupt:
        return 130
    return 0
