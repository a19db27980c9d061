"""What is known of the things that are found: invented, and the same whenever it is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from urllib.parse import quote

from ...pydantic import (
    ArticleItemProperties,
    Company,
    CompanyHeadquarters,
    CompanyItemProperties,
    CustomItemProperties,
    Employer,
    ItemProperties,
    Person,
    PersonItemProperties,
    Publication,
    ResearchPaperItemProperties,
)
from .._world.records import Import, ItemSlot, Search

_FIRST = ("Amber", "Birch", "Cedar", "Drift", "Ember", "Fjord", "Grove", "Heron", "Indigo", "Juniper")
_SECOND = ("Atelier", "Bakery", "Collective", "Foundry", "Gardens", "House", "Labs", "Mills", "Studio", "Works")
_PLACES = (("Utrecht", "Netherlands", "NL"), ("Porto", "Portugal", "PT"), ("Uppsala", "Sweden", "SE"))


def properties_of(slot: ItemSlot) -> ItemProperties:
    """Give what is known of the thing that stands in a place of a Webset."""
    if isinstance(slot.source, Search):
        return found_thing(slot.source, slot.number)
    row = slot.source.content.rows[slot.number - 1] if slot.source.content else ""
    return properties_of(row) if isinstance(row, ItemSlot) else _imported_thing(slot.source, slot.number, row)


def found_thing(search: Search, number: int) -> ItemProperties:
    """Invent the `number`-th thing that a search finds."""
    # The same random numbers each time make the same thing.
    random = Random(f"{search.id}/{number}")  # noqa: S311 - nothing to guard
    name = f"{random.choice(_FIRST)} {random.choice(_SECOND)}"
    url = f"https://example.com/{name.lower().replace(' ', '-')}-{number}"
    return _PROPERTIES.get(search.entity.type, _custom)(name, url, random)


def _imported_thing(record: Import, number: int, row: str) -> ItemProperties:
    random = Random(f"{record.id}/{number}")  # noqa: S311
    name = re.sub(r"^https?://(www\.)?|/$", "", row) or f"Row {number}"
    if re.match(r"https?://", row):
        url = row
    else:
        url = (
            f"https://{row}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", row) else f"https://example.com/{quote(name)}"
        )
    return _PROPERTIES.get(record.entity.type if record.entity else "", _custom)(name, url, random)


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
