"""New processes: an import, a first cancel, and the command line."""

from __future__ import annotations

import os
import resource
import subprocess

from benchmarking.place import Home, MeasurementError, Place, last_line
from benchmarking.rows import ATTRS, HTTPX, LIBRARY, OURS, SDK

ID = "webset_01kaq2yg7c0h3h1y2t4e9r8m5n"
SECONDS = 60.0
FIRST = (
    "from exa_websets import WebsetsClient; "
    f"client = WebsetsClient('any', base_url='%s/websets'); client.websets.cancel('{ID}'); client.close()"
)
GUARDED = f"""
from exa_websets import WebsetsClient
with WebsetsClient('any', base_url='%s/websets') as client, client.websets.cancel_on_exit('{ID}'):
    pass
"""
BARE = (
    "import httpx; client = httpx.Client(headers={'x-api-key': 'any'}); "
    f"client.post('%s/websets/v0/websets/{ID}/cancel').raise_for_status().json(); client.close()"
)
CODE = {
    ("import", OURS): "import exa_websets",
    ("import", HTTPX): "import httpx",
    ("import", ATTRS): "import attrs, httpx",
    ("import", SDK): "import exa_py",
    ("first", OURS): FIRST,
    ("first", HTTPX): BARE,
    ("first", SDK): f"from exa_py import Exa; Exa('any', base_url='%s').websets.cancel('{ID}')",
    ("guarded", OURS): GUARDED,
    ("guarded", HTTPX): BARE,
    ("command", LIBRARY): FIRST,
}
# Compile every module again, including those of the standard library.
COLD = ("-B", "-X", f"pycache_prefix={os.devnull}")
# The peak memory of the process; getrusage would include the peak of its parent.
PEAK = "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"


def measure(home: Home, key: str, tool: str, place: Place) -> float:
    """Run a process, and return the CPU seconds that it took, or with `/memory` its peak memory in bytes.

    Raises:
        MeasurementError: The process failed.
    """
    what, _, how = key.partition("/")
    address = place.server["plain"]
    if (what, tool) == ("command", OURS):
        command = [str(home.python.parent / "exa-websets"), *how.replace("ID", ID).split()]
    else:
        code = CODE[what, tool].replace("%s", address) + (f"; {PEAK}" if how == "memory" else "")
        command = [str(home.python), *(COLD if how == "cold" else ()), "-c", code]
    before = _cpu_seconds()
    output = _run(home, command, {"EXA_API_KEY": "any", "EXA_WEBSETS_BASE_URL": f"{address}/websets"})
    return int(output) * 1024.0 if how == "memory" else _cpu_seconds() - before


def _run(home: Home, command: list[str], settings: dict[str, str]) -> str:
    environment = {**home.environment, **settings}
    try:
        done = subprocess.run(
            command, env=environment, cwd=home.folder, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except OSError as error:
        raise MeasurementError(f"a process of {home.name} cannot be started: {error}") from None
    except subprocess.TimeoutExpired:
        raise MeasurementError(f"a process of {home.name} did not end within {SECONDS:.0f} s") from None
    if done.returncode:
        raise MeasurementError(f"a process of {home.name} failed: {last_line(done.stderr)}")
    return done.stdout


def _cpu_seconds() -> float:
    """Return the CPU time of all processes that were started here and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
