"""Rows → the parts of a document: lines of text, label and value pairs, tables with headings."""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.tables.classes import classes
from nlp.tables.columns import (
    INDICATOR_ROLES,
    Columns,
    columns,
    guessed,
    holds_class,
    is_header,
    is_subheader,
    is_superheader,
)
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_page_number, is_title
from nlp.tables.labels import Pair, Stack, inline, is_labelled, is_remark
from nlp.tables.pairing import pairs
from nlp.tables.titles import Numbered, projects

_OF_PAGES = ("department", "unit", "year", "owner")


@dataclass(slots=True)
class Line:
    """A line of text that stands alone."""

    cell: Cell
    row: Row


@dataclass(slots=True)
class Labels:
    """The label and value pairs of one row; `again`: the same stood above the table before."""

    pairs: list[Pair]
    row: Row
    again: bool = False


@dataclass(slots=True)
class Table:
    """Headings and the rows below them; `periods` are those of the narratives above."""

    columns: Columns
    heads: list[Row]
    rows: list[Row] = field(default_factory=list)
    periods: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Title:
    """A line that names the project of what follows."""

    named: Numbered
    row: Row


Part = Line | Labels | Table | Title


class _Outline:
    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.table: Table | None = None
        self.stack = Stack()
        self.seen: set[str] = set()
        self.broken = False
        self.sheet: str | None = None

    def read(self, rows: list[Row]) -> None:
        titles = projects(rows)
        at = 0
        while at < len(rows):
            row = rows[at]
            below = next((r for r in rows[at + 1 : at + 4] if r.cells), None)
            if at in titles:
                self._title(titles[at], row)
                at += 1
            elif is_header(row, below):
                at = self._open(rows, at)
            else:
                self._take(row)
                at += 1

    def _open(self, rows: list[Row], at: int) -> int:
        heads = [rows[at]]
        self.sheet = rows[at].filled[0].origin.sheet
        above = self._superheader(rows, at)
        if above is not None:
            heads.insert(0, above)
        at += 1
        while at < len(rows) and len(heads) < 4 and _continues(heads[-1], rows, at):
            heads.append(rows[at])
            at += 1
        self.stack = Stack()
        before = self._broken_off(heads)
        if before is not None:
            self.table, self.broken = before, True
            return at
        self.table = Table(columns(heads), heads)
        self.parts.append(self.table)
        return at

    def _broken_off(self, heads: list[Row]) -> Table | None:
        """The table that goes on under repeated headings, when only a page's head is between."""
        kept = len(self.parts)
        while kept and not isinstance(self.parts[kept - 1], Table):
            kept -= 1
        before = self.parts[kept - 1] if kept else None
        if not isinstance(before, Table) or _texts(before.heads) != _texts(heads):
            return None
        apart = [part for part in self.parts[kept:] if not isinstance(part, Table)]
        if any(isinstance(p, Labels) and not self._is_page_head(p) for p in apart):
            return None
        between = [cell.shown for part in apart for cell in part.row.filled]
        if not all(text in self.seen or is_page_number(text) for text in between):
            return None
        del self.parts[kept:]
        return before

    def _title(self, named: Numbered, row: Row) -> None:
        """Headings above the title of a project hold for the rows below it too."""
        self.parts.append(Title(named, row))
        self.stack = Stack()
        if self.table is not None:
            self.table = Table(self.table.columns, self.table.heads)
            self.parts.append(self.table)

    def _superheader(self, rows: list[Row], at: int) -> Row | None:
        if at == 0 or len(rows[at - 1].filled) < 2 or not is_superheader(rows[at - 1]):
            return None
        if self.table is not None and self.table.rows and self.table.rows[-1] is rows[at - 1]:
            self.table.rows.pop()
        elif self.parts and getattr(self.parts[-1], "row", None) is rows[at - 1]:
            self.parts.pop()
        return rows[at - 1]

    def _take(self, row: Row) -> None:
        cells = row.filled
        if not cells:
            return
        self._turn_to(cells[0].origin.sheet, row)
        if self.table is None and holds_class(row):
            self.table = Table(guessed(row), [])
            self.parts.append(self.table)
        if self.table is not None and self._is_data(row, cells):
            row.after_break, self.broken = row.after_break or self.broken, False
            self.table.rows.append(row)
            return
        again = all(c.shown in self.seen for c in cells)
        if self.table is None or not self.table.rows:
            self.seen.update(c.shown for c in cells)
        found = pairs(row, self.stack)
        if found is not None:
            if found or self.stack.labels:
                self.table = self.table if self._is_page_head(Labels(found, row, again)) else None
            under_heads = self.table is not None and not self.table.rows
            self.parts.insert(len(self.parts) - under_heads, Labels(found, row, again))
        elif len(cells) == 1:
            self.parts.append(Line(cells[0], row))
        elif self.table is not None:
            self.table.rows.append(row)
        else:
            self.parts.extend(Line(cell, row) for cell in cells)

    def _turn_to(self, sheet: str | None, row: Row) -> None:
        """A table goes on in another sheet only where that is as wide."""
        if sheet != self.sheet and self.table is not None:
            self.table = self.table if row.width == self.table.columns.width else None
        self.sheet = sheet

    def _is_torn(self, cell: Cell) -> bool:
        """A line that goes on where the row before it broke off within a narrative."""
        assert self.table is not None
        told = [i for role in ("goal", "indicators") for i in self.table.columns.all(role)]
        if not told or not self.table.rows or not self.table.columns.has("project"):
            return False
        before = self.table.rows[-1]
        ends = is_title(cell.shown) or is_remark(cell.shown) or is_page_number(cell.shown)
        short = before.width < self.table.columns.width
        if not before.text(min(told)):
            short = short and before.width == 1
        return short and not ends and not inline(cell)

    def _is_page_head(self, told: Labels) -> bool:
        """Whether labels may head every page: those that mostly do, and those that did before."""
        return told.again or all(p.label.role in _OF_PAGES for p in told.pairs)

    def _is_data(self, row: Row, cells: list[Cell]) -> bool:
        assert self.table is not None
        made = self.table.columns
        if len(cells) == 1:
            return _single_is_data(cells[0], row, made) or self._is_torn(cells[0])
        if all(inline(c) for c in cells):
            return False
        first = heading(cells[0].shown)
        if made.has("project"):
            return first is None or first.role not in ("project", "department") or is_sum_row(row)
        if made.has(*INDICATOR_ROLES):
            return first is None or not _opens_form(first.role)
        return True


