"""New records, made from what a call asks for."""

from __future__ import annotations

from datetime import datetime

from ...pydantic import (
    CreateEnrichmentParameters,
    CreateImportParameters,
    CreateWebsetSearchParameters,
    EnrichmentOption,
    EnrichmentOptionInput,
    ExcludeSource,
    ExcludeSourceInput,
    ScopeSource,
    WebsetSearchInput,
)
from .ids import IMPORT_PREFIX, SEARCH_PREFIX, IdGenerator
from .item_slots import newest_first
from .query_analysis import detect_entity
from .records import Enrichment, Import, ImportContent, Search, Webset


def new_search(
    ids: IdGenerator,
    asked: WebsetSearchInput | CreateWebsetSearchParameters,
    now: datetime,
    waits_for: Search | None = None,
) -> Search:
    """Make a search; it waits for the one before it."""
    later = asked if isinstance(asked, CreateWebsetSearchParameters) else None
    return Search(
        id=SEARCH_PREFIX + ids.ulid(now),
        created_at=now,
        query=asked.query,
        entity=asked.entity or detect_entity(asked.query),
        criteria=[criterion.description for criterion in asked.criteria or []],
        count=asked.count or 10,
        # With a scope the items there are always make room.
        behavior=(later and not later.scope and later.behavior) or "override",
        exclude=exclude_sources(asked.exclude),
        scope=[ScopeSource(**source.model_dump(exclude_unset=True)) for source in asked.scope or []],
        max_people_per_company=asked.max_people_per_company,
        metadata=dict((later and later.metadata) or {}),
        waits_for=waits_for,
    )


def new_enrichment(id: str, asked: CreateEnrichmentParameters, now: datetime) -> Enrichment:
    """Make an enrichment of this id."""
    return Enrichment(
        id=id,
        created_at=now,
        changed_at=now,
        description=asked.description,
        format=asked.format or ("options" if asked.options else None),
        options=enrichment_options(asked.options),
        metadata=dict(asked.metadata or {}),
    )


def enrichment_options(asked: list[EnrichmentOptionInput] | None) -> list[EnrichmentOption] | None:
    """Turn the options that a request names into those that are shown."""
    return [EnrichmentOption(label=option.label) for option in asked] if asked else None


def new_csv_import(ids: IdGenerator, asked: CreateImportParameters, now: datetime) -> Import:
    """Make an import, whose file is still to come."""
    return Import(
        id=IMPORT_PREFIX + ids.ulid(now),
        created_at=now,
        changed_at=now,
        format="csv",
        entity=asked.entity,
        title=asked.title or "Untitled import",
        count=asked.count,
        size=asked.size,
        identifier_column=asked.csv.identifier if asked.csv else None,
        signature=ids.secret(),
        metadata=dict(asked.metadata or {}),
    )


def new_webset_import(ids: IdGenerator, origin: Webset, now: datetime) -> Import:
    """Make an import of the items that a Webset has now."""
    slots = [*newest_first(origin, now)][::-1]
    return Import(
        id=IMPORT_PREFIX + ids.ulid(now),
        created_at=now,
        changed_at=now,
        format="webset",
        entity=origin.sources[0].entity,
        title=origin.title or origin.id,
        count=len(slots),
        content=ImportContent(slots),
        uploaded_at=now,
    )


def exclude_sources(asked: list[ExcludeSourceInput] | None) -> list[ExcludeSource]:
    """Turn sources that are named in a request into those that are shown."""
    return [ExcludeSource(source=source.source, id=source.id) for source in asked or []]
