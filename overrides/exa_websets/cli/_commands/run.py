"""The command `run`."""

from __future__ import annotations

import logging
import shlex
import signal
import warnings
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType
from typing import Annotated, Any

import typer

from ... import EnabledMonitorsWarning, WebsetsClient
from ..._websets.run_base import logger, may_exist, name_of
from ..._websets.stop_rules import StopRule
from .._input.durations import seconds
from .._input.options import CancelAfter, CancelWhenFound, CancelWhenStalled, ExportOption, stop_rule
from .._input.request_body import made_body, read_body
from .._output.observed import Seen
from .._output.printing import line, printable, problem
from .._output.webset_view import screen
from .._session import Settings
from .export import export_after

_DEADLY = [number for name in ("SIGTERM", "SIGHUP") if (number := getattr(signal, name, None))]


def run(
    context: typer.Context,
    file: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="What to create: .json, .yaml or .yml; - is the standard input.",
            show_default=False,
        ),
    ] = None,
    query: Annotated[str | None, typer.Option(help="Search for this; takes the place of a FILE.")] = None,
    count: Annotated[int | None, typer.Option(min=1, metavar="N", help="Look for so many, with --query.")] = None,
    enrich: Annotated[
        list[str] | None,
        typer.Option(metavar="QUESTION", help="Ask this about each item, with --query; may be given several times."),
    ] = None,
    external_id: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Its externalId; a Webset that has it is gone on with, and ended likewise."),
    ] = None,
    cancel_when_found: CancelWhenFound = None,
    cancel_after: CancelAfter = None,
    cancel_when_stalled: CancelWhenStalled = None,
    wait_for_slot: Annotated[
        float | None,
        typer.Option(
            parser=seconds, metavar="DURATION", help="Wait so long while the team has as many running as it may."
        ),
    ] = None,
    export: ExportOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON document on a line for each change.")] = False,
) -> None:
    """Run one paid job: create a Webset and show it to its end. Whatever ends this, nothing of it runs on."""
    settings: Settings = context.obj
    if file is not None and (query is not None or count is not None or enrich):
        context.fail("A FILE has the search in it: --query, --count and --enrich take its place.")
    if file is None and query is None:
        context.fail("Name a FILE, or give --query.")
    until = stop_rule(cancel_when_found, cancel_after, cancel_when_stalled)
    with settings.client() as client:
        body = read_body(file) if file is not None else made_body(query or "", count, enrich or [])
        if export and not export.parent.is_dir():
            raise ValueError(f"there is no folder {str(export.parent)!r} to write to")
        seen = Seen(name_of(body, external_id))
        try:
            _run_shown(client, body, seen, until=until, wait_for_slot=wait_for_slot or 0, as_json=as_json)
        except KeyboardInterrupt:
            if seen.webset:
                problem(f"To keep what was found: exa-websets items export {seen.webset.id} {_file(export)}")
            raise
        seen.tell_end(as_json=as_json, is_meant_to_rest=True)
        if export and seen.webset:
            export_after(settings, client, seen.webset.id, export, as_json=as_json)


def _file(export: object) -> str:
    return shlex.quote(str(export)) if export else "FILE"


def _run_shown(
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
        good_end = f"Nothing of {name} runs on."
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
