"""Every point in time that RFC 3339 can express is decoded, in every model that has one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from exa_websets_generated.errors import DocumentError
from exa_websets_generated.models import Webset, WebsetSearch
from support.recordings import recorded

WEBSET = recorded("websets_get_idle").answer
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)

TIMES = {
    "2026-01-01T12:00:00Z": NOON,
    "2026-01-01t12:00:00z": NOON,
    "2026-01-01T12:00:00z": NOON,
    "2026-01-01t12:00:00Z": NOON,
    "2026-01-01 12:00:00Z": NOON,
    "2026-01-01 12:00:00z": NOON,
    "2026-01-01 12:00:00+00:00": NOON,
    "2026-01-01T12:00:00-00:00": NOON,
    "2026-01-01T12:00:00.5z": NOON + timedelta(seconds=0.5),
    "2026-01-01T12:00:00.123456789z": NOON + timedelta(microseconds=123456),
    "2026-01-01t12:00:00+05:30": datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=5.5))),
    "2026-12-31T23:59:60Z": datetime(2027, 1, 1, tzinfo=UTC),
    "2026-12-31t23:59:60z": datetime(2027, 1, 1, tzinfo=UTC),
    "2026-12-31 23:59:60.25Z": datetime(2027, 1, 1, microsecond=250_000, tzinfo=UTC),
    "2027-01-01T05:29:60+05:30": datetime(2027, 1, 1, tzinfo=UTC),
}


@pytest.mark.parametrize("text", TIMES)
def test_a_time(text: str) -> None:
    """Required and optional times are decoded alike, and encoded to an equal time."""
    webset = Webset.from_dict({**WEBSET, "createdAt": text})
    search = WebsetSearch.from_dict({**WEBSET["searches"][0], "canceledAt": text})
    assert webset.created_at == search.canceled_at == TIMES[text]
    assert webset.created_at.utcoffset() == TIMES[text].utcoffset() or ":60" in text
    assert Webset.from_dict(webset.to_dict()) == webset


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-01T12:00:00",
        "2026-01-01t12:00:00",
        "2026-01-01T12:00:61Z",
        "2026-13-01T12:00:60Z",
        "9999-12-31T23:59:60Z",
        "2026-01-01T12:60:00Z",
        "tea",
        "",
        "ß" * 20,
    ],
)
def test_what_is_not_a_time(text: str) -> None:
    """The error names the field and quotes the text."""
    with pytest.raises(DocumentError) as caught:
        Webset.from_dict({**WEBSET, "createdAt": text})
    assert caught.value.path == "createdAt"
    message = str(caught.value)
    assert repr(text) in message or "must be in" in message or "with a time zone" in message
