"""The emulator as a server: on loopback only, quiet, quick to stop, and clear about a missing extra."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import httpx
import pytest
from exa_websets.emulator import Emulator
from exa_websets.emulator.__main__ import main
from support.pytest_arguments import WITHOUT_OTHER_PLUGINS

TEA = {"search": {"query": "makers of tea"}}
COMMAND = [sys.executable, "-m", "exa_websets.emulator"]
WITHOUT_FASTAPI = "import sys; sys.modules['fastapi'] = None; "
MISSING = "The emulator needs fastapi: pip install 'exa-websets[emulator]'"


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_it_stops_with_connections_open(capfd: pytest.CaptureFixture[str]) -> None:
    """With open client connections the emulator still stops: no thread and no port is left, and nothing is printed."""
    threads = {*threading.enumerate()}  # those of earlier tests may end meanwhile
    with httpx.Client(headers={"x-api-key": "any"}, trust_env=False) as http, Emulator() as emulator:
        url = emulator.base_url + "/v0/websets"
        assert http.get(url).status_code == 200
        with socket.create_connection((httpx.URL(url).host, httpx.URL(url).port or 0)) as half_open:
            # Neither do requests that are not HTTP or ask for another protocol.
            with socket.create_connection((httpx.URL(url).host, httpx.URL(url).port or 0)) as odd:
                odd.sendall(b"tea\r\n\r\n")
                assert odd.recv(99)
            assert http.get(url, headers={"connection": "upgrade", "upgrade": "h2c"}).status_code == 200
            half_open.sendall(b"POST /websets/v0/websets HTTP/1.1\r\nhost: localhost\r\ncontent-length: 99\r\n\r\n{")
            emulator.__exit__(None, None, None)
            assert {*threading.enumerate()} <= threads
            with pytest.raises(httpx.ConnectError):
                httpx.get(url, trust_env=False)

    assert capfd.readouterr() == ("", "")


def test_it_serves_many_at_once(websets_emulator: Emulator, http: httpx.Client) -> None:
    """Concurrent requests from many threads are all answered."""

    def create(number: int) -> str:
        id: str = http.post("/v0/websets", json={**TEA, "externalId": str(number)}).json()["id"]
        return id

    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(create, range(80)))

    assert len(set(created)) == 80
    assert {webset["id"] for webset in http.get("/v0/websets?limit=100").json()["data"]} == set(created)


def test_two_emulators_are_independent(http: httpx.Client) -> None:
    """Each emulator has its own Websets, clock and faults."""
    with Emulator() as other:
        other.fail(500)
        other.advance(9)
        http.post("/v0/websets", json=TEA)
        httpx.get(other.base_url + "/v0/websets", trust_env=False)
        listed = httpx.get(other.base_url + "/v0/websets", headers={"x-api-key": "any"}, trust_env=False)

    assert listed.json()["data"] == []
    assert http.get("/v0/websets").json()["data"][0]["createdAt"] == "2026-01-01T00:00:00.000Z"


def test_it_serves_inside_its_block_only() -> None:
    """There is no URL before the block is entered, and it cannot be entered twice."""
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="with"):
        _ = emulator.base_url
    with emulator:
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+/websets", emulator.base_url)
    with pytest.raises(RuntimeError, match="once"):
        emulator.__enter__()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"host": "0.0.0.0"}, "loopback"),
        ({"host": "example"}, "example"),
        ({"port": 70000}, "70000"),
        *(
            ({name: value}, f"{name} is {value!r}; it must be ")
            for name in ("speed", "cancel_delay", "running_limit", "keep_requests", "port")
            for value in (-1, float("nan"), float("inf"))
        ),
        ({"rate_limit": float("inf")}, "rate_limit is inf; it must be "),
        ({"running_limit": 1.5}, "running_limit is 1.5; it must be a whole number"),
        ({"start": datetime(2026, 1, 1)}, "time zone"),
    ],
    ids=str,
)
def test_invalid_arguments(arguments: dict[str, object], words: str) -> None:
    """Invalid arguments are rejected at once with a message."""
    with pytest.raises(ValueError, match=words):
        Emulator(**arguments)  # type: ignore[arg-type]  # on purpose


def test_a_port_in_use(capsys: pytest.CaptureFixture[str]) -> None:
    """A port that is in use is an OSError, and on the command line a one-line error."""
    with Emulator() as emulator:
        port = httpx.URL(emulator.base_url).port or 0
        with pytest.raises(OSError, match="in use"), Emulator(port=port):
            pass
        assert main(["--port", str(port)]) == 1

    assert capsys.readouterr() == ("", f"Cannot serve on 127.0.0.1:{port}: Address already in use\n")


def test_arguments_of_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    """A host that is not on loopback ends the command with exit code 2 and one line."""
    assert main(["--host", "192.0.2.1"]) == 2
    assert capsys.readouterr() == ("", "the emulator serves on loopback only: 192.0.2.1 is not a loopback address\n")


def test_the_command_serves_until_it_is_interrupted() -> None:
    """The command prints its URL and how to use it, its clock runs, and Ctrl-C ends it quietly."""
    command = [*COMMAND, "--port", "0", "--speed", "100000", "--api-key", "right"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        usage = [process.stdout.readline() for _ in range(4)]
        url = usage[0].split()[-1]
        with httpx.Client(base_url=url, headers={"x-api-key": "right"}, trust_env=False) as http:
            id = http.post("/v0/websets", json=TEA).json()["id"]
            while http.get(f"/v0/websets/{id}").json()["status"] != "idle":
                pass
            process.send_signal(signal.SIGINT)
            rest = process.communicate(timeout=10)

    assert re.fullmatch(r"Emulated Websets API at http://127\.0\.0\.1:\d+/websets\n", usage[0])
    assert f"export EXA_WEBSETS_BASE_URL={url} EXA_API_KEY=right\n" in usage[1]
    assert (process.returncode, rest) == (0, ("", ""))


def test_without_the_extra_the_import_names_it() -> None:
    """Without the extra, importing the emulator raises an error that says what to install."""
    done = run(WITHOUT_FASTAPI + "import exa_websets.emulator; from exa_websets.emulator import Emulator")

    assert done.returncode == 1
    assert done.stderr.rstrip().endswith(f"ImportError: {MISSING}")


def test_without_the_extra_the_command_names_it() -> None:
    """Without the extra, the command exits with 2 and says on stderr what to install."""
    done = run(WITHOUT_FASTAPI + "from exa_websets.emulator.__main__ import main; sys.exit(main([]))")

    assert (done.returncode, done.stdout, done.stderr) == (2, "", MISSING + "\n")


def test_importing_the_package_loads_no_server() -> None:
    """Importing the package and the pytest plugin loads no module of the extra."""
    code = (
        "import sys, exa_websets.emulator, exa_websets.pytest_plugin;"
        "print(*sorted({'fastapi', 'uvicorn', 'pydantic', 'httpx', 'exa_websets_generated'} & set(sys.modules)))"
    )
    assert run(code).stdout.strip() == ""


def test_the_names_of_the_package() -> None:
    """`dir` lists the two public names, and other names raise AttributeError."""
    import exa_websets.emulator as package

    assert {"Emulator", "SeenRequest"} <= set(dir(package))
    name = "Nothing"
    with pytest.raises(AttributeError, match=name):
        getattr(package, name)


@pytest.mark.packaging
def test_the_fixture_is_a_started_emulator(pytester: pytest.Pytester) -> None:
    """The plugin's fixture works in a project that has only the package installed."""
    pytester.makepyfile(
        """
        import httpx

        def test_it(websets_emulator):
            url = websets_emulator.base_url + "/v0/websets"
            assert httpx.get(url, headers={"x-api-key": "any"}, trust_env=False).json()["data"] == []
        """
    )
    pytester.runpytest_subprocess("-W", "error", *WITHOUT_OTHER_PLUGINS).assert_outcomes(passed=1)


@pytest.mark.packaging
def test_the_fixture_names_the_extra(pytester: pytest.Pytester) -> None:
    """Without the extra the fixture fails with a message that says what to install."""
    pytester.makeconftest(WITHOUT_FASTAPI)
    pytester.makepyfile("def test_it(websets_emulator): pass")
    result = pytester.runpytest_subprocess(*WITHOUT_OTHER_PLUGINS)

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"*{MISSING.replace('[', '[[]')}*"])


def test_no_environment_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Environment variables of the client do not affect the emulator."""
    monkeypatch.setitem(os.environ, "EXA_API_KEY", "other")
    with Emulator() as emulator:
        assert httpx.get(emulator.base_url + "/v0/websets", headers={"x-api-key": "any"}, trust_env=False).is_success
