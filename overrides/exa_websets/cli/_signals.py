"""Signals that end the process, raised as exceptions that cannot get lost."""

from __future__ import annotations

import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Collection, Generator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

_NOT_TERMINATING = (
    *("SIGKILL", "SIGSTOP"),  # cannot be caught
    *("SIGCHLD", "SIGCLD", "SIGCONT", "SIGURG", "SIGWINCH", "SIGINFO"),  # are ignored by default
    *("SIGTSTP", "SIGTTIN", "SIGTTOU"),  # suspend the process
    *("SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL"),  # no Python code can run after such a fault
)
TERMINATING = signal.valid_signals() - {getattr(signal, name, None) for name in _NOT_TERMINATING}
INTERRUPT = frozenset({signal.SIGINT})

_Handler: TypeAlias = Callable[[int, FrameType | None], object]

# The time between two interruptions of the main thread, in seconds.
_INTERVAL = 0.05


@contextmanager
def raised_signals(numbers: Collection[int]) -> Generator[None]:
    """Raise KeyboardInterrupt in the block on Ctrl-C, and SystemExit if a signal arrives that would kill the process.

    Each signal raises one exception. If Python ignores it, it is raised again. After a SystemExit, further signals
    are ignored, because a closing terminal sends its signal twice, and the second must not interrupt the cancel.

    Args:
        numbers: The signals to raise, `INTERRUPT` or `TERMINATING`; those with another handler keep it.
    """
    exits = _Exits()
    before = {number: signal.getsignal(number) for number in numbers}
    ours: dict[object, _Handler] = {signal.SIG_DFL: exits.exit, signal.default_int_handler: exits.interrupt}
    handled = {number: ours[handler] for number, handler in before.items() if handler in ours}  # nohup ignores SIGHUP
    with exits.repeated():
        for number, handler in handled.items():
            signal.signal(number, handler)
        try:
            yield
        finally:
            for number in handled:
                signal.signal(number, before[number])


class _Exits:
    """The signal handlers, and what raises an exception again that was lost.

    Python ignores an exception that a handler raises in a `__del__`, in a callback of a weak reference, or in a
    generator that is being collected. It passes it to `sys.unraisablehook`.
    """

    def __init__(self) -> None:
        self._is_exiting = False
        self._raised: BaseException | None = None
        self._lost: BaseException | None = None
        self._hook_before = sys.unraisablehook

    def exit(self, number: int, frame: FrameType | None) -> None:
        if not self._is_exiting:
            self._is_exiting = True
            self._raise(SystemExit(128 + number))

    def interrupt(self, number: int, frame: FrameType | None) -> None:
        self._raise(KeyboardInterrupt())

    def repeat(self, number: int, frame: FrameType | None) -> None:
        lost, self._lost = self._lost, None
        if lost is not None:
            self._raise(lost.with_traceback(None))

    def _raise(self, error: BaseException) -> None:
        self._raised = error
        raise error

    def _hook(self, unraisable: UnraisableHookArgs) -> None:
        if self._raised is not None and unraisable.exc_value is self._raised:
            self._lost = self._raised
        else:
            self._hook_before(unraisable)

    @contextmanager
    def repeated(self) -> Generator[None]:
        """Raise lost exceptions again in the block, where the system can interrupt a thread (not on Windows)."""
        if not hasattr(signal, "pthread_kill"):
            yield
            return
        receiver, sender = socket.socketpair()
        sender.setblocking(False)
        with sender:
            with suppress(RuntimeError):  # no thread can be started: a lost signal has to be sent again
                threading.Thread(target=_interrupt_main_thread, args=(receiver,), daemon=True).start()
            handler = signal.signal(signal.SIGURG, self.repeat)
            wakeup = signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
            sys.unraisablehook = self._hook
            try:
                yield
            finally:
                sys.unraisablehook = self._hook_before
                signal.set_wakeup_fd(wakeup)
                signal.signal(signal.SIGURG, signal.SIG_DFL if handler is None else handler)


def _interrupt_main_thread(signals: socket.socket) -> None:
    """Interrupt the main thread again and again after the first signal, until the other end of the socket is closed.

    Its handlers run only between two instructions. A signal that arrives just before a system call, or in another
    thread, would wait until that call ends. SIGURG, which is ignored by default, ends the call and raises nothing. It
    also reaches the socket, which continues the loop.
    """
    main = threading.main_thread().ident or 0
    with signals:
        while signals.recv(4096):
            time.sleep(_INTERVAL)
            signal.pthread_kill(main, signal.SIGURG)
