"""Where measurements take place: the addresses and sizes, which workers read from the environment, and interpreters."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from attrs import frozen

VARIABLE = "BENCHMARK"


class MeasurementError(Exception):
    """A row cannot be measured."""


@frozen
class Server:
    """The address of the server, and the certificate authority for it."""

    address: str
    authority: str | None = None

    @property
    def base_url(self) -> str:
        return f"{self.address}/websets"


@frozen
class Place:
    """The addresses of the server, and sizes."""

    server: dict[str, str]
    cancels: int = 1000
    pages: int = 100

    def over(self, wire: str) -> Server:
        """Return the server over `plain` or `tls`, or `late`, where a response takes 50 ms."""
        if wire == "late":
            return Server(f"{self.server['plain']}/late")
        return Server(self.server[wire], self.server["authority"] if wire == "tls" else None)


@frozen
class Home:
    """An interpreter, and the environment of processes that have the package from a folder."""

    name: str
    folder: Path
    environment: dict[str, str]
    python: Path = Path(sys.executable)


def clean_environment(*paths: Path) -> dict[str, str]:
    """Return our environment with additional import paths, and without settings of the client and proxies."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("EXA_") and not name.lower().endswith("_proxy") and name != "PYTHONDONTWRITEBYTECODE"
    }
    found = [*map(str, paths), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**kept, "PYTHONPATH": os.pathsep.join(found), "PYTHONHASHSEED": "0"}


def here() -> Place:
    """Return the place described by the environment variable."""
    return Place(**json.loads(os.environ[VARIABLE]))


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no reason was printed"])[-1]
