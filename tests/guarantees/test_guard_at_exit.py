"""The guard at the end of a process: registered jobs are canceled, or reported on stderr and in the log."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, get_args, get_type_hints

import attrs
import exa_websets
import exa_websets_generated
import httpx
import pytest
from attrs import frozen
from exa_websets_generated import models
from support.command_line import as_installed, settings
from support.user_programs import comes, has_asked
from support.vendored_copies import PACKAGE, renamed, vendor

START = """
import asyncio, atexit, concurrent.futures, gc, logging, multiprocessing, os, signal, sys, threading, time
import httpx
from exa_websets import AsyncWebsetsClient, RunHandle, Stop, StopRule, WebsetsClient, deadline, found

def body(name):
    return {"search": {"query": "makers of tea", "count": 50}, "externalId": name}

def open_run(client, name):
    block = client.websets.run(body(name))
    block.__enter__()
    return block
"""
ALARM = "may still be running and burning credits"


@contextmanager
def child(emulator: Any, code: str, *arguments: str, path: str = "", file: Path | None = None) -> Generator[Any]:
    """Start a program, and kill it at the end of the block if it still runs; `file` is a module that it imports."""
    code = as_installed(START + code, *arguments)
    program = ["-c", code]
    if file is not None:
        file.write_text(code)
        program = [str(file)]
    environment = {**os.environ, **settings(emulator.base_url)}
    if path:
        environment["PYTHONPATH"] = path
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-P", *program, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def end(process: Any, seconds: float = 30) -> tuple[int, str, str]:
    """Wait for the end of a program; return its exit code and its outputs."""
    out, errors = process.communicate(timeout=seconds)
    return process.returncode, out, errors


def statuses(http: httpx.Client) -> dict[str, str]:
    """Return the status of each Webset by its externalId."""
    return {one["externalId"]: one["status"] for one in http.get("/v0/websets").json()["data"]}


@frozen
class Row:
    """A program that leaves Websets running when it ends, and their externalIds."""

    name: str
    code: str
    websets: str
    exit_code: int = 0


ROWS = [
    Row(
        "threads and blocks that are never left",
        """
client = WebsetsClient()

def job(name):
    with client.websets.run(body(name)) as run:
        started.set()
        run.wait()

def exits(name):
    with client.websets.run(body(name)):
        sys.exit(3)

def generate(name):
    with client.websets.run(body(name)) as run:
        yield run

def generate_guarded(name):
    webset = client.websets.create(body(name))
    with client.websets.cancel_on_exit(webset.id):
        yield webset

started = threading.Event()
threading.Thread(target=job, args=["daemon"], daemon=True).start()
started.wait()
thread = threading.Thread(target=exits, args=["exits"])
thread.start()
thread.join()
never_left = open_run(client, "never left")
running = generate("generator")
next(running)
guarded = generate_guarded("guarded generator")
next(guarded)
attached = client.websets.attach(RunHandle(client.websets.create(body("attached")).id, client.base_url, found(50)))
attached.__enter__()
closed = WebsetsClient()
in_closed = open_run(closed, "client closed")
closed.close()
at_exit = WebsetsClient()
closed_at_exit = open_run(at_exit, "closed at exit")
atexit.register(at_exit.close)
http = httpx.Client()
given = open_run(WebsetsClient(http_client=http), "given client")
early_http = httpx.Client()
atexit.register(early_http.close)
early = open_run(WebsetsClient(http_client=early_http), "given client that is closed at exit")
atexit.register(lambda: open_run(WebsetsClient(), "begun at exit").__exit__(None, None, None))
""",
        "daemon, exits, never left, generator, guarded generator, attached, client closed, closed at exit, given "
        "client, given client that is closed at exit, begun at exit",
    ),
    Row(
        "asyncio",
        """
async def job(client, name):
    async with client.websets.run(body(name)) as run:
        await run.wait()

async def generate(client, name):
    async with client.websets.run(body(name)) as run:
        yield run

async def main():
    client = AsyncWebsetsClient()
    task = asyncio.ensure_future(job(client, "task"))
    blocks = [client.websets.run(body(name)) for name in ("never left", "never left either")]
    for block in blocks:
        await block.__aenter__()
    generator = generate(client, "generator")
    await anext(generator)
    closed = AsyncWebsetsClient()
    in_closed = closed.websets.run(body("client closed"))
    await in_closed.__aenter__()
    await closed.close()
    while len((await client.websets.list()).data) < 5:
        pass
    kept.extend([client, task, blocks, generator, in_closed])

