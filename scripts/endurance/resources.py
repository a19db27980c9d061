"""The sockets and memory of this process, which must not grow during a long run."""

from __future__ import annotations

import ctypes
import gc
import os
import stat
from contextlib import suppress
from pathlib import Path

from attrs import define

MOST_GROWTH = 8 * 2**20
_M_ARENA_MAX = -8  # from malloc.h


@define
class Resources:
    """The resources used by a series of parts."""

    first_sockets: int = 0
    """Sockets that were open before the clients."""
    most_sockets: int = 0
    left_sockets: int = 0
    first_memory: int = 0
    last_memory: int = 0

    def end_part(self) -> None:
        """Measure at the end of a part."""
        self.most_sockets = max(self.most_sockets, sockets() - self.first_sockets)
        self.last_memory = memory()
        self.first_memory = self.first_memory or self.last_memory

    def end(self) -> None:
        """Measure after the clients are closed."""
        self.left_sockets = sockets() - self.first_sockets

    def failures(self, most_sockets: int) -> list[str]:
        """Return a message for each resource that has grown."""
        failures: list[str] = []
        if self.most_sockets > most_sockets:
            failures.append(f"{self.most_sockets} sockets were open between two parts, more than {most_sockets}")
        if self.left_sockets > 0:
            failures.append(f"{self.left_sockets} sockets were left open")
        if (grown := self.last_memory - self.first_memory) > MOST_GROWTH:
            failures.append(f"memory grew by {grown / 2**20:.1f} MB")
        return failures


def use_one_heap() -> None:
    """Make threads share one heap: separate heaps keep their largest size, which looks like a leak."""
    with suppress(AttributeError):  # not glibc
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def sockets() -> int:
    """Return the number of open sockets of this process."""
    count = 0
    for name in os.listdir("/proc/self/fd"):
        try:
            count += stat.S_ISSOCK(os.stat(f"/proc/self/fd/{name}").st_mode)
        except FileNotFoundError:
            continue  # the listing itself
    return count


def memory() -> int:
    """Return the memory of this process in bytes."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")
