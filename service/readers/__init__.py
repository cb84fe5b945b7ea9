"""Files as grids of cells, one format a module. Every refusal says what is wrong and what to do."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from nlp.grid import Grid, Origin
from nlp.schema import Note
from service.mistakes import Refused
from service.readers import text


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
    try:
        yield Content(name, text.read(content, Origin(file=name)))
    except Refused as refused:
        yield Unread(name, refused)


def _bytes(path: str, most: int) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(most + 1)
    mode = os.stat(path).st_mode
    if stat.S_ISDIR(mode):
        raise Refused("a directory", "give the files in it")
    with open(path, "rb") as file:
        return file.read(most + 1)
