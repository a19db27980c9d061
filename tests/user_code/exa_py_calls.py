"""Call every public method of exa-py's Websets client, with the kind of client and the base URL in the arguments.

What it did is written to stdout as lines of JSON: `{"row": name}` for each call that returned what its annotation
promises, and `{"methods": [names]}` at the end. A line `{"advance": seconds}` asks for a step of the emulator's
clock, and a line on stdin says that it has been made.
"""

import asyncio
import inspect
import json
import sys
import tempfile
from operator import attrgetter
from pathlib import Path
from typing import get_args, get_origin, get_type_hints

from exa_py import AsyncExa, Exa
from exa_py.websets import types
from exa_py.websets.core import WebsetsAsyncBaseClient, WebsetsBaseClient
from pydantic import BaseModel

KIND, BASE_URL, RECEIVER = sys.argv[1:]
DAY = 86_400
CSV = "name,url\nAmber,https://amber.example\nBirch,https://birch.example\n"

loop = asyncio.Runner()
websets = {"sync": Exa, "async": AsyncExa}[KIND]("any key", BASE_URL).websets


def report(**line):
    print(json.dumps(line), flush=True)


def advance(seconds):
    report(advance=seconds)
    sys.stdin.readline()


def find_methods(resource, prefix=""):
    """Yield the path of each public method; `request`, which all resources inherit, only once."""
    for name, member in inspect.getmembers(resource):
        if name.startswith("_"):
            continue
        if isinstance(member, (WebsetsBaseClient, WebsetsAsyncBaseClient)):
            yield from find_methods(member, f"{prefix}{name}.")
        elif inspect.ismethod(member) and not (prefix and hasattr(WebsetsBaseClient, name)):
            yield prefix + name


def classes(annotation):
    """Return the classes in an annotation."""
    if isinstance(annotation, type) or get_origin(annotation) is dict:
        return (get_origin(annotation) or annotation,)
    return tuple(one for part in get_args(annotation) for one in classes(part))


def check_known(value):
    """Check that no part of a value is of a class for what exa-py does not know."""
    assert not type(value).__name__.startswith("Unknown"), value
    parts = vars(value).values() if isinstance(value, BaseModel) else value if isinstance(value, list) else ()
    for part in parts:
        check_known(part)


async def collect(values):
    return [value async for value in values]


def finish(value):
    """Return the outcome of a call of either kind of client, and a list for an iterator."""
    if inspect.iscoroutine(value):
        return loop.run(value)
    if inspect.isasyncgen(value):
        return loop.run(collect(value))
    return list(value) if inspect.isgenerator(value) else value


def call(path, *arguments, **options):
    """Call a method, check that it returned what its annotation promises, and return it."""
    method = attrgetter(path)(websets)
    value = finish(method(*arguments, **options))
    expected = classes(get_type_hints(method)["return"])
    values = value if isinstance(value, list) else [value]
    assert values, f"{path}: empty"
    for one in values:
        assert isinstance(one, expected), f"{path}: {type(one)} is not one of {expected}"
    check_known(value)
    if hasattr(value, "has_more"):
        assert value.data, f"{path}: empty"
    report(row=path)
    return value


def refused(status, path, *arguments):
    """Call a method that the service rejects."""
    try:
        value = finish(attrgetter(path)(websets)(*arguments))
    except Exception as error:  # a ValueError or one of httpx
        if str(status) not in str(error):
            raise
        report(row=f"{path} {status}")
    else:
        raise AssertionError(f"{path} returned {value}")


def call_lists(path, *arguments, **options):
    """Call the three methods that list, page by page."""
    first = call(f"{path}list", *arguments, limit=1, **options)
    assert len(first.data) == 1
    if first.has_more:
        second = call(f"{path}list", *arguments, limit=1, cursor=first.next_cursor, **options)
        assert second.data[0].id != first.data[0].id
    every = call(f"{path}list_all", *arguments, limit=1, **options)
    assert every == call(f"{path}get_all", *arguments, **options)
    return every


