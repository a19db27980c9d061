"""Private names of the package that tests need, each with the reason; no other test module imports any.

What belongs to an extra is imported when it is asked for, so that the core can be tested without it.
"""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import atexit
import gc
import inspect
import sys
from collections.abc import Awaitable, Callable, Sequence
from types import CodeType
from typing import TYPE_CHECKING, Any, TypeVar

from exa_websets import AsyncWebsetsClient, WebsetsClient
from exa_websets._archive.directory import _locked
from exa_websets._async import guard as async_guard_module

# Clients on a clock that advances without waiting.
from exa_websets._clock import Clock

# The cancel at exit, without the exit of the interpreter.
from exa_websets._guard.jobs import _jobs, stop_jobs

# The race for a connection, with attempts that end when a test wants.
from exa_websets._http.async_network_backend import _first

# Settings by themselves: how they are pickled and printed.
from exa_websets._http.config import Config, configure

# The ids that a client has seen, without thousands of calls.
from exa_websets._http.identity import KnownIds

# The files below a directory, resolved as on Windows too.
from exa_websets._items.contained_files import ContainedFiles

# One export without a service, for thousands of texts in its cells.
from exa_websets._items.export_file import open_export

# One row without a service, for every kind of item and result.
from exa_websets._items.rows import column_names, row_for_csv

# The wait for the thread that cancels, to interrupt it at each line.
from exa_websets._runtime import threads as threads_module

# The runner of an archive's thread, with work that blocks for as long as a test wants.
from exa_websets._runtime.tasks import run_blocking

# The modules that leave nothing running, to interrupt them at each line.
from exa_websets._sync import guard as guard_module, run as run_module

# Stop rules by themselves: what they decide, and when they are due.
from exa_websets._websets.stop_rules import Look, StopRule, to_rule

# The state of a stop rule by itself: each transition, without a service.
from exa_websets._websets.stopping import Stopping
from exa_websets_generated.api import Resources

if TYPE_CHECKING:
    from click import Group
    from exa_websets.emulator._api.rate_limit import RateLimit
    from exa_websets.emulator._server.webhook_sender import WebhookSender
    from fastapi import APIRouter

__all__ = [
    "Clock",
    "Config",
    "ContainedFiles",
    "KnownIds",
    "Look",
    "StopRule",
    "Stopping",
    "TAGS",
    "guard_module",
    "guards_alive",
    "has_registered_jobs",
    "forget_jobs",
    "function_of",
    "cli_app",
    "cli_commands",
    "cli_traceback_lines",
    "cli_yaml_module",
    "clock_module",
    "column_names",
    "configure",
    "emulator_routers",
    "first_connection",
    "rate_limit",
    "lock_of_archives",
    "network_backends",
    "new_webhook_sender",
    "number_of_exit_functions",
    "open_export",
    "row_for_csv",
    "stop_jobs",
    "threads_module",
    "to_rule",
    "run_blocking",
    "run_module",
    "transport_of",
    "transport_of_resource",
    "with_clock",
]

# Every resource of the description, as the generated package names it.
TAGS = sorted(name for name in vars(Resources) if not name.startswith("_"))
C = TypeVar("C", WebsetsClient, AsyncWebsetsClient)


def with_clock(kind: type[C], clock: Clock) -> type[C]:
    """Return a subclass of a client class that uses another clock."""
    return type(kind.__name__, (kind,), {"_clock": clock})


def clock_module() -> str:
    """Return the name of the clock's module, to import in a process that has changed its time."""
    return Clock.__module__


async def first_connection(addresses: list[str], connect: Callable[[str], Awaitable[Any]]) -> Any:
    """Return the first connection of those to several addresses."""
    return await _first(addresses, connect)


def transport_of(client: WebsetsClient | AsyncWebsetsClient) -> Any:
    """Return the transport of a client: views share its pool, and pickles keep its configuration."""
    return client._transport


def transport_of_resource(resource: Any) -> Any:
    """Return the transport of a resource, which may have been unpickled without a client."""
    return resource._send


