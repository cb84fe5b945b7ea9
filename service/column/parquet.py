"""Parquet in, row group by row group; columns that repeat are never spelled out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.column.sources import BATCH, Source, Wanted, places, renamed
from service.mistakes import Refused

BROKEN = "Parquet that cannot be read"
REMEDY = "write it anew"


def open_parquet(path: str, wanted: Wanted) -> Source:
    """A Parquet file; raises `Refused` where it is broken or lacks a wanted column."""
    try:
        schema = pq.read_schema(path)
    except (pa.ArrowException, OSError):
        raise Refused(BROKEN, REMEDY) from None
    value, name = places(schema.names, wanted)
    names, told = renamed(schema.names)
    repeating = [
        f.name
        for f in (schema.field(n) for n in (value, name) if n is not None)
        if pa.types.is_string(f.type)
    ]
    file = pq.ParquetFile(path, read_dictionary=repeating)
    given = pa.schema(
        [schema.field(n).with_name(name) for n, name in enumerate(names)], schema.metadata
    )
    rows = file.metadata.num_rows
    return Source(given, value, name, _batches(file, names), lambda: rows, told)


def _batches(file: Any, names: list[str]) -> Iterator[Any]:
    with file:
        try:
            for batch in file.iter_batches(BATCH, use_threads=False):
                yield pa.RecordBatch.from_arrays(batch.columns, names)
        except (pa.ArrowException, OSError):
            raise Refused(BROKEN, REMEDY) from None
