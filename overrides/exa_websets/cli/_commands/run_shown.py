"""A run with its screen: whatever ends it, it is said whether anything of it runs on."""

from __future__ import annotations

import logging
import signal
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from ... import EnabledMonitorsWarning, WebsetsClient
from ..._websets.run_base import logger, may_exist, stopped_message
from ..._websets.stop_rules import StopRule
from .._output.printing import line, printable, problem
from .._output.webset_view import screen
from .observed import Seen

_DEADLY = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]


def run_shown(
    client: WebsetsClient, body: Any, seen: Seen, *, until: StopRule, wait_for_slot: float, as_json: bool
) -> None:
    """Create a Webset, show how it gets on until it has ended, and leave nothing of it running."""
    with warnings.catch_warnings(), _deadly_signals_as_exits(), _told(seen):
        warnings.simplefilter("ignore", EnabledMonitorsWarning)  # said in the words of a command afterwards
        with client.websets.run(body, until=until, external_id=seen.given, wait_for_slot=wait_for_slot) as job:
            seen.webset, seen.given = job.webset, job.id
            try:
                if not as_json:
                    line(f"{job.id} {'runs' if job.is_new else 'was there already'}; Ctrl-C cancels it.")
                with screen(as_json, isNew=job.is_new) as show:
                    for snapshot in client.websets.watch(job.id, until=until):
                        seen.take(snapshot)
                        show(snapshot)
            except (KeyboardInterrupt, SystemExit):
                problem(f"Canceling {job.id} and looking whether it has stopped.")
                raise
        seen.webset = job.webset


class _Failures(logging.Handler):
    """Keeps what the end of a run could not show to have stopped, which it logs."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


@contextmanager
def _told(seen: Seen) -> Generator[None]:
    """Say of a run that was broken off that nothing of it runs on, or what may."""
    failures = _Failures()
    logger.addHandler(failures)
    try:
        yield
    except BaseException as error:
        name = seen.webset.id if seen.webset else printable(seen.given)
        good_end = stopped_message(name)
        if not isinstance(error, Exception):
            for text in failures.words or [good_end]:
                problem(printable(text))
        elif not failures.words and (seen.webset or may_exist(error)) and good_end not in _notes(error):
            error.add_note(good_end)
        raise
    finally:
        logger.removeHandler(failures)


def _notes(error: BaseException) -> list[str]:
    return getattr(error, "__notes__", [])


@contextmanager
def _deadly_signals_as_exits() -> Generator[None]:
    """Let the block end by an exception where a signal would end the process without one."""
    before = {number: signal.getsignal(number) for number in _DEADLY}
    taken = [number for number, handler in before.items() if handler is signal.SIG_DFL]  # nohup has it ignored
    is_leaving = False

    def leave(number: int, frame: FrameType | None) -> None:
        nonlocal is_leaving
        if not is_leaving:  # a terminal that closes sends it twice, and the cancel is under way
            is_leaving = True
            raise SystemExit(128 + number)

    for number in taken:
        signal.signal(number, leave)
    try:
        yield
    finally:
        for number in taken:
            signal.signal(number, before[number])
