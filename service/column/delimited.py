"""Text with a delimiter in, every column as strings: `007` stays what it is."""

from __future__ import annotations

import codecs
import csv
import io
import os
from collections.abc import Iterator
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pacsv  # type: ignore[import-untyped]

from service.column.sources import SHOWN, Complain, Source, Wanted, places, renamed, sliced
from service.column.transcoded import Encoding, Utf8, encoding_of
from service.mistakes import Refused

BLOCK = 8 << 20
"""Bytes parsed at a time, and as long as a row may be."""
HEAD = 1 << 20
DELIMITERS = (",", "\t", ";")


def open_delimited(path: str, wanted: Wanted, complain: Complain) -> Source:
    """A table as text; raises `Refused` where it is none or lacks a wanted column."""
    encoding = encoding_of(path)
    delimiter, headings, lines = _headings(path, encoding, wanted)
    value, name = places(headings, wanted)
    names, told = renamed(headings)
    schema = pa.schema([(heading, pa.string()) for heading in names])
    table = _Table(path, encoding, delimiter, schema, lines, complain)
    return Source(schema, value, name, sliced(table.batches()), table.total, told)


def _headings(path: str, encoding: Encoding, wanted: Wanted) -> tuple[str, list[str], int]:
    """The delimiter, the headings, and behind how many rows the table begins."""
    with open(path, "rb") as file:
        file.seek(encoding.mark)
        head = file.read(HEAD)
        whole = not file.read(1)
    text = codecs.getincrementaldecoder(encoding.name)().decode(head, final=whole)
    found = [(delimiter, *_first(text, delimiter, whole)) for delimiter in DELIMITERS]
    return next((f for f in found if wanted.value in f[1]), found[0])


def _first(text: str, delimiter: str, whole: bool) -> tuple[list[str], int]:
    """The first row that holds something, and its number."""
    lines = io.StringIO(text, newline="")
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), 1):
            if not whole and lines.tell() == len(text):
                break
            if any(row):
                return row, number
    except csv.Error:
        pass
    if whole:
        raise Refused("no heading that can be read", "begin the table with a heading a column")
    raise Refused(
        f"a first line longer than {HEAD >> 20} MiB: no table with a row a line",
        "write a line a row, and close every quote",
    )


class _Table:
    """The rows below the headings."""

    def __init__(
        self,
        path: str,
        encoding: Encoding,
        delimiter: str,
        schema: Any,
        lines: int,
        complain: Complain,
    ) -> None:
        self.path = path
        self.encoding = encoding
        self.delimiter = delimiter
        self.schema = schema
        self.lines = lines
        self.complain = complain
        self.rows = 0
        self.stream: Utf8 | None = None

    def batches(self) -> Iterator[Any]:
        """The rows, a block at a time."""
        with open(self.path, "rb") as file:
            self.stream = Utf8(file, self.encoding)
            last = None
            try:
                with self._reader(self.stream) as reader:
                    for batch in reader:
                        self.rows += batch.num_rows
                        last = batch if batch.num_rows else last
                        yield pa.RecordBatch.from_arrays(batch.columns, schema=self.schema)
            except pa.ArrowInvalid:
                raise Refused(
                    f"a row longer than {BLOCK >> 20} MiB behind row {self.rows + self.lines}",
                    "write a line a row, and close every quote",
                ) from None
            self._check_end(last)

    def total(self) -> int | None:
        """The number of rows, by how many bytes those read so far took."""
        if self.stream is None or not self.stream.taken or not self.rows:
            return None
        return round(self.rows * os.path.getsize(self.path) / self.stream.taken)

    def _reader(self, stream: Utf8) -> Any:
        places = [str(n) for n in range(len(self.schema))]
        return pacsv.open_csv(
            stream,
            pacsv.ReadOptions(
                use_threads=False,
                block_size=BLOCK,
                column_names=places,
                skip_rows_after_names=self.lines,
            ),
            pacsv.ParseOptions(
                delimiter=self.delimiter,
                newlines_in_values=True,
                ignore_empty_lines=len(places) > 1,
                invalid_row_handler=self._ragged,
            ),
            pacsv.ConvertOptions(
                column_types=dict.fromkeys(places, pa.string()), strings_can_be_null=False
            ),
        )

    def _ragged(self, row: Any) -> str:
        found, wanted = row.actual_columns, row.expected_columns
        place = "a row" if row.number is None else f"row {row.number}"
        self.complain(f"{place} ({row.text[:SHOWN]}): {found} cells under {wanted} headings")
        return "skip"

    def _check_end(self, last: Any) -> None:
        """A quote that is never closed swallows every row behind it into one cell."""
        if last is not None and self.encoding.quotes % 2:
            cell = last.column(last.num_columns - 1)[-1].as_py()
            if "\n" in cell or "\r" in cell:
                lines = f"{len(cell.splitlines())} lines"
                self.complain(f"the last row ({cell[:SHOWN]}): an open quote took in {lines}")
