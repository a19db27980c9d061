"""A comparison of the emulator's answers with recorded answers of the service."""

from __future__ import annotations

import re
from typing import Any, cast

# Fields that newer versions of the service always send, by the object that has them: the only fields of the emulator
# that the recordings lack.
NEWER = {
    "webset": {"dashboardUrl"},
    "webset_search": {"maxPeoplePerCompany"},
    "company": {"foundedYear", "headquarters", "financials", "webTraffic"},
}
# Fields whose text is the same in both. All other text differs.
FIXED = {"object", "status", "type", "source", "format", "behavior", "satisfied", "canceledReason", "query"}
PROGRESS = {"found", "completion"}
FORMS = [
    re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"),
    re.compile(r"(?:webset|wsearch|witem|import)_[0-9a-hjkmnp-tv-z]{26}"),
    re.compile(r"wenrich_(?:cm[0-9a-z]{23}|[0-9a-hjkmnp-tv-z]{26})"),
    re.compile(r"https?://\S+"),
    re.compile(r"[0-9a-f]{32}"),
    re.compile(r"[0-9a-hjkmnp-tv-z]{26}"),
]


def assert_same_form(before: object, now: Any, at: str = "") -> None:
    """Assert that two documents have the same fields, the same types of values, and the same fixed text."""
    name = at.rpartition(".")[2]
    if isinstance(before, dict):
        known = cast(dict[str, Any], before)
        newer: set[str] = NEWER.get(known.get("object", name), set())
        assert now.keys() - newer == known.keys(), at
        assert newer <= now.keys(), at
        for key, value in known.items():
            assert_same_form(value, now[key], f"{at}.{key}")
    elif isinstance(before, list):
        elements: list[Any] = [*cast(list[object], before)]
        if name == "enrichments":
            # Their order is not stable between the answers of the service.
            elements, now = (sorted(each, key=lambda one: one["format"] or "") for each in (elements, now))
        if ".evaluations[" in at and name == "references":
            # The recordings had 5 to 11 of them, and the copies in `tests/data` keep one.
            assert len(elements) == 1 <= len(now), at
            now = now[:1]
        assert len(now) == len(elements), at
        for index, (was, is_) in enumerate(zip(elements, now, strict=True)):
            assert_same_form(was, is_, f"{at}[{index}]")
    elif before is None or isinstance(before, bool) or name in FIXED | PROGRESS:
        assert now == before, at
    elif isinstance(before, str):
        assert isinstance(now, str), at
        assert now, at
        assert form(before) in (None, form(now)), at
    else:
        assert isinstance(now, int | float), at
        assert not isinstance(now, bool), at


def form(text: str) -> re.Pattern[str] | None:
    return next((form for form in FORMS if form.fullmatch(text)), None)
