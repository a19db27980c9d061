"""Where things are that a worker needs, and how large they shall be; it comes as JSON in an environment variable."""

from __future__ import annotations

import json
import os

from attrs import frozen

VARIABLE = "BENCHMARK"


@frozen
class Server:
    """Where the server is, and the certificate of who has to be trusted for it."""

    address: str
    authority: str | None

    @property
    def base_url(self) -> str:
        return f"{self.address}/websets"


@frozen
class Place:
    """Addresses of the server by kind of wire, the Python of the development environment, and sizes."""

    server: dict[str, str]
    python: str
    cancels: int = 1000
    pages: int = 1000

    def over(self, wire: str) -> Server:
        return Server(self.server[wire], self.server["authority"] if wire == "tls" else None)


def here() -> Place:
    """Read it from the environment."""
    return Place(**json.loads(os.environ[VARIABLE]))
