"""The READMEs of the repository, with their code blocks and links, for the tests that check them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from attrs import frozen
from support.paths import DATA, ROOT

README = ROOT / "README.md"
GUIDE = ROOT / "overrides" / "README.md"
REQUIRED = (README, GUIDE)

_FENCED = re.compile(r"^(```+|~~~+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_INLINE_CODE = re.compile(r"`[^`\n]*`")
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)[^)]*\)|^\[[^\]]+\]:[ \t]*(\S+)", re.MULTILINE)
_ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADING = re.compile(r"^#+ +(.+?)[ \t]*$", re.MULTILINE)


@frozen
class Block:
    """A fenced block: its README, the line at which its text starts, and the text."""

    readme: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{relative(self.readme)}:{self.line}"

    def samples(self) -> list[str]:
        """Return the lines that the block claims to print, which are its comments that start with an arrow."""
        return re.findall(r"# -> (.*)$", self.text, re.MULTILINE)


@frozen
class Link:
    """A relative link: its line, the file or folder that it points to, and the heading there, or an empty string."""

    line: int
    path: Path
    anchor: str


def find_readmes() -> list[Path]:
    """Return all READMEs of the repository, the top one first, except for those in ignored folders.

    Raises:
        FileNotFoundError: A required README was not found.
    """
    folders = [path for path in sorted(ROOT.iterdir()) if path.is_dir() and not path.name.startswith(".")]
    found = [README, *(path for folder in folders for path in sorted(folder.rglob("README.md")))]
    readmes = [path for path in found if path.is_file() and not _is_ignored(path)]
    if missing := [relative(path) for path in REQUIRED if path not in readmes]:
        raise FileNotFoundError(f"{', '.join(missing)} not found below {ROOT}")
    return readmes


def relative(path: Path) -> str:
    """Return a path of the repository as READMEs and test ids write it."""
    return path.relative_to(ROOT).as_posix()


def blocks(language: str, readme: Path = README) -> list[Block]:
    """Return the blocks of a language, in order."""
    text = readme.read_text("utf-8")
    found = re.finditer(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [Block(readme, _line(text, match.start()) + 1, match[1]) for match in found]


def is_shown(sample: str, printed: str) -> bool:
    """Return True if a printed line is like a sample: its numbers may differ, and … stands for any text."""
    pattern = re.sub(r"\d+", r"\\d+", re.escape(sample).replace("…", ".*"))
    return any(re.fullmatch(pattern, line) for line in printed.splitlines())


def prose(readme: Path) -> list[str]:
    """Return the lines of a README that are not empty and not in a block."""
    return [line for line in _without_blocks(readme).splitlines() if line]


def section(readme: Path, heading: str) -> str:
    """Return the text between a heading and the next one of the same level."""
    _, _, after = readme.read_text("utf-8").partition(f"\n{heading}\n")
    return after.partition(f"\n{heading.split()[0]} ")[0]


def links(readme: Path) -> Iterator[Link]:
    """Yield the relative links of a README, which are those outside of code that have no scheme."""
    text = _INLINE_CODE.sub("", _without_blocks(readme))
    for match in _LINK.finditer(text):
        target: str = match[1] or match[2]
        if not _ABSOLUTE.match(target):
            path, _, anchor = target.partition("#")
            yield Link(_line(text, match.start()), (readme.parent / path).resolve() if path else readme, anchor)


def anchors(readme: Path) -> set[str]:
    """Return the anchors of a README's headings, made as GitHub makes them."""
    found: set[str] = set()
    for heading in _HEADING.findall(_without_blocks(readme)):
        anchor = first = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        repetitions = 0
        while anchor in found:
            repetitions += 1
            anchor = f"{first}-{repetitions}"
        found.add(anchor)
    return found


def _is_ignored(path: Path) -> bool:
    parts = path.relative_to(ROOT).parts
    return parts[0] in ("build", "dist") or any(part.startswith(".") for part in parts) or path.is_relative_to(DATA)


def _without_blocks(readme: Path) -> str:
    """Return a README with empty lines in place of its fenced blocks."""
    return _FENCED.sub(lambda match: "\n" * match[0].count("\n"), readme.read_text("utf-8"))


def _line(text: str, position: int) -> int:
    return text.count("\n", 0, position) + 1
