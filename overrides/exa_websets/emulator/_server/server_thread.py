"""A uvicorn in a thread of its own, which starts and stops at once and says nothing."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import threading

import uvicorn

from .fault_middleware import FaultMiddleware, FaultyProtocol
from .webhook_sender import WebhookSender


class ServerThread:
    """A server in a thread, from the moment its port listens until it is stopped."""

    def __init__(self, app: FaultMiddleware, webhook_sender: WebhookSender, host: str, port: int) -> None:
        self._socket = _listening(host, port)
        shown = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown}:{self._socket.getsockname()[1]}"
        self._server = _Server(app, webhook_sender)
        self._thread = threading.Thread(target=self._run, name="websets-emulator", daemon=True)
        self._thread.start()
        self._server.ready.wait()

    def wake(self) -> None:
        """Have the webhook sender look whether anything is due."""
        self._server.wake()

    def settle(self, timeout: float) -> None:
        """Wait until nothing is due any more; raises TimeoutError after so many real seconds."""
        self._server.settle(timeout)

    def stop(self) -> None:
        """Stop serving; requests that wait are cut off."""
        self._server.stop()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            # Also where it never came to serve: nobody is to wait for it in vain.
            self._server.ready.set()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named asyncio turns Nagle's algorithm off; left unnamed each answer would take 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # elsewhere it would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """A uvicorn that starts and stops at once: its own loop looks only ten times a second whether to stop."""

    def __init__(self, app: FaultMiddleware, webhook_sender: WebhookSender) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http=FaultyProtocol,
                ws="none",
                loop="asyncio",
                lifespan="off",
                log_config=None,
                log_level="error",
                access_log=False,
                server_header=False,
                timeout_keep_alive=60,
            )
        )
        self.ready = threading.Event()
        self._stopping = app.stopping
        self._webhook_sender = webhook_sender
        self._errands: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Have it stop; for other threads."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    def wake(self) -> None:
        """Have the webhook sender look whether anything is due; for other threads."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._webhook_sender.wake)

    def settle(self, timeout: float) -> None:
        """Wait until nothing is due any more; for other threads."""
        if self._loop is None or self._loop.is_closed():
            raise RuntimeError("the emulator has stopped")
        settled = asyncio.run_coroutine_threadsafe(self._webhook_sender.settled(), self._loop)
        try:
            settled.result(timeout)
        except TimeoutError:
            settled.cancel()
            raise TimeoutError(f"something was still due or being posted after {timeout:g} s") from None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._errands = self._loop.create_task(self._webhook_sender.run())
        self.ready.set()

    async def main_loop(self) -> None:
        while not self._stopping.is_set():
            # Every tenth tick of uvicorn writes the header Date anew.
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._errands is not None:
            self._errands.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._errands
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := set(self.server_state.tasks):
            # An answer takes milliseconds; what waits longer waits for a client, who may never send the rest.
            await asyncio.wait(tasks, timeout=0.2)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # Closed connections are let go in the next round of the loop.
        await asyncio.sleep(0)
