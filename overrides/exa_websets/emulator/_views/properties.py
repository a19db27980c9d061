"""The properties of items: invented, but the same in every answer."""

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
    EducationHistoryEntry,
    Employer,
    HistoryDates,
    HistoryOrganization,
    ItemProperties,
    Person,
    PersonItemProperties,
    Publication,
    ResearchPaperItemProperties,
    WorkHistoryEntry,
)
from .._world.records import Import, ItemSlot, Search

_FIRST_NAMES = ("Amber", "Birch", "Cedar", "Drift", "Ember", "Fjord", "Grove", "Heron", "Indigo", "Juniper")
_SECOND_NAMES = ("Atelier", "Bakery", "Collective", "Foundry", "Gardens", "House", "Labs", "Mills", "Studio", "Works")
_FAMILY_NAMES = ("Alvarez", "Berg", "Castro", "Dahl", "Ekman", "Ferreira", "Groot", "Haan", "Jansen", "Lima")
_PLACES = (("Utrecht", "Netherlands", "NL"), ("Porto", "Portugal", "PT"), ("Uppsala", "Sweden", "SE"))


def item_properties(slot: ItemSlot) -> ItemProperties:
    """Return the properties of the item in a slot."""
    if isinstance(slot.source, Search):
        return found_item_properties(slot.source, slot.number)
    row = slot.source.content.rows[slot.number - 1] if slot.source.content else ""
    return (
        item_properties(row) if isinstance(row, ItemSlot) else _imported_item_properties(slot.source, slot.number, row)
    )


def found_item_properties(search: Search, number: int) -> ItemProperties:
    """Return the properties of the `number`-th item that a search finds."""
    # The seed makes the item the same each time.
    random = Random(f"{search.id}/{number}")  # noqa: S311 - invented data
    second_names = _FAMILY_NAMES if search.entity.type == "person" else _SECOND_NAMES
    name = f"{random.choice(_FIRST_NAMES)} {random.choice(second_names)}"
    url = f"https://example.com/{name.lower().replace(' ', '-')}-{number}"
    return _BUILDERS.get(search.entity.type, _custom)(name, url, random)


def _imported_item_properties(record: Import, number: int, row: str) -> ItemProperties:
    random = Random(f"{record.id}/{number}")  # noqa: S311
    name = re.sub(r"^https?://(www\.)?|/$", "", row) or f"Row {number}"
    if re.match(r"https?://", row):
        url = row
    else:
        url = (
            f"https://{row}" if re.fullmatch(r"[\w-]+(\.[\w-]+)+(/\S*)?", row) else f"https://example.com/{quote(name)}"
        )
    return _BUILDERS.get(record.entity.type if record.entity else "", _custom)(name, url, random)


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
    employers = [f"{random.choice(_FIRST_NAMES)} {random.choice(_SECOND_NAMES)}" for _ in range(2)]
    since = random.randrange(2010, 2024)
    return PersonItemProperties(
        type="person",
        url=url,
        description=f"{name} fits the search.",
        person=Person(
            name=name,
            location=f"{city}, {country}",
            position="Founder",
            company=Employer(name=employers[0], location=None),
            picture_url=None,
            work_history=[
                _job("Founder", f"{city}, {country}", since, None, employers[0]),
                _job("Engineer", None, since - 4, since, employers[1]),
            ],
            education_history=[
                EducationHistoryEntry(
                    degree="Bachelor",
                    dates=_dates(since - 8, since - 4),
                    institution=_organization(f"University of {city}"),
                )
            ],
        ),
    )


def _job(title: str, location: str | None, since: int, until: int | None, employer: str) -> WorkHistoryEntry:
    return WorkHistoryEntry(title=title, location=location, dates=_dates(since, until), company=_organization(employer))


def _dates(since: int, until: int | None) -> HistoryDates:
    return HistoryDates(from_=f"{since}-01-01", to=f"{until}-01-01" if until else None)


def _organization(name: str) -> HistoryOrganization:
    return HistoryOrganization(id=None, name=name, linkedin_url=None)


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


_BUILDERS: dict[str, Callable[[str, str, Random], ItemProperties]] = {
    "company": _company,
    "person": _person,
    "article": _article,
    "research_paper": _paper,
}
