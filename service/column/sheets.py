"""A workbook in: the first sheet whose first filled row has the wanted columns, cells as shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp.grid import Cell, Grid
from service.column.sources import BATCH, Complain, Source, Wanted, places, renamed
from service.mistakes import Refused
from service.readers import Unread, contents, load
from service.settings import load as settings


def open_sheets(path: str, wanted: Wanted, complain: Complain) -> Source:
    """A workbook, read whole; raises `Refused` where it has no sheet with the wanted columns."""
    grids = []
    for found in contents(load(path, settings().max_file_bytes), path):
        if isinstance(found, Unread):
            raise found.refused
        grids += [grid for grid in found.grids if _top(grid) is not None]
    if not grids:
        raise Refused("a workbook without a filled row", "give a table with a heading a column")
    grid = next((g for g in grids if wanted.value in _texts(g, _top(g) or 0)), grids[0])
    return source(grid, wanted, complain)


def source(grid: Grid, wanted: Wanted, complain: Complain) -> Source:
    """A grid as a table, its first filled row being the headings.

    >>> found = source(Grid.of([["编号", "指标值"], ["007", "≥5人"]]), Wanted("指标值"), print)
    >>> next(found.batches).to_pylist()
    [{'编号': '007', '指标值': '≥5人'}]
    """
    top = _top(grid) or 0
    headings = _texts(grid, top)
    while headings and not headings[-1]:
        headings.pop()
    value, name = places(headings, wanted)
    names, told = renamed(headings)
    schema = pa.schema([(heading, pa.string()) for heading in names])
    rows = len(grid.rows) - top - 1
    batches = _batches(grid, top + 1, schema, complain)
    return Source(schema, value, name, batches, lambda: rows, told)


def _top(grid: Grid) -> int | None:
    return next((n for n, row in enumerate(grid.rows) if any(c.text.strip() for c in row)), None)


def _texts(grid: Grid, row: int) -> list[str]:
    return _laid_out(grid.rows[row])


def _laid_out(cells: Sequence[Cell]) -> list[str]:
    """The texts of a row by column; a merged cell stands wherever it reaches."""
    width = max((cell.column + cell.column_span for cell in cells), default=0)
    texts = [""] * width
    for cell in cells:
        for column in range(cell.column, cell.column + cell.column_span):
            texts[column] = cell.text
    return texts


def _batches(grid: Grid, first: int, schema: Any, complain: Complain) -> Iterator[Any]:
    for start in range(first, len(grid.rows), BATCH):
        rows = list(_rows(grid.rows[start : start + BATCH], len(schema), complain))
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        if columns:
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _rows(rows: Sequence[Sequence[Cell]], width: int, complain: Complain) -> Iterator[list[str]]:
    for cells in rows:
        texts = _laid_out(cells)
        if any(texts[width:]):
            number = cells[0].row + 1
            complain(f"row {number} ({texts[0][:40]}): {len(texts)} cells under {width} headings")
        elif any(texts):
            yield texts[:width] + [""] * (width - len(texts))
