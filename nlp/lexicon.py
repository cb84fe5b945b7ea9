"""lexicons/*.tsv as validated tables: rows in file order, overlays after the package's own.

A line of the form `#: column<TAB>column` names the columns; other lines with `# ` at the start are
remarks. An overlay directory holds files of the same names and format; where a key occurs twice,
the later line wins. A broken line raises `LexiconError`, which names file and line.
"""

from __future__ import annotations

import contextlib
import marshal
import os
import sys
import zlib
from collections.abc import Callable
from functools import cache
from typing import TypeVar

import regex

Row = tuple[str, ...]
Data = TypeVar("Data")

_HOME = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "lexicons")
_LATEST = 8
_OPTIONAL = {"aliases", "force", "note", "read", "style", "value"}


class LexiconError(ValueError):
    """A lexicon file that cannot be used; the message names file, line and remedy."""


class Lexicon:
    """The tables of the package's lexicons and of overlay directories, read when first asked for.

    >>> current().table("scales")[0]
    ('百', '100')
    """

    def __init__(self, *overlays: str) -> None:
        for folder in overlays:
            self._check_overlay(folder)
        self.folders = (_HOME, *overlays)
        self._tables: dict[str, tuple[Row, ...]] = {}

    @staticmethod
    def _check_overlay(folder: str) -> None:
        if not os.path.isdir(folder):
            raise LexiconError(f"{folder}: no such directory; give a directory of .tsv files")
        known = {name for name in os.listdir(_HOME) if name.endswith(".tsv")}
        for name in sorted(os.listdir(folder)):
            if name.endswith(".tsv") and name not in known:
                allowed = ", ".join(sorted(known))
                raise LexiconError(f"{os.path.join(folder, name)}: not one of {allowed}")

    def table(self, name: str) -> tuple[Row, ...]:
        """The rows of `<name>.tsv`, each padded to the number of columns of its header."""
        rows = self._tables.get(name)
        if rows is None:
            rows = self._tables[name] = tuple(
                row
                for folder in self.folders
                for row in _read(os.path.join(folder, name + ".tsv"), required=folder == _HOME)
            )
        return rows

    def pairs(self, name: str) -> dict[str, str]:
        """A table of two columns as a mapping."""
        return {row[0]: row[1] for row in self.table(name)}

    def names(self) -> list[str]:
        """The names of all tables, sorted."""
        return sorted(f[:-4] for f in os.listdir(_HOME) if f.endswith(".tsv"))

    @property
    def counts(self) -> dict[str, int]:
        """Number of entries of each table."""
        return {name: len(self.table(name)) for name in self.names()}

    @property
    def version(self) -> str:
        """Hash of all entries: equal where, and only where, the same words are loaded."""
        import hashlib

        digest = hashlib.sha256()
        for name in self.names():
            for row in self.table(name):
                line = "\t".join((name, *row)) + "\n"
                digest.update(line.encode("utf-8", "surrogatepass"))
        return digest.hexdigest()[:16]


def _read(path: str, *, required: bool) -> list[Row]:
    if not required and not os.path.exists(path):
        return []
    try:
        with open(path, encoding="utf-8-sig") as file:
            lines = file.read().split("\n")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error
    header: list[str] = []
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("#: "):
            header = line[3:].split("\t")
        elif line and not line.startswith("# ") and line != "#" and not line.isspace():
            if not header:
                raise LexiconError(f"{path}:{number}: entries before the header line '#: …'")
            cells = line.split("\t")
            whole = len(cells) == len(header) and cells[0]
            rows.append(tuple(cells) if whole else _padded(cells, header, f"{path}:{number}"))
    return rows


def _padded(cells: list[str], header: list[str], place: str) -> Row:
    missing = [column for column in header[len(cells) :] if column not in _OPTIONAL]
    if len(cells) > len(header) or missing or not cells[0]:
        columns = " TAB ".join(header)
        raise LexiconError(f"{place}: {len(cells)} columns; write: {columns}")
    return tuple(cells + [""] * (len(header) - len(cells)))


def kept(name: str, build: Callable[[], Data]) -> Data:
    """Plain data that `build` makes of the lexicon in use, kept as Python keeps compiled modules.

    It stands in `__pycache__` and is made anew when a lexicon, the code or a library changes;
    where the directory cannot be written, every process makes it for itself.
    """
    path = os.path.join(os.path.dirname(__file__), "__pycache__", f"{name}.{_stamp():08x}.pattern")
    try:
        with open(path, "rb") as file:
            found: Data = marshal.loads(file.read())
    except (OSError, EOFError, ValueError, TypeError):
        found = build()
        _keep(path, marshal.dumps(found))  # type: ignore[arg-type]
    return found


def _keep(path: str, content: bytes) -> None:
    part = f"{path}.{os.getpid()}"
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(part, "wb") as file:
            file.write(content)
        os.replace(part, path)
        _drop_older(path)


def _drop_older(path: str) -> None:
    """Keep the latest few of a name: each lexicon and each change of the code adds one."""
    folder, _, name = path.rpartition(os.sep)
    with os.scandir(folder) as entries:
        same = [e for e in entries if e.name.split(".")[::2] == [name.split(".")[0], "pattern"]]
    for entry in sorted(same, key=lambda e: e.stat().st_mtime)[:-_LATEST]:
        os.remove(entry.path)


@cache
def _stamp() -> int:
    """Changes with every lexicon file, this package's code, the regex library and Python."""
    stamps = [*_files(*current().folders, end=".tsv"), *_code(), regex.__version__, sys.version]
    return zlib.crc32("\n".join(stamps).encode("utf-8", "surrogatepass"))


@cache
def _code() -> list[str]:
    """The code as it was when this process first asked: a process keeps the code it began with."""
    home = os.path.dirname(__file__)
    return _files(home, os.path.join(home, "cells"), end=".py")


def _files(*folders: str, end: str) -> list[str]:
    paths = [os.path.join(folder, n) for folder in folders for n in sorted(os.listdir(folder))]
    files = [path for path in paths if path.endswith(end)]
    return [f"{file}:{(s := os.stat(file)).st_mtime_ns}:{s.st_size}" for file in files]


_current: Lexicon | None = None
_listeners: list[Callable[[], None]] = []


def current() -> Lexicon:
    """The lexicon in use by this process."""
    global _current
    if _current is None:
        overlays = os.environ.get("ZHIBIAO_LEXICON", "")
        _current = Lexicon(*(folder for folder in overlays.split(os.pathsep) if folder))
    return _current


def use(*overlays: str) -> Lexicon:
    """Load the package's lexicon and these overlay directories over it, for the whole process.

    Raises `LexiconError` and leaves the lexicon in use as it was where a file is broken.
    """
    global _current
    before = _current
    _current = Lexicon(*overlays)
    try:
        for name in _current.names():
            _current.table(name)
        for forget in (_stamp.cache_clear, *_listeners):
            forget()
    except LexiconError:
        _current = before
        raise
    return _current


def on_change(forget: Callable[[], None]) -> None:
    """Call `forget` when another lexicon is put in use: derived tables are made anew."""
    _listeners.append(forget)
