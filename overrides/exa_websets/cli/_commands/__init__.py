"""The commands, each in a module of the same name that defines it as `command`; `_app.py` loads them.

May import `_session`, `_output`, `_input`, and from the package its public names, `_websets`, `_items`,
`_archive.results`, `_archive.verification`, `_drift.report` and `emulator.__main__`.
Guaranteed: wrong usage ends with exit code 2 before a request is sent; with `--json`, stdout carries only JSON;
errors and warnings go to stderr. Commands send requests only inside `session.client()`, which maps their errors to
exit codes.
"""

COMMANDS = {
    "cancel": "Cancel Websets. The items found so far are kept.",
    "run": "Create a Webset and show its progress until it ends. If the command ends first, it cancels the Webset.",
    "watch": (
        "Show the progress of a Webset until it ends. Ctrl-C ends the command without canceling anything, unless a "
        "--cancel option has taken effect."
    ),
    "follow": (
        "Print each item as it is found, until the Webset ends. Ctrl-C ends the command without canceling anything, "
        "unless a --cancel option has taken effect."
    ),
    "active": "List running Websets with their age, progress and monitors.",
    "rows": "Print the items found so far. The output is a table in a terminal, and JSON Lines otherwise.",
    "get": "Show a Webset and everything in it.",
    "list": "List the Websets of the team, newest first.",
    "drift": "List everything in a Webset that this package does not know.",
    "archive": (
        "Copy all data of the team to a directory. Run the same command again to resume or to update the copy."
    ),
    "emulate": "Serve an emulated API on this machine. `emulate --help` lists its options.",
    "items": "Read the items of a Webset.",
}
"""The help of each command, in the order of `--help`, which shows the first sentences without loading a command."""

ITEMS_COMMANDS = {"export": "Write the items found so far to a file."}
"""The same for the commands of `items`."""
