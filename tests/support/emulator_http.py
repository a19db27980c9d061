"""Plain HTTP clients of the emulator, without any code of the package."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    from exa_websets.emulator import Emulator

# All requests stay on this machine: no proxy is needed, and loading the certificate authorities would take
# ten times as long as a request.


def emulator_client(emulator: Emulator, key: str = "any") -> httpx.Client:
    """Create an HTTP client of an emulator, with a key unless it is empty."""
    headers = {"x-api-key": key} if key else {}
    return httpx.Client(base_url=emulator.base_url, headers=headers, trust_env=False, verify=False, timeout=30)


def upload(url: str, file: bytes) -> int:
    """Upload the file of an import, without a key, and return the status."""
    return httpx.put(url, content=file, headers={"content-type": "text/csv"}, trust_env=False, verify=False).status_code
