"""The settings of a client, from its arguments and from the environment."""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import httpx
from attrs import evolve, field, frozen

from .._errors import ConfigurationError
from .redaction import Redactor, Secret

if TYPE_CHECKING:
    from .._drift.report import OnDrift

DEFAULT_BASE_URL = "https://api.exa.ai/websets"
MAX_RESPONSE_SIZE = 256 * 1024 * 1024
DEFAULT_TIMEOUT = httpx.Timeout(60, connect=5)
KEY_VARIABLE = "EXA_API_KEY"
BASE_URL_VARIABLE = "EXA_WEBSETS_BASE_URL"

# The longest timeout that sockets accept, in seconds. Use httpx.Timeout(None) for no timeout.
LONGEST_TIMEOUT = 1e6

Timeout = float | httpx.Timeout | None

_NAME = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_VALUE = rb"(?:[!-~]+(?:[ \t]+[!-~]+)*)?"
# httpx sets these. A second value could make a server read part of the body as another request.
_FRAMING = (b"content-length", b"transfer-encoding")


def _names_only(headers: Mapping[str, str]) -> str:
    return f"<{', '.join(headers) or 'none'}>"


@frozen
class Config:
    """The settings of one client. Its pickle contains the key only if the key was passed as an argument."""

    api_key: Secret = field(repr=False)
    key_is_given: bool = field(repr=False)
    base_url: str
    timeout: httpx.Timeout | None
    """None means the default: 5 s to connect, and 60 s to read, or 10 s for a cancel."""
    max_retries: int
    headers: Mapping[str, str] = field(repr=_names_only)
    on_drift: OnDrift | None = None
    max_response_size: int = MAX_RESPONSE_SIZE

    @property
    def redact(self) -> Redactor:
        """The redactor that removes the key from errors."""
        return Redactor(self.api_key)

    @property
    def host(self) -> str:
        """The host that calls go to, with its port unless that is the default port."""
        return urlsplit(self.base_url).netloc

    def with_options(
        self, *, timeout: Timeout = None, max_retries: int | None = None, headers: Mapping[str, str] | None = None
    ) -> Config:
        """Return a copy with some settings changed. Headers are merged."""
        return evolve(
            self,
            timeout=self.timeout if timeout is None else checked_timeout(timeout),
            max_retries=self.max_retries if max_retries is None else checked_retries(max_retries),
            headers=merge_headers(self.headers, headers),
        )

    def __reduce__(self) -> tuple[Any, ...]:
        key = self.api_key.reveal() if self.key_is_given else None
        settings = self.base_url, self.timeout, self.max_retries, self.headers, self.on_drift, self.max_response_size
        return configure, (key, *settings)


def configure(
    api_key: str | None = None,
    base_url: str | None = None,
    timeout: Timeout = None,
    max_retries: int = 2,
    headers: Mapping[str, str] | None = None,
    on_drift: OnDrift | None = None,
    max_response_size: int = MAX_RESPONSE_SIZE,
) -> Config:
    """Return a configuration from arguments, and from the environment where they are None.

    Raises:
        ConfigurationError: the key is missing or would be sent unencrypted, or another value is not valid.
    """
    if base_url is None:
        base_url = os.environ.get(BASE_URL_VARIABLE) or DEFAULT_BASE_URL
    return Config(
        api_key=Secret(_checked_key(os.environ.get(KEY_VARIABLE) if api_key is None else api_key)),
        key_is_given=api_key is not None,
        base_url=_checked_url(base_url),
        timeout=None if timeout is None else checked_timeout(timeout),
        max_retries=checked_retries(max_retries),
        headers=merge_headers(headers),
        on_drift=_checked_callback(on_drift),
        max_response_size=_checked_size(max_response_size),
    )


