"""All recorded requests are replayed in the order and at the times at which they were recorded, on one emulator."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any

import httpx
from attrs import define, field
from exa_websets.emulator import Emulator
from support.emulator_calls import TEA
from support.emulator_http import emulator_client, upload
from support.recording_comparison import assert_same_form
from support.recordings import RECORDED, Exchange, creation
from support.ulids import time_of

KEY = "right"
ID = re.compile(r"(?:webset|wsearch|wenrich|import)_01\w{24}")

KINDS = {"wsearch": ("searches", ("query", "count")), "wenrich": ("enrichments", ("description", "format"))}
# Deleted before the recorded lists were requested.
DELETED = {"websets_get_expand_items": "/v0/websets/", "imports_create_201": "/v0/imports/"}


@define
class Replay:
    """Actions on the clock of an emulator; `ids` maps the recorded ids to those of the emulator."""

    emulator: Emulator
    http: httpx.Client
    ids: dict[str, str] = field(factory=dict[str, str])
    actions: list[tuple[datetime, int, Callable[[], object]]] = field(factory=list[Any])
    done: list[str] = field(factory=list[str])

    def plan(self, at: datetime, act: Callable[[], object]) -> None:
        """Plan an action; actions at the same time run in the order in which they were planned."""
        self.actions.append((at, len(self.actions), act))

    def run(self) -> None:
        """Run the actions, each at its time."""
        for at, _, act in sorted(self.actions):
            self.emulator.advance((at - self.emulator.time).total_seconds())
            act()

    def call(self, method: str, path: str, body: Any = None, key: str = KEY) -> httpx.Response:
        """Send a request about the record with these recorded ids."""
        path = ID.sub(lambda match: self.ids.get(match[0]) or match[0], path)
        return self.http.request(method, path, json=body, headers={"x-api-key": key})

    def plan_creation(self, id: str, path: str, body: Any, then: Callable[[Any], object] = lambda made: None) -> None:
        """Plan the creation of a recorded id at its time, unless it is planned already."""
        if id in self.ids:
            return
        self.ids[id] = ""

        def act() -> None:
            made = self.call("POST", path, body).raise_for_status().json()
            self.ids[id] = made["id"]
            then(made)

        self.plan(time_of(id), act)

    def plan_import(self, answer: Any) -> None:
        """Plan the creation of an import, and the upload of its file if it was completed."""
        file = b"url\n" + b"".join(b"https://example.com/%d\n" % row for row in range(answer["count"]))
        body = {**{name: answer[name] for name in ("title", "format", "entity", "count")}, "size": len(file)}

        def finish(made: Any) -> None:
            assert answer["status"] != "completed" or upload(made["uploadUrl"], file) == 200

        self.plan_creation(answer["id"], "/v0/imports", body, finish)

    def plan_webset(self, answer: Any) -> None:
        """Plan the creation of a Webset that an answer shows; the service derives two criteria in these recordings."""
        given = len(answer["searches"][0]["criteria"]) == 1
        self.plan_creation(answer["id"], "/v0/websets", creation(answer, given))
        if answer["status"] == "idle" and "canceled" in [one["status"] for one in answer["enrichments"]]:
            path = f"/v0/websets/{answer['id']}/cancel"
            self.plan(time_of(answer["id"]) + timedelta(seconds=25), partial(self.call, "POST", path))

    def plan_parents(self, one: Exchange) -> None:
        """Plan the creation of everything that a recorded request refers to."""
        webset, *parts = ID.findall(one.path) or [""]
        if one.answer.get("object") == "webset" and webset:
            self.plan_webset(one.answer)
        elif one.name == "websets_list":
            for each in one.answer["data"]:
                self.plan_webset(each)
        elif one.name == "imports_list_has_more_without_cursor":
            for each in one.answer["data"]:
                self.plan_import(each)
        elif one.name == "items_list_with_enrichments":
            results = one.answer["data"][0]["enrichments"]
            asked = [{"description": "What is asked for.", "format": result["format"]} for result in results]
            self.plan_creation(webset, "/v0/websets", {**TEA, "enrichments": asked})
        elif webset:
            self.plan_creation(webset, "/v0/websets", TEA)
        for part in parts:
            kind, names = KINDS[part.partition("_")[0]]
            body = {name: one.answer[name] for name in names}
            self.plan_creation(part, f"/v0/websets/{webset}/{kind}", body)

    def exchange(self, one: Exchange) -> None:
        """Send a recorded request, and compare the answers."""
        self.done.append(one.name)
        if one.status == 500:
            self.emulator.fail(500)
        response = self.call(one.method, one.path, one.request, "wrong" if one.name == "error_400_bad_key" else KEY)
        assert response.status_code == one.status, (one.name, response.text)
        assert_same_form(one.answer, response.json(), one.name)
        if "id" in one.answer:
            self.ids[one.answer["id"]] = response.json()["id"]


def moment(one: Exchange) -> datetime:
    """Return the time of a request: from its answer, or within the second in which it was answered."""
    searches = one.answer.get("searches") or [one.answer]
    stopped = [search["canceledAt"] for search in searches if search.get("canceledAt")]
    answered = parsedate_to_datetime(one.at) + timedelta(seconds=0.75)
    return datetime.fromisoformat(stopped[0]) if stopped else answered


def test_the_recordings_in_order() -> None:
    """Each request is answered as recorded, with everything that was created before it."""
    in_order = sorted(RECORDED, key=lambda one: parsedate_to_datetime(one.at))
    start = datetime.fromisoformat("2025-10-01T00:00:00Z")
    with Emulator(api_key=KEY, start=start) as emulator, emulator_client(emulator, "") as http:
        replay = Replay(emulator, http)
        for one in in_order:
            if one.name != "websets_create_201":
                replay.plan_parents(one)
            replay.plan(moment(one), partial(replay.exchange, one))
            if one.name in DELETED:
                path = DELETED[one.name] + one.answer["id"]
                replay.plan(moment(one) + timedelta(seconds=1), partial(replay.call, "DELETE", path))
        replay.run()

    assert replay.done == [one.name for one in in_order]
