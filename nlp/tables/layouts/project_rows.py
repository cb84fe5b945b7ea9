"""One project a row: its sums, its narrative, and all its indicators in one cell."""

from __future__ import annotations

import regex

from nlp.notes import note
from nlp.schema import Indicator, Note, Project, Subtotal
from nlp.tables.build import Named, Reading, indicator, owner_above, row_source, source_of
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_body, is_total
from nlp.tables.items import Item, class_items, item, unwrapped
from nlp.tables.labels import is_remark
from nlp.tables.layouts.prose import read_prose, under
from nlp.tables.outline import Table
from nlp.tables.sums import Totals, check_parts, left_out, row_aside, row_money
from nlp.tables.torn import join_project, mended

_VALUE_LABEL = regex.compile(r"(?<=[;；,，。\s:：])([^\s;；:：,，。]{2,16})\s*[:：]")
_PART = regex.compile(r"[;；]")


def read(table: Table, unit: str | None) -> Reading | None:
    """Projects, one a row, and the rows of sums that own them; None for another layout."""
    made = table.columns
    if not made.has("project") or made.has("level1", "level2", "level3", "class"):
        return None
    return _Rows(table, unit).read()


class _Rows:
    def __init__(self, table: Table, unit: str | None) -> None:
        self.table, self.columns, self.unit = table, table.columns, unit
        self.reading = Reading()
        self.totals = Totals(self.reading.projects)
        self.body: tuple[Subtotal, list[Project]] | None = None
        self.owner = ""

    def read(self) -> Reading:
        self.table.rows = mended(self.table, join_project, self.reading.notes)
        self.reading.notes += left_out(self.table)
        for place, row in enumerate(self.table.rows):
            name = unwrapped(row.text(self.columns.first("project")))
            first = row.filled[0].shown
            if is_total(name) or is_total(first):
                self._total(name or first, row)
            elif is_remark(first):
                continue
            elif not name and self._is_sum(row):
                self._sum(first, row, place)
            elif not name:
                self.reading.notes.append(note("row_unread", row.number))
            elif self._is_body(row, name, place):
                self._body(name, row)
            else:
                self._project(name, row)
        self.reading.subtotals = self.totals.subtotals
        self.totals.check(self.reading.notes)
        return self.reading

    def _total(self, name: str, row: Row) -> None:
        self.owner = ""
        money = row_money(row, self.columns, self.unit, self.reading.notes)
        self.totals.add("".join(name.split()), money, last=row is self.table.rows[-1])

    def _is_sum(self, row: Row) -> bool:
        """A row without a project: a unit, or its sums in words, and figures."""
        told = (self.columns.first(role) for role in ("goal", "indicators"))
        ignored: list[Note] = []
        total = row_money(row, self.columns, self.unit, ignored).total
        return total is not None and not any(row.text(c) for c in told if c is not None)

    def _sum(self, name: str, row: Row, place: int) -> None:
        """The sums of a unit stand above its projects or below them."""
        if self._sums_follow(row, place):
            self._body(name, row)
        else:
            self._total(name, row)

    def _is_body(self, row: Row, name: str, place: int) -> bool:
        """A row of sums of a unit: figures, nothing told, and a name or sum to show it."""
        told = [self.columns.first(role) for role in ("goal", "indicators")]
        if any(row.text(column) for column in told):
            return False
        if not self.columns.has("goal", "indicators"):
            return False
        return is_body(name) or self._sums_follow(row, place)

    def _sums_follow(self, row: Row, place: int) -> bool:
        ignored: list[Note] = []
        wanted = row_money(row, self.columns, self.unit, ignored).total
        found = None
        for below in self.table.rows[place + 1 :]:
            money = row_money(below, self.columns, self.unit, ignored).total
            if wanted is None or money is None or (found or 0) >= wanted:
                break
            found = (found or 0) + money
        return found is not None and found == wanted

    def _body(self, name: str, row: Row) -> None:
        money = row_money(row, self.columns, self.unit, self.reading.notes)
        self.body, self.owner = self.totals.own(name, money), ""

    def _project(self, name: str, row: Row) -> None:
        made = self.columns
        notes = self.reading.notes
        money = row_money(row, made, self.unit, notes)
        check_parts(name, money, notes, row_aside(row, made, self.unit))
        self.owner = owner_above(row, made, self.owner)
        project = Project(
            name,
            self.owner or (self.body[0].name if self.body else None),
            money,
            row.text(made.first("goal")) or None,
            source=row_source(row),
        )
        column = made.first("indicators")
        if column is not None and row.text(column):
            project.indicators = read_cell(row.cells[column], notes)
        for place, head in made.classed.items():
            if row.text(place):
                project.indicators += under(row.cells[place], head, notes)
        self.reading.projects.append(project)
        if self.body:
            self.body[1].append(project)


def read_cell(cell: Cell, notes: list[Note]) -> list[Indicator]:
    """Every indicator of a cell such as 1、1-产出指标；11-数量指标；名称；年度指标值：≥7场。"""
    text = cell.shown
    starts = list(class_items().finditer(text))
    if not starts:
        return read_prose(cell, notes)
    ends = [match.start() for match in starts[1:]] + [len(text)]
    head = text[: starts[0].start()].strip()
    if head:
        notes.append(note("row_unread", f"{cell.row} ({head})"))
    return [
        _indicator(cell, text, match.end(), end, notes)
        for match, end in zip(starts, ends, strict=True)
    ]


def _indicator(cell: Cell, text: str, start: int, end: int, notes: list[Note]) -> Indicator:
    labels = [
        (match, label)
        for match in _VALUE_LABEL.finditer(text, start, end)
        if (label := heading(match[1])) is not None and label.role == "value"
    ]
    head_end = labels[0][0].start() if labels else end
    while labels and head_end > start and text[head_end - 1] in ":：":
        head_end -= 1
    parts = _parts(text, start, head_end)
    level1, level2 = parts[0].text, parts[1].text if len(parts) > 1 else ""
    name = item(text, parts[2].start, head_end) if len(parts) > 2 else Item("", start, end)
    targets = []
    for number, (match, label) in enumerate(labels):
        stop = labels[number + 1][0].start() if number + 1 < len(labels) else end
        targets.append((label.period or "annual", item(text, match.end(), stop).text))
    return indicator(
        Named(name.text, level1, level2),
        targets,
        source=source_of(cell, start, end),
        notes=notes,
    )


def _parts(text: str, start: int, end: int) -> list[Item]:
    parts: list[Item] = []
    at = start
    for match in _PART.finditer(text, start, end):
        if len(parts) == 2:
            break
        parts.append(item(text, at, match.start()))
        at = match.end()
    return [*parts, item(text, at, end)]
