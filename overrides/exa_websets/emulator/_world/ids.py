"""Ids like the service's: a ULID in lower case behind the name of the resource."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from zlib import crc32

WEBSET_PREFIX = "webset_"
SEARCH_PREFIX = "wsearch_"
ENRICHMENT_PREFIX = "wenrich_"
ITEM_PREFIX = "witem_"
IMPORT_PREFIX = "import_"
MONITOR_PREFIX = "monitor_"
MONITOR_RUN_PREFIX = "monitor_run_"
EVENT_PREFIX = "event_"
WEBHOOK_PREFIX = "webhook_"
WEBHOOK_ATTEMPT_PREFIX = "webhook_attempt_"

_CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz"
_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
_RANDOM_BITS = 80

# The part that looks random holds who brought a thing forth and, multiplied by an odd number, the how-manieth it is.
_OWNER_BITS = 32
_NUMBER_BITS = _RANDOM_BITS - _OWNER_BITS
_MIXER = 0x9E3779B97F4B


class IdGenerator:
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

    def cuid(self) -> str:
        """Give the other kind of id, which enrichments have that are made together with their Webset."""
        return "cm" + "".join(self._random.choices(_LETTERS, k=23))

    def secret(self) -> str:
        """Give what signs an upload."""
        return "".join(self._random.choices(_CROCKFORD, k=26))

    def request_id(self) -> str:
        """Give the id of a request: 32 hexadecimal digits."""
        return f"{self._requests.getrandbits(128):032x}"


def item_ulid(at: datetime, owner: str, number: int) -> str:
    """Give the ULID of the `number`-th thing that `owner` brings forth, the same each time it is asked for."""
    mixed = number * _MIXER % (1 << _NUMBER_BITS)
    return _base32((_milliseconds(at) << _RANDOM_BITS) + (crc32(owner.encode()) << _NUMBER_BITS) + mixed)


def item_number(ulid: str, owner: str) -> int | None:
    """Give the number of a thing from its ULID, None if another owner brought it forth."""
    if not is_ulid(ulid):
        return None
    bits = 0
    for letter in ulid:
        bits = bits << 5 | _CROCKFORD.index(letter)
    if bits >> _NUMBER_BITS & (1 << _OWNER_BITS) - 1 != crc32(owner.encode()):
        return None
    return (bits & (1 << _NUMBER_BITS) - 1) * pow(_MIXER, -1, 1 << _NUMBER_BITS) % (1 << _NUMBER_BITS)


def is_ulid(text: str) -> bool:
    """Tell whether a text has the form of a ULID."""
    return len(text) == 26 and all(letter in _CROCKFORD for letter in text)


def _milliseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def _base32(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
