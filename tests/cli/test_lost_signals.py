"""A signal whose exception Python ignores still ends a command, and a run with a cancel."""

from __future__ import annotations

import signal
from typing import Any

import httpx
import pytest
from support.command_line import START, ended
from support.user_programs import program

OPTIONS = ["--query", "Makers of tea in Europe", "--count", "40", "--external-id", "tea"]

# The main thread is about to wait for the response to the create when it receives the signal.
SENDS = """
import gc, os, sys, threading, time, weakref

def send():
    {act}
    for _ in range(1000):
        pass

class Deleted:
    def __del__(self):
        send()

class Referred:
    pass

def collected():
    try:
        yield
    finally:
        send()

def in_callback_of_reference():
    referred = Referred()
    reference = weakref.ref(referred, lambda reference: send())
    del referred

def in_generator():
    started = collected()
    next(started)

def in_collection():
    gc.callbacks.append(on_collection)
    gc.collect()

def on_collection(phase, info):
    gc.callbacks.remove(on_collection)
    send()

def before_system_call():
    # The main thread has to handle it, but what that thread is waiting for is not interrupted.
    threading.Timer(0.2, signal.raise_signal, [{number}]).start()

def profile(frame, event, called):
    if event == "c_call" and called.__name__ == "recv":
        sys.setprofile(None)
        {moment}()

import signal
sys.setprofile(profile)
"""


def sends(moment: str, act: str, number: int = 0) -> str:
    """Return a program that is the command line, and acts at that moment."""
    return SENDS.format(moment=moment, act=act, number=number) + START


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param(signal.SIGINT, 130, marks=pytest.mark.packaging),
        (signal.SIGTERM, 143),
        pytest.param(signal.SIGHUP, 129, marks=pytest.mark.packaging),
    ],
)
@pytest.mark.parametrize(
    "moment", ["Deleted", "in_callback_of_reference", "in_generator", "in_collection", "before_system_call"]
)
def test_a_signal_that_would_be_lost_in_a_run(
    moment: str, number: int, code: int, websets_emulator: Any, http: httpx.Client
) -> None:
    """While the create stalls, one signal cancels the Webset, and nothing is printed about an ignored exception."""
    websets_emulator.fail(stall=True, after=True, method="POST", path="/v0/websets")
    with program(
        websets_emulator, sends(moment, f"os.kill(os.getpid(), {int(number)})", int(number)), "run", *OPTIONS
    ) as process:
        done = ended(process)

    [webset] = http.get("/v0/websets").json()["data"]
    assert (done.code, webset["status"]) == (code, "idle")
    assert done.err.splitlines() == [
        "Canceling tea and waiting until it has stopped.",
        "tea was canceled, and nothing in it is running.",
        *(["Interrupted."] if number == signal.SIGINT else []),
    ]


@pytest.mark.parametrize("moment", ["in_callback_of_reference", "before_system_call"])
@pytest.mark.parametrize(
    "command",
    [["cancel", "tea", "--wait"], ["watch", "tea"], pytest.param(["get", "tea"], marks=pytest.mark.packaging)],
    ids=" ".join,
)
def test_ctrl_c_that_would_be_lost(command: list[str], moment: str, websets_emulator: Any) -> None:
    """While a request stalls, one Ctrl-C ends a command, and nothing is printed about an ignored exception."""
    websets_emulator.fail(stall=True)
    code = sends(moment, f"os.kill(os.getpid(), {int(signal.SIGINT)})", int(signal.SIGINT))
    with program(websets_emulator, code, *command) as process:
        done = ended(process)

    assert done.code == 130
    assert done.err.splitlines()[-1] == "Interrupted."
    assert "ignored" not in done.err


def test_what_else_python_ignores_is_printed(websets_emulator: Any) -> None:
    """During a run, ignored exceptions that are not from a signal are printed as usual."""
    code = sends("Deleted", "raise ValueError('mine')")
    with program(websets_emulator, code, "run", *OPTIONS, "--cancel-after", "0.1s") as process:
        done = ended(process)

    assert done.code == 0
    assert "Exception ignored in" in done.err
    assert "ValueError: mine" in done.err
