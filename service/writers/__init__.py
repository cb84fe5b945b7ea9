"""Documents into files, one form a module. A file appears whole or not at all."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import BinaryIO, Protocol

from nlp.schema import Document

FORMS = ("jsonl", "csv", "parquet")


class Writer(Protocol):
    """Takes documents one after the other."""

    def add(self, file: str, document: Document) -> None:
        """Write what `file` holds."""

    def close(self) -> None:
        """Write what is still held back."""


def writer(form: str, stream: BinaryIO, *, bom: bool = False, guard: bool = True) -> Writer:
    """The writer of a form; raises `Mistake` where its library is not installed."""
    if form == "csv":
        from service.writers.csv import CsvWriter

        return CsvWriter(stream, bom=bom, guard=guard)
    if form == "parquet":
        from service.writers.parquet import ParquetWriter

        return ParquetWriter(stream)
    from service.writers.jsonl import JsonlWriter

    return JsonlWriter(stream)


class Abandoned(Exception):
    """Raised inside `whole_file`: nothing is to be left under the name."""


@contextmanager
def whole_file(path: str) -> Iterator[BinaryIO]:
    """A file that takes its name only when all of it is written; a device is written at once."""
    path = os.path.realpath(path)
    if os.path.exists(path) and not stat.S_ISREG(os.stat(path).st_mode):
        with suppress(Abandoned), open(path, "wb") as stream:
            yield stream
        return
    part = f"{path}.{os.getpid()}.part"
    try:
        with open(part, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except Abandoned:
        pass
    finally:
        with suppress(FileNotFoundError):
            os.remove(part)
