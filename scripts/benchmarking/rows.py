"""The rows of the benchmark: what is measured, with which tools, and the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from attrs import field, frozen

OURS, HTTPX, SDK = "exa-websets", "httpx", "exa-py"
PYDANTIC, STOCK, MSGSPEC, JSON = "our pydantic", "stock templates", "msgspec", "json"
TRANSPORTS = {HTTPX: 1.1, SDK: 0.5}
READERS = {SDK: 0.7, PYDANTIC: None, STOCK: None, MSGSPEC: None, JSON: 1.6}
WRITERS = {SDK: 1.0, PYDANTIC: None, STOCK: None, MSGSPEC: None, JSON: None}
SIZES = {
    "small": "a small document, 1 kB",
    "typical": "a typical document, 25 kB",
    "large": "100 items, 800 kB",
    "events": "1,000 events, 1 MB",
}

Peers = Mapping[str, float | None]


def _none() -> Peers:
    return {}


@frozen
class Row:
    """A row of the table; `key` identifies it for workers."""

    key: str
    name: str
    peers: Peers = field(factory=_none)
    """The tools to compare with, and the highest acceptable ratios."""
    limit: float | None = None
    """Our highest acceptable value, in the unit of the row."""
    unit: str = "second"
    is_long: bool = False
    """Takes seconds, so it is measured in fewer rounds."""
    is_slow: bool = False
    """Takes minutes, so it is measured once and only with `--all`."""

    @property
    def tools(self) -> tuple[str, ...]:
        return (OURS, *self.peers)

    @property
    def is_quick(self) -> bool:
        """Whether `--quick` includes the row: one case of each kind, and no slow ones."""
        others = ("/cold", "first/memory", "wire/requests", "/typical", "/large", "/8", "script/")
        return not any(part in self.key for part in others)

    @property
    def is_process(self) -> bool:
        """Whether one value measures a whole process or a thousand calls, so that no loop is needed."""
        return not self.key.startswith(("cancel/", "decode/", "encode/", "emulator"))


def rows() -> Iterator[Row]:
    """Yield every row, in the order of the table."""
    yield Row("import/warm", "import, nothing used", {HTTPX: 0.3, SDK: 0.3})
    yield Row("import/cold", "import, nothing used, no bytecode yet", {HTTPX: None, SDK: None})
    yield Row("import/memory", "import, nothing used: memory", {HTTPX: None, SDK: None}, unit="byte")
    yield Row("first/warm", "new process that cancels once", {HTTPX: 1.6, SDK: None})
    yield Row("first/cold", "new process that cancels once, no bytecode yet", {HTTPX: None, SDK: None})
    yield Row("first/memory", "new process that cancels once: memory", {HTTPX: None, SDK: None}, unit="byte")
    for wire, where in (("plain", ""), ("tls", ", TLS")):
        for how in ("sync", "async"):
            yield Row(f"cancel/{how}/{wire}", f"one cancel, {how}{where}", TRANSPORTS)
    yield Row("wire/requests", "100 cancels: requests", {HTTPX: 1.0, SDK: None}, unit="integer")
    yield Row("wire/connections", "100 cancels: connections", {HTTPX: 1.0, SDK: None}, unit="integer")
    for size, what in SIZES.items():
        yield Row(f"decode/{size}", f"decode {what}", READERS)
    for size, what in SIZES.items():
        yield Row(f"encode/{size}", f"encode {what}", WRITERS)
    for concurrency in (1, 8, 32):
        for how in ("sync", "async"):
            yield Row(f"many/{how}/{concurrency}", f"1,000 cancels, {concurrency} at once, {how}", {HTTPX: 1.2})
    yield Row("list/time", "list_all over 100,000 items", {HTTPX: None, SDK: None}, is_long=True)
    growth = "list_all over 100,000 items: memory on top"
    yield Row("list/memory", growth, {HTTPX: None, SDK: None}, limit=30 * 2**20, unit="byte", is_long=True)
    yield Row("emulator", "emulator, one get")
    yield Row("script/regenerate", "scripts/regenerate", limit=10, is_long=True)
    yield Row("script/test", "scripts/test", is_slow=True)
