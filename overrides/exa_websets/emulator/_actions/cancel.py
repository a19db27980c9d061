"""Cancel and delete Websets and their parts. Anything that has already ended stays unchanged."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from ...pydantic import SearchCanceledReason
from .._views.websets import webset_at
from .._world import webset_schedule
from .._world.records import Enrichment, Import, ItemSlot, Search, Stop, Webset
from .catch_up import catch_up
from .monitors import delete_monitor
from .store import Store


def cancel_webset(store: Store, webset: Webset) -> None:
    """Cancel everything that is running in a Webset, after the cancel delay of the emulator."""
    _stop_all(store, webset, store.now + store.cancel_delay, "webset_canceled")


def delete_webset(store: Store, webset: Webset) -> None:
    """Stop everything that is running in a Webset, and delete it and its monitors."""
    _stop_all(store, webset, store.now, "webset_deleted")
    # The events of the stop are recorded while the Webset still exists.
    catch_up(store, store.now)
    for monitor in [*webset.monitors]:
        delete_monitor(store, monitor)
    deleted = store.copy_of(webset).get()
    store.remove_from_timeline(webset)
    store.websets.remove(webset)
    store.record_event("webset.deleted", partial(webset_at, deleted, store.now), store.now)


def cancel_search(store: Store, webset: Webset, search: Search) -> None:
    """Cancel one search, after the cancel delay of the emulator."""
    if store.now < webset_schedule.search_ends_at(search):
        _stop(search, Stop(store.now + store.cancel_delay, None))
        _after_stop(store, webset)


def cancel_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Cancel one enrichment; as recorded, the answer still shows it as pending."""
    if store.now < webset_schedule.enrichment_ends_at(enrichment, webset):
        _stop(enrichment, Stop(store.now + store.cancel_delay + webset_schedule.SETTLING_TIME, None))
        _after_stop(store, webset)


def stop_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Stop one enrichment at once, before it is deleted."""
    if store.now < webset_schedule.enrichment_ends_at(enrichment, webset):
        _stop(enrichment, Stop(store.now, None))
        _after_stop(store, webset)


def delete_enrichment(store: Store, webset: Webset, enrichment: Enrichment) -> None:
    """Delete an enrichment that was stopped, with its results."""
    catch_up(store, store.now)
    webset.enrichments.remove(enrichment)
    webset.changed_at = store.now
    store.update_timeline(webset)


def delete_import(store: Store, record: Import) -> None:
    """Stop and delete an import; Websets keep the items that it has added."""
    if store.now < webset_schedule.import_ends_at(record):
        _stop(record, Stop(store.now, None))
        _after_import_stop(store, record)
    catch_up(store, store.now)
    store.remove_from_timeline(record)
    store.imports.remove(record)


def delete_item(store: Store, webset: Webset, slot: ItemSlot) -> None:
    """Delete an item."""
    webset.deleted_items.add((slot.source.id, slot.number))
    webset.changed_at = store.now
    store.update_timeline(webset)


def _stop_all(store: Store, webset: Webset, at: datetime, reason: SearchCanceledReason) -> None:
    now = store.now
    if now >= webset_schedule.webset_idle_at(webset):
        return
    # All are collected before the first is stopped, because the ends of enrichments depend on those of searches.
    enrichments = [e for e in webset.enrichments if now < webset_schedule.enrichment_ends_at(e, webset)]
    searches = [s for s in webset.searches if now < webset_schedule.search_ends_at(s)]
    imports = [i for i in webset.imports if now < webset_schedule.import_ends_at(i)]
    running: list[Search | Enrichment | Import] = [*searches, *enrichments, *imports]
    for record in running:
        _stop(record, Stop(at, reason))
    _after_stop(store, webset)
    for import_ in imports:
        _after_import_stop(store, import_)


def _stop(record: Search | Enrichment | Import, stop: Stop) -> None:
    if record.stop is None or stop.at < record.stop.at:
        record.stop = stop


def _after_stop(store: Store, webset: Webset) -> None:
    webset.titled_at = min(webset.titled_at, webset_schedule.webset_idle_at(webset))
    store.update_timeline(webset)


def _after_import_stop(store: Store, record: Import) -> None:
    store.update_timeline(record)
    for webset in store.websets.with_import(record):
        _after_stop(store, webset)
