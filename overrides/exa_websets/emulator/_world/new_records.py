"""New records, built from the parameters of a request."""

from __future__ import annotations

from datetime import datetime

from ...pydantic import (
    CreateEnrichmentParameters,
    CreateImportParameters,
    CreateWebsetSearchParameters,
    CustomEntity,
    CustomEntityInput,
    EnrichmentOption,
    EnrichmentOptionInput,
    Entity,
    EntityInput,
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
    parameters: WebsetSearchInput | CreateWebsetSearchParameters,
    now: datetime,
    exclude: list[ExcludeSourceInput] | None = None,
    waits_for: Search | None = None,
) -> Search:
    """Return a new search, which starts when the search that it waits for has ended.

    `exclude` is what its Webset excludes, besides what the search itself does.
    """
    added = parameters if isinstance(parameters, CreateWebsetSearchParameters) else None
    return Search(
        id=SEARCH_PREFIX + ids.ulid(now),
        created_at=now,
        query=parameters.query,
        entity=answered_entity(parameters.entity) if parameters.entity else detect_entity(parameters.query),
        criteria=[criterion.description for criterion in parameters.criteria or []],
        count=parameters.count or 10,
        # A search with a scope always replaces the items.
        behavior=(added and not added.scope and added.behavior) or "override",
        exclude=exclude_sources([*(parameters.exclude or []), *(exclude or [])]),
        scope=[ScopeSource(**source.model_dump(exclude_unset=True)) for source in parameters.scope or []],
        max_people_per_company=parameters.max_people_per_company,
        metadata=dict((added and added.metadata) or {}),
        waits_for=waits_for,
    )


def new_enrichment(id: str, parameters: CreateEnrichmentParameters, now: datetime) -> Enrichment:
    """Return a new enrichment with this id."""
    return Enrichment(
        id=id,
        created_at=now,
        changed_at=now,
        description=parameters.description,
        format=parameters.format or ("options" if parameters.options else None),
        options=enrichment_options(parameters.options),
        metadata=dict(parameters.metadata or {}),
    )


def new_csv_import(ids: IdGenerator, parameters: CreateImportParameters, now: datetime) -> Import:
    """Return a new import that waits for its file."""
    return Import(
        id=IMPORT_PREFIX + ids.ulid(now),
        created_at=now,
        changed_at=now,
        format="csv",
        entity=answered_entity(parameters.entity),
        title=parameters.title or "Untitled import",
        count=parameters.count,
        size=parameters.size,
        identifier_column=parameters.csv.identifier if parameters.csv else None,
        signature=ids.secret(),
        metadata=dict(parameters.metadata or {}),
    )


def new_webset_import(ids: IdGenerator, origin: Webset, now: datetime) -> Import:
    """Return a new import of the items that a Webset has now."""
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


def answered_entity(entity: EntityInput) -> Entity:
    """Convert the entity of a request to that of an answer."""
    return CustomEntity(**entity.model_dump()) if isinstance(entity, CustomEntityInput) else entity


def enrichment_options(options: list[EnrichmentOptionInput] | None) -> list[EnrichmentOption] | None:
    """Convert the options of a request to those of an answer."""
    return [EnrichmentOption(label=option.label) for option in options] if options else None


def exclude_sources(sources: list[ExcludeSourceInput] | None) -> list[ExcludeSource]:
    """Convert the excluded sources of a request to those of an answer, each once."""
    named = {(source.source, source.id): source for source in sources or []}
    return [ExcludeSource(source=source.source, id=source.id) for source in named.values()]
