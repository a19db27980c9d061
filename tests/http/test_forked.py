"""A client that was used before a fork works in both processes."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from exa_websets import AsyncWebsetsClient, NotFoundError, WebsetsClient
from exa_websets.emulator import Emulator
from support.caller import KEY
from support.paths import TESTS

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")


def test_both_processes_can_use_the_client(websets_emulator: Emulator) -> None:
    """Each child cancels over its own connections, also while other threads of its parent are sending."""
    done = subprocess.run(
        [sys.executable, "-W", "error", __file__, websets_emulator.base_url],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(TESTS)},
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    parent, *children = done.stdout.split()
    assert len(children) == 5
    seen = websets_emulator.requests
    by_child = {child: {one.connection for one in seen if f"/{child}-" in one.path} for child in children}
    of_parent = {one.connection for one in seen if f"/{parent}-" in one.path}
    assert all(by_child.values())
    connections = [*of_parent, *(one for each in by_child.values() for one in each)]
    assert len(set(connections)) == len(connections)
    ended = [one.path.rpartition("/")[0] for one in seen if one.method == "POST"]
    assert ended == [f"/v0/websets/{child}-{name}" for child in children for name in ("one", "many")] + [
        f"/v0/websets/{parent}-last"
    ]


def id_of(name: str) -> str:
    return f"{os.getpid()}-{name}"


def in_child(act: Callable[[], object]) -> None:
    """Fork, run a function in the child, print its process id, and wait for it. A child that hangs is killed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # newer Pythons warn of a fork while threads are running
        child = os.fork()
    if child == 0:
        signal.alarm(20)
        try:
            act()
        except BaseException as error:
            print(f"in the child: {error!r}", file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0, "a child failed or hangs"
    print(child, flush=True)


def use(client: WebsetsClient) -> None:
    """Cancel in each way; the emulator answers that there is no such Webset."""
    (outcome,) = client.websets.cancel_many([id_of("one")])
    assert isinstance(outcome.error, NotFoundError)
    with pytest.raises(NotFoundError):
        client.websets.cancel(id_of("many"))


def use_async(client: AsyncWebsetsClient) -> None:
    async def main() -> None:
        (outcome,) = await client.websets.cancel_many([id_of("one")])
        assert isinstance(outcome.error, NotFoundError)
        with pytest.raises(NotFoundError):
            await client.websets.cancel(id_of("many"))
        await client.close()

    asyncio.run(main())


def main() -> None:
    base_url = sys.argv[1]
    stopping = threading.Event()
    print(os.getpid(), flush=True)
    stopping = threading.Event()
    with WebsetsClient(KEY, base_url=base_url, max_retries=0, timeout=10) as client:
        view = client.with_options(timeout=15)

        def ask() -> None:
            with pytest.raises(NotFoundError):
                client.websets.get(id_of("asked"))

        def keep_asking() -> None:
            while not stopping.is_set():
                ask()

        # The first call imports a module; if another thread imports it during a fork, it stays locked in the child.
        ask()
        threads = [threading.Thread(target=keep_asking) for _ in range(2)]
        for thread in threads:
            thread.start()
        try:
            for each in (client, view):
                in_child(partial(use, each))
            in_child(lambda: use(pickle.loads(pickle.dumps(client))))
        finally:
            stopping.set()
            for thread in threads:
                thread.join()

        asynchronous = AsyncWebsetsClient(KEY, base_url=base_url, max_retries=0)

        async def fork_beside_a_loop() -> None:
            with pytest.raises(NotFoundError):
                await asynchronous.websets.get(id_of("asked"))
            in_child(partial(in_another_thread, use_async, asynchronous))
            await asynchronous.close()

        asyncio.run(fork_beside_a_loop())
        in_child(partial(use, client))
        with pytest.raises(NotFoundError):
            client.websets.cancel(id_of("last"))


def in_another_thread(act: Callable[[AsyncWebsetsClient], None], client: AsyncWebsetsClient) -> None:
    """Call a function in a thread without an event loop: in the forking thread the parent's loop counts as running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(act, client).result()


if __name__ == "__main__":
    main()