def cli_commands() -> list[str]:
    """Return the names of the modules of the command line that are commands or groups of commands."""
    from exa_websets.cli._commands import COMMANDS, ITEMS_COMMANDS

    return [*(COMMANDS.keys() - {"items"}), *ITEMS_COMMANDS]


def network_backends(client: WebsetsClient | AsyncWebsetsClient) -> list[str]:
    """Return the types of the network backends of a client, one for each pool, which httpx does not expose."""
    http = client._transport.pool.http
    transports: list[Any] = [http._transport, *(each for each in http._mounts.values() if each)]
    pools = [each for transport in transports for each in getattr(transport._pool, "_shards", [transport._pool])]
    return [type(pool._network_backend).__name__ for pool in pools]


def locks_of_connections(client: WebsetsClient) -> list[Any]:
    """Return the locks that a thread holds while it looks for a connection, one for each pool."""
    http = client._transport.pool.http
    transports: list[Any] = [http._transport, *(each for each in http._mounts.values() if each)]
    pools = [each for transport in transports for each in getattr(transport._pool, "_shards", [transport._pool])]
    return [pool._optional_thread_lock for pool in pools]


def calls_in_flight(client: WebsetsClient | AsyncWebsetsClient) -> int:
    """Return the number of calls that hold a connection of a client."""
    pool = client._transport.pool
    clients: list[Any] = [pool._http] if pool._http is not None else [http for http, _ in pool._by_loop.values()]
    return sum(sum(each._transport._pool._in_flight) for each in clients)


def forget_jobs() -> list[str]:
    """Remove all registered jobs, and return the names of their Websets."""
    left = [job.id for job in _jobs.values()]
    _jobs.clear()
    return left


def has_registered_jobs() -> bool:
    """Return True if a job is registered for cancellation at exit."""
    return bool(_jobs)


def function_of(thread: int) -> str:
    """Return the name of the function that a thread is executing."""
    return sys._current_frames()[thread].f_code.co_name


def guards_alive() -> int:
    """Return the number of guards that have not been collected."""
    gc.collect()
    kinds = (async_guard_module.AsyncGuard, guard_module.Guard)
    return sum(isinstance(one, kinds) for one in gc.get_objects())


def number_of_exit_functions() -> int:
    """Return the number of functions that `atexit` keeps, including unregistered ones."""
    return atexit._ncallbacks()


def lock_of_archives() -> CodeType:
    """Return the code that locks an archive's directory. Only the end of a process is certain to release the lock."""
    code: CodeType = inspect.unwrap(_locked).__code__
    return code


def cli_app() -> Group:
    """Return the command line as an object for the test runner of click."""
    from exa_websets.cli._app import app

    return app


def cli_traceback_lines(error: BaseException) -> list[str]:
    """Return the lines that the command line prints for an exception with --debug."""
    from exa_websets.cli._output.error_text import traceback_lines

    return traceback_lines(error)


def cli_yaml_module() -> str:
    """Return the name of the module that needs the YAML parser, to import it again without the parser."""
    from exa_websets.cli._input import yaml

    return yaml.__name__


def rate_limit(rate: float, now: Callable[[], float]) -> RateLimit:
    """Return a rate limit of the emulator with a clock of its own."""
    from exa_websets.emulator._api.rate_limit import RateLimit

    return RateLimit(rate, now)


def emulator_routers() -> Sequence[APIRouter]:
    """Return the routers of the emulator, which a running emulator does not expose."""
    from exa_websets.emulator._api.routes import ROUTERS

    return ROUTERS


def new_webhook_sender() -> WebhookSender:
    """Return a webhook sender without an emulator, which a test can cancel at any moment."""
    from exa_websets.emulator._actions.store import Store
    from exa_websets.emulator._server.webhook_sender import WebhookSender
    from exa_websets.emulator._world.clock import Clock as EmulatorClock
    from exa_websets.emulator._world.ids import IdGenerator

    return WebhookSender(Store(EmulatorClock(), IdGenerator()), clock_runs=True)
