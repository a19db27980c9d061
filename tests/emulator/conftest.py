"""Fixtures of the emulator's tests."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_http import emulator_client


@pytest.fixture
def strict_http() -> Iterator[httpx.Client]:
    """A plain HTTP client of an emulator that rejects what the API does not describe."""
    with Emulator(strict=True) as emulator, emulator_client(emulator) as client:
        yield client