def _texts(rows: list[Row]) -> list[str]:
    return [c.shown for row in rows for c in row.filled]


def is_sum_row(row: Row) -> bool:
    """Whether figures stand behind the first cell."""
    return any(c.shown[:1].isdigit() for c in row.filled[1:])


def _opens_form(role: str) -> bool:
    return role not in INDICATOR_ROLES and role not in ("seq", "remark", "unit", "level4", "rate")


def _single_is_data(cell: Cell, row: Row, made: Columns) -> bool:
    """A lone cell: part of a torn or merged row, unless it stands where titles and notes do."""
    text, place = cell.shown, row.index(cell)
    if is_remark(text) or is_title(text) or is_labelled(cell):
        return False
    if place and place in (made.first("goal"), made.first("indicators")):
        return True
    return not (inline(cell) or heading(text)) and (place > 0 or bool(classes(text)))


def _continues(head: Row, rows: list[Row], at: int) -> bool:
    row = rows[at]
    if not is_subheader(row) or len(row.cells) > len(head.cells) + 20:
        return False
    return not is_header(row) or [c.shown for c in row.filled] != [c.shown for c in head.filled]


def outline(rows: list[Row]) -> list[Part]:
    """The parts of rows that follow each other.

    >>> from nlp.tables.grid import Grid
    >>> rows = Grid.of([["项目名称", "总计", "绩效指标"], ["科普经费", "30.00", ""]]).laid_out()
    >>> len(outline(rows)), len(outline(rows)[0].rows)
    (1, 1)
    """
    made = _Outline()
    made.read(rows)
    return made.parts
