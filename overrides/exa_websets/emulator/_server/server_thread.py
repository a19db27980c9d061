"""A uvicorn server in a thread of its own, which starts and stops without delay and prints nothing."""

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
    """A server in a thread, which serves from its creation until `stop`."""

    def __init__(self, app: FaultMiddleware, webhook_sender: WebhookSender, host: str, port: int) -> None:
        self._socket = _listen(host, port)
        shown_host = f"[{host}]" if ":" in host else host
        self.url = f"http://{shown_host}:{self._socket.getsockname()[1]}"
        self._server = _Server(app, webhook_sender)
        self._thread = threading.Thread(target=self._run, name="websets-emulator", daemon=True)
        self._thread.start()
        self._server.ready.wait()

    def wake(self) -> None:
        """Make the webhook sender check what is due."""
        self._server.wake()

    def settle(self, timeout: float) -> None:
        """Wait until nothing is due; raise TimeoutError after `timeout` real seconds."""
        self._server.settle(timeout)

    def stop(self) -> None:
        """Stop serving; requests that are waiting are disconnected."""
        self._server.stop()
        self._thread.join()
        self._socket.close()

    def _run(self) -> None:
        try:
            self._server.run(sockets=[self._socket])
        finally:
            # Set here too, so that the constructor does not wait forever if the server fails to start.
            self._server.ready.set()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio disables Nagle's algorithm only if the protocol is given; without that each response takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":  # on Windows this would let two servers share the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(2048)
    except BaseException:
        listener.close()
        raise
    return listener


class _Server(uvicorn.Server):
    """A uvicorn server that stops at once; uvicorn's own loop checks only ten times a second whether to stop."""

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
        self._sender_task: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def stop(self) -> None:
        """Make the server stop. Call it from other threads."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._stopping.set)

    def wake(self) -> None:
        """Make the webhook sender check what is due. Call it from other threads."""
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._webhook_sender.wake)

    def settle(self, timeout: float) -> None:
        """Wait until nothing is due. Call it from other threads."""
        if self._loop is None or self._loop.is_closed():
            raise RuntimeError("the emulator has stopped")
        settled = asyncio.run_coroutine_threadsafe(self._webhook_sender.settle(), self._loop)
        try:
            settled.result(timeout)
        except TimeoutError:
            settled.cancel()
            raise TimeoutError(f"events were still due or being posted after {timeout:g} s") from None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets)
        self._sender_task = self._loop.create_task(self._webhook_sender.run())
        self.ready.set()

    async def main_loop(self) -> None:
        while not self._stopping.is_set():
            # uvicorn renews the header Date in every tenth tick, beginning with tick 0.
            await self.on_tick(0)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), 1)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._sender_task is not None:
            self._sender_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._sender_task
        for server in self.servers:
            server.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if tasks := set(self.server_state.tasks):
            # A response takes milliseconds; a task that takes longer waits for a client, perhaps forever.
            await asyncio.wait(tasks, timeout=0.2)
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        # The event loop releases closed connections in its next iteration.
        await asyncio.sleep(0)
