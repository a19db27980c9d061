"""Ids in the service's form: the prefix of a resource and a lowercase ULID."""

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

# The 80 "random" bits of an item's ULID are a checksum of its owner and its number, which is multiplied by an odd
# constant to look random and can be computed back.
_OWNER_BITS = 32
_NUMBER_BITS = _RANDOM_BITS - _OWNER_BITS
_MULTIPLIER = 0x9E3779B97F4B


class IdGenerator:
    """Generates ids that look random but are the same in every run. Later ULIDs sort after earlier ones."""

    def __init__(self) -> None:
        self._random = Random(0)  # noqa: S311 - the ids of an emulator protect nothing
        # A generator of its own, so that the ids of records do not depend on the number of requests.
        self._request_random = Random(1)  # noqa: S311
        self._last = 0

    def ulid(self, at: datetime) -> str:
        """Return a ULID for a time, greater than all ULIDs returned before."""
        first = _milliseconds(at) << _RANDOM_BITS
        # The top random bit stays clear, which leaves room for increments within one millisecond.
        self._last = max(first + self._random.getrandbits(_RANDOM_BITS - 1), self._last + self._random.getrandbits(60))
        return _base32(self._last)

    def cuid(self) -> str:
        """Return an id of the other form, which the service uses for enrichments created together with a Webset."""
        return "cm" + "".join(self._random.choices(_LETTERS, k=23))

    def secret(self) -> str:
        """Return a secret, for the signature of an upload URL or of a webhook."""
        return "".join(self._random.choices(_CROCKFORD, k=26))

    def request_id(self) -> str:
        """Return the id of a request: 32 hexadecimal digits."""
        return f"{self._request_random.getrandbits(128):032x}"


def item_ulid(at: datetime, owner: str, number: int) -> str:
    """Return the ULID of the `number`-th item of `owner`; the same arguments give the same ULID."""
    mixed = number * _MULTIPLIER % (1 << _NUMBER_BITS)
    return _base32((_milliseconds(at) << _RANDOM_BITS) + (crc32(owner.encode()) << _NUMBER_BITS) + mixed)


def item_number(ulid: str, owner: str) -> int | None:
    """Return the number encoded in the ULID of an item, or None if it is not an item of `owner`."""
    if not is_ulid(ulid):
        return None
    bits = 0
    for letter in ulid:
        bits = bits << 5 | _CROCKFORD.index(letter)
    if bits >> _NUMBER_BITS & (1 << _OWNER_BITS) - 1 != crc32(owner.encode()):
        return None
    return (bits & (1 << _NUMBER_BITS) - 1) * pow(_MULTIPLIER, -1, 1 << _NUMBER_BITS) % (1 << _NUMBER_BITS)


def is_ulid(text: str) -> bool:
    """Return True if a text has the form of a ULID."""
    return len(text) == 26 and all(letter in _CROCKFORD for letter in text)


def _milliseconds(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(milliseconds=1)


def _base32(number: int) -> str:
    return "".join(_CROCKFORD[number >> shift & 31] for shift in range(125, -1, -5))
