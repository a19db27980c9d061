"""Responses that trickle or stall on a real socket end at the deadline, not at the timeout of each read."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest
from exa_websets import APITimeoutError, WebsetTimeoutError
from support.caller import Caller
from support.fault_server import Do, FaultServer, Received, answer
from support.recordings import DOCUMENTED_CANCEL

pytestmark = pytest.mark.trio

HEADERS = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 4000\r\n\r\n"


@pytest.fixture
def trickling() -> Iterator[Callable[[float, float], str]]:
    """A server that sends headers after a delay and then one byte at each interval, for 20 s at most."""
    stop = threading.Event()
    server = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def answer(connection: socket.socket, before: float, between: float) -> None:
        with connection:
            try:
                connection.recv(65536)
                stop.wait(before)
                connection.sendall(HEADERS)
                end = time.monotonic() + 20
                while time.monotonic() < end and not stop.wait(between):
                    connection.sendall(b" ")
            except OSError:
                return

    def serve(before: float, between: float) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            threads.append(threading.Thread(target=answer, args=(connection, before, between)))
            threads[-1].start()

    def start(before: float, between: float) -> str:
        threads.append(threading.Thread(target=serve, args=(before, between)))
        threads[-1].start()
        return f"http://127.0.0.1:{server.getsockname()[1]}/websets"

    yield start
    stop.set()
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    for thread in threads:
        thread.join()


@pytest.mark.parametrize(("before", "between"), [(0, 0.1), (0.5, 60)], ids=["trickle", "late stall"])
def test_a_wait_ends_at_its_deadline(
    call: Caller, trickling: Callable[[float, float], str], before: float, between: float
) -> None:
    """An answer that never completes is abandoned at the deadline, before the server ends it."""
    url = trickling(before, between)
    with pytest.raises(WebsetTimeoutError, match="it was never seen; the last request failed: ReadTimeout"):
        call(
            lambda client: client.websets.wait_until_idle("x", timeout=1),
            base_url=url,
            now=time.monotonic,
            sleep=time.sleep,
        )


def test_an_attempt_of_a_cancel_ends_too(call: Caller, trickling: Callable[[float, float], str]) -> None:
    """A cancel does not read a trickling answer for longer than its timeout."""
    url = trickling(0, 0.1)
    with pytest.raises(APITimeoutError, match="too slowly"):
        call(
            lambda client: client.websets.cancel("x", timeout=0.5, max_retries=0),
            base_url=url,
            now=time.monotonic,
            sleep=time.sleep,
        )


def test_an_answer_to_a_cancel_may_be_slow(call: Caller) -> None:
    """An attempt may take longer than its read timeout, if each part of the answer comes in time."""
    whole = answer({**DOCUMENTED_CANCEL, "id": "x"})

    def part(content: bytes) -> Callable[[Received], bytes]:
        def send(_: Received) -> bytes:
            time.sleep(0.5)
            return content

        return send

    parts = part(whole[:-20]), part(whole[-20:-10]), part(whole[-10:])
    with FaultServer((Do.READ, *parts)) as service:
        webset = call(lambda client: client.websets.cancel("x", timeout=0.9), base_url=service.base_url)
    assert webset.id == "x"
    assert len(service.received) == 1


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_no_timeout(call: Caller, host: str) -> None:
    """Without a timeout, a call works over a connection of the client."""
    with FaultServer((Do.READ, answer({**DOCUMENTED_CANCEL, "id": "x"}))) as service:
        base_url = service.base_url.replace("127.0.0.1", host)
        webset = call(lambda client: client.websets.get("x"), base_url=base_url, timeout=httpx.Timeout(None))
    assert webset.id == "x"
