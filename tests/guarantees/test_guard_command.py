"""The guard of `exa-websets run`: every signal that would end the process ends the run with a cancel."""

from __future__ import annotations

import signal
import threading
from typing import Any

import httpx
import pytest
from support.command_line import ended, run, started
from support.user_programs import comes, eventually, has_asked

OPTIONS = ["--query", "Makers of tea in Europe", "--count", "40", "--external-id", "tea"]
NAMES = "HUP QUIT ABRT ALRM TERM USR1 USR2 STKFLT XCPU VTALRM PROF IO PWR TRAP SYS RTMIN RTMAX"
SIGNALS = [number for name in NAMES.split() if (number := getattr(signal, f"SIG{name}", None))]
CANCELING = "Canceling {} and waiting until it has stopped."
STOPPED = "{} was canceled, and nothing in it is running."


def only(http: httpx.Client) -> Any:
    [webset] = http.get("/v0/websets").json()["data"]
    return webset


@pytest.mark.parametrize("number", SIGNALS)
def test_a_signal_in_this_process(number: int, websets_emulator: Any, http: httpx.Client) -> None:
    """The command exits with 128 + the signal, the Webset has stopped, and the signal handlers are restored."""

    def send() -> None:
        eventually(lambda: has_asked(websets_emulator, "GET", "/v0/websets/*"))
        signal.pthread_kill(threading.main_thread().ident or 0, number)

    before = [signal.getsignal(one) for one in SIGNALS]
    sender = threading.Thread(target=send)
    sender.start()
    done = run(websets_emulator, "run", *OPTIONS)
    sender.join()

    webset = only(http)
    assert (done.code, webset["status"]) == (128 + number, "idle")
    assert done.err.splitlines() == [CANCELING.format(webset["id"]), STOPPED.format(webset["id"])]
    assert [signal.getsignal(one) for one in SIGNALS] == before


@pytest.mark.parametrize("number", [signal.SIGQUIT, signal.SIGALRM, signal.SIGUSR1, signal.SIGUSR2])
def test_a_signal_to_another_process(number: int, websets_emulator: Any, http: httpx.Client) -> None:
    """A second signal during the cancel has no effect, and no line is printed twice."""
    websets_emulator.fail(latency=0.5, method="POST", path="*/cancel")
    with started(websets_emulator, "run", *OPTIONS) as process:
        comes(process, lambda: has_asked(websets_emulator, "GET", "/v0/websets/*"))
        process.send_signal(number)
        comes(process, lambda: has_asked(websets_emulator, "POST", "*/cancel"))
        process.send_signal(number)
        done = ended(process)

    webset = only(http)
    assert (done.code, webset["status"]) == (128 + number, "idle")
    assert done.err.splitlines() == [CANCELING.format(webset["id"]), STOPPED.format(webset["id"])]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_before_the_webset_exists(number: int, code: int, websets_emulator: Any, http: httpx.Client) -> None:
    """While the create stalls, the command prints at once the externalId that it cancels by."""
    websets_emulator.fail(stall=True, after=True, method="POST", path="/v0/websets")
    websets_emulator.fail(latency=2.0, method="POST", path="*/cancel")
    with started(websets_emulator, "run", *OPTIONS) as process:
        comes(process, lambda: bool(http.get("/v0/websets").json()["data"]))
        process.send_signal(number)
        assert process.stderr
        assert process.stderr.readline() == CANCELING.format("tea") + "\n"
        assert only(http)["status"] == "running"
        done = ended(process)

    assert (done.code, only(http)["status"]) == (code, "idle")
    rest = [STOPPED.format("tea"), *(["Interrupted."] if number == signal.SIGINT else [])]
    assert done.err.splitlines() == rest


@pytest.mark.parametrize("name", ["..", ".", "a\x00b"])
def test_an_invalid_external_id(name: str, websets_emulator: Any) -> None:
    """An invalid externalId is a one-line error that does not mention a cancel."""
    done = run(websets_emulator, "run", "--query", "tea", "--external-id", name)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert "cannot be an id" in done.err
    assert websets_emulator.requests == []
