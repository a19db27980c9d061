"""Plain HTTP with the emulator, and nothing of ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from exa_websets.emulator import Emulator

# Nothing here is for another machine: no proxy is asked for, and reading the authorities that the world trusts would
# take ten times as long as a request.


def emulator_client(emulator: Emulator, key: str = "any") -> httpx.Client:
    """Make a client of an emulator, with a key; an empty one is none."""
    headers = {"x-api-key": key} if key else {}
    return httpx.Client(base_url=emulator.base_url, headers=headers, trust_env=False, verify=False)


def upload(url: str, file: bytes) -> int:
    """Put a file where an import wants it, without a key, and give the status."""
    return httpx.put(url, content=file, headers={"content-type": "text/csv"}, trust_env=False, verify=False).status_code
