"""The encoding of a text of any size, and its bytes as UTF-8, a piece at a time."""

from __future__ import annotations

import codecs
import io
from dataclasses import dataclass
from typing import BinaryIO

from service.mistakes import Refused
from service.readers.text import MARKS

PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Encoding:
    """The name of an encoding, the length of its byte order mark, and the quotes in the text."""

    name: str
    mark: int
    quotes: int


def encoding_of(path: str) -> Encoding:
    """How a file is encoded: its mark decides, else it is UTF-8, else GB18030, else `Refused`.

    All of it is read, in bounded memory.
    """
    with open(path, "rb") as file:
        head = file.read(4)
        marked = [(mark, name) for mark, name in MARKS if head.startswith(mark)]
        broken = []
        for mark, name in marked or [(b"", "utf-8"), (b"", "gb18030")]:
            file.seek(len(mark))
            found = _quotes(file, name)
            if isinstance(found, int):
                return Encoding(name, len(mark), found)
            broken.append(f"not {name.upper()} at byte {found[0] + len(mark)}")
    raise Refused(", ".join(broken), "give a text file, saved as UTF-8")


def _quotes(file: BinaryIO, name: str) -> int | tuple[int]:
    """How many quotes the rest of a file holds, or in a tuple where it is not so encoded."""
    decoder = codecs.getincrementaldecoder(name)()
    read = quotes = 0
    while True:
        piece = file.read(PIECE)
        kept = len(decoder.getstate()[0])
        try:
            text = decoder.decode(piece, final=not piece)
        except UnicodeDecodeError as error:
            return (read - kept + error.start,)
        if "\0" in text:
            raise Refused("binary, not text", "give csv, Parquet or xlsx")
        if not piece:
            return quotes
        quotes += text.count('"')
        read += len(piece)


class Utf8(io.RawIOBase):
    """A text file as UTF-8 without its mark, its last line ended."""

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self.file = file
        self.taken = file.seek(encoding.mark)
        self.decoder = None
        if encoding.name != "utf-8":
            self.decoder = codecs.getincrementaldecoder(encoding.name)()

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """About `size` bytes, fewer only at the end."""
        piece = self.file.read(size)
        self.taken += len(piece)
        last = 0 < len(piece) < size
        if self.decoder is not None:
            piece = self.decoder.decode(piece).encode()
        return piece + b"\n" if last and not piece.endswith((b"\n", b"\r")) else piece
