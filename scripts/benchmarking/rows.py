"""The rows of the benchmark: what is measured, with which tools, how often, and the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import evolve, field, frozen

OURS, HTTPX, HTTPX2, AIOHTTP, SDK, POOLED = "ours", "httpx", "httpx2", "aiohttp", "exa-py", "exa-py, pooled"
MODELS = "httpx and our models"
ATTRS, LIBRARY, LIMIT = "attrs and httpx", "the library's first cancel", "the limit"
PYDANTIC, STOCK, MSGSPEC, JSON = "our pydantic", "stock templates", "msgspec", "json alone"
LATENCY = 0.05
SIZES = {
    "small": "a small document, 1 kB",
    "typical": "a typical document, 25 kB",
    "large": "100 items, 800 kB",
    "events": "1,000 events, 1 MB",
}
COMMANDS = ("cancel ID", "get ID", "list", "--help")

Peers = Mapping[str, float | None]


def _none() -> Peers:
    return {}


@frozen
class Effort:
    """How much is measured."""

    rounds: int
    workers: int = 1
    """The number of processes, one after another, that share the rounds; each has its own memory layout."""
    seconds: float = 20.0
    """The time after which no more rounds start."""
    block: float = 0.01
    """The seconds of a block of calls."""
    warm_up: float = 0.1
    """The seconds of a block that is not counted; with any, each process also runs once before."""

    def of(self, rounds: int | None) -> Effort:
        """Return the effort with another number of rounds, if there is one."""
        return self if rounds is None else evolve(self, rounds=rounds, workers=min(self.workers, rounds))


ONCE = Effort(1, seconds=0, block=0, warm_up=0)


@frozen
class Row:
    """A row of a table; `key` identifies it for workers."""

    key: str
    name: str
    peers: Peers = field(factory=_none)
    """The tools to compare with, and the highest acceptable ratios."""
    limit: float | None = None
    """Our highest acceptable value, in the unit of the row."""
    unit: str = "second"
    effort: Effort = Effort(1)

    @property
    def tools(self) -> tuple[str, ...]:
        return (OURS, *self.peers)

    def has(self, words: Sequence[str]) -> bool:
        """Return True if all words are in the key or the name."""
        return all(word in f"{self.key} {self.name}" for word in words)

    @property
    def family(self) -> str:
        return self.key.partition("/")[0]

    @property
    def table(self) -> str:
        """The table that has the row."""
        tables = {
            "processes": ("import", "first", "guarded", "command"),
            "models": ("decode", "encode", "read", "write"),
        }
        return next((name for name, families in tables.items() if self.family in families), "calls")

    @property
    def is_quick(self) -> bool:
        """Whether `--quick` includes the row: one case of each kind."""
        others = ("/cold", "first/memory", "/typical", "/large", "/8", "/64", "/100", "get ID", "list")
        return not any(self.key.endswith(part) for part in others)

    @property
    def is_process(self) -> bool:
        """Whether new processes are measured."""
        return self.table == "processes"

    @property
    def is_block(self) -> bool:
        """Whether a value is from a block of calls, before which there is a warm-up."""
        return self.family == "cancel" or self.table == "models"

    @property
    def is_alone(self) -> bool:
        """Whether each value is measured in a worker of its own, because the memory of a process grows only once."""
        return self.key == "list/memory"


def rows() -> Iterator[Row]:
    """Yield every row, in the order of the tables."""
    yield from _processes()
    yield from _calls()
    yield from _models()


def _processes() -> Iterator[Row]:
    warm, cold, memory = Effort(15), Effort(5), Effort(3)
    imports: Peers = {HTTPX: 0.3, ATTRS: 0.3, SDK: 0.3}
    unlimited: Peers = dict.fromkeys(imports)
    yield Row("import/warm", "import, nothing used", imports, effort=warm)
    yield Row("import/cold", "import, nothing used, no bytecode yet", unlimited, effort=cold)
    yield Row("import/memory", "import, nothing used: memory", unlimited, unit="byte", effort=memory)
    first: Peers = {HTTPX: None, SDK: None}
    yield Row("first/warm", "new process that cancels once", {HTTPX: 1.2, SDK: None}, effort=warm)
    yield Row("first/cold", "new process that cancels once, no bytecode yet", first, effort=cold)
    yield Row("guarded/warm", "new process, a block that cancels at its end", {HTTPX: 1.2}, effort=warm)
    yield Row("first/memory", "new process that cancels once: memory", first, unit="byte", effort=memory)
    for words in COMMANDS:
        yield Row(f"command/{words}", f"`exa-websets {words}`", {LIBRARY: 1.15}, effort=warm)


def _calls() -> Iterator[Row]:
    single = Effort(150, workers=4, seconds=32)
    for wire, where in (("plain", ""), ("tls", ", TLS")):
        blocking: Peers = {HTTPX: None, MODELS: 1.1, HTTPX2: None, SDK: 0.5, POOLED: None}
        waiting: Peers = {HTTPX: None, MODELS: 1.1, HTTPX2: None, AIOHTTP: None, SDK: None}
        yield Row(f"cancel/sync/{wire}", f"one cancel, sync{where}", blocking, effort=single)
        yield Row(f"cancel/async/{wire}", f"one cancel, async{where}", waiting, effort=single)
    yield Row(
        "connections", "100 cancels: connections", {HTTPX: 1.0, HTTPX2: None, SDK: None, POOLED: None}, unit="integer"
    )
    hows: dict[str, Peers] = {
        "sync": {HTTPX: None, HTTPX2: None},
        "async": {HTTPX: None, HTTPX2: None, AIOHTTP: None},
    }
    for concurrency in (8, 32):
        for how, peers in hows.items():
            name = f"1,000 cancels, {concurrency} at once, {how}"
            targets = {**peers, HTTPX: 1.1}
            yield Row(f"many/{how}/{concurrency}", name, targets, effort=Effort(7, seconds=30))
    for concurrency in (32, 64, 100):
        for how, peers in hows.items():
            name = f"1,000 cancels with 50 ms of latency, {concurrency} at once, {how}"
            yield Row(f"late/{how}/{concurrency}", name, {LIMIT: 4.0, **peers}, effort=Effort(3, seconds=30))
    listing: Peers = {HTTPX: None, HTTPX2: None, SDK: None}
    lists = Row("list/time", "`list_all` over 10,000 items", listing, effort=Effort(5))
    yield lists
    growth = "`list_all` over 10,000 items: memory on top"
    yield evolve(lists, key="list/memory", name=growth, limit=30 * 2**20, unit="byte", effort=Effort(3))


def _models() -> Iterator[Row]:
    effort = Effort(30, workers=2, seconds=7, block=0.02)
    kinds: dict[str, tuple[str, Peers]] = {
        "decode": ("dictionary to model", {SDK: 0.7, PYDANTIC: None, STOCK: None}),
        "encode": ("model to dictionary", {SDK: 1.0, PYDANTIC: None, STOCK: None}),
        "read": ("bytes to model", {SDK: None, PYDANTIC: None, MSGSPEC: None, JSON: None}),
        "write": ("model to bytes", {SDK: None, PYDANTIC: None, MSGSPEC: None, JSON: None}),
    }
    for kind, (what, peers) in kinds.items():
        for size, document in SIZES.items():
            yield Row(f"{kind}/{size}", f"{what}: {document}", peers, effort=effort)
