"""The state of a stop rule: it has not fired, it lets enrichments finish, or it has ended the Webset."""

from __future__ import annotations

from datetime import datetime, timedelta

from attrs import define, evolve, field

from .._generated import models
from .snapshots import Phase, Snapshot
from .status import is_finished, running_enrichments, running_searches
from .stop_rules import AnyOf, Look, StopRule, decide

# A canceled search must stop within this many seconds. After that everything is canceled, because it costs credits.
MAX_SEARCH_STOP = 60.0
# Pending enrichments count as abandoned after the Webset has been idle for this many seconds.
MAX_IDLE = 10.0


@define(eq=False)
class Stopping:
    """The state of the stop rule of one watch, or of all watches of one run.

    `finish_by` can only become earlier, so neither monitors nor new searches extend the phase "finishing".
    """

    rule: StopRule
    finish_by: datetime | None = None
    """The time, in UTC, at which everything that is still running is canceled, if enrichments are finishing."""
    phase: Phase = field(init=False)
    timed_out: bool = field(default=False, init=False)
    """Whether some enrichments did not finish in time."""
    _fired: str | None = field(default=None, init=False)
    """The reason of the rule that fired first."""
    _enrichments: set[str] = field(factory=set[str], init=False)
    """The enrichments that were seen running in the phase "finishing"."""
    _searches: dict[str, datetime] = field(factory=dict[str, datetime], init=False)
    """The searches that are still running in the phase "finishing", and when each was first seen."""

    def __attrs_post_init__(self) -> None:
        self.phase = "running" if self.finish_by is None else "finishing"

    @property
    def has_rule(self) -> bool:
        """Whether there is a stop rule."""
        return self.rule != AnyOf(())

    def restart(self) -> None:
        """Start another watch. A phase "finishing" continues; after "ended" the rule may fire again."""
        if self.phase == "ended":
            self.phase, self.finish_by, self.timed_out, self._fired = "running", None, False, None
            self._enrichments, self._searches = set(), {}

    def due(self, look: Look) -> float | None:
        """Return the seconds until the Webset is canceled even if it does not change, or None if it is not canceled."""
        due = self.rule.due(self._seen(look))
        if self.finish_by is None:
            return due
        left = (self.finish_by - look.at).total_seconds()
        return left if due is None else min(due, left)

    def reason_to_cancel(self, look: Look) -> str | None:
        """Return the reason to cancel everything now, or None. Afterwards, cancel searches if the phase is "finishing".

        Raises:
            Exception: the rule raised it.
        """
        stop = decide(self.rule, self._seen(look))
        if stop and stop.finish_within is None:
            return stop.reason
        if stop and stop.finish_within is not None:
            finish_by = look.at + timedelta(seconds=stop.finish_within)
            self.finish_by = min(finish_by, self.finish_by or finish_by)
            self.phase, self._fired = "finishing", self._fired or stop.reason
        return None if self.finish_by is None else self._reason_to_give_up(look, self.finish_by)

    def _reason_to_give_up(self, look: Look, finish_by: datetime) -> str | None:
        if look.at >= finish_by:
            self.timed_out = True
            return f"{self._reason}; not all enrichments had finished by {finish_by:%Y-%m-%d %H:%M:%S} UTC"
        if look.webset is None or not look.is_fresh:
            return None
        self._enrichments.update(running_enrichments(look.webset))
        self._searches = {id: self._searches.get(id, look.at) for id in running_searches(look.webset)}
        for id, since in self._searches.items():
            if (look.at - since).total_seconds() >= MAX_SEARCH_STOP:
                return f"{self._reason}; search {id} was still running {MAX_SEARCH_STOP:.0f} s after its first cancel"
        if look.webset.status == "idle" and look.still >= MAX_IDLE:
            return self._reason_of(look.webset)
        return None

    def snapshot(self, webset: models.Webset) -> Snapshot:
        """Return a snapshot of a Webset. If nothing in it is running, it has ended by itself."""
        if not is_finished(webset):
            return Snapshot(webset, phase=self.phase)
        is_fired, self.phase = self.phase == "finishing", "ended"
        return Snapshot(webset, self._reason_of(webset) if is_fired else None, "ended")

    def canceled(self, webset: models.Webset, reason: str) -> Snapshot:
        """Return the last snapshot of a Webset that was canceled."""
        self.phase = "ended"
        return Snapshot(webset, reason, "ended", self.timed_out)

    def _reason_of(self, webset: models.Webset) -> str:
        lost = [
            f"enrichment {enrichment.id} is {enrichment.status}"
            for enrichment in webset.enrichments
            if enrichment.id in self._enrichments and enrichment.status != "completed"
        ]
        return f"{self._reason}; the service has ended it, but {', '.join(lost)}" if lost else self._reason

    @property
    def _reason(self) -> str:
        return self._fired or "its stop rule had fired before it was handed over"

    def _seen(self, look: Look) -> Look:
        return evolve(look, is_finishing=self.phase == "finishing")
