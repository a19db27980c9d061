"""The process that measures in one interpreter: reads commands from standard input, and prints a value for each.

A command is a JSON list of the key of a row, a tool, and the seconds of a block.
"""

from __future__ import annotations

import json
import signal
import sys
from contextlib import closing
from pathlib import Path

import exa_websets

from benchmarking.batches import measure
from benchmarking.calls import Block, Clients, timed_by_cpu
from benchmarking.codecs import codec
from benchmarking.place import here


def main() -> None:
    """Serve the parent process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # on Ctrl-C the parent ends this process
    place, blocks = here(), dict[tuple[str, str], Block]()
    with closing(Clients()) as clients:
        print(json.dumps(str(Path(exa_websets.__file__).resolve())), flush=True)
        for line in sys.stdin:
            key, tool, seconds = json.loads(line)
            family, _, rest = key.partition("/")
            if family in ("decode", "encode", "read", "write"):
                block = blocks.get((key, tool)) or timed_by_cpu(codec(family, tool, rest))
            elif family == "cancel":
                block = blocks.get((key, tool)) or clients.block(key, tool, place)
            else:
                print(json.dumps(measure(key, tool, place)), flush=True)
                continue
            blocks[key, tool] = block
            print(json.dumps(block(seconds)), flush=True)
