"""What the emulator keeps: what was asked for and when; all that follows from it in time is computed, not kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from attrs import define, field, frozen

from ..pydantic import (
    EnrichmentFormat,
    EnrichmentOption,
    Entity,
    ExcludeSource,
    Import,
    Monitor,
    ScopeSource,
    SearchBehavior,
    SearchCanceledReason,
)


@frozen
class Stop:
    """A search or an enrichment is stopped; the time may still lie ahead."""

    at: datetime
    reason: SearchCanceledReason | None


@define
class Search:
    """A search; `criteria` are those that were given, none if the service has to find them."""

    id: str
    started: datetime
    query: str
    entity: Entity
    criteria: list[str]
    count: int
    behavior: SearchBehavior = "override"
    exclude: list[ExcludeSource] = field(factory=list[ExcludeSource])
    scope: list[ScopeSource] = field(factory=list[ScopeSource])
    max_people_per_company: int | None = None
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    stop: Stop | None = None


@define
class Enrichment:
    """A question about each item; without a `format` the service chooses one."""

    id: str
    started: datetime
    description: str
    format: EnrichmentFormat | None
    options: list[EnrichmentOption] | None
    metadata: dict[str, Any] = field(factory=dict[str, Any])
    stop: Stop | None = None


@define
class Webset:
    """A Webset; `changed` is when a call last changed it."""

    id: str
    started: datetime
    changed: datetime
    external_id: str | None
    title: str | None
    searches: list[Search] = field(factory=list[Search])
    enrichments: list[Enrichment] = field(factory=list[Enrichment])
    imports: list[Import] = field(factory=list[Import])
    monitors: list[Monitor] = field(factory=list[Monitor])
    excludes: list[ExcludeSource] = field(factory=list[ExcludeSource])
    metadata: dict[str, Any] = field(factory=dict[str, Any])
