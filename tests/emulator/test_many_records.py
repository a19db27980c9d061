"""A request costs the emulator the same however many Websets, events and items it has."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import count
from typing import Any

import httpx
import pytest
from attrs import field, frozen
from exa_websets.emulator import Emulator
from support.emulator_calls import FILE, TEA, asked, create
from support.emulator_http import emulator_client
from support.executed_opcodes import OpcodeCounter, counted_emulator

# The newest items have the same number of references for both counts.
FEW, MANY = 27, 600
NUMBERS = count()

IMPORT: dict[str, Any] = {
    "format": "csv",
    "size": len(FILE),
    "count": 2,
    "entity": {"type": "company"},
}


@frozen
class Filled:
    """An emulator with many Websets; `first` and `last` are the first and the last of them."""

    emulator: Emulator
    counter: OpcodeCounter
    http: httpx.Client
    first: str
    last: str
    items: str
    item_cursor: str

    def cost(self, row: Row) -> int:
        """Return the number of opcodes that a request takes.

        It is the minimum of three, because the server has other work.
        """
        costs: list[int] = []
        for _ in range(3):
            names = {"first": self.first, "last": self.last, "items": self.items, "cursor": self.item_cursor}
            names |= {"below": "0" * 26, "new": f"new-{next(NUMBERS)}"}
            if row.before_path:
                names["id"] = self.http.post(row.before_path, json=row.before_body).json()["id"]
            path = row.path.format_map(names)
            body = {key: text.format_map(names) if isinstance(text, str) else text for key, text in row.body.items()}
            response, cost = self.counter.during(partial(self.http.request, row.method, path, json=body or None))
            assert response.status_code < 300, response.text
            costs.append(cost)
        return min(costs)


@frozen
class Row:
    """A request to measure, and an unmeasured creation of a record before it."""

    method: str
    path: str
    body: dict[str, Any] = field(factory=dict[str, Any])
    before_path: str = ""
    before_body: dict[str, Any] = field(factory=dict[str, Any])


ROWS = {
    "create": Row("POST", "/v0/websets", TEA),
    "create with an externalId": Row("POST", "/v0/websets", {**TEA, "externalId": "{new}"}),
    "get": Row("GET", "/v0/websets/{first}"),
    "get by externalId": Row("GET", "/v0/websets/newest"),
    "update": Row("POST", "/v0/websets/{first}", {"title": "Tea"}),
    "cancel": Row("POST", "/v0/websets/{id}/cancel", {}, "/v0/websets", TEA),
    "delete": Row("DELETE", "/v0/websets/{id}", {}, "/v0/websets", TEA),
    "first page": Row("GET", "/v0/websets?limit=2"),
    "last page": Row("GET", "/v0/websets?limit=2&cursor={below}"),
    "team": Row("GET", "/v0/teams/me"),
    "create an import": Row("POST", "/v0/imports", IMPORT),
    "update an import": Row("PATCH", "/v0/imports/{id}", {"title": "x"}, "/v0/imports", IMPORT),
    "delete an import": Row("DELETE", "/v0/imports/{id}", {}, "/v0/imports", IMPORT),
    "create a monitor": Row("POST", "/v0/monitors", asked("{last}", cron="1 1 1 1 *")),
    "monitors of a Webset": Row("GET", "/v0/monitors?websetId=newest"),
    "events": Row("GET", "/v0/events?limit=2"),
    "last page of events": Row("GET", "/v0/events?limit=2&cursor={below}"),
    "rare events": Row("GET", "/v0/events?limit=2&types=webset.paused"),
    "early events": Row("GET", "/v0/events?limit=2&createdBefore=2025-01-01"),
    "late events": Row("GET", "/v0/events?limit=2&createdAfter=2027-01-01"),
    "items": Row("GET", "/v0/websets/{items}/items?limit=2"),
    "last page of items": Row("GET", "/v0/websets/{items}/items?limit=2&cursor={cursor}"),
}


def filled(emulator: Emulator, counter: OpcodeCounter, http: httpx.Client, number: int) -> Filled:
    items = create(http, {"search": {"query": "makers of tea", "count": number}})
    ids = [create(http, TEA, externalId=f"{index}" if index < number else "newest") for index in range(1, number + 1)]
    emulator.advance(4 * MANY)
    oldest = http.get(f"/v0/websets/{items}/items", params={"limit": 100}).json()
    while oldest["nextCursor"]:
        cursor = oldest["nextCursor"]
        oldest = http.get(f"/v0/websets/{items}/items", params={"limit": 100, "cursor": cursor}).json()
    return Filled(emulator, counter, http, ids[0], ids[-1], items, oldest["data"][-3]["id"])


@pytest.fixture(scope="module")
def few() -> Iterator[Filled]:
    with counted_emulator() as (emulator, counter), emulator_client(emulator) as http:
        yield filled(emulator, counter, http, FEW)


@pytest.fixture(scope="module")
def many() -> Iterator[Filled]:
    with counted_emulator() as (emulator, counter), emulator_client(emulator) as http:
        yield filled(emulator, counter, http, MANY)


@pytest.mark.packaging
@pytest.mark.parametrize("name", ROWS)
def test_a_request_costs_the_same_among_many(name: str, few: Filled, many: Filled) -> None:
    """A scan would take several opcodes for each record."""
    cost = few.cost(ROWS[name])
    assert cost > 1000
    assert many.cost(ROWS[name]) < cost + 5 * MANY
