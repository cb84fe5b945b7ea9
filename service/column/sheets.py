"""A workbook in: the first sheet whose first filled row has the wanted columns, cells as shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp.tables.grid import Grid
from service.column.sources import BATCH, SHOWN, Complain, Source, Wanted, places, renamed
from service.mistakes import Refused
from service.readers import Unread, contents, load
from service.sandbox import Sandbox
from service.settings import load as settings

Row = tuple[int, list[str]]


@dataclass(slots=True)
class Workbook:
    """The filled rows of every sheet, remarks of the reader, and why nothing was read."""

    sheets: list[list[Row]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    refused: Refused | None = None


def open_sheets(path: str, wanted: Wanted, complain: Complain) -> Source:
    """A workbook, read whole; raises `Refused` where it has no sheet with the wanted columns."""
    content = load(path, settings().max_file_bytes)
    with Sandbox(jobs=1) as sandbox:
        found = sandbox.wait(sandbox.submit(workbook, content, path))
    if found.refused:
        raise found.refused
    if not found.sheets:
        raise Refused("a workbook without a filled row", "give a table with a heading a column")
    sheet = next((s for s in found.sheets if wanted.value in s[0][1]), found.sheets[0])
    return _source(sheet, found.told, wanted, complain)


def workbook(content: bytes, name: str) -> Workbook:
    """All that a workbook holds, as work for a sandbox."""
    book = Workbook()
    for found in contents(content, name):
        if isinstance(found, Unread):
            book.refused = found.refused
            continue
        book.told += [note.message for note in found.notes]
        book.sheets += [rows for grid in found.grids if (rows := list(filled(grid)))]
    return book


def filled(grid: Grid) -> Iterator[Row]:
    """The rows that hold something, numbered from 1; a merged cell stands wherever it reaches.

    >>> list(filled(Grid.of([["编号", "指标值"], [None, None], ["007", "≥5人"]])))
    [(1, ['编号', '指标值']), (3, ['007', '≥5人'])]
    """
    above: dict[int, tuple[str, int]] = {}
    number = -1
    for cells in grid.rows:
        number = cells[0].row if cells else number + 1
        texts = {column: text for column, (text, last) in above.items() if number <= last}
        for cell in cells:
            for column in range(cell.column, cell.column + cell.column_span):
                texts[column] = cell.text
                if cell.row_span > 1:
                    above[column] = (cell.text, cell.row + cell.row_span - 1)
        if any(text.strip() for text in texts.values()):
            yield number + 1, [texts.get(column, "") for column in range(max(texts) + 1)]


def _source(
    sheet: Sequence[Row], remarks: Sequence[str], wanted: Wanted, complain: Complain
) -> Source:
    headings = list(sheet[0][1])
    while not headings[-1]:
        headings.pop()
    value, name = places(headings, wanted)
    names, told = renamed(headings)
    schema = pa.schema([(heading, pa.string()) for heading in names])
    batches = _batches(sheet[1:], schema, complain)
    return Source(schema, value, name, batches, lambda: len(sheet) - 1, (*remarks, *told))


def _batches(rows: Sequence[Row], schema: Any, complain: Complain) -> Iterator[Any]:
    for start in range(0, len(rows), BATCH):
        kept = list(_kept(rows[start : start + BATCH], len(schema), complain))
        if kept:
            columns = [pa.array(column, pa.string()) for column in zip(*kept, strict=True)]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


def _kept(rows: Sequence[Row], width: int, complain: Complain) -> Iterator[list[str]]:
    for number, texts in rows:
        if any(texts[width:]):
            shown = texts[0][:SHOWN]
            complain(f"row {number} ({shown}): {len(texts)} cells under {width} headings")
        else:
            yield texts[:width] + [""] * (width - len(texts))
