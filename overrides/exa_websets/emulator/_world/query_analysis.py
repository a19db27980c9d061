"""What the service works out from a query: the kind of thing, the criteria, a title."""

from __future__ import annotations

import re
from datetime import datetime

from ...pydantic import ArticleEntity, CompanyEntity, Entity, PersonEntity, ResearchPaperEntity
from . import lifetimes
from .records import Search, Webset

# The first kind with a word of the query; anything else is a company.
_KINDS: tuple[tuple[str, Entity], ...] = (
    (r"papers?|preprints?|stud(?:y|ies)", ResearchPaperEntity(type="research_paper")),
    (r"articles?|news|blogs?|posts?|essays?", ArticleEntity(type="article")),
    (r"people|persons?|founders?|engineers?|researchers?|\w+ists?|ceos?", PersonEntity(type="person")),
)
_NAMES = {"company": "Companies", "person": "People", "article": "Articles", "research_paper": "Research papers"}


def detect_entity(query: str) -> Entity:
    """Guess what kind of thing a query looks for."""
    for words, entity in _KINDS:
        if re.search(rf"\b(?:{words})\b", query, re.IGNORECASE):
            return entity
    return CompanyEntity(type="company")


def title_at(webset: Webset, now: datetime) -> str | None:
    """Give the title of a Webset: its own, or after some seconds one made of its first query."""
    if webset.title is not None or now < webset.titled_at:
        return webset.title
    for search in webset.searches:
        return f"{_NAMES.get(search.entity.type, 'Things')}: {search.query}"[:100]
    return webset.imports[0].title[:100] if webset.imports else "Webset"


def criteria_at(search: Search, now: datetime) -> list[str]:
    """Give the criteria of a search: those given, or after some seconds two made of its query."""
    if search.criteria or not lifetimes.has_criteria(search, now):
        return search.criteria
    return derive_criteria(search.query, search.entity)


def derive_criteria(query: str, entity: Entity) -> list[str]:
    """Take a query apart into criteria."""
    return [f"Belongs to the kind: {entity.type}", query[:1000]]
