"""Files as grids of cells, one format a module. Every refusal says what is wrong and what to do."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module

from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers.formats import Format, told
from service.readers.zipped import Archive, Budget

NESTING = 2
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True, slots=True)
class Content:
    """A document as read: its name, its grids in order, and what its reader has to say of them.

    A member of an archive is named after both: `tables.zip!2025/culture.xlsx`.
    """

    name: str
    grids: list[Grid]
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Unread:
    """A document that could not be read, and why: its neighbours are read all the same."""

    name: str
    refused: Refused


def load(path: str, most: int) -> bytes:
    """The bytes of a file of at most `most` of them; `-` is standard input.

    Raises `Refused` with the reason and the remedy where there are none to be had.
    """
    try:
        content = _bytes(path, most)
    except FileNotFoundError:
        raise Refused("no such file", "check the path") from None
    except PermissionError:
        raise Refused("reading it is not permitted", "change its permissions") from None
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "the system cannot read it"
        raise Refused(reason, "check the disk or the network") from None
    if len(content) > most:
        raise Refused(f"larger than {most} bytes", "split it, or raise ZHIBIAO_MAX_FILE_BYTES")
    return content


def contents(content: bytes, name: str) -> Iterator[Content | Unread]:
    """The documents that the bytes of a file hold: one, or those of an archive.

    >>> [found.grids[0].rows[0][0].text for found in contents("≥60人".encode("gb18030"), "a.txt")]
    ['≥60人']
    """
    yield from _documents(content, name, Budget(), 0)


def _documents(content: bytes, name: str, budget: Budget, depth: int) -> Iterator[Content | Unread]:
    try:
        format_ = told(content)
        if format_ is not Format.ZIP:
            yield _read(content, name, format_)
            return
        if depth > NESTING:
            raise Refused("an archive too deep in others", "unpack it and give the files in it")
        archive = Archive(content, budget)
        names = [n for n in archive.names if not _is_litter(n)]
        if not names:
            raise Refused("an archive without a file", "give a file with a table in it")
    except Refused as refused:
        yield Unread(name, refused)
        return
    for member in names:
        try:
            inner = archive.read(member)
        except Refused as refused:
            yield Unread(f"{name}!{member}", refused)
        else:
            yield from _documents(inner, f"{name}!{member}", budget, depth + 1)


def _read(content: bytes, name: str, format_: Format) -> Content:
    try:
        reader = import_module(f"service.readers.{format_.value}")
        grids, notes = reader.read(content, Origin(file=name))
    except (Refused, MemoryError):
        raise
    except Exception as error:
        reason = f"a broken {format_.value} file ({type(error).__name__})"
        raise Refused(reason, "open it, save it anew, try again") from None
    if not any(cell.text.strip() for grid in grids for row in grid.rows for cell in row):
        raise Refused("empty", "give a file with a table in it")
    return Content(name, grids, notes)


def _is_litter(name: str) -> bool:
    """What systems leave in archives and nobody wrote."""
    return name.startswith(_LITTER[0]) or name.rpartition("/")[2] in _LITTER


def _bytes(path: str, most: int) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise Refused("a directory", "give the files in it")
    with open(path, "rb") as file:
        return file.read(most + 1)