def merge_headers(*sources: Mapping[str, str] | None) -> dict[str, str]:
    """Merge headers. Later sources win, and names are case-insensitive.

    Raises:
        ConfigurationError: a header cannot be sent.
    """
    if not any(sources):
        return {}
    merged = httpx.Headers()
    try:
        for source in sources:
            merged.update(source or {})
    except (TypeError, ValueError, AttributeError) as error:
        raise ConfigurationError(f"The headers cannot be sent: {error}") from None
    for name, value in merged.raw:
        if not re.fullmatch(_NAME, name) or not re.fullmatch(_VALUE, value) or name.lower() in _FRAMING:
            raise ConfigurationError(f"The headers cannot be sent: the name {name!r} or its value is not allowed")
    return dict(merged)


def checked_timeout(timeout: float | httpx.Timeout) -> httpx.Timeout:
    """Return a valid timeout: each of its parts is None or a number of seconds that sockets accept.

    Raises:
        ConfigurationError: the timeout is not valid.
    """
    with suppress(Exception):  # of any class: for example text, the NaN of a Decimal, and a tuple of one number
        checked = httpx.Timeout(timeout)
        if all(part is None or 0 < part < LONGEST_TIMEOUT for part in checked.as_dict().values()):
            return checked
    raise ConfigurationError(
        f"timeout is {timeout!r}; it must be a positive number of seconds below {LONGEST_TIMEOUT:,.0f} or an "
        "httpx.Timeout."
    )


def checked_retries(max_retries: int) -> int:
    """Return a valid number of retries.

    Raises:
        ConfigurationError: the number is negative or not an integer.
    """
    if type(max_retries) is not int or max_retries < 0:
        raise ConfigurationError(f"max_retries is {max_retries!r}; it must be a whole number, 0 or more.")
    return max_retries


def _checked_size(size: int) -> int:
    if type(size) is not int or size <= 0:
        raise ConfigurationError(f"max_response_size is {size!r}; it must be a positive number of bytes.")
    return size


def is_loopback(host: str) -> bool:
    """Return True if a host is a loopback address of this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _checked_callback(on_drift: OnDrift | None) -> OnDrift | None:
    try:
        hash(on_drift)  # reported drift is recorded per callback
    except TypeError:
        is_usable = False
    else:
        is_usable = on_drift is None or callable(on_drift)
    if not is_usable:
        raise ConfigurationError(f"on_drift is {on_drift!r}; it must be a function of a Drift, such as log_drift.")
    return on_drift


def _checked_key(key: str | None) -> str:
    if not isinstance(key, str | None):  # pyright: ignore[reportUnnecessaryIsInstance] (callers without a type checker)
        raise ConfigurationError(f"The API key must be text, not {type(key).__name__}.")
    key = (key or "").strip()
    if not key:
        raise ConfigurationError(
            f"There is no API key. Set the environment variable {KEY_VARIABLE} "
            f'(export {KEY_VARIABLE}="your key") or pass it: WebsetsClient(api_key="your key").'
        )
    if not (key.isascii() and key.isprintable()):
        raise ConfigurationError("The API key has characters that no HTTP header may have; was it copied whole?")
    return key


def _checked_url(text: str) -> str:
    has_user = "@" in str(text)  # and maybe a password, which no message may quote, wherever in the URL it is
    shown = "" if has_user else f" {text!r}"
    try:
        url = httpx.URL(text)
        host = url.host
    except (httpx.InvalidURL, TypeError, ValueError) as error:
        reason = "" if has_user else f": {error}"
        raise ConfigurationError(f"The base URL{shown} is not a URL{reason}") from None
    if url.scheme not in ("http", "https") or not host:
        raise ConfigurationError(f"The base URL{shown} must start with https:// and name a host.")
    if url.port is not None and not 0 < url.port < 2**16:
        raise ConfigurationError(f"The base URL{shown} has a port outside the range 1 to 65535.")
    if has_user or "?" in text or "#" in text:
        raise ConfigurationError("The base URL may have a host and a path only, no user, query or fragment.")
    if url.scheme == "http" and not is_loopback(host):
        raise ConfigurationError(
            f"The API key would be sent to {host} unencrypted. Use https://; http:// is only allowed for loopback "
            "addresses."
        )
    return text.rstrip("/")
