"""`zhibiao column`: a table of one cell a row in, the same table with its readings out."""

from __future__ import annotations

import os
from collections.abc import Callable

from service.column.readings import Readings, in_order
from service.column.shape import Shape
from service.column.sinks import schema_of, sink
from service.column.sources import Source, Wanted, opened
from service.console import Progress, complain
from service.mistakes import Refused
from service.writers import whole_file

NAMED = 20
"""So many rows that are left out are named one by one."""


def write_column(
    file: str,
    wanted: Wanted,
    path: str,
    form: str,
    *,
    into: str,
    flat: bool,
    jobs: int | None,
    bom: bool,
    guard: bool,
) -> int:
    """Read a column of `file` into `path`; the number of rows left out, 1 where nothing is read."""
    shape = Shape.FLAT if flat or form == "csv" else Shape.JSON if form == "jsonl" else Shape.NESTED
    left_out = _LeftOut(file)
    try:
        source = opened(file, wanted, left_out)
        for remark in source.told:
            complain(f"{file}: {remark}")
        schema = schema_of(source.schema, into, shape)
        readings = Readings(shape, jobs=jobs or os.cpu_count() or 1)
        with whole_file(path) as stream, readings:
            out = sink(form, stream, schema, shape, bom=bom, guard=guard)
            rows = _copy(source, readings, out.write)
            out.close()
    except Refused as refused:
        complain(f"{file}: {refused}")
        return 1
    left_out.close()
    complain(f"{rows} rows → {path}" + (f", {left_out.rows} left out" if left_out.rows else ""))
    return left_out.rows


def _copy(source: Source, readings: Readings, write: Callable[[object, object], None]) -> int:
    with Progress("rows", source.total()) as progress:
        for batch, found in in_order(source.batches, readings, source.value, source.name):
            write(batch, found)
            progress.done += batch.num_rows
            progress.total = source.total()
    return progress.done


class _LeftOut:
    """Rows that are left out: the first are named, the others counted."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows = 0

    def __call__(self, reason: str) -> None:
        self.rows += 1
        if self.rows <= NAMED:
            complain(f"{self.file}: {reason}; left out")

    def close(self) -> None:
        if self.rows > NAMED:
            complain(f"{self.file}: {self.rows - NAMED} more rows were left out")
