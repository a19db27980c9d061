"""The names of the files in an archive. Only this module turns text from the service or a manifest into a path."""

from __future__ import annotations

import hashlib
import re
from typing import Any

MANIFEST = "manifest.json"
JOURNAL = ".archive.jsonl"
WEBSET_FILE = "webset.json"

_PLAIN_ID = re.compile(r"[a-z0-9]+_[a-z0-9_]{1,80}")
_COMPONENT = re.compile(r"(?!\.\.?$)[A-Za-z0-9_.-]{1,200}")


def folder_name(id: str) -> str:
    """Return the name of a Webset's folder: its id, or a safe name with a hash of the id if the id is not plain.

    No two ids have names that differ only in case, which some file systems ignore.
    """
    if _PLAIN_ID.fullmatch(id):
        return id
    readable = re.sub(r"[^A-Za-z0-9_-]+", "-", id)[:40]
    return f"{readable}.{hashlib.sha256(id.encode('utf-8', 'backslashreplace')).hexdigest()[:16]}"


def check_file_name(name: Any) -> str:
    """Return a name that was read from a manifest or a journal.

    Raises:
        ValueError: the name leads out of the directory, or is not a name that this package writes.
    """
    if not isinstance(name, str) or not all(map(_COMPONENT.fullmatch, name.split("/"))):
        raise ValueError(f"{name!r} is not the name of a file in an archive")
    return name
