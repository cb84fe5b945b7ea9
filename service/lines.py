"""Standard input as items to read: a line is a text, or a JSON object {"text", "name"}."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from nlp.schema import Json
from service.readers.text import MARKS


@dataclass(frozen=True, slots=True)
class Item:
    """A text to read, and its indicator's name where it is known."""

    text: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no item: its number, what is wrong, what to do."""

    number: int
    reason: str
    remedy: str

    def to_dict(self) -> Json:
        """The line as it stands among the results."""
        place = f"line {self.number}"
        return {"code": "bad_line", "message": self.reason, "place": place, "remedy": self.remedy}


def items(stream: BinaryIO, name: str | None = None) -> Iterator[Item | BadLine]:
    """The items of a stream, one for each line; blank lines among JSON lines are passed over.

    >>> list(items(io.BytesIO("≥5人".encode())))
    [Item(text='≥5人', name=None)]
    """
    objects = False
    for number, line in decoded_lines(stream):
        if isinstance(line, BadLine):
            yield line
            continue
        objects = objects or line.lstrip().startswith("{")
        if not objects:
            yield Item(line, name)
        elif line.strip():
            yield _object(line, number, name)


def decoded_lines(stream: BinaryIO) -> Iterator[tuple[int, str | BadLine]]:
    """The lines of a stream with their numbers, in whatever encoding each is."""
    for number, raw in enumerate(_lines(stream), 1):
        line = _decode(raw)
        if line is None:
            yield number, BadLine(number, "neither UTF-8 nor GB18030", "send UTF-8")
        else:
            yield number, line


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Lines without their ends and without the mark that the stream may begin with."""
    buffered = stream if hasattr(stream, "peek") else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(3)[:3]
    for mark, encoding in MARKS:
        if head.startswith(mark):
            buffered.read(len(mark))
            if encoding != "utf-8":
                text = io.TextIOWrapper(buffered, encoding, errors="surrogatepass", newline="\n")
                yield from (line.rstrip("\r\n").encode("utf-8", "surrogatepass") for line in text)
                return
    yield from (line.rstrip(b"\r\n") for line in buffered)


def _decode(raw: bytes) -> str | None:
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _object(line: str, number: int, name: str | None) -> Item | BadLine:
    remedy = 'write {"text": "…", "name": "…"}'
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        return BadLine(number, f"no JSON at column {error.colno}", remedy)
    except (RecursionError, ValueError):
        return BadLine(number, "no JSON that can be read", remedy)
    if isinstance(found, str):
        return Item(found, name)
    if not isinstance(found, dict) or not found.keys() <= {"text", "name"}:
        return BadLine(number, "keys other than text and name", remedy)
    text, own = found.get("text"), found.get("name")
    if not isinstance(text, str) or not isinstance(own, str | None):
        return BadLine(number, "text and name have to be strings", remedy)
    return Item(text, name if own is None else own)