kept = []
asyncio.run(main())
""",
        "task, never left, never left either, generator, client closed",
    ),
    Row(
        "watches whose rule has fired, while enrichments finish",
        """
class Enough(StopRule):
    def decide(self, look):
        return Stop("enough", 600)

def asked(name):
    return {**body(name), "enrichments": [{"description": "Who leads it?"}]}

client = WebsetsClient()
watch = client.websets.watch(client.websets.create(asked("watch")).id, until=Enough())
assert next(watch).phase == "finishing"
block = client.websets.run(asked("run"), until=Enough())
run = block.__enter__()
of_run = run.watch()
assert next(of_run).phase == "finishing"

async def main():
    client = AsyncWebsetsClient()
    watch = client.websets.watch((await client.websets.create(asked("async watch"))).id, until=Enough())
    assert (await anext(watch)).phase == "finishing"
    kept.extend([client, watch])

kept = []
asyncio.run(main())
""",
        "watch, run, async watch",
    ),
    Row(
        "classes of httpx that a tool replaces in the middle",
        """
client, http = WebsetsClient(), httpx.Client()
own = open_run(client, "own client")
given = open_run(WebsetsClient(http_client=http), "given client")
httpx.Client = type("Traced", (httpx.Client,), {})
httpx.AsyncClient = type("Traced", (httpx.AsyncClient,), {})
own_later = open_run(WebsetsClient(), "own client later")
given_later = open_run(WebsetsClient(http_client=httpx.Client()), "given client later")
""",
        "own client, given client, own client later, given client later",
    ),
    Row(
        "a recursion without end",
        """
def forever():
    return forever()

with WebsetsClient() as client, client.websets.run(body("tea")):
    forever()
""",
        "tea",
        1,
    ),
    Row(
        "a handler that raises TimeoutError every 50 ms",
        """
def expire(*_):
    raise TimeoutError

client = WebsetsClient()
try:
    with client.websets.run(body("tea")):
        signal.signal(signal.SIGALRM, expire)
        signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
        time.sleep(60)
finally:
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
""",
        "tea",
        1,
    ),
    Row(
        "os.fork: the child does nothing to the jobs of its parent, and cancels its own",
        """
client = WebsetsClient()

def ends(how, name):
    if how == "exit":
        own = open_run(client, name)
        sys.exit(0)

def status():
    return {one.external_id: str(one.status) for one in client.websets.list_all()}

for how in ("exit", "fall out", "raise"):
    parent = open_run(client, f"parent of {how}")
    try:
        with client.websets.run(body(f"block of {how}")) as run:
            child = os.fork()
            if not child:
                own = open_run(client, f"child that {how}s")
                if how == "exit":
                    sys.exit(0)
                if how == "raise":
                    raise ValueError("mine")
            else:
                _, code = os.waitpid(child, 0)
                assert code == {"raise": 256}.get(how, 0), (how, code)
                running = status()
                assert running[f"parent of {how}"] == running[f"block of {how}"] == "running", running
                assert running[f"child that {how}s"] == "idle", running
    except ValueError:
        sys.stderr.close()
        sys.exit(1)
    if not child:
        sys.exit(0)
""",
        "parent of exit, block of exit, child that exits, parent of fall out, block of fall out, child that fall outs, "
        "parent of raise, block of raise, child that raises",
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_running_websets_are_canceled_at_exit(row: Row, websets_emulator: Any, http: httpx.Client) -> None:
    """All Websets have stopped when the process has ended, and nothing is reported."""
    with child(websets_emulator, row.code) as process:
        code, _, errors = end(process)
    assert statuses(http) == dict.fromkeys(row.websets.split(", "), "idle"), errors
    assert code == row.exit_code, errors
    assert ALARM not in errors or "50 ms" in row.name
    assert bool(errors) == bool(row.exit_code), errors


CHILDREN = """
def work(name, how):
    client = WebsetsClient()
    if how == "daemon":
        threading.Thread(target=wait, args=[client, name], daemon=True).start()
        while name not in [one.external_id for one in client.websets.list_all()]:
            pass
    else:
        kept.append(open_run(client, name))

def wait(client, name):
    with client.websets.run(body(name)) as run:
        run.wait()

kept = []
if __name__ == "__main__":
    method = sys.argv[1]
    context = multiprocessing.get_context(method)
    client = WebsetsClient()
    kept.append(open_run(client, "parent"))
    processes = [context.Process(target=work, args=[how, how]) for how in ("never left", "daemon")]
    for process in processes:
        process.start()
    with concurrent.futures.ProcessPoolExecutor(1, mp_context=context) as pool:
        pool.submit(work, "in a pool", "never left").result()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0, 0]
    print({one.external_id: str(one.status) for one in client.websets.list_all()})
