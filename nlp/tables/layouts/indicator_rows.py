"""One indicator a row: levels, name, and its target in one cell or several (sign, value, unit)."""

from __future__ import annotations

from decimal import Decimal

from nlp.cells.target import parse
from nlp.notes import note
from nlp.schema import Indicator, Project, Subtotal
from nlp.tables.build import (
    Named,
    Reading,
    indicator,
    owner_above,
    owner_of,
    row_source,
    source_of,
    weight,
)
from nlp.tables.classes import classes
from nlp.tables.columns import LEVELS, SUM_ROLES
from nlp.tables.compose import compose, is_sign
from nlp.tables.fill import fill
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell, Row, over_lines
from nlp.tables.handed import Handed
from nlp.tables.headings import is_total, period_of, words
from nlp.tables.items import Item, body, embedded, says_nothing, unwrapped
from nlp.tables.labels import is_remark
from nlp.tables.outline import Table
from nlp.tables.several import part, several
from nlp.tables.sides import dated, merged, sides
from nlp.tables.sums import Totals, check_parts, left_out, row_aside, row_money
from nlp.tables.torn import join_indicator, join_lines, mended


def read(table: Table, unit: str | None) -> Reading | None:
    """The indicators of a table, under their projects where it has a column of them."""
    if not table.columns.has("level1", "level2", "level3", "class"):
        return None
    return _Rows(table, unit).read()


