"""Ids like the service's: a ULID in lower case behind the name of the resource."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RANDOM_BITS = 80


class Ids:
    """Makes ids that look random and are the same in every run; later ones sort after earlier ones."""

    def __init__(self) -> None:
        self._random = Random(0)  # noqa: S311 - ids of an emulator guard nothing
        # Apart, so that the ids of things do not hang on the number of requests.
        self._requests = Random(1)  # noqa: S311
        self._last = 0

    def ulid(self, at: datetime) -> str:
        """Give the ULID of this time; of two in one millisecond the second is the greater one."""
        first = _milliseconds(at) << _RANDOM_BITS
        # The upper bit stays free for the steps within one millisecond.
        self._last = max(first + self._random.getrandbits(_RANDOM_BITS - 1), self._last + self._random.getrandbits(60))
        return _base32(self._last)

    def with_webset(self) -> str:
        """Give the other kind of id, which enrichments have that are made together with their Webset."""
        return "cm" + "".join(self._random.choices(_LETTERS, k=23))

    def request(self) -> str:
        """Give the id of a request: 32 hexadecimal digits."""
        return f"{self._requests.getrandbits(128):032x}"


def ulid_of(at: datetime, owner: str, number: int) -> str:
    """Give the ULID of the `number`-th thing that `owner` brings forth, the same each time it is asked for."""
    bits = Random(f"{owner}/{number}").getrandbits(_RANDOM_BITS)  # noqa: S311 - ids of an emulator guard nothing
    return _base32((_milliseconds(at) << _RANDOM_BITS) + bits)


def is_ulid(text: str) -> bool:
    """Tell whether a text has the form of a ULID."""
    return len(text) == 26 and all(letter in _CROCKFORD for letter in text)


def _milliseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def _base32(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
