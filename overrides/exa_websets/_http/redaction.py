"""Secrets: hidden from every repr, and redacted from errors.

A service or a proxy may echo a request, with the key and the password of the proxy, in any part of its response. So
everything that an error takes from a response goes through a `Redactor`. Results are not redacted.
"""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import unquote
from urllib.request import getproxies

REDACTED = "[redacted]"
# A shorter key, such as "test", may be part of ordinary words.
MIN_KEY_LENGTH = 16
# A shorter prefix of a truncated key reveals nothing useful.
_MIN_CUT_LENGTH = 6
_ID = re.compile(r"[\w.:~-]{1,200}")


class Secret:
    """A string that neither its repr nor its attributes reveal."""

    __slots__ = ("reveal",)
    reveal: Callable[[], str]

    def __init__(self, text: str) -> None:
        self.reveal = lambda: text

    def __repr__(self) -> str:
        return "<secret>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())


class Redactor:
    """Replaces the key in strings and JSON values, also if it is encoded."""

    __slots__ = ("_key",)

    def __init__(self, key: Secret) -> None:
        self._key = key

    def __call__(self, value: Any) -> Any:
        """Return a string or a JSON value without the key."""
        if isinstance(value, str):
            for pattern in _key_patterns(self._key):
                value = pattern.sub(REDACTED, value)
            return value
        kind: Any = value.__class__
        if kind is dict:
            return {self(name): self(inner) for name, inner in value.items()}
        return [self(inner) for inner in value] if kind is list else value

    def body(self, body: Any) -> Any:
        """Return the body of a response without the key. Its own id is never changed."""
        redacted = self(body)
        kind: Any = body.__class__
        id = body.get("id") if kind is dict else None
        return {**redacted, "id": id} if isinstance(id, str) and _ID.fullmatch(id) else redacted

    def header(self, headers: Mapping[str, str], name: str) -> str:
        """Return a header without the key, or an empty string if the header is missing."""
        value = headers.get(name, "")
        return REDACTED if value.strip() == self._key.reveal() else self(value)

    def message(self, text: str) -> str:
        """Return a message without the key, and without the beginning of a truncated key."""
        key, text = self._key.reveal(), self(text)
        if len(key) >= MIN_KEY_LENGTH:
            for length in range(len(key) - 1, _MIN_CUT_LENGTH, -1):
                text = text.replace(f"{key[:length]}...", f"{REDACTED}...")
        return text

    def connection_error(self, text: str) -> str:
        """Return the message of a failed connection without the key and without the passwords of proxies."""
        return self.message(without_proxy_passwords(text))


def without_proxy_passwords(text: str) -> str:
    """Return a string without the passwords of the proxies in the environment."""
    for pattern in _proxy_patterns():
        text = re.sub(pattern, REDACTED, text)
    return text


@lru_cache(maxsize=8)
def _key_patterns(secret: Secret) -> list[re.Pattern[str]]:
    key = secret.reveal()
    if len(key) < MIN_KEY_LENGTH:
        return []
    # Also in lower case, because the key may be part of a host name.
    return [re.compile(_spelled(text)) for text in dict.fromkeys((key, key.lower(), *_base64_parts(key)))]


def _base64_parts(key: str) -> Iterator[str]:
    """Yield the parts that the Base64 of a text with the key in it always contains, as in Basic authentication."""
    for offset in range(3):
        # The first and the last character may depend on the text around the key.
        start, end = -(-offset * 4 // 3), (offset + len(key)) * 4 // 3
        for encode in (b64encode, urlsafe_b64encode):
            yield encode(b"-" * offset + key.encode()).decode()[start:end]


def _spelled(text: str) -> str:
    """Return a pattern for a text whose special characters may be escaped as in JSON, URLs or HTML."""
    return "".join(char if char.isalnum() else _spellings(char) for char in text)


def _spellings(char: str) -> str:
    import html  # imported here, because it is slow to import and rarely needed

    plain, named, code = re.escape(char), re.escape(html.escape(char)), ord(char)
    return rf"(?:{plain}|\\{plain}|{named}|(?i:%{code:02x}|\\u{code:04x}|&#0*{code};|&#x0*{code:x};))"


def _proxy_patterns() -> Iterator[str]:
    """Yield a pattern for the password of each proxy in the environment, and one for its Basic authentication."""
    for url in getproxies().values():
        user, _, password = url.rpartition("@")[0].rpartition("://")[2].partition(":")
        if password := unquote(password):
            basic = b64encode(f"{unquote(user)}:{password}".encode("utf-8", "replace")).decode().rstrip("=")
            for text in (password, basic):
                yield rf"(?<![A-Za-z0-9]){_spelled(text)}(?![A-Za-z0-9])"
