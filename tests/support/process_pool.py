"""A program that cancels Websets in a process pool; it imports little, because each process imports it again."""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import pickle
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from exa_websets import AsyncWebsetsClient, NotFoundError, WebsetsClient


def cancel_on_asyncio(method: Any, id: str) -> Any:
    return asyncio.run(method(id))


def main() -> None:
    kind, start, base_url, *ids = sys.argv[1:]
    # Newer Pythons warn of a fork while threads are running.
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    client: Any = (WebsetsClient if kind == "sync" else AsyncWebsetsClient)(base_url=base_url)
    held = pickle.loads(pickle.dumps(client.websets))  # make a call before the processes are forked
    cancel: Any = client.websets.cancel
    if kind == "sync":
        held.list()
    else:
        cancel = functools.partial(cancel_on_asyncio, cancel)
        asyncio.run(held.list())
    with ProcessPoolExecutor(2, multiprocessing.get_context(start)) as pool:
        for webset in pool.map(cancel, ids[:-1]):
            print(webset.status)
        try:
            pool.submit(cancel, ids[-1]).result()
        except NotFoundError:
            print(ids[-1])
    if kind == "sync":
        client.close()
    else:
        asyncio.run(client.close())


if __name__ == "__main__":
    main()
