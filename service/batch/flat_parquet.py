"""One Parquet file of rows, as `zhibiao structure` writes it of a few files."""

from __future__ import annotations

import os

from service.batch.arrow import decoded, framed
from service.batch.files import publish
from service.batch.flat import remark
from service.batch.forms import Read
from service.batch.parquet import Files
from service.batch.parts import TEMPORARY, Summary
from service.writers.parquet import as_table, schema
from service.writers.rows import rows


def render_parquet(read: Read, summary: Summary) -> bytes:
    """The rows of a document."""
    remark(read, summary)
    return framed("rows", as_table(list(rows(read.name, read.document))))


class FlatParquet:
    """Gathers the rows of parts into one Parquet file."""

    def __init__(self, out: str, work: str) -> None:
        self.out = out
        self.rows = Files(schema(), os.path.join(work, TEMPORARY, "whole"))

    def add(self, summary: Summary, payload: bytes) -> None:
        """Take the rows of a file."""
        for _, table in decoded(payload):
            self.rows.add(table)

    def finish(self) -> None:
        """Put the file under its name."""
        publish(self.rows.close()[0], self.out)

    def close(self) -> None:
        """Let go of the file."""
        self.rows.abandon()
