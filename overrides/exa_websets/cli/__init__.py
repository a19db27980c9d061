"""The command line `exa-websets`; it needs the extra `cli`."""

import sys

_EXTRA = ("click", "rich", "shellingham", "typer")


def main() -> int:
    """Run the command line with the arguments of the process.

    Return 2 if a package of the extra is not installed, after naming the extra on stderr.
    """
    try:
        from ._app import app
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in _EXTRA:
            raise
        print(f"The command line needs {missing}: pip install 'exa-websets[cli]'", file=sys.stderr)
        return 2
    app(prog_name="exa-websets")
    return 0