"""


@pytest.mark.parametrize(
    "method", ["fork", *(pytest.param(each, marks=pytest.mark.packaging) for each in ("forkserver", "spawn"))]
)
def test_children_of_multiprocessing(method: str, websets_emulator: Any, http: httpx.Client, tmp_path: Path) -> None:
    """A child cancels its own jobs when it ends, and none of its parent's."""
    with child(websets_emulator, CHILDREN, method, file=tmp_path / "program.py") as process:
        code, out, errors = end(process)
    assert (code, errors) == (0, "")
    idle = dict.fromkeys(["never left", "daemon", "in a pool"], "idle")
    assert eval(out) == {"parent": "running", **idle}
    assert statuses(http) == {"parent": "idle", **idle}


# Jobs that could not be canceled


LOGGING = {
    "none": "",
    "to a file": "logging.basicConfig(filename=os.devnull)",
    "to nowhere": "logging.getLogger('exa_websets').addHandler(logging.NullHandler())",
    "switched off": "logging.disable()",
    "a high level": "logging.getLogger('exa_websets').setLevel(logging.CRITICAL + 1)",
    "disabled by a configuration": "import logging.config; logging.config.dictConfig({'version': 1})",
}
FAILING = {
    "a given AsyncClient": """
async def main():
    block = AsyncWebsetsClient(http_client=httpx.AsyncClient()).websets.run(body("tea"))
    await block.__aenter__()
    kept.append(block)

asyncio.run(main())
""",
    "a given client that was closed": """
http = httpx.Client()
kept.append(open_run(WebsetsClient(http_client=http), "tea"))
http.close()
""",
}


@pytest.mark.parametrize(
    ("failing", "names"), [("a given AsyncClient", [*LOGGING]), ("a given client that was closed", ["none"])]
)
def test_what_cannot_be_canceled_is_reported_once(
    failing: str, names: list[str], websets_emulator: Any, http: httpx.Client
) -> None:
    """A failed cancel is one line on stderr, however logging is configured."""
    body = "\n        ".join(FAILING[failing].strip().split("\n"))
    setups = "\n".join(f"    {name!r}: {LOGGING[name]!r}," for name in names)
    code = f"""
setups = {{
{setups}
}}
for name, setup in setups.items():
    child = os.fork()
    if not child:
        kept = []
        exec(setup)
        {body}
        sys.exit(0)
    os.waitpid(child, 0)
    print(name, file=sys.stderr, flush=True)
"""
    with child(websets_emulator, code) as process:
        _, _, errors = end(process)
    [webset] = http.get("/v0/websets").json()["data"]
    assert (webset["externalId"], webset["status"]) == ("tea", "running")
    reports = errors.splitlines()
    assert reports[1::2] == names
    assert len(reports) == 2 * len(names)
    assert all(text.startswith(f"{webset['id']} {ALARM}") for text in reports[::2]), errors


@pytest.mark.packaging
def test_a_service_that_is_down(websets_emulator: Any, http: httpx.Client) -> None:
    """All jobs together have 20 seconds, and each of them is reported."""
    code = """
client = WebsetsClient()
kept = [open_run(client, name) for name in ("one", "two", "three", "four", "five", "six", "seven")]
print("started", flush=True)
time.sleep(0.1)
"""
    websets_emulator.fail(503, method="POST", path="*/cancel", times=1)
    websets_emulator.fail(stall=True, method="POST", path="*/cancel", times=1000)
    with child(websets_emulator, code) as process:
        assert process.stdout.readline() == "started\n"
        start = time.monotonic()
        code_of_exit, _, errors = end(process)
        assert 5 < time.monotonic() - start < 25
    assert code_of_exit == 0
    assert errors.count(ALARM) == 7
    assert {*statuses(http).values()} == {"running"}


# Real signals


TWICE = """
async def main():
    async with AsyncWebsetsClient() as client, client.websets.run(body("tea")) as run:
        await run.wait()

if sys.argv[1] == "sync":
    with WebsetsClient() as client, client.websets.run(body("tea")) as run:
        run.wait()
else:
    import anyio
    anyio.run(main, backend=sys.argv[1])
"""


