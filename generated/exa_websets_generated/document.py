"""The API description that this package was generated from."""

from typing import Final

VERSION: Final = '2026-11-24'
