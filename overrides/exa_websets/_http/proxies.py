"""The proxies of the environment, checked before a connection needs them.

httpx reads the same variables, but its errors do not name the one that is wrong, and an entry of NO_PROXY that it
cannot read is fatal. Only https goes through a proxy: what is not encrypted never leaves this machine.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Iterator
from importlib.util import find_spec
from urllib.request import getproxies

import httpx

from .._errors import ConfigurationError

_SCHEMES = ("http", "https", "socks5", "socks5h")
_HOST_NAME = re.compile(r"(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?", re.ASCII)


def environment_proxies() -> dict[str, httpx.Proxy | None]:
    """Return the proxy of each URL pattern of httpx, and None for what NO_PROXY exempts.

    Raises:
        ConfigurationError: the proxy cannot be used. The message names its variable, and no part of its value.
    """
    settings = getproxies()  # on macOS and Windows also those of the system
    exempt = [entry.strip() for entry in settings.get("no", "").split(",")]
    if "*" in exempt:
        return {}
    for scheme in ("https", "all"):
        if value := settings.get(scheme, "").strip():
            return {"https://": _checked(value, _origin(scheme)), **dict.fromkeys(_patterns(exempt))}
    return {}


def _origin(scheme: str) -> str:
    """Return the variable that names the proxy of a scheme. The one in lower case wins if both are set."""
    names = [name for name, value in os.environ.items() if name.lower() == f"{scheme}_proxy" and value]
    return max(names, default="The proxy of this system's settings")


def _checked(value: str, origin: str) -> httpx.Proxy:
    url = value if "://" in value else f"http://{value}"
    if problem := _problem(url):
        raise ConfigurationError(f"{origin} {problem}. Correct or unset it.")
    return httpx.Proxy(url)


def _problem(text: str) -> str | None:
    try:
        url = httpx.URL(text)
    except (httpx.InvalidURL, ValueError):
        return f"is not a URL{_hint(text)}"
    if url.scheme not in _SCHEMES:
        return "has to start with http://, https://, socks5:// or socks5h://, as other proxies are not supported"
    if "@" in f"{url.raw_path!r}{url.fragment}":
        return f"has the @ behind the host{_hint(text)}"
    if not _is_host(url.raw_host.decode("ascii")):
        return "does not name a host"
    if url.port is not None and not 0 < url.port < 2**16:
        return "has a port that is not between 1 and 65535"
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        return "names a SOCKS proxy, which needs another package: run pip install 'httpx[socks]'"
    return None


def _hint(text: str) -> str:
    return "; in its user and password, write special characters as in %23 for # and %2F for /" if "@" in text else ""


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return _HOST_NAME.fullmatch(name) is not None
    return True


def _patterns(exempt: list[str]) -> Iterator[str]:
    """Yield the URL patterns of entries of NO_PROXY, read as httpx reads them. Skip what it cannot read."""
    for entry in exempt:
        pattern = _pattern(entry)
        try:
            is_readable = bool(httpx.URL(pattern).raw_host.strip(b"*"))
        except (httpx.InvalidURL, ValueError):
            is_readable = False
        if is_readable:
            yield pattern


def _pattern(entry: str) -> str:
    if "://" in entry:
        return entry
    try:
        version = ipaddress.ip_address(entry.partition("/")[0]).version
    except ValueError:
        # A domain stands for its subdomains too.
        return f"all://{entry}" if entry.lower() == "localhost" else f"all://*{entry}"
    return f"all://[{entry}]" if version == 6 else f"all://{entry}"
