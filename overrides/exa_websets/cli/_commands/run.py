"""The command `run`."""

from __future__ import annotations

import logging
import shlex
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from ... import WebsetsClient
from ..._errors import may_have_acted
from ..._guard.leftovers import logger, stopped_message
from ..._websets.run_base import external_id_for
from ..._websets.stop_rules import StopRule
from .._input.common_options import common_options
from .._input.durations import parse_duration
from .._input.options import export_option
from .._input.request_body import build_body, read_body
from .._input.stop_options import stop_options
from .._output.error_text import notes_of
from .._output.observed import Observed
from .._output.printing import one_line, print_error, print_line
from .._output.webset_view import webset_view
from .._session import ExitCode, Session
from .._signals import TERMINATING
from . import COMMANDS
from .export import export_after


@click.command("run", help=COMMANDS["run"])
@click.argument(
    "file",
    required=False,
    metavar="FILE",
    help="What to create: a .json, .yaml or .yml file, or - for standard input.",
)
@click.option("--query", metavar="TEXT", help="What to search for, instead of a FILE.")
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="How many items to look for, with --query.")
@click.option(
    "--enrich",
    multiple=True,
    metavar="QUESTION",
    help="A question to answer about each item, with --query. Can be repeated.",
)
@click.option(
    "--external-id",
    metavar="ID",
    help="externalId of the Webset. If it already exists, the command resumes it.",
)
@stop_options
@click.option(
    "--wait-for-slot",
    type=parse_duration,
    metavar="DURATION",
    help="Wait at most this long if the team is at its limit of running Websets.",
)
@export_option
@common_options("Print JSON Lines, one document for each change.")
@click.pass_context
def command(
    context: click.Context,
    file: str | None,
    query: str | None,
    count: int | None,
    enrich: tuple[str, ...],
    external_id: str | None,
    until: StopRule,
    wait_for_slot: float | None,
    export: Path | None,
) -> None:
    session: Session = context.obj
    as_json = session.as_json
    if file is not None and (query is not None or count is not None or enrich):
        context.fail("--query, --count and --enrich cannot be combined with a FILE.")
    if file is None and query is None:
        context.fail("Pass either a FILE or --query.")
    with session.client(TERMINATING) as client:
        body = read_body(file) if file is not None else build_body(query or "", count, enrich)
        if export and not export.parent.is_dir():
            raise ValueError(f"--export: the directory {str(export.parent)!r} does not exist")
        observed = Observed(external_id_for(body, external_id))
        try:
            _run_with_view(client, body, observed, until=until, wait_for_slot=wait_for_slot or 0, as_json=as_json)
        except KeyboardInterrupt:
            if observed.webset:
                id = shlex.quote(observed.webset.id)
                target = shlex.quote(str(export)) if export else "FILE"
                print_error(f"To save the items found so far: exa-websets items export {id} {target}")
            raise
        observed.report_end(as_json=as_json, should_be_stopped=True)
        if export and observed.webset:
            export_after(session, client, observed.webset.id, export)
    if observed.timed_out:
        context.exit(ExitCode.TIMEOUT)


def _run_with_view(
    client: WebsetsClient, body: Any, observed: Observed, *, until: StopRule, wait_for_slot: float, as_json: bool
) -> None:
    """Create a Webset, show its progress until it ends, and cancel it if anything else ends the block."""
    external_id = observed.requested_id
    # This rejects an invalid id, before any message mentions it.
    block = client.websets.run(body, until=until, external_id=external_id, wait_for_slot=wait_for_slot)
    with _report_leftovers(observed):
        with block as job:
            observed.webset, observed.requested_id = job.webset, job.id
            if not as_json:
                print_line(f"{job.id} {'is running' if job.is_new else 'already exists'}; Ctrl-C cancels it.")
            with webset_view(as_json, isNew=job.is_new) as show:
                for snapshot in job.watch():
                    observed.record(snapshot)
                    show(snapshot)
        observed.webset = job.webset


class _Messages(logging.Handler):
    """Prints the client's messages about a cancel, and collects its errors about a Webset that may still be running."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.levelno >= logging.ERROR:
            self.errors.append(record.getMessage())
        else:
            print_error(one_line(record.getMessage()))


@contextmanager
def _report_leftovers(observed: Observed) -> Generator[None]:
    """Report whether a run that ends early may have left its Webset running: on stderr, or in a note of its error."""
    logged, level = _Messages(), logger.level
    logger.addHandler(logged)
    logger.setLevel(logging.INFO)
    try:
        yield
    except BaseException as error:
        name = observed.webset.id if observed.webset else observed.requested_id
        stopped = stopped_message(name)
        if not isinstance(error, Exception):
            for text in logged.errors or [stopped]:
                print_error(text)
        elif not logged.errors and (observed.webset or may_have_acted(error)) and stopped not in notes_of(error):
            error.add_note(stopped)
        raise
    finally:
        logger.setLevel(level)
        logger.removeHandler(logged)
