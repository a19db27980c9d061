"""Records by id, in the order of their ids, so that a page costs the same wherever it begins."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Generic, Protocol, TypeVar


class HasId(Protocol):
    """A record."""

    @property
    def id(self) -> str: ...


Record = TypeVar("Record", bound=HasId)


class SortedIds:
    """Ids in ascending order. Removing the first is as cheap as adding one that is greater than all others."""

    def __init__(self) -> None:
        # Those before `_first` have been removed already.
        self._ids: list[str] = []
        self._first = 0

    def __len__(self) -> int:
        return len(self._ids) - self._first

    def append(self, id: str) -> None:
        """Add an id that is greater than all others."""
        self._ids.append(id)

    def remove(self, id: str) -> None:
        """Remove an id."""
        index = self._index(id)
        if index > self._first:
            del self._ids[index]
            return
        self._first += 1
        if self._first > len(self):
            del self._ids[: self._first]
            self._first = 0

    def first(self) -> str | None:
        """Return the least id, or None if there is none."""
        return self._ids[self._first] if len(self) else None

    def first_where(self, holds: Callable[[str], bool]) -> str | None:
        """Return the first id for which a condition holds that holds for all greater ids too, or None."""
        index = bisect_left(self._ids, True, self._first, key=holds)
        return self._ids[index] if index < len(self._ids) else None

    def descending(self, before: str | None = None) -> Iterator[str]:
        """Yield the ids from the greatest to the least, only those less than `before` if it is given."""
        end = len(self._ids) if before is None else self._index(before)
        return (self._ids[index] for index in range(end - 1, self._first - 1, -1))

    def _index(self, id: str) -> int:
        return bisect_left(self._ids, id, self._first)


class RecordTable(Generic[Record]):
    """Records by id. They are added in the order of their ids, the newest last."""

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self._by_id: dict[str, Record] = {}
        self._ids = SortedIds()
        for record in records:
            self.add(record)

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, id: str) -> bool:
        return id in self._by_id

    def __getitem__(self, id: str) -> Record:
        return self._by_id[id]

    def __iter__(self) -> Iterator[Record]:
        """Yield the records, the oldest first."""
        return iter(self._by_id.values())

    def get(self, id: str) -> Record | None:
        """Return the record with an id, or None if there is none."""
        return self._by_id.get(id)

    def add(self, record: Record) -> None:
        """Add a record, which is newer than all others."""
        self._by_id[record.id] = record
        self._ids.append(record.id)

    def remove(self, record: Record) -> None:
        """Remove a record."""
        del self._by_id[record.id]
        self._ids.remove(record.id)

    def oldest(self) -> Record | None:
        """Return the oldest record, or None if there is none."""
        id = self._ids.first()
        return None if id is None else self._by_id[id]

    def newest(self) -> Record | None:
        """Return the newest record, or None if there is none."""
        return next(self.newest_first(), None)

    def newest_first(self, before: str | None = None) -> Iterator[Record]:
        """Yield the records, the newest first, only those with an id less than `before` if it is given."""
        return (self._by_id[id] for id in self._ids.descending(before))

    def first_where(self, holds: Callable[[Record], bool]) -> Record | None:
        """Return the oldest record for which a condition holds that holds for all newer ones too, or None."""
        id = self._ids.first_where(lambda id: holds(self._by_id[id]))
        return None if id is None else self._by_id[id]
