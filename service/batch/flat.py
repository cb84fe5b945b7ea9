"""One file of JSON lines, CSV or Parquet, as `zhibiao structure` writes them of a few files."""

from __future__ import annotations

import codecs
import io
import os
from contextlib import suppress

from service.batch.files import publish
from service.batch.forms import Read
from service.batch.parts import TEMPORARY, Summary
from service.writers.csv import CsvWriter
from service.writers.jsonl import document_line


def render_jsonl(read: Read, summary: Summary) -> bytes:
    """A document as a line."""
    return document_line(read.name, read.document)


def render_csv(read: Read, summary: Summary, *, guard: bool = True) -> bytes:
    """The rows of a document, without headings."""
    remark(read, summary)
    stream = io.BytesIO()
    writer = CsvWriter(stream, guard=guard)
    writer.add(read.name, read.document)
    writer.close()
    return stream.getvalue()[len(headings()) :]


def render_unguarded_csv(read: Read, summary: Summary) -> bytes:
    """The rows of a document, as they are even where a spreadsheet would run them."""
    return render_csv(read, summary, guard=False)


def remark(read: Read, summary: Summary) -> None:
    """Keep the notes on a document, which rows have no column for."""
    summary.remarks += [f"{read.name}: {note.message}" for note in read.document.notes]


def headings(*, bom: bool = False) -> bytes:
    """The first line of a CSV file."""
    stream = io.BytesIO()
    CsvWriter(stream).close()
    return (codecs.BOM_UTF8 if bom else b"") + stream.getvalue()


class Flat:
    """Gathers parts end to end, behind `head`."""

    def __init__(self, out: str, work: str, head: bytes = b"") -> None:
        self.out = out
        self.stream = open(os.path.join(work, TEMPORARY, "whole"), "wb")  # noqa: SIM115
        self.stream.write(head)

    def add(self, summary: Summary, payload: bytes) -> None:
        """Take what a file gave."""
        self.stream.write(payload)

    def finish(self) -> None:
        """Put the file under its name."""
        publish(self.stream, self.out)

    def close(self) -> None:
        """Let go of the file."""
        with suppress(OSError):
            self.stream.close()
