"""What is printed: the kill rate of each room and file, and every survivor."""

from __future__ import annotations

from collections import Counter
from typing import Any

from mutating.equivalents import Equivalent
from mutating.mutants import Mutant
from mutating.trials import Outcome

_KILLED = ("killed", "timeout")
_LEFT = ("survived", "not covered")


def rate(outcomes: list[Outcome]) -> float | None:
    """Return the share of mutants that were killed, or None if none was tried."""
    killed, left = (sum(outcome.verdict in verdicts for outcome in outcomes) for verdicts in (_KILLED, _LEFT))
    return killed / (killed + left) if killed + left else None


def table(outcomes: list[Outcome]) -> str:
    """Return the numbers of each room, and of each file at the top of the package, as a Markdown table."""
    rooms: dict[str, list[Outcome]] = {}
    for outcome in sorted(outcomes, key=lambda one: one.mutant.path):
        rooms.setdefault(_room(outcome.mutant.path), []).append(outcome)
    rows = [["", "mutants", "killed", "of these by timeout", "survived", "not covered", "not run", "kill rate"]]
    rows.append(["---"] * len(rows[0]))
    for name, found in (*rooms.items(), ("all", outcomes)):
        verdicts = Counter(outcome.verdict for outcome in found)
        numbers = [len(found), verdicts["killed"] + verdicts["timeout"], verdicts["timeout"], verdicts["survived"]]
        numbers += [verdicts["not covered"], verdicts["not run"]]
        rows.append([name, *map(str, numbers), _percent(rate(found))])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def survivors(outcomes: list[Outcome]) -> list[str]:
    """Return a line for each mutant that no test noticed."""
    return [
        f"{describe(outcome.mutant)}{f'  ({remark})' if (remark := _remark(outcome)) else ''}"
        for outcome in outcomes
        if outcome.verdict in _LEFT
    ]


def describe(mutant: Mutant) -> str:
    """Return the place and the change of a mutant in one line."""
    return f"{mutant.path}:{mutant.line}  {mutant.change}  in  {mutant.text}"


def as_json(outcomes: list[Outcome], equivalent: dict[Mutant, Equivalent], stale: list[Equivalent]) -> dict[str, Any]:
    """Return everything as a JSON document."""
    return {
        "rate": rate(outcomes),
        "mutants": [
            {
                **_identity(outcome.mutant),
                "verdict": outcome.verdict,
                "test": outcome.test,
                "note": outcome.note,
                "seconds": round(outcome.seconds, 2),
            }
            for outcome in outcomes
        ],
        "equivalent": [{**_identity(mutant), "reason": entry.reason} for mutant, entry in equivalent.items()],
        "unused": [{"file": one.file, "line": one.line, "change": one.change} for one in stale],
    }


def _identity(mutant: Mutant) -> dict[str, object]:
    return {"file": mutant.path, "number": mutant.line, "line": mutant.text, "change": mutant.change}


def _remark(outcome: Outcome) -> str:
    return ", ".join(
        filter(None, ["no recorded test runs it" if outcome.verdict == "not covered" else "", outcome.note])
    )


def _room(path: str) -> str:
    return "/".join(path.split("/")[2:3]) or path


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"
