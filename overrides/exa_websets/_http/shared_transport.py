"""What resources and bound methods travel as: the settings of their client, without connections.

`executor.map(client.websets.cancel, ids)` unpickles a method for each id. All that a process unpickles with the same
address and key therefore shares one set of connections, which nothing closes while it is used: it is closed when the
last resource that has it is collected, and those used last stay open until the process ends. A client that is
unpickled itself has connections of its own, which are closed with it, or when it is collected.
"""

from __future__ import annotations

import atexit
from functools import lru_cache
from typing import Any

from .client_pool import ClientPool
from .config import Config, configure
from .redaction import Secret

MAX_KEPT = 8
"""Sets of connections that are kept open although nothing uses them."""


def shared_transport(kind: Any, config: Config) -> Any:
    """Return a transport with these settings, over connections that are shared within this process."""
    return _shared(kind, config.base_url, config.api_key).with_config(config)


@lru_cache(MAX_KEPT)  # written in C, so that no thread holds a lock of it while the process forks
def _shared(kind: Any, base_url: str, api_key: Secret) -> Any:
    config = configure(api_key.reveal(), base_url)
    pool: ClientPool[Any] = ClientPool(kind.HTTP, config, None)
    pool.has_owner = False
    return kind(config, pool)


atexit.register(_shared.cache_clear)
