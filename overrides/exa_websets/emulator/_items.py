"""The items that searches find: invented, and the same ones whenever they are looked at."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from random import Random

from ..pydantic import (
    ArticleItemProperties,
    Company,
    CompanyHeadquarters,
    CompanyItemProperties,
    CustomItemProperties,
    Employer,
    EnrichmentResult,
    ItemEvaluation,
    ItemProperties,
    Person,
    PersonItemProperties,
    Publication,
    Reference,
    ResearchPaperItemProperties,
    WebsetItem,
)
from . import _life
from ._criteria import criteria
from ._ids import ulid_of
from ._records import Enrichment, Search, Webset

_FIRST = ("Amber", "Birch", "Cedar", "Drift", "Ember", "Fjord", "Grove", "Heron", "Indigo", "Juniper")
_SECOND = ("Atelier", "Bakery", "Collective", "Foundry", "Gardens", "House", "Labs", "Mills", "Studio", "Works")
_PLACES = (("Utrecht", "Netherlands", "NL"), ("Porto", "Portugal", "PT"), ("Uppsala", "Sweden", "SE"))


def latest_items(webset: Webset, now: datetime, most: int) -> list[WebsetItem]:
    """Give the items found so far, the newest first, at most so many."""
    latest: list[tuple[datetime, Search, int]] = []
    for search in webset.searches:
        found = _life.found(search, now)
        latest += [
            (_life.found_at(search, number), search, number) for number in range(found, max(0, found - most), -1)
        ]
    latest.sort(key=lambda one: one[0], reverse=True)
    return [_item(webset, search, number, at, now) for at, search, number in latest[:most]]


def _item(webset: Webset, search: Search, number: int, at: datetime, now: datetime) -> WebsetItem:
    # The same random numbers each time make the same item.
    random = Random(f"{search.id}/{number}")  # noqa: S311 - nothing to guard
    name = f"{random.choice(_FIRST)} {random.choice(_SECOND)}"
    url = f"https://example.com/{name.lower().replace(' ', '-')}-{number}"
    reference = Reference(title=name, snippet=f"{name} fits.", url=url)
    settled = [_settled_at(enrichment, webset, at) for enrichment in webset.enrichments]
    return WebsetItem(
        id=f"witem_{ulid_of(at, search.id, number)}",
        object="webset_item",
        source="search",
        source_id=search.id,
        webset_id=webset.id,
        properties=_PROPERTIES.get(search.entity.type, _custom)(name, url, random),
        evaluations=[
            ItemEvaluation(criterion=text, reasoning="Its page says so.", satisfied="yes", references=[reference])
            for text in criteria(search, now)
        ],
        enrichments=[_result(enrichment, webset, at, now, reference) for enrichment in webset.enrichments],
        created_at=at,
        updated_at=max([at, *(time for time in settled if time <= now)]),
    )


def _enriched_at(enrichment: Enrichment, found_at: datetime) -> datetime:
    return max(enrichment.started, found_at) + _life.ENRICHING_AN_ITEM


def _settled_at(enrichment: Enrichment, webset: Webset, found_at: datetime) -> datetime:
    return min(_enriched_at(enrichment, found_at), _life.enrichment_end(enrichment, webset))


def _result(
    enrichment: Enrichment, webset: Webset, found_at: datetime, now: datetime, reference: Reference
) -> EnrichmentResult:
    settled = _settled_at(enrichment, webset, found_at)
    done = settled <= now and settled == _enriched_at(enrichment, found_at)
    return EnrichmentResult(
        object="enrichment_result",
        status="completed" if done else "canceled" if settled <= now else "pending",
        format=enrichment.format or "text",
        result=[_answer(enrichment, reference.url)] if done else None,
        reasoning="Its page says so." if done else None,
        references=[reference] if done else [],
        enrichment_id=enrichment.id,
    )


def _answer(enrichment: Enrichment, url: str) -> str:
    if enrichment.options:
        return enrichment.options[0].label
    return {
        "date": "2019-04-02",
        "number": "42",
        "email": "hello@example.com",
        "phone": "+31 20 555 0100",
        "url": url,
    }.get(enrichment.format or "text", "As their page tells.")


def _company(name: str, url: str, random: Random) -> ItemProperties:
    city, country, code = random.choice(_PLACES)
    return CompanyItemProperties(
        type="company",
        url=url,
        description=f"{name} fits the search.",
        content=f"# {name}\n\nWe are {name}.",
        company=Company(
            name=name,
            location=f"{city}, {country}",
            employees=random.randrange(3, 900),
            industry="food",
            about=f"{name} makes things.",
            logo_url=f"{url}/logo.png",
            founded_year=random.randrange(1950, 2025),
            headquarters=CompanyHeadquarters(
                address=None, city=city, state=None, postal_code=None, country=country, country_code=code
            ),
            financials=None,
            web_traffic=None,
        ),
    )


def _person(name: str, url: str, random: Random) -> ItemProperties:
    city, country, _ = random.choice(_PLACES)
    return PersonItemProperties(
        type="person",
        url=url,
        description=f"{name} fits the search.",
        person=Person(
            name=name,
            location=f"{city}, {country}",
            position="Founder",
            company=Employer(name=f"{name} Ltd", location=None),
            picture_url=None,
            work_history=[],
            education_history=[],
        ),
    )


def _publication(name: str) -> Publication:
    return Publication(title=f"About {name}", author=None, published_at="2025-03-14")


def _article(name: str, url: str, random: Random) -> ItemProperties:
    return ArticleItemProperties(
        type="article", url=url, description=f"About {name}.", content=f"# {name}", article=_publication(name)
    )


def _paper(name: str, url: str, random: Random) -> ItemProperties:
    return ResearchPaperItemProperties(
        type="research_paper",
        url=url,
        description=f"About {name}.",
        content=f"# {name}",
        research_paper=_publication(name),
    )


def _custom(name: str, url: str, random: Random) -> ItemProperties:
    return CustomItemProperties(
        type="custom", url=url, description=f"About {name}.", content=f"# {name}", custom=_publication(name)
    )


_PROPERTIES: dict[str, Callable[[str, str, Random], ItemProperties]] = {
    "company": _company,
    "person": _person,
    "article": _article,
    "research_paper": _paper,
}
