"""Terminals in which a command runs as for a user: one in this process, and tmux if it is installed."""

from __future__ import annotations

import os
import pty
import select
import shlex
import shutil
import subprocess
import sys
import tempfile
import termios
import time
from abc import ABC, abstractmethod
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

import pyte
import pytest
from support.command_line import IDS, START

COLUMNS, LINES = 100, 20
# Ctrl-C interrupts the command, not the shell that prints its exit code.
SHELL = "trap : INT; {command}; echo exit code $?; exec sleep 60"
_LOGIN = "import os, sys; os.login_tty(0); os.execvp('sh', ['sh', '-c', sys.argv[1]])"


class Terminal(ABC):
    """A terminal in which a command runs."""

    @abstractmethod
    def type(self, keys: str) -> None:
        """Press keys; `\\x03` is Ctrl-C."""

    @abstractmethod
    def look(self) -> str:
        """Return the text on the screen."""

    def shows(self, words: str) -> str:
        """Wait until a stable screen has these words, and return its text with stable ids."""
        until, before, screen = time.monotonic() + 30, "", self.look()
        while words not in screen or screen != before:
            assert time.monotonic() < until, f"no {words!r} on the screen:\n{screen}"
            time.sleep(0.05)
            before, screen = screen, self.look()
        return IDS.sub(r"<id of a \1>", "\n".join(line.rstrip() for line in screen.rstrip().splitlines()))


class PyteTerminal(Terminal):
    """A pseudo-terminal whose output pyte draws."""

    def __init__(self, leader: int, columns: int) -> None:
        self._leader = leader
        self._screen: Any = pyte.Screen(columns, LINES)
        self._stream: Any = pyte.ByteStream(self._screen)

    def type(self, keys: str) -> None:
        os.write(self._leader, keys.encode())

    def look(self) -> str:
        while select.select([self._leader], [], [], 0)[0]:
            self._stream.feed(os.read(self._leader, 65536))
        return "\n".join(self._screen.display)


class TmuxTerminal(Terminal):
    """A session of a separate tmux server."""

    def __init__(self, socket: str) -> None:
        self._socket = socket

    def run(self, *arguments: str, **environment: str) -> str:
        command = ["tmux", "-S", self._socket, "-f", os.devnull, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=True, env={**environment}).stdout

    def type(self, keys: str) -> None:
        self.run("send-keys", "-H", *(f"{ord(key):x}" for key in keys))

    def look(self) -> str:
        return self.run("capture-pane", "-p")


@contextmanager
def opened(kind: str, environment: Mapping[str, str], *arguments: str, columns: int = COLUMNS) -> Generator[Terminal]:
    """Run a command of the package in a terminal that is closed at the end of the block."""
    shell = SHELL.format(command=shlex.join([sys.executable, "-W", "error", "-c", START, *arguments]))
    clean = {**os.environ, **environment, "LC_ALL": "C.UTF-8"}
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "TMUX", "CI"):
        clean.pop(name, None)
    with (_in_tmux if kind == "tmux" else _in_pyte)(shell, clean, columns) as terminal:
        yield terminal


@contextmanager
def _in_pyte(shell: str, environment: dict[str, str], columns: int) -> Generator[Terminal]:
    leader, follower = pty.openpty()
    termios.tcsetwinsize(follower, (LINES, columns))
    command = [sys.executable, "-c", _LOGIN, shell]
    with subprocess.Popen(command, stdin=follower, stdout=follower, stderr=follower, env=environment) as process:
        os.close(follower)
        try:
            yield PyteTerminal(leader, columns)
        finally:
            process.kill()
            os.close(leader)  # hang up what is still running in the terminal


@contextmanager
def _in_tmux(shell: str, environment: dict[str, str], columns: int) -> Generator[Terminal]:
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed; the same screens are seen in the other terminal")
    with tempfile.TemporaryDirectory(prefix="tmux-") as folder:
        terminal = TmuxTerminal(f"{folder}/socket")
        terminal.run("new-session", "-d", "-x", str(columns), "-y", str(LINES), shell, **environment)
        try:
            yield terminal
        finally:
            terminal.run("kill-server")
