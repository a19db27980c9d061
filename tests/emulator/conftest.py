"""Fixtures of the emulator's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from exa_websets.emulator import Emulator
from support.emulator_http import emulator_client


@pytest.fixture
def strict_http() -> Iterator[httpx.Client]:
    """A plain HTTP client of an emulator that rejects what the API does not describe."""
    with Emulator(strict=True) as emulator, emulator_client(emulator) as client:
        yield client


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out the fuzzer, which generates its requests while it is collected, unless slow tests are selected."""
    return True if collection_path.name == "test_fuzzed.py" and config.option.markexpr == "not packaging" else None
