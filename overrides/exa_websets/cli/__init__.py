"""The command line `exa-websets`; it needs the extra `cli`."""

import sys
from typing import TYPE_CHECKING

from ._loading import load

if TYPE_CHECKING:  # frozen programs contain only what is imported by name somewhere
    from ._app import app as app
    from ._commands import (
        active as active,
        archive as archive,
        cancel as cancel,
        drift as drift,
        emulate as emulate,
        export as export,
        follow as follow,
        get as get,
        list as list,
        rows as rows,
        run as run,
        watch as watch,
    )


def main() -> int:
    """Run the command line with the arguments of the process."""
    # Where click and rich are installed, httpx would import its own command line, which doubles the start-up time.
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    try:
        load("_app").app(prog_name="exa-websets")
    except KeyboardInterrupt:
        return 130
    return 0
