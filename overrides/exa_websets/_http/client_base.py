"""The base of both clients: settings, views and pickling."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any, Generic, Self, TypeVar

from .._clock import Clock
from .config import Config, Timeout
from .transport_base import TransportBase

X = TypeVar("X", bound=TransportBase[Any])


class ClientBase(Generic[X]):
    """The base of both clients."""

    _clock = Clock()
    _transport: X
    _closes: bool

    @property
    def _send(self) -> X:
        return self._transport

    @property
    def base_url(self) -> str:
        """The URL of the API."""
        return self._transport.config.base_url

    def with_options(
        self, *, timeout: Timeout = None, max_retries: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Self:
        """Return a view of this client with other settings, over the same connections. Closing a view does nothing.

        Args:
            timeout: The timeout of each phase of a request in seconds, or an httpx.Timeout.
            max_retries: The maximum number of retries of a failed call, if it is safe to retry.
            headers: Headers to add to those of the client.

        Raises:
            ConfigurationError: an argument is not valid.
        """
        config = self._transport.config.with_options(timeout=timeout, max_retries=max_retries, headers=headers)
        return self._view(self._transport.with_config(config))

    def _view(self, transport: X) -> Self:
        view: Self = type(self).__new__(type(self))
        # Resources keep the settings that they were created with, so a view creates its own.
        kinds = type(self).__mro__
        resources = {
            name for name in self.__dict__ if any(isinstance(vars(kind).get(name), cached_property) for kind in kinds)
        }
        view.__dict__.update({name: value for name, value in self.__dict__.items() if name not in resources})
        view._transport = transport
        view._closes = False
        return view

    def __repr__(self) -> str:
        transport: X | None = getattr(self, "_transport", None)  # missing if the constructor failed
        return f"{type(self).__name__}(base_url={transport.config.base_url!r})" if transport else object.__repr__(self)

    def __reduce__(self) -> tuple[Any, ...]:
        self._transport.__reduce__()  # raises if the connections are not ours
        return _restore, (type(self), self._transport.config)


def _restore(kind: Any, config: Config) -> Any:
    client = kind(
        config.api_key.reveal() if config.key_is_given else None,
        base_url=config.base_url,
        timeout=config.timeout,
        max_retries=config.max_retries,
        headers=config.headers,
        on_drift=config.on_drift,
        max_response_size=config.max_response_size,
    )
    client._transport.pool.has_owner = False  # for example, a process pool that calls `client.archive` never closes it
    return client
