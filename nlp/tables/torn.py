"""Rows torn in two by a page break or a wrapped line → whole rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nlp.cells.units import table as unit_table
from nlp.notes import note
from nlp.schema import Note
from nlp.tables.classes import classes
from nlp.tables.columns import SUM_ROLES, Columns
from nlp.tables.compose import is_sign
from nlp.tables.fitness import ends_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import is_total, words
from nlp.tables.items import embedded
from nlp.tables.labels import is_remark
from nlp.tables.money import sum_of
from nlp.tables.outline import Table

_Joined = Callable[[Row, Row, Columns], Row | None]


def mended(table: Table, join: _Joined, notes: list[Note]) -> list[Row]:
    """The rows of a table, those that `join` puts together as one; each leaves a note."""
    rows: list[Row] = []
    for row in table.rows:
        whole = join(rows[-1], row, table.columns) if rows else None
        if whole is None:
            rows.append(row)
        else:
            rows[-1] = whole
            message = f"row {whole.number} goes on in row {row.number}; they were put together"
            notes.append(note("row_torn", message))
    return rows


def join_project(before: Row, row: Row, made: Columns) -> Row | None:
    """A project's narrative or list of indicators that goes on in the next row or line."""
    name = row.text(made.first("project"))
    sums = _has_sums(row, made)
    told = [i for role in ("goal", "indicators") for i in made.all(role)]
    if is_total(row.filled[0].shown) or not told:
        return None
    if not name and not sums:
        return _by_column(before, row)
    last = len(before.cells) - 1
    fits = before.width + row.width - 1 <= made.width and last >= min(told)
    if sums or not fits or before.width == made.width:
        return None
    return _end_to_end(before, row)


def join_lines(before: Row, row: Row, made: Columns) -> Row | None:
    """An indicator's row that a line break within one of its cells cut in two."""
    levels = {i for role in ("level1", "level2", "class") for i in made.all(role)}
    cut = 0 in levels and before.width < made.width == before.width + row.width - 1
    if not cut or len(before.cells) < before.width or not row.text(0) or classes(row.text(0)):
        return None
    return None if is_total(row.text(0)) or is_remark(row.text(0)) else _end_to_end(before, row)


def _has_sums(row: Row, made: Columns) -> bool:
    return any(sum_of(row.text(i), None) is not None for r in SUM_ROLES for i in made.all(r))


def join_indicator(before: Row, row: Row, made: Columns) -> Row | None:
    """An indicator's name or value that goes on in the next row."""
    levels = [row.text(made.first(role)) for role in ("level1", "level2", "class", "seq")]
    levels += [row.text(made.first("project"))]
    name = row.text(made.name)
    values = [row.text(i) for _, i, _ in made.values]
    if _has_sums(row, made):
        return None
    if made.name is None or is_total(row.filled[0].shown) or is_total(before.filled[0].shown):
        return None
    if any(levels):
        return _by_column(before, row) if _torn_class(before, row, made) else None
    if not name:
        whole = before.text(made.name) and not _figures_meet(before, row, made)
        return _by_column(before, row) if whole else None
    if not made.values or embedded(name)[1]:
        return None
    wrapped = row.after_break or row.cells[made.name].offset > 0
    complete = [before.text(i) for _, i, _ in made.values]
    ends = all(map(_ends, complete, values))
    if wrapped and any(complete) and ends:
        return _by_column(before, row) if not _signed(row, made) else None
    return None


def _ends(value: str, end: str) -> bool:
    """Whether a cell adds no more than an end to the value above it."""
    return not end or end in unit_table() or ends_value(value, end)


def _figures_meet(before: Row, row: Row, made: Columns) -> bool:
    """Digits right before digits: one number or two, nobody can tell."""
    ends = [(before.text(i)[-1:], row.text(i)[:1]) for _, i, _ in made.values]
    return any(first.isdigit() and second.isdigit() for first, second in ends)


def _signed(row: Row, made: Columns) -> bool:
    return any(is_sign(row.text(i)) for i in made.all("sign"))


def _torn_class(before: Row, row: Row, made: Columns) -> bool:
    for role in ("level1", "level2"):
        first, second = before.text(made.first(role)), row.text(made.first(role))
        if first and second in words("indicator"):
            return True
        if second and not classes(second) and not classes(first) and classes(first + second):
            return True
    return False


def _by_column(before: Row, row: Row) -> Row:
    width = max(len(before.cells), len(row.cells))
    blank = Cell("", before.number, 0)
    cells = []
    for index in range(width):
        first = before.cells[index] if index < len(before.cells) else blank
        second = row.cells[index] if index < len(row.cells) else blank
        if first is second or not second.shown:
            cells.append(first)
        else:
            cells.append(_joined(first, second))
    return _row(before, cells)


def _end_to_end(before: Row, row: Row) -> Row:
    cells = [*before.cells[:-1], _joined(before.cells[-1], row.cells[0]), *row.cells[1:]]
    return _row(before, cells)


def _joined(first: Cell, second: Cell) -> Cell:
    return replace(first, text=first.text + second.text) if first.shown else second


def _row(before: Row, cells: list[Cell]) -> Row:
    return Row(before.number, cells, before.after_break)
