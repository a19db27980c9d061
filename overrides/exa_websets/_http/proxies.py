"""The proxies of the environment, validated before they are used.

httpx reads the same variables, but its errors do not name the invalid variable, and it fails if it cannot parse an
entry of NO_PROXY. Only https goes through a proxy, because unencrypted requests never leave this machine.
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
    """Return the proxy for each httpx URL pattern, or None for a pattern that NO_PROXY exempts.

    Raises:
        ConfigurationError: a proxy is not valid. The message names the variable, but not its value, which may contain
            a password.
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
    """Return the name of the variable that sets the proxy of a scheme. The lower-case variable wins."""
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
        return "must start with http://, https://, socks5:// or socks5h://; other proxies are not supported"
    if "@" in f"{url.raw_path!r}{url.fragment}":
        return f"has an @ after the host{_hint(text)}"
    if not _is_host(url.raw_host.decode("ascii")):
        return "does not name a host"
    if url.port is not None and not 0 < url.port < 2**16:
        return "has a port outside the range 1 to 65535"
    if url.scheme.startswith("socks") and find_spec("socksio") is None:
        return "is a SOCKS proxy, which needs an extra package: run pip install 'httpx[socks]'"
    return None


def _hint(text: str) -> str:
    return "; percent-encode special characters in its user and password: %23 for #, %2F for /" if "@" in text else ""


def _is_host(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return _HOST_NAME.fullmatch(name) is not None
    return True


def _patterns(exempt: list[str]) -> Iterator[str]:
    """Yield the URL patterns of the entries of NO_PROXY, as httpx parses them. Skip entries that it cannot parse."""
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
        # A domain includes its subdomains.
        return f"all://{entry}" if entry.lower() == "localhost" else f"all://*{entry}"
    return f"all://[{entry}]" if version == 6 else f"all://{entry}"
