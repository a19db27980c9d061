"""Two small packages built like those of the project: lazy names, re-exports, and a client with private classes."""

from __future__ import annotations

from pathlib import Path

FACE = "overrides/exa_websets/__init__.py"
CLIENT = "overrides/exa_websets/_client.py"
WEBSETS = "overrides/exa_websets/_websets.py"
WEBHOOKS = "overrides/exa_websets/webhooks.py"
MODELS = "generated/exa_websets_generated/models/__init__.py"
WEBSET = "generated/exa_websets_generated/models/webset.py"
DICTS = "generated/exa_websets_generated/typed_dicts.py"
CHANGELOG = "CHANGELOG.md"
OPERATION = "generated/exa_websets_generated/api/websets/websets_get.py"
_FILES = {
    FACE: """
import importlib
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from ._client import Client, NotFound, add
    from ._client import found
__all__ = ["add", "Client", "NotFound", "found"]
def __getattr__(name: str) -> object:
    return getattr(importlib.import_module("._client", __name__), name)
""",
    CLIENT: """
from functools import cached_property
from exa_websets_generated import models
from . import _websets as websets
class Base:
    def close(self) -> None: ...
class Client(Base):
    def __init__(self, key: str | None = None, *, retries: int = 2) -> None: ...
    @cached_property
    def websets(self) -> websets.Websets: ...
class NotFound(LookupError, ValueError): ...
def found(count: int) -> bool: ...
def add(a: int) -> int: ...
""",
    WEBSETS: """
from exa_websets_generated import models
from exa_websets_generated.models import Webset
class Inner:
    def __init__(self, transport: object) -> None: ...
class Websets(Inner):
    def cancel(self, id: str, /, *, timeout: float | None = 60, _now: int = 0) -> models.Webset | None: ...
    def _look(self) -> None: ...
""",
    "overrides/exa_websets/models.py": "from exa_websets_generated.models import *\n",
    WEBHOOKS: """
__all__ = ["verify"]
def verify(body: bytes | str) -> str: ...
def helper() -> None: ...
""",
    "generated/exa_websets_generated/__init__.py": "",
    MODELS: """
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from .webset import Webset
    from .webset import Status
__all__ = ("Status", "Webset")
def __getattr__(name: str) -> object: ...
""",
    WEBSET: """
from enum import StrEnum
from typing import ClassVar
from attrs import define, field
class Status(StrEnum):
    IDLE = "idle"
    PAUSED = "paused"
@define
class Webset:
    id: str
    status: Status | str
    title: str | None = None
    tags: list[str] = field(factory=list)
    _FIELDS: ClassVar[tuple[str, ...]] = ("id",)
""",
    DICTS: """
from typing import Literal, NotRequired, TypeAlias, TypedDict
from pydantic import BaseModel
Source: TypeAlias = Literal["import", "webset"]
class Create(TypedDict):
    query: str
    count: NotRequired[int]
class Search(BaseModel):
    limit: int = 3
""",
    "generated/exa_websets_generated/api/__init__.py": "",
    "generated/exa_websets_generated/api/websets/__init__.py": "",
    OPERATION: """
def sync(id: str, *, limit: int = 1) -> str: ...
def asyncio(id: str, *, limit: int = 1) -> str: ...
""",
    CHANGELOG: "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- `Webset.title` and `found`.\n",
}


def write_packages(root: Path) -> Path:
    """Write the packages and their changelog to a folder, and return it."""
    for name, text in _FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text.lstrip())
    return root


def change(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text in all files that contain it."""
    text = (root / name).read_text()
    assert old in text
    (root / name).write_text(text.replace(old, new))
