"""The format of an enrichment as the API shows it."""

from __future__ import annotations

from ...pydantic import EnrichmentFormat
from .._world.records import Enrichment


def shown_format(enrichment: Enrichment) -> EnrichmentFormat | None:
    """Return the format of an enrichment; as recorded, an email address is a text."""
    return "text" if enrichment.format == "email" else enrichment.format