@pytest.mark.parametrize("times", [2, 5])
@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
def test_repeated_ctrl_c(kind: str, times: int, websets_emulator: Any, http: httpx.Client) -> None:
    """The cancel survives two Ctrl-C; after more the process ends, and the cancel is sent again at exit."""
    websets_emulator.fail(latency=1.0, method="POST", path="*/cancel")
    with child(websets_emulator, TWICE, kind) as process:
        comes(process, lambda: has_asked(websets_emulator, "GET", "/v0/websets/*"))
        process.send_signal(signal.SIGINT)
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        for _ in range(times - 1):
            process.send_signal(signal.SIGINT)
            time.sleep(0.1)
        code, _, errors = end(process)
    assert statuses(http) == {"tea": "idle"}, errors
    assert code in (1, 130, -signal.SIGINT)
    assert "KeyboardInterrupt" in errors


def test_a_cancel_that_gets_no_answer(websets_emulator: Any, http: httpx.Client) -> None:
    """After three Ctrl-C during it, the process does not wait for that cancel, and sends another one at exit."""
    code = """
with WebsetsClient(timeout=300) as client, client.websets.run(body("tea")) as run:
    run.wait()
"""
    websets_emulator.fail(stall=True, method="POST", path="*/cancel")
    with child(websets_emulator, code) as process:
        comes(process, lambda: has_asked(websets_emulator, "GET", "/v0/websets/*"))
        process.send_signal(signal.SIGINT)
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        # One that arrives while the thread of the cancel is being started does not count: the cancel is sent again.
        # Two that arrive at the same time count as one, but one more would interrupt the exit.
        for _ in range(2):
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
        for _ in range(3):
            time.sleep(0.2)
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
                break
        code_of_exit, _, errors = end(process)
    assert statuses(http) == {"tea": "idle"}, errors
    assert code_of_exit in (1, 130, -signal.SIGINT)
    assert "its cancel continues in the background" in errors, errors


# The package changes on disk


CHANGES = """
async def run(client):
    async with client.websets.run(body("tea")) as run:
        gone()

async def interrupted(client):
    async with client.websets.run(body("tea")) as run:
        gone()
        raise KeyboardInterrupt

async def attach(client):
    webset = await created(client)
    async with client.websets.attach(RunHandle(webset.id, client.base_url, found(50))) as run:
        gone()

async def cancel_on_exit(client):
    async with client.websets.cancel_on_exit((await created(client)).id):
        gone()

async def fired_rule(client):
    async for _ in client.websets.watch((await created(client)).id, until=gone):
        pass

async def rule_of_a_run(client):
    async with client.websets.run(body("tea"), until=gone) as run:
        await run.wait()

async def on_timeout(client):
    try:
        await client.websets.wait_until_idle(
            (await created(client)).id, timeout=0.3, poll_interval=0.2, on_timeout="cancel", on_poll=gone
        )
    except TimeoutError:
        pass

async def at_exit(client):
    block = client.websets.run(body("tea"))
    await block.__aenter__()
    gone()
    kept.append(block)

async def with_on_drift(client):
    drifts = []
    http = (httpx.Client if kind == "sync" else httpx.AsyncClient)(transport=httpx.MockTransport(drifting))
    async with type(client)(on_drift=drifts.append, http_client=http).websets.cancel_on_exit("tea"):
        gone()
    assert drifts
"""
CHANGED = """
kind, way, root = sys.argv[1:]
plain = httpx.Client(base_url=os.environ["EXA_WEBSETS_BASE_URL"], headers={"x-api-key": "any"})
kept = []

async def created(client):
    return RunHandle(create(), "", found(1))

def create():
    return plain.post("/v0/websets", json=body("tea")).json()["id"]

def drifting(request):
    answer = plain.request(request.method, request.url)
    return httpx.Response(answer.status_code, json={**answer.json(), "fresh": 1})

def gone(webset=None):
    for name in ("exa_websets", "exa_websets_generated"):
        if not os.path.exists(f"{root}/full_{name}"):
            os.rename(f"{root}/{name}", f"{root}/full_{name}")
            if way == "empty":
                os.rename(f"{root}/empty_{name}", f"{root}/{name}")
    return True

def back():
    for name in ("exa_websets", "exa_websets_generated"):
        if os.path.exists(f"{root}/{name}") and os.path.exists(f"{root}/full_{name}"):
            os.rename(f"{root}/{name}", f"{root}/empty_{name}")
        if os.path.exists(f"{root}/full_{name}"):
            os.rename(f"{root}/full_{name}", f"{root}/{name}")

import exa_websets
assert exa_websets.__file__.startswith(root), exa_websets.__file__
for act in HELPERS:
    if act.__name__ == "with_on_drift":
        create()
    child = os.fork()
    if not child:
        try:
            if kind == "sync":
                with WebsetsClient() as client:
                    act(client)
            else:
                async def main():
                    async with AsyncWebsetsClient() as client:
                        await act(client)
                asyncio.run(main())
        except KeyboardInterrupt:
            assert act is interrupted
        sys.exit(0)
    _, code = os.waitpid(child, 0)
    assert code == 0, (act, code)
    back()
    webset = plain.get("/v0/websets/tea").json()
    assert webset["status"] == "idle", (act, webset["status"])
    plain.delete("/v0/websets/tea").raise_for_status()
    print(act.__name__, flush=True)
"""
NAMES = [text.split("(")[0].split()[-1] for text in CHANGES.split("\n") if text.startswith("async def")]