def call_previews():
    entity = {"type": "company"}
    nested = {"search": {"query": "Climate tech companies", "count": 3}}
    call("preview", nested)
    assert len(call("preview", nested, search=True).items) == 3
    call("preview", types.PreviewWebsetParameters(search={"query": "Makers of tea", "entity": entity}), search=False)
    call("preview", {"query": "Makers of tea", "entity": entity})
    call("preview", types.PreviewWebsetParameters(query="Makers of tea", entity=entity))


def call_imports():
    """Return an import of two rows."""
    params = {"title": "Makers", "format": "csv", "entity": {"type": "company"}}
    made = call("imports.create", params, csv_data=CSV)
    advance(60)
    assert call("imports.wait_until_completed", made.id, timeout=5, poll_interval=0.1).status == "completed"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "makers.csv")
        file.write_text(CSV)
        call("imports.create", types.CreateImportParameters(**params, size=len(CSV), count=2), csv_data=file)
    other = call("imports.create", {**params, "size": len(CSV), "count": 2})
    assert other.upload_url
    call("imports.get", other.id)
    call("imports.update", other.id, {"title": "Others"})
    assert call("imports.update", other.id, types.UpdateImport(metadata={"a": "b"})).title == "Others"
    assert len(call_lists("imports.")) == 3
    call("imports.delete", other.id)
    return made


def call_webhooks():
    """Return a webhook for all events."""
    body = {"url": RECEIVER, "events": [one.value for one in types.EventType]}
    other = call("webhooks.create", types.CreateWebhookParameters(**{**body, "events": ["webset.idle"]}))
    call("webhooks.get", other.id)
    call("webhooks.update", other.id, {"events": ["webset.created"]})
    call("webhooks.update", other.id, types.UpdateWebhookParameters(metadata={"a": "b"}))
    made = call("webhooks.create", body)
    assert len(call_lists("webhooks.")) == 2
    assert call("webhooks.delete", other.id).status == "inactive"
    return made


def call_attempts(webhook):
    call("webhooks.attempts.list", webhook.id)
    call("webhooks.attempts.list", webhook.id, successful=False)
    one = {"event_type": types.EventType.webset_created, "successful": True, "limit": 1}
    call("webhooks.attempts.list", webhook.id, **one)
    call("webhooks.attempts.list", webhook.id, **{**one, "event_type": "webset.idle"})
    every = call("webhooks.list_all_attempts", webhook.id, limit=2)
    assert every == call("webhooks.get_all_attempts", webhook.id)
    call("webhooks.list_all_attempts", webhook.id, **one)
    call("webhooks.get_all_attempts", webhook.id, **one)


def call_websets(imported):
    """Return a Webset that is idle and one that runs."""
    wanted = [{"description": "Where is it?", "format": "text"}]
    body = {"search": {"query": "Makers of tea", "count": 3}, "enrichments": wanted, "externalId": "tea"}
    tea = call("create", body, options={"priority": "high", "headers": {"x-mine": "1"}})
    source = {"source": "import", "id": imported.id}
    people = types.CreateWebsetParameters(
        title="People",
        search={
            "query": "Founders of makers of tea",
            "count": 2,
            "entity": {"type": "person"},
            "criteria": [{"description": "founded a maker of tea"}],
            "exclude": [source],
        },
        imports=[source],
        exclude=[{"source": "webset", "id": tea.id}],
        enrichments=[types.CreateEnrichmentParameters(description="Email", format="email")],
        metadata={"a": "b"},
    )
    running = call("create", people, options=types.RequestOptions(priority="low", headers={"x-mine": "1"}))
    seen = []
    call("wait_until_idle", tea.id, timeout=5, poll_interval=0.01, on_poll=lambda one: seen.append(one) or advance(20))
    assert len(seen) > 1
    call("get", tea.id)
    call("get", tea.id, extra_headers={"x-mine": "1"}, extra_query={"expand": "items"})
    assert len(call("get", "tea", expand=["items"]).items) == 3
    assert len(call_lists("")) == 2
    call("update", tea.id, {"title": "Tea", "metadata": {"a": "b"}})
    call("update", "tea", types.UpdateWebsetRequest(metadata={"c": "d"}), extra_body={"title": "Cups"})
    return tea, running


