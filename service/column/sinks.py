"""Record batches and their readings into files."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import Any, BinaryIO, Protocol

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pacsv  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from service.column.shape import Shape, described, versions
from service.mistakes import Refused
from service.writers.csv import guarded

BOM = b"\xef\xbb\xbf"


class Sink(Protocol):
    """Takes rows and their readings."""

    def write(self, batch: Any, readings: Any) -> None:
        """Write a record batch and the readings of its rows."""

    def close(self) -> None:
        """Write what is still held back."""


def schema_of(given: Any, into: str, shape: Shape) -> Any:
    """The columns of the table with those of its readings behind them.

    Raises `Refused` where a column has such a name already.
    """
    new = described(into, shape)
    there = set(given.names)
    for field in new:
        if field.name in there:
            raise Refused(f"a column {field.name!r} is there already", "give --into another name")
    return pa.schema([*given, *new], {**(given.metadata or {}), **versions()})


def columns_of(batch: Any, readings: Any, shape: Shape) -> list[Any]:
    """The columns of a record batch and those of its readings."""
    return [*batch.columns, *(readings.flatten() if shape is Shape.FLAT else [readings])]


def sink(
    form: str, stream: BinaryIO, schema: Any, shape: Shape, *, bom: bool = False, guard: bool = True
) -> Sink:
    """The sink of a form, `schema` being all its columns: parquet, csv or jsonl."""
    if form == "parquet":
        return ParquetSink(stream, schema, shape)
    if form == "csv":
        return CsvSink(stream, schema, shape, bom=bom, guard=guard)
    from service.column.jsonl import JsonlSink

    return JsonlSink(stream, schema, shape)


class ParquetSink:
    """One Parquet file; columns that come dictionary-encoded are written so, and named strings."""

    def __init__(self, stream: BinaryIO, schema: Any, shape: Shape) -> None:
        self.stream = stream
        self.shape = shape
        self.schema = schema
        self.file: Any = None

    def write(self, batch: Any, readings: Any) -> None:
        """A row group."""
        columns = columns_of(batch, readings, self.shape)
        if self.file is None:
            self._open([column.type for column in columns])
        rows = pa.Table.from_arrays(columns, schema=self.stored)
        self.file.write_table(rows, row_group_size=batch.num_rows)

    def close(self) -> None:
        """The end of the file."""
        if self.file is None:
            self._open(self.schema.types)
        self.file.close()

    def _open(self, types: Sequence[Any]) -> None:
        fields = [f.with_type(kind) for f, kind in zip(self.schema, types, strict=True)]
        self.stored = pa.schema(fields)
        self.file = pq.ParquetWriter(self.stream, self.stored, store_schema=False)
        shown = base64.b64encode(self.schema.serialize().to_pybytes())
        self.file.add_key_value_metadata({**self.schema.metadata, b"ARROW:schema": shown})


class CsvSink:
    """One CSV table in UTF-8."""

    def __init__(
        self, stream: BinaryIO, schema: Any, shape: Shape, *, bom: bool, guard: bool
    ) -> None:
        self.shape = shape
        self.guard: Callable[[str], str] = guarded if guard else str
        for field in schema:
            if not _has_text(field.type):
                reason = f"csv cannot hold column {field.name!r}, of type {field.type}"
                raise Refused(reason, "write parquet or jsonl")
        self.schema = pa.schema([(self.guard(field.name), pa.string()) for field in schema])
        if bom:
            stream.write(BOM)
        options = pacsv.WriteOptions(quoting_style="needed")
        self.file = pacsv.CSVWriter(stream, self.schema, write_options=options)

    def write(self, batch: Any, readings: Any) -> None:
        """The lines of these rows."""
        columns = columns_of(batch, readings, self.shape)
        shown = [self._shown(column) for column in columns]
        self.file.write_batch(pa.RecordBatch.from_arrays(shown, schema=self.schema))

    def close(self) -> None:
        """Let go of the stream, which belongs to the caller."""
        self.file.close()

    def _shown(self, column: Any) -> Any:
        """A column as text, each distinct cell guarded once."""
        if pa.types.is_dictionary(column.type):
            column = column.dictionary_decode()
        if not _is_text(column.type):
            return column.cast(pa.string())
        cells = column.cast(pa.string()).dictionary_encode()
        texts = pa.array([self.guard(text) for text in cells.dictionary.to_pylist()], pa.string())
        return pa.DictionaryArray.from_arrays(cells.indices, texts).dictionary_decode()


def _is_text(kind: Any) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _has_text(kind: Any) -> bool:
    if pa.types.is_dictionary(kind):
        return _has_text(kind.value_type)
    if "binary" in str(kind):
        return False
    try:
        pa.nulls(0, kind).cast(pa.string())
    except pa.ArrowException:
        return False
    return True
