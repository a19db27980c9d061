"""The work of an emulator for a request, counted in opcodes of the interpreter."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any, TypeVar

from attrs import define
from exa_websets.emulator import Emulator

Result = TypeVar("Result")


@define
class OpcodeCounter:
    """Counts the opcodes that the thread of an emulator executes while it is counting."""

    opcodes: int = 0
    counting: bool = False

    def during(self, act: Callable[[], Result]) -> tuple[Result, int]:
        """Call a function; return its result and the number of opcodes that the emulator executed meanwhile."""
        self.opcodes, self.counting = 0, True
        result = act()
        self.counting = False
        return result, self.opcodes

    def trace(self, frame: FrameType, event: str, argument: Any) -> Any:
        """Count an event of the thread; this is a trace function."""
        if not self.counting:
            return None
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        self.opcodes += event == "opcode"
        return self.trace


@contextmanager
def counted_emulator(**settings: Any) -> Generator[tuple[Emulator, OpcodeCounter]]:
    """Run an emulator whose work is counted."""
    counter = OpcodeCounter()
    threading.settrace(counter.trace)
    try:
        emulator = Emulator(**settings).__enter__()
    finally:
        threading.settrace(None)
    try:
        yield emulator, counter
    finally:
        emulator.__exit__(None, None, None)
