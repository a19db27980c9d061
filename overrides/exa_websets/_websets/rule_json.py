"""Stop rules as JSON: `{"found": 3, "finishWithin": 1800}`, `{"deadline": "2026-…"}`, `{"stalled": 300}`, and
`{"any": […]}` for `|`. `finishWithin` is null if everything is canceled at once, and 1800 if it is absent.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, cast

from .stop_rules import AnyOf, Deadline, Found, Stalled, StopRule, found, reject_functions, stalled


def rule_to_json(rule: StopRule) -> dict[str, Any]:
    """Return a rule as a JSON object. A deadline becomes a time of day, so that it is the same in another process.

    Raises:
        TypeError: the rule contains a function or a custom rule.
    """
    reject_functions(rule)
    match rule:
        case AnyOf():
            return {"any": [rule_to_json(one) for one in rule.rules]}
        case Found():
            return {"found": rule.count, "finishWithin": rule.finish_within}
        case Deadline():
            return {"deadline": rule.at.isoformat()}
        case Stalled():
            return {"stalled": rule.seconds}
        case _:
            raise TypeError(f"{rule!r} has no JSON form; use found(), deadline() or stalled(), or pickle the handle")


def rule_from_json(value: Any) -> StopRule:
    """Return the rule that `rule_to_json` converted to a JSON object.

    Raises:
        ValueError: the value is not such an object.
    """
    members = cast("dict[str, Any]", value).items() if isinstance(value, dict) else ()
    match sorted(members):
        case [("any", [*rules])]:
            return AnyOf(tuple(map(rule_from_json, rules)))
        case [("found", int() as count)] if not _is_bool(count):
            return found(count)
        case [("finishWithin", None), ("found", int() as count)] if not _is_bool(count):
            return found(count, finish_enrichments=False)
        case [("finishWithin", int() | float() as within), ("found", int() as count)] if bool not in (
            type(count),
            type(within),
        ):
            return found(count, finish_within=within)
        case [("deadline", str() as at)]:
            return Deadline(time_from_json(at))
        case [("stalled", int() | float() as seconds)] if not _is_bool(seconds):
            return stalled(seconds=seconds)
        case _:
            raise ValueError(f"{value!r:.200} is not a stop rule")


def _is_bool(*values: object) -> bool:
    return any(isinstance(value, bool) for value in values)


def time_from_json(text: str) -> datetime:
    """Parse a time of day with a time zone.

    Raises:
        ValueError: the text is not such a time.
    """
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError(f"{text!r:.200} is not a time with a time zone")