class _Rows:
    def __init__(self, table: Table, unit: str | None) -> None:
        self.table, self.columns, self.unit = table, table.columns, unit
        self.reading = Reading()
        self.sides = dated(sides(table.columns), table.rows, table.periods)
        self.above, self.handed = Handed(), [Handed() for _ in self.sides]
        self.project: Project | None = None
        self.totals = Totals(self.reading.projects)
        self.body: tuple[Subtotal, list[Project]] | None = None
        self.owner = self.goal = ""

    def read(self) -> Reading:
        self.table.rows = mended(self.table, join_lines, self.reading.notes)
        self.table.rows = [part for row in self.table.rows for part in self._refilled(row)]
        self._tell_unknown()
        for row in mended(self.table, join_indicator, self.reading.notes):
            self._row(row)
        if len(self.sides) > 1 or self.columns.has("period"):
            self._merge()
        self.reading.subtotals = self.totals.subtotals
        self.totals.check(self.reading.notes)
        return self.reading

    def _merge(self) -> None:
        for project in self.reading.projects:
            project.indicators = merged(project.indicators)
        self.reading.indicators = merged(self.reading.indicators)

    def _tell_unknown(self) -> None:
        """Columns under unknown headings are left out, or read as targets where no others are."""
        made = self.columns
        told = [h for i, h in made.unknown.items() if any(r.text(i) for r in self.table.rows)]
        if made.values:
            self.reading.notes += left_out(self.table)
        elif told:
            self.reading.notes.append(note("column_unknown", f"{', '.join(told)}: read as targets"))

    def _refilled(self, row: Row) -> list[Row]:
        """A row whose blank cells were left out, its cells under the headings that they fit."""
        if row.width >= self.columns.width or not self._misfits(row):
            return [row]
        made = fill(self.columns.by_place(), row.filled)
        return [Row(row.number, [c or Cell("", row.number, 0) for c in cells]) for cells in made]

    def _misfits(self, row: Row) -> bool:
        made = self.columns
        levels = [row.text(made.first(role)) for role in ("level1", "level2", "class")]
        name = row.text(made.name)
        if is_total(row.filled[0].shown) or is_remark(row.filled[0].shown):
            return False
        signs = [row.text(i) for i in made.all("sign")]
        if any(t and not is_sign(t) and not t.isdigit() for t in signs):
            return True
        return is_value(name) or is_sign(name) or any(t and not classes(t) for t in levels)

    def _row(self, row: Row) -> None:
        cells = row.filled
        first = cells[0].shown
        if is_remark(first) or first in words("blank"):
            return
        total = next(filter(is_total, (first, row.text(self.columns.first("project")))), None)
        if total is not None:
            self._total(total, row)
            return
        if is_total(row.text(self.columns.name)):
            return
        if len(cells) == 1 and row.text(self.columns.name) and classes(first):
            for above in self.handed:
                above.enter(first)
            return
        if self._is_body(row):
            money = row_money(row, self.columns, self.unit, self.reading.notes)
            self.body, self.owner = self.totals.own(first, money), ""
            return
        if self.columns.has("project"):
            self._enter_project(row)
        known = self.project.indicators if self.project is not None else self.reading.indicators
        for side, above in zip(self.sides, self.handed, strict=True):
            self.columns, self.above = side, above
            above.take(row, side)
            known += self._indicators(row)
        self.columns = self.table.columns

    def _is_body(self, row: Row) -> bool:
        """A row of sums of a unit, whose projects follow it: its name and figures."""
        made = self.columns
        named = [made.first("project"), made.name, *made.all("level1"), *made.all("level2")]
        if not made.has("project") or any(row.text(i) for i in named):
            return False
        return row_money(row, made, self.unit, []).total is not None

    def _enter_project(self, row: Row) -> None:
        made = self.columns
        name = unwrapped(row.text(made.first("project")))
        if not name:
            self._tell_on(row)
        if not name or self._goes_on(name, row):
            return
        notes = self.reading.notes
        money = row_money(row, made, self.unit, notes)
        check_parts(name, money, notes, row_aside(row, made, self.unit))
        self.owner = owner_above(row, made, self.owner)
        self.goal = row.text(made.first("goal"))
        above = self.body[0].name if self.body else None
        owner, goal = self.owner or above, self.goal or None
        self.project = Project(name, owner, money, goal, source=row_source(row))
        self.reading.projects.append(self.project)
        if self.body:
            self.body[1].append(self.project)
        self.handed = [Handed() for _ in self.sides]

    def _tell_on(self, row: Row) -> None:
        """A narrative that goes on beside the next indicator of its project."""
        more = row.text(self.columns.first("goal"))
        if self.project is not None and more and more != self.goal:
            told = self.project.narrative
            self.project.narrative = over_lines(told, more) if told else more
            self.goal = more

    def _total(self, name: str, row: Row) -> None:
        self.owner = ""
        if self.columns.has(*SUM_ROLES):
            money = row_money(row, self.columns, self.unit, self.reading.notes)
            self.totals.add("".join(name.split()), money, last=row is self.table.rows[-1])

    def _goes_on(self, name: str, row: Row) -> bool:
        """Whether a row repeats the project above it: the same name, and no other owner."""
        made = self.columns
        owner = owner_of(row, made)
        above = self.project
        return above is not None and above.name == name and owner in ("", above.owner)

    def _indicators(self, row: Row) -> list[Indicator]:
        column = self._name_column(row)
        if column is None or not row.text(column):
            self._unread(row)
            return []
        cell = row.cells[column]
        if not self.table.heads and self._holds_several(row, cell):
            self._unread(row)
            return []
        values = [row.text(i) for _, i, _ in self.columns.values]
        names = [i for i in several(cell.shown, values) if not says_nothing(body(i.text))]
        found = []
        for number, name in enumerate(names):
            found.append(self._indicator(row, cell, name, number, len(names)))
        return found

    def _holds_several(self, row: Row, cell: Cell) -> bool:
        """Whether a row without headings holds a name and its target in each of its cells."""
        told = [cell.shown, *(row.text(i) for _, i, _ in self.columns.values)]
        return len(told) > 1 and all(embedded(text)[1] and not is_value(text) for text in told)

    def _name_column(self, row: Row) -> int | None:
        made = self.columns
        if made.name is not None:
            return made.name
        second = made.first("level2")
        return second if second is not None and not classes(row.text(second)) else None

    def _unread(self, row: Row) -> None:
        made = self.columns
        told = {i for _, i, _ in made.values} | set(made.all("actual"))
        if not row.text(made.first("project")):
            told |= {i for role in ("goal", *SUM_ROLES) for i in made.all(role)}
        if any(row.text(i) and not says_nothing(row.text(i)) for i in told):
            self.reading.notes.append(note("row_unread", row.number))

    def _indicator(self, row: Row, cell: Cell, name: Item, number: int, count: int) -> Indicator:
        raw, targets = name.text, self._targets(row, number, count)
        if not any(text for _, text in targets):
            raw, value = embedded(name.text)
            if not value and not targets and parse(body(raw)).constraints:
                value = body(raw)
            if value or not targets:
                period = targets[0][0] if targets else "annual"
                targets = [(period, value)]
        return indicator(
            Named(raw, self.above.level1, self._second(raw)),
            targets,
            actual=self._actual(row, number, count),
            weight=self._points("weight", row, number, count),
            score=self._points("score", row, number, count),
            source=source_of(cell, name.start, name.end),
            notes=self.reading.notes,
        )

    def _second(self, raw: str) -> str:
        return self.above.level2 if self.above.level2 != raw or classes(raw) else ""

    def _targets(self, row: Row, number: int, count: int) -> list[tuple[str, str]]:
        made = self.columns
        found: list[tuple[str, str]] = []
        for place, (period, column, other) in enumerate(made.values):
            text = part(row.text(column), number, count)
            text = text or part(row.text(other), number, count)
            signs = [part(row.text(i), number, count) for i in made.beside("sign", place)]
            unit = next(iter(made.beside("unit", place)), None)
            measure = part(row.text(unit), number, count) or made.measures.get(column, "")
            found.append((period, compose(signs, text, measure)))
        flag = row.text(made.first("period"))
        period_told = words("period").get(flag) or period_of(flag)
        return [(period_told or period, text) for period, text in found] or self._by_heading(row)

    def _by_heading(self, row: Row) -> list[tuple[str, str]]:
        """One target of values under unknown headings: what stands under each, behind its name."""
        made = self.columns
        signs = [row.text(i) for i in made.all("sign")]
        unit = row.text(made.first("unit"))
        parts = [
            (heading, compose(signs, row.text(i), unit))
            for i, heading in made.unknown.items()
            if is_value(row.text(i))
        ]
        if len(parts) == 1:
            return [("annual", parts[0][1])]
        told = "；".join(f"{heading}：{value}" for heading, value in parts)
        return [("annual", told)] if told else []

    def _actual(self, row: Row, number: int, count: int) -> str | None:
        made = self.columns
        text = part(row.text(made.first("actual")), number, count)
        unit = next(iter(made.beside("unit", 0)), None)
        return compose([], text, part(row.text(unit), number, count)) or None

    def _points(self, role: str, row: Row, number: int, count: int) -> Decimal | None:
        made = self.columns
        name = made.name if made.name is not None else made.first("level2") or 0
        levels = [i for level in LEVELS for i in made.all(level)]
        column = next((i for i in made.all(role) if i > name or i < min(levels, default=0)), None)
        text = part(row.text(column), number, count)
        found = weight(text)
        if found is None and any(c.isdigit() for c in text):
            self.reading.notes.append(note("weight_unread", text))
        return found
