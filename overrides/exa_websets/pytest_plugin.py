"""A pytest plugin with the fixture `websets_emulator`, an emulated Websets API for one test."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .emulator import Emulator


@pytest.fixture
def websets_emulator() -> Iterator[Emulator]:
    """Yield a running emulator, whose clock is stopped until the test advances it."""
    try:
        from .emulator import Emulator
    except ImportError as error:
        pytest.fail(str(error), pytrace=False)
    with Emulator() as emulator:
        yield emulator
