"""Cases in new processes: an import, a first cancel, and commands of this folder."""

from __future__ import annotations

import os
import subprocess
import sys
from functools import partial
from typing import Any

from common.paths import SCRIPTS

from benchmarking.place import Place
from benchmarking.rows import HTTPX, OURS, SDK, Row

ID = "webset_01kaq2yg7c0h3h1y2t4e9r8m5n"
CODE = {
    ("import", OURS): "import exa_websets",
    ("import", HTTPX): "import attrs, httpx",
    ("import", SDK): "import exa_py",
    ("first", OURS): (
        "from exa_websets import WebsetsClient; "
        f"client = WebsetsClient('any', base_url='%s/websets'); client.websets.cancel('{ID}'); client.close()"
    ),
    ("first", HTTPX): (
        "import httpx; client = httpx.Client(headers={'x-api-key': 'any'}); "
        f"client.post('%s/websets/v0/websets/{ID}/cancel').raise_for_status().json(); client.close()"
    ),
    ("first", SDK): f"from exa_py import Exa; Exa('any', base_url='%s').websets.cancel('{ID}')",
}
# Compile every module again, including those of the standard library.
COLD = ("-B", "-X", f"pycache_prefix={os.devnull}")
# The peak memory of the process; getrusage would include the peak of its parent.
PEAK = "print(next(l.split()[1] for l in open('/proc/self/status') if l.startswith('VmHWM')))"


def measure(runner: Any, name: str, row: Row, tool: str, place: Place) -> None:
    """Measure a case of `import/`, `first/` or `script/`."""
    what, how = row.key.split("/")
    if what == "script":
        arguments = ["generation.regenerate", "--check"] if how == "regenerate" else ["test"]
        runner.bench_command(name, [place.python, str(SCRIPTS), *arguments])
        return
    code = CODE[what, tool].replace("%s", place.server["plain"])
    if how == "memory":
        runner.bench_time_func(name, partial(_peak, f"{code}; {PEAK}"), metadata={"unit": row.unit})
    else:
        runner.bench_command(name, [sys.executable, *(COLD if how == "cold" else ()), "-c", code])


def _peak(code: str, loops: int) -> float:
    """Return the peak memory in bytes of new processes that run the code."""
    command = [sys.executable, "-c", code]
    peaks = [subprocess.run(command, capture_output=True, check=True).stdout for _ in range(loops)]
    return sum(int(peak) * 1024 for peak in peaks)