def call_items(webset):
    search = webset.searches[0].id
    items = call_lists("items.", webset.id)
    assert items == call_lists("items.", webset.id, source_id=search)
    call("items.get", webset.id, items[0].id)
    call("items.delete", webset.id, items[0].id)


def call_searches(webset):
    more = {"query": "Makers of kettles", "count": 1, "entity": {"type": "company"}, "behavior": "append"}
    made = call("searches.create", webset.id, more, options={"priority": "medium"})
    call("searches.get", webset.id, made.id)
    assert call("searches.cancel", webset.id, made.id).status == "canceled"
    scope = {"source": "webset", "id": webset.id, "relationship": {"definition": "rivals of", "limit": 2}}
    params = types.CreateWebsetSearchParameters(**{**more, "behavior": "override", "scope": [scope], "recall": True})
    call("searches.create", webset.id, params, options=types.RequestOptions(priority="low"))


def call_enrichments(webset):
    made = call("enrichments.create", webset.id, {"description": "How large?", "format": "number"})
    call("enrichments.get", webset.id, made.id)
    call("enrichments.update", webset.id, made.id, {"description": "How many people?", "metadata": {"a": "b"}})
    call("enrichments.update", webset.id, made.id, types.UpdateEnrichmentParameters(description="How many?"))
    call("enrichments.cancel", webset.id, made.id)
    advance(1)
    assert call("enrichments.get", webset.id, made.id).status == "canceled"
    options = [{"label": "small"}, {"label": "large"}]
    params = types.CreateEnrichmentParameters(description="Which size?", format="options", options=options)
    other = call("enrichments.create", webset.id, params)
    call("enrichments.delete", webset.id, other.id)


def call_monitors(webset):
    daily = {"cron": "0 9 * * *", "timezone": "Europe/London"}
    search = {"type": "search", "config": {"count": 1, "query": "Makers of cups", "behavior": "append"}}
    body = {"websetId": webset.id, "cadence": daily, "behavior": search}
    made = call("monitors.create", body)
    other = call("monitors.create", types.CreateMonitorParameters.model_validate({**body, "metadata": {"a": "b"}}))
    for target in ({"target": "contents"}, {"target": "enrichments"}):
        refused(400, "monitors.create", {**body, "behavior": {"type": "refresh", "config": target}})
    call("monitors.get", made.id)
    call("monitors.update", other.id, {"metadata": {"c": "d"}})
    assert call("monitors.update", other.id, types.UpdateMonitor(status="disabled")).status == "disabled"
    assert len(call_lists("monitors.", webset_id=webset.id)) == len(call_lists("monitors.")) == 2
    call("monitors.delete", other.id)
    advance(2 * DAY)
    call("monitors.runs.get", made.id, call("monitors.runs.list", made.id).data[0].id)


def call_events():
    call_lists("events.")
    call_lists("events.", types=[types.EventType.webset_created, "webset.idle"])
    kinds = {one.type: one.id for one in finish(websets.events.list_all())}
    for id in kinds.values():
        call("events.get", id)
    assert len(kinds) > 10, kinds


call("request", "/v0/teams/me", method="GET")
call_previews()
webhook = call_webhooks()
tea, running = call_websets(call_imports())
call_items(tea)
call_searches(tea)
call_enrichments(tea)
assert call("cancel", tea.id).status == "idle"
call_monitors(running)
call_attempts(webhook)
call("delete", tea.id)
refused(404, "get", tea.id)
call_events()
report(methods=list(find_methods(websets)))
