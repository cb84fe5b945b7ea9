"""Files → documents: read, structured, every failure beside its neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import TYPE_CHECKING, Self

from nlp import structure
from nlp.schema import Document
from service.mistakes import Refused
from service.readers import Content, Unread, contents, load
from service.readers.formats import Format, told
from service.settings import Settings

if TYPE_CHECKING:
    from service.sandbox import Sandbox

Found = tuple[str, Document] | Unread
LIGHT = 1 << 20
_BEFORE = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"


def structured(content: Content) -> Document:
    """The document that a content holds, with the remarks of its reader first."""
    document = structure(content.grids)
    document.notes[:0] = content.notes
    for project in document.projects:
        project.source.file = content.name
    return document


def read(path: str, most: int) -> Iterator[Found]:
    """Every document of a file of at most `most` bytes; raises `Refused` where it has none."""
    yield from read_bytes(load(path, most), path)


def read_bytes(content: bytes, name: str) -> Iterator[Found]:
    """Every document that the bytes of a file hold, read in this process.

    >>> table = "三级指标,指标值\\n走访次数,≥5次".encode()
    >>> [(name, len(document.projects)) for name, document in read_bytes(table, "a.csv")]
    [('a.csv', 1)]
    """
    for found in contents(content, name):
        yield found if isinstance(found, Unread) else (found.name, structured(found))


def all_of(content: bytes, name: str) -> list[Found]:
    """Every document that the bytes of a file hold, as work for a sandbox."""
    return list(read_bytes(content, name))


class Reading:
    """Reads files: short texts at once, all others in a child process with limits.

    >>> with Reading(Settings()) as reading:
    ...     [name for name, _ in reading.read_bytes(b"a", "a.txt")]
    ['a.txt']
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._sandbox: Sandbox | None = None

    def read(self, path: str) -> Iterator[Found]:
        """Every document of a file; raises `Refused` where it cannot be read at all."""
        return iter(self.read_bytes(load(path, self.settings.max_file_bytes), path))

    def read_bytes(self, content: bytes, name: str) -> list[Found]:
        """Every document that the bytes of a file hold; raises `Refused` as `read` does."""
        if _is_light(content):
            return all_of(content, name)
        from service.sandbox import Sandbox

        if self._sandbox is None:
            self._sandbox = Sandbox(
                jobs=1, seconds=self.settings.file_seconds, memory=self.settings.file_memory
            )
        return self._sandbox.wait(self._sandbox.submit(all_of, content, name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if self._sandbox is not None:
            self._sandbox.close(now=kind is not None)


def _is_light(content: bytes) -> bool:
    """A text too short to take long, and no page, which a parser of its own reads."""
    start = content[:1024].lstrip(_BEFORE)[:1]
    if len(content) > LIGHT or start == b"<":
        return False
    try:
        return told(content) is Format.TEXT
    except Refused:
        return True
