"""The transport of unpickled resources and bound methods, whose pickles contain the settings of their client.

`executor.map(client.websets.cancel, ids)` unpickles a method for each id. So all resources that a process unpickles
with the same base URL and key share one set of connections. The sets that were used last stay open until the process
ends; any other set is closed when the last resource that uses it is garbage-collected. An unpickled client has its own
connections, which are closed with the client, or when it is garbage-collected.
"""

from __future__ import annotations

import atexit
from functools import lru_cache
from typing import Any

from .client_pool import ClientPool
from .config import Config, configure
from .redaction import Secret

MAX_KEPT = 8
"""The number of sets of connections that stay open although nothing uses them."""


def shared_transport(kind: Any, config: Config) -> Any:
    """Return a transport with these settings, over connections that are shared within this process."""
    return _shared(kind, config.base_url, config.api_key).with_config(config)


@lru_cache(MAX_KEPT)  # implemented in C, so no thread can hold its lock while the process forks
def _shared(kind: Any, base_url: str, api_key: Secret) -> Any:
    config = configure(api_key.reveal(), base_url)
    pool: ClientPool[Any] = ClientPool(kind.HTTP, config, None)
    pool.has_owner = False
    return kind(config, pool)


atexit.register(_shared.cache_clear)
