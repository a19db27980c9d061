"""What time does to every record, told in its order when somebody asks."""

from __future__ import annotations

from datetime import datetime

from .._world.due_times import Agenda
from .._world.lifetimes import idle_at
from .._world.record_copies import Snapshots
from .._world.records import Import, Search, Webset
from .changes import Happening, Idle, ImportSteps, Items, Results, SearchSteps, Strand


class Timeline:
    """Knows what is still to be told of each Webset and each import; to find nothing due costs next to nothing."""

    def __init__(self) -> None:
        self._agenda = Agenda()
        self._tales: dict[str, _Tale] = {}

    def reckon(self, record: Webset | Import, now: datetime) -> None:
        """Take in that a call has made or changed a record."""
        tale = self._tales.get(record.id)
        if tale is None:
            tale = self._tales[record.id] = _WebsetTale(record) if isinstance(record, Webset) else _ImportTale(record)
        tale.reckon(now)
        self._agenda.put(record.id, tale.due())

    def forget(self, record: Webset | Import) -> None:
        """Tell nothing more of a record."""
        self._tales.pop(record.id, None)
        self._agenda.put(record.id, None)

    def tell(self, until: datetime) -> list[Happening]:
        """Give all that happened until then and was not given before."""
        told: list[Happening] = []
        while first := self._agenda.first(until):
            tale = self._tales[first[1]]
            told += tale.tell(until)
            self._agenda.put(first[1], tale.due())
        return sorted(told, key=lambda happening: (happening.at, happening.rank))


class _Tale:
    """What is still to be told of one record."""

    def __init__(self) -> None:
        self.strands: list[Strand] = []

    def reckon(self, now: datetime) -> None:
        """Take in what a call has changed."""

    def tell(self, until: datetime) -> list[Happening]:
        """Give all that happened until then and was not given before."""
        told = [happening for strand in self.strands for happening in strand.tell(until)]
        self.strands = [strand for strand in self.strands if not strand.is_over(until)]
        return told

    def due(self) -> datetime | None:
        """Tell when the next thing happens."""
        return min((happening.at for strand in self.strands if (happening := strand.next())), default=None)


class _ImportTale(_Tale):
    def __init__(self, record: Import) -> None:
        super().__init__()
        self.strands.append(ImportSteps(record))


class _WebsetTale(_Tale):
    def __init__(self, webset: Webset) -> None:
        super().__init__()
        self._webset = webset
        self._snapshots = Snapshots(webset)
        self.strands.append(Idle(self._snapshots))
        # The ids of what has a strand, or had one.
        self._known: set[tuple[str, ...]] = set()

    def reckon(self, now: datetime) -> None:
        self._snapshots.changed()
        sources: list[Import | Search] = [*self._webset.imports, *self._webset.searches]
        for source in sources:
            if self._is_new(source.id):
                self.strands.append(Items(source, self._snapshots))
                if isinstance(source, Search):
                    self.strands.append(SearchSteps(source, self._snapshots))
            for enrichment in self._webset.enrichments:
                if self._is_new(source.id, enrichment.id):
                    self.strands.append(Results(source, enrichment, self._snapshots))
        if now < idle_at(self._webset) and not any(isinstance(strand, Idle) for strand in self.strands):
            self.strands.append(Idle(self._snapshots))

    def _is_new(self, *key: str) -> bool:
        if key in self._known:
            return False
        self._known.add(key)
        return True
