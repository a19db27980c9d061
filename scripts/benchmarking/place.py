"""The setup of a measurement: addresses and sizes, which workers read from an environment variable."""

from __future__ import annotations

import json
import os

from attrs import frozen

VARIABLE = "BENCHMARK"


@frozen
class Server:
    """The address of the server, and the certificate authority for it."""

    address: str
    authority: str | None

    @property
    def base_url(self) -> str:
        return f"{self.address}/websets"


@frozen
class Place:
    """The addresses of the server, the Python of the development environment, and sizes."""

    server: dict[str, str]
    python: str
    cancels: int = 1000
    pages: int = 1000

    def over(self, wire: str) -> Server:
        return Server(self.server[wire], self.server["authority"] if wire == "tls" else None)


def here() -> Place:
    """Return the place described by the environment variable."""
    return Place(**json.loads(os.environ[VARIABLE]))
