"""What the emulator keeps: what was asked for and when; all that follows from it in time is computed, not kept."""

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


@frozen
class Stop:
    """Something that runs is stopped; the time may still lie ahead."""

    at: datetime
    reason: SearchCanceledReason | None


@define(eq=False)
class Search:
    """A search; `criteria` are those that were given, none if the service has to find them.

    It waits for the search `waits_for`, which had not ended when this one was made.
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
    """A question about each item; without a `format` the service chooses one. `changed` is when a call changed it."""

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
    """The place of an item in a Webset: the `number`-th, counted from 1, that a search or an import brought in."""

    source: Search | Import
    number: int
    added_at: datetime


@frozen
class ImportContent:
    """What was read of an import's file, or why it cannot be read; each row is its identifier.

    An import of a Webset has the slots of that Webset for rows.
    """

    rows: Sequence[str | ItemSlot] = ()
    failed_reason: ImportFailedReason | None = None
    failed_message: str | None = None


@define(eq=False)
class Import:
    """An import; `changed` is when a call last changed it.

    `size` in bytes and the column of the `identifier` are what was announced. The `rows` come with the upload, which
    needs the `signature`; `uploaded` is when.
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
    """One firing of a monitor: the search it started, or why it could not start one."""

    id: str
    monitor_id: str
    created_at: datetime
    search: Search | None = None
    failed_reason: str | None = None


@define(eq=False)
class Monitor:
    """A monitor; `next_run_at` is when it fires next, None while it is disabled. The last of `runs` is the latest."""

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
    runs: list[MonitorRun] = field(factory=list[MonitorRun])


@define(eq=False)
class Webset:
    """A Webset; `changed` is when a call last changed it, `titled` when the service gives it a title.

    `deleted` names the items that were deleted, by their source and number.
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
    excludes: list[ExcludeSource] = field(factory=list[ExcludeSource])
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    deleted_items: set[tuple[str, int]] = field(factory=set[tuple[str, int]])

    @property
    def sources(self) -> list[Search | Import]:
        """What brings in its items."""
        return [*self.searches, *self.imports]
