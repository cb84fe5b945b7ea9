"""Arrow tables into Parquet files; what is held in memory is bounded, whatever comes."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

ROW_GROUP, PIECES = 20_000, 256


class Files:
    """A table on its way into files below `folder`, each of about `most` rows at the most."""

    def __init__(self, schema: Any, folder: str, most: float = math.inf) -> None:
        self.schema = schema
        self.folder = folder
        self.most = most
        self.held: list[Any] = []
        self.waiting = 0
        self.streams: list[BinaryIO] = []
        os.mkdir(self.folder)
        self._open()

    def add(self, rows: Any) -> None:
        """Hold rows until there are enough for a row group."""
        self.held.append(rows)
        self.waiting += rows.num_rows
        if self.waiting >= ROW_GROUP:
            self._write()
        elif len(self.held) >= PIECES:
            self.held = [pa.concat_tables(self.held).combine_chunks()]

    def close(self) -> Sequence[BinaryIO]:
        """Write what is held; the files, complete but for their names."""
        self._write()
        self.writer.close()
        return self.streams

    def abandon(self) -> None:
        """Let go of what is still open."""
        for each in (self.writer, *self.streams):
            with suppress(OSError):
                each.close()

    def _open(self) -> None:
        path = os.path.join(self.folder, f"part-{len(self.streams):05}.parquet")
        self.streams.append(open(path, "wb"))  # noqa: SIM115
        self.writer = pq.ParquetWriter(self.streams[-1], self.schema, compression="zstd")
        self.rows = 0

    def _write(self) -> None:
        if not self.held:
            return
        if self.rows >= self.most:
            self.writer.close()
            self._open()
        rows = pa.concat_tables(self.held).cast(self.schema)
        self.writer.write_table(rows, row_group_size=ROW_GROUP)
        self.rows += rows.num_rows
        self.held.clear()
        self.waiting = 0
