"""The pytest fixture `websets_emulator`: a started emulator of the Websets API for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .emulator import Emulator


@pytest.fixture
def websets_emulator() -> Iterator[Emulator]:
    """An emulator that serves while the test runs; its clock stands still until the test steps it."""
    try:
        from .emulator import Emulator
    except ImportError as error:
        pytest.fail(str(error), pytrace=False)
    with Emulator() as emulator:
        yield emulator
