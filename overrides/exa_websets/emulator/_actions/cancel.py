"""What calls stop and delete; what has ended stays as it is."""

from __future__ import annotations

from datetime import datetime

from ...pydantic import SearchCanceledReason
from .._views.websets import webset_at
from .._world import lifetimes
from .._world.records import Enrichment, Import, ItemSlot, Search, Stop, Webset
from .catch_up import catch_up
from .monitors import delete_monitor
from .store import Store


def cancel_webset(store: Store, webset: Webset) -> None:
    """Stop what runs in a Webset, after the delay of the emulator."""
    _stop_all(store, webset, store.now + store.cancel_delay, "webset_canceled")


def delete_webset(store: Store, webset: Webset) -> None:
    """Stop what runs in a Webset and forget it."""
    _stop_all(store, webset, store.now, "webset_deleted")
    # What the stop brought about is recorded as long as the Webset is there.
    catch_up(store, store.now)
    for monitor in [*webset.monitors]:
        delete_monitor(store, monitor)
    store.forget(webset)
    del store.websets[webset.id]
    store.announce("webset.deleted", webset_at(webset, store.now), store.now)


def cancel_search(store: Store, webset: Webset, search: Search) -> None:
    """Stop one search, after the delay of the emulator."""
    if store.now < lifetimes.search_ends_at(search):
        _stop(search, Stop(store.now + store.cancel_delay, None))
        _changed(store, webset)


def cancel_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Stop one enrichment, a moment later than the answer tells."""
    if store.now < lifetimes.enrichment_ends_at(enrichment, webset):
        _stop(enrichment, Stop(store.now + store.cancel_delay + lifetimes.SETTLING_TIME, None))
        _changed(store, webset)


def stop_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Stop one enrichment at once."""
    if store.now < lifetimes.enrichment_ends_at(enrichment, webset):
        _stop(enrichment, Stop(store.now, None))
        _changed(store, webset)


def forget_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Take an enrichment and its results out of a Webset."""
    catch_up(store, store.now)
    webset.enrichments.remove(enrichment)
    webset.changed_at = store.now
    store.touch(webset)


def delete_import(store: Store, record: Import) -> None:
    """Stop an import and forget it; the Websets that use it keep what it has brought in."""
    if store.now < lifetimes.import_ends_at(record):
        _stop(record, Stop(store.now, None))
        _changed_with(store, record)
    catch_up(store, store.now)
    store.forget(record)
    del store.imports[record.id]


def delete_item(store: Store, webset: Webset, slot: ItemSlot) -> None:
    """Take an item out of a Webset."""
    webset.deleted_items.add((slot.source.id, slot.number))
    webset.changed_at = store.now
    store.touch(webset)


def _stop_all(store: Store, webset: Webset, at: datetime, reason: SearchCanceledReason) -> None:
    now = store.now
    if now >= lifetimes.webset_idle_at(webset):
        return
    # The ends are told first, because those of the enrichments hang on those of the searches.
    enrichments = [e for e in webset.enrichments if now < lifetimes.enrichment_ends_at(e, webset)]
    searches = [s for s in webset.searches if now < lifetimes.search_ends_at(s)]
    imports = [i for i in webset.imports if now < lifetimes.import_ends_at(i)]
    running: list[Search | Enrichment | Import] = [*searches, *enrichments, *imports]
    for stopped in running:
        _stop(stopped, Stop(at, reason))
    _changed(store, webset)
    for record in imports:
        _changed_with(store, record)


def _stop(stopped: Search | Enrichment | Import, stop: Stop) -> None:
    if stopped.stop is None or stop.at < stopped.stop.at:
        stopped.stop = stop


def _changed(store: Store, webset: Webset) -> None:
    webset.titled_at = min(webset.titled_at, lifetimes.webset_idle_at(webset))
    store.touch(webset)


def _changed_with(store: Store, record: Import) -> None:
    store.touch(record)
    for webset in store.websets.values():
        if record in webset.imports:
            _changed(store, webset)