@pytest.mark.parametrize(
    ("kind", "way"), [("sync", "rename"), pytest.param("asyncio", "empty", marks=pytest.mark.packaging)]
)
def test_the_package_is_replaced_on_disk(kind: str, way: str, websets_emulator: Any, tmp_path: Path) -> None:
    """Everything that a cancel needs is loaded before a job starts. Each helper has its own process."""
    for package in (exa_websets, exa_websets_generated):
        source = Path(package.__path__[0])
        shutil.copytree(source, tmp_path / source.name)
        shutil.copytree(source, tmp_path / f"empty_{source.name}", ignore=shutil.ignore_patterns("__pycache__"))
        for file in (tmp_path / f"empty_{source.name}").rglob("*.py"):
            file.write_bytes(b"")
    for name in {file.stem for file in (tmp_path / "exa_websets_generated" / "models").iterdir()}:
        if name not in sys.stdlib_module_names:
            (tmp_path / f"{name}.py").write_text("raise SystemExit('this module is not of the package')")
    helpers = CHANGES + f"\nHELPERS = [{', '.join(NAMES)}]\n"
    if kind == "sync":
        helpers = helpers.replace("async ", "").replace("await ", "").replace("__aenter__", "__enter__")
    code = (helpers + CHANGED).replace("async def created", "def created" if kind == "sync" else "async def created")
    with child(websets_emulator, code, kind, way, str(tmp_path), path=str(tmp_path)) as process:
        code_of_exit, out, errors = end(process)
    assert (code_of_exit, errors) == (0, "")
    assert out.split() == NAMES


IMPORTS = """
import importlib
import exa_websets_generated.models as models

with WebsetsClient() as client, client.websets.cancel_on_exit("tea"):
    models.__path__ = []  # no file of it can be found
    for name in sys.argv[1:]:
        importlib.import_module(name)
    try:
        models.WebsetItem
    except ModuleNotFoundError:
        print("and no others")
"""


def parts(kind: Any, seen: set[Any]) -> set[Any]:
    """Return the types that a document of this type can contain, except for items."""
    if kind not in seen and kind is not models.WebsetItem:
        seen.add(kind)
        for part in get_type_hints(kind).values() if attrs.has(kind) else get_args(kind):
            parts(part, seen)
    return seen


def test_all_models_of_a_webset_can_be_imported(websets_emulator: Any, http: httpx.Client) -> None:
    """In a block, all models of a Webset can be imported without their files, except for items, which are not sent."""
    http.post("/v0/websets", json={"search": {"query": "makers of tea"}, "externalId": "tea"})
    names = {kind.__module__ for kind in parts(models.Webset, set()) if attrs.has(kind)}
    assert len(names) > 20
    with child(websets_emulator, IMPORTS, *names) as process:
        assert end(process) == (0, "and no others\n", "")


def test_two_copies_in_one_process(websets_emulator: Any, http: httpx.Client, tmp_path: Path) -> None:
    """A vendored copy and an installed package are independent, and both cancel at exit."""
    for package in ("acme", "acme/third_party"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").touch()
    done = vendor(tmp_path / "acme" / "third_party", "--package", PACKAGE)
    assert (done.returncode, done.stderr) == (0, "")
    code = """
installed = open_run(WebsetsClient(), "installed")
from exa_websets import WebsetsClient
vendored = open_run(WebsetsClient(), "vendored")
assert type(vendored) is not type(installed)
"""
    with child(websets_emulator, renamed(code), path=str(tmp_path)) as process:
        assert end(process)[::2] == (0, "")
    assert statuses(http) == {"installed": "idle", "vendored": "idle"}
