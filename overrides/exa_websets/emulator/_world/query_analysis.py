"""What the service derives from a query: the kind of entity, the criteria and a title."""

from __future__ import annotations

import re
from datetime import datetime

from ...pydantic import ArticleEntity, CompanyEntity, Entity, PersonEntity, ResearchPaperEntity
from . import webset_schedule
from .records import Search, Webset

# The first pattern that matches a word of the query decides; without a match the entity is a company.
_ENTITY_PATTERNS: tuple[tuple[str, Entity], ...] = (
    (r"papers?|preprints?|stud(?:y|ies)", ResearchPaperEntity(type="research_paper")),
    (r"articles?|news|blogs?|posts?|essays?", ArticleEntity(type="article")),
    (r"people|persons?|founders?|engineers?|researchers?|\w+ists?|ceos?", PersonEntity(type="person")),
)
# A query of as many words has two criteria, a shorter one has one.
MANY_WORDS = 3
_PLURALS = {"company": "Companies", "person": "People", "article": "Articles", "research_paper": "Research papers"}


def detect_entity(query: str) -> Entity:
    """Return the kind of entity that a query asks for."""
    for words, entity in _ENTITY_PATTERNS:
        if re.search(rf"\b(?:{words})\b", query, re.IGNORECASE):
            return entity
    return CompanyEntity(type="company")


def derive_criteria(query: str, entity: Entity) -> list[str]:
    """Return the criteria of a query for which none were given: as recorded, one or two."""
    kind = [] if len(query.split()) < MANY_WORDS else [f"Belongs to the kind: {entity.type}"]
    return [*kind, query[:1000]]


def criteria_at(search: Search, now: datetime) -> list[str]:
    """Return the criteria of a search: the given ones, or derived ones once the service has derived them."""
    if search.criteria or not webset_schedule.has_criteria(search, now):
        return search.criteria
    return derive_criteria(search.query, search.entity)


def title_at(webset: Webset, now: datetime) -> str | None:
    """Return the title of a Webset: its own, or a derived one once the service has derived it."""
    if webset.title is not None or now < webset.titled_at:
        return webset.title
    for search in webset.searches:
        return f"{_PLURALS.get(search.entity.type, 'Things')}: {search.query}"[:100]
    return webset.imports[0].title[:100] if webset.imports else "Webset"
