"""Zip archives, and the office files that are such, inflated within limits."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from service.mistakes import Refused

MIB = 1 << 20
MEMBERS = 2000
LARGEST = 256 * MIB
TOTAL = 512 * MIB
RATIO = 100
RATIO_FROM = MIB
_CHUNK = 1 << 18
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_DECLARATIONS = tuple(
    mark.encode(encoding)
    for mark in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_LONGEST_DECLARATION = max(map(len, _DECLARATIONS))
BROKEN = Refused("a broken zip archive", "open it, save it anew, try again")
_SIGNS_OF_A_BOMB = "unpack it yourself where you trust it, and give the files in it"


@dataclass(slots=True)
class Budget:
    """What an archive and the archives in it may still unpack, counted while inflating."""

    members: int = MEMBERS
    size: int = TOTAL

    def take(self, size: int) -> None:
        """Count `size` bytes; raises `Refused` where they are too many."""
        self.size -= size
        if self.size < 0:
            raise Refused(f"more than {TOTAL // MIB} MiB unpacked", "give its files in parts")


class Archive:
    r"""The members of a zip archive.

    >>> Archive(b"PK\x05\x06" + bytes(18)).names
    []
    """

    def __init__(self, content: bytes, budget: Budget | None = None) -> None:
        self.budget = budget or Budget()
        self.budget.members -= content.count(b"PK\x01\x02")
        if self.budget.members < 0:
            raise Refused(f"more than {MEMBERS} files in an archive", "give its files in parts")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            raise BROKEN from None
        self.members = {_name(info): info for info in self._zip.infolist() if not info.is_dir()}
        _no_overlap(self._zip.infolist())

    @property
    def names(self) -> list[str]:
        """The names of all files, in the archive's order."""
        return list(self.members)

    def read(self, name: str) -> bytes:
        """The bytes of a file; raises `Refused` where they pass a limit or are broken."""
        return b"".join(self.inflate(name))

    def inflate(self, name: str) -> Iterator[bytes]:
        """The bytes of a file in pieces, each counted before it is handed on."""
        info = self.members[name]
        _allowed(info)
        size = 0
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(_CHUNK):
                    size += len(piece)
                    _bounded(size, info)
                    self.budget.take(len(piece))
                    yield piece
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError):
            raise BROKEN from None

    def bounded(self) -> None:
        """Refuse an archive whose own list of contents passes a limit."""
        for info in self.members.values():
            _allowed(info)
            _bounded(info.file_size, info)
        if sum(info.file_size for info in self.members.values()) > TOTAL:
            raise Refused(f"more than {TOTAL // MIB} MiB unpacked", "give its files in parts")


def office(content: bytes, wanted: bytes = b"") -> bool:
    """Check the parts of an office file: its size, and that no part declares a document type.

    True where `wanted` stands in one of its XML parts.
    """
    archive = Archive(content)
    archive.bounded()
    found = False
    for name in archive.names:
        if name.endswith((".xml", ".rels", ".vml")):
            tail = b""
            for piece in archive.inflate(name):
                part = tail + piece
                if any(mark in part for mark in _DECLARATIONS):
                    raise Refused("a part of it declares a document type", "save it anew")
                found = found or bool(wanted and wanted in part)
                tail = part[-_LONGEST_DECLARATION:]
    return found


def _allowed(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 1:
        raise Refused("encrypted", "take the password off and give it again")
    if info.compress_type not in _METHODS:
        raise Refused("packed by an unusual method", "pack it as a plain zip archive")


def _bounded(size: int, info: zipfile.ZipInfo) -> None:
    if size > LARGEST:
        raise Refused(f"a file in it is larger than {LARGEST // MIB} MiB", "give it in parts")
    if size > RATIO_FROM and size > RATIO * max(info.compress_size, 1):
        raise Refused(f"it unpacks to more than {RATIO} times its size", _SIGNS_OF_A_BOMB)


def _no_overlap(members: list[zipfile.ZipInfo]) -> None:
    """Members that share bytes unpack to far more than the archive shows."""
    places = sorted((info.header_offset, info.compress_size) for info in members)
    if any(start + size > following for (start, size), (following, _) in pairwise(places)):
        raise Refused("files in it overlap", _SIGNS_OF_A_BOMB)


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a member; archives packed in China write GB18030 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        return info.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return info.filename
