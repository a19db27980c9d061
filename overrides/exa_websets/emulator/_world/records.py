"""The records of the emulator: what requests asked for, and when.

Everything that follows with time is computed by `webset_schedule` and never stored.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from attrs import define, field, frozen

from ...pydantic import (
    EnrichmentFormat,
    EnrichmentOption,
    Entity,
    ExcludeSource,
    ImportFailedReason,
    ImportFormat,
    MonitorSearchConfigInput,
    ScopeSource,
    SearchBehavior,
    SearchCanceledReason,
)
from .record_table import RecordTable


@frozen
class Stop:
    """When and why something that runs is stopped; the time may lie in the future."""

    at: datetime
    reason: SearchCanceledReason | None


@define(eq=False)
class Search:
    """A search.

    `criteria` holds the given ones and is empty if the service has to derive them. `waits_for` is the search before
    it, if that had not ended when this one was created.
    """

    id: str
    created_at: datetime
    query: str
    entity: Entity
    criteria: list[str]
    count: int
    behavior: SearchBehavior = "override"
    exclude: list[ExcludeSource] = field(factory=list[ExcludeSource])
    scope: list[ScopeSource] = field(factory=list[ScopeSource])
    max_people_per_company: int | None = None
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    waits_for: Search | None = None
    stop: Stop | None = None


@define(eq=False)
class Enrichment:
    """A question about each item. `changed_at` is the time of the last request that changed it."""

    id: str
    created_at: datetime
    changed_at: datetime
    description: str
    format: EnrichmentFormat | None
    options: list[EnrichmentOption] | None
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    stop: Stop | None = None


@frozen(eq=False)
class ItemSlot:
    """The place of an item in a Webset: the `number`-th item, counted from 1, that a search or an import adds."""

    source: Search | Import
    number: int
    added_at: datetime


@frozen
class ImportContent:
    """The rows of an import, or the reason why its file could not be read.

    A row of a CSV file is its identifier; a row of an imported Webset is an item slot of that Webset.
    """

    rows: Sequence[str | ItemSlot] = ()
    failed_reason: ImportFailedReason | None = None
    failed_message: str | None = None


@define(eq=False)
class Import:
    """An import. `changed_at` is the time of the last request that changed it.

    `count`, `size` (in bytes) and `identifier_column` are as announced by the request that created it. `content` and
    `uploaded_at` are set by the upload, whose URL contains the `signature`.
    """

    id: str
    created_at: datetime
    changed_at: datetime
    format: ImportFormat
    entity: Entity | None
    title: str
    count: int
    size: int = 0
    identifier_column: int | None = None
    signature: str = ""
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    content: ImportContent | None = None
    uploaded_at: datetime | None = None
    stop: Stop | None = None


@define(eq=False)
class MonitorRun:
    """A run of a monitor: the search that it started, or the reason why it failed."""

    id: str
    monitor_id: str
    created_at: datetime
    search: Search | None = None
    failed_reason: str | None = None


@define(eq=False)
class Monitor:
    """A monitor. `next_run_at` is None while it is disabled."""

    id: str
    created_at: datetime
    changed_at: datetime
    webset_id: str
    cron: str
    timezone: str
    config: MonitorSearchConfigInput
    enabled: bool = True
    next_run_at: datetime | None = None
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    runs: RecordTable[MonitorRun] = field(factory=RecordTable[MonitorRun])


@define(eq=False)
class Webset:
    """A Webset.

    `changed_at` is the time of the last request that changed it, `titled_at` the time at which the service gives it
    a title. `evaluated` holds the ids of the imports whose rows are evaluated, and `deleted_items` the deleted items
    as pairs of the id of their source and their number.
    """

    id: str
    created_at: datetime
    changed_at: datetime
    titled_at: datetime
    external_id: str | None
    title: str | None
    searches: list[Search] = field(factory=list[Search])
    enrichments: list[Enrichment] = field(factory=list[Enrichment])
    imports: list[Import] = field(factory=list[Import])
    monitors: list[Monitor] = field(factory=list[Monitor])
    evaluated: frozenset[str] = frozenset()
    excludes: list[ExcludeSource] = field(factory=list[ExcludeSource])
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    deleted_items: set[tuple[str, int]] = field(factory=set[tuple[str, int]])

    @property
    def sources(self) -> list[Search | Import]:
        """The searches and imports that add its items."""
        return [*self.searches, *self.imports]
