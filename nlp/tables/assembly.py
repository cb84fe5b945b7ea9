"""Parts of a document, in their order → the document."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from nlp.notes import note
from nlp.schema import Document, Indicator, Money, Note, Project, Subtotal
from nlp.tables.build import Reading, row_source
from nlp.tables.classes import classes
from nlp.tables.form import Form, told_sums
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import (
    heading,
    is_page_number,
    is_title,
    is_total,
    money_unit,
    told_unit,
    words,
    year_of,
    year_pattern,
)
from nlp.tables.items import class_items, unwrapped
from nlp.tables.labels import Pair, is_remark
from nlp.tables.layouts import LAYOUTS
from nlp.tables.layouts.project_rows import read_cell
from nlp.tables.layouts.prose import Listed
from nlp.tables.money import is_blank
from nlp.tables.outline import Labels, Line, Part, Table, Title
from nlp.tables.sums import KEPT, check_parts
from nlp.tables.titles import titled
from nlp.tables.told_units import bracketed_unit, units_below, units_of_title
from nlp.tables.unread import unread


class Assembly:
    """Reads the parts of one document."""

    def __init__(self) -> None:
        self.document = Document()
        self.form = Form()
        self.listed = Listed()
        self.told: Cell | None = None
        self.guessed = 0
        self.tables = 0
        self.unread: list[Note] = []
        self.left: Row | None = None
        self.titles: set[str] = set()
        self.below: str | None = None

    def read(self, parts: list[Part]) -> Document:
        """The document that the parts make."""
        for part, self.below in zip(parts, units_below(parts), strict=True):
            if isinstance(part, Line):
                self._line(part)
                continue
            self.listed, self.told = Listed(), None
            if isinstance(part, Title):
                self._title(part)
            elif isinstance(part, Labels):
                for pair in part.pairs:
                    self._pair(pair, part.row)
            else:
                self._table(part)
        self._close()
        self._conclude()
        return self.document

    def _title(self, title: Title) -> None:
        self._date(title.row.filled[0].shown)
        if title.named.of_body:
            self._close()
            self._fact("department", title.named.name)
        else:
            self._enter(title.named.name, title.row, titled=True)

    def _line(self, line: Line) -> None:
        text = line.cell.shown
        self._date(text)
        unit = bracketed_unit(text)
        told = told_unit(text)
        if told:
            self._unit(told)
        if unit:
            self._unit(unit)
        elif is_title(text):
            for printed in units_of_title(text):
                self._unit(printed)
            name = titled(text)
            if name or self._is_next(text):
                self._enter(name or "", line.row, titled=True)
            self.titles.add(text)
        elif class_items().search(text):
            self._prose(line.cell, line.row)
        elif not (
            self._guess(self.listed.read(line.cell, self.document.notes), line.row)
            or self._narrative(line.cell)
        ):
            self._left_out(line)

    def _left_out(self, line: Line) -> None:
        """A row of several cells is a line for each of them, and tells its figures once."""
        if line.row is not self.left:
            self.left = line.row
            self.unread += unread(line)

    def _is_next(self, title: str) -> bool:
        """Whether a title below a table is of another one, and no page's head."""
        project = self.form.project
        again = title in self.titles or any(word in title for word in words("continued"))
        return not again and project is not None and bool(project.indicators)

    def _narrative(self, cell: Cell) -> bool:
        """A line right below a narrative goes on with it."""
        told, self.told = self.told, None
        text = cell.shown
        if told is None or cell.row != told.row + told.text.count("\n") + 1:
            return False
        ends = is_remark(text) or is_page_number(text) or text[-1:] in ":："
        goes_on = not (ends or classes(text) or heading(text))
        if goes_on:
            self.form.go_on(text)
            self.told = cell
        return goes_on

    def _prose(self, cell: Cell, row: Row) -> None:
        self._guess(read_cell(cell, self.document.notes), row)

    def _guess(self, found: list[Indicator], row: Row) -> bool:
        guessed = any(t.target.constraints for i in found for t in i.targets)
        if guessed:
            self.guessed += len(found)
            self._adopt(found, row)
        return guessed

    def _date(self, text: str) -> None:
        if self.document.year is None and len(text) < 80:
            self.document.year = year_of(text)

    def _dates(self, table: Table) -> None:
        """The year that headings tell, or a column of years where it is one and the same."""
        heads = [year_pattern().search(c.shown) for row in table.heads for c in row.filled]
        column = table.columns.first("year")
        rows = {row.text(column) for row in table.rows if row.text(column)}
        for told in ({match[0] for match in heads if match}, rows):
            if len(told) == 1:
                self._date(told.pop())

    def _department(self, table: Table) -> None:
        """The department that a column names, where it is one and the same."""
        column = table.columns.first("department")
        told = {row.text(column) for row in table.rows if row.text(column)}
        if len(told) == 1 and table.columns.has("owner"):
            self.document.department = self.document.department or unwrapped(told.pop())

    def _unit(self, unit: str) -> None:
        self.form.unit = unit
        self.document.money_unit = self.document.money_unit or unit

    def _pair(self, pair: Pair, row: Row) -> None:
        role, value = pair.label.role, pair.value
        unit = pair.label.unit
        if role in ("unit", "other_fact"):
            unit = unit or money_unit(value)
        if unit:
            self._unit(unit)
        self.told = pair.cell if role == "goal" else None
        if not value or is_blank(value):
            return
        if role == "project":
            self._enter(unwrapped(value), row)
        elif role == "goal":
            self.form.tell(value, pair.label.period)
        elif role == "indicators":
            at = pair.cell.shown.rfind(value)
            piece = replace(pair.cell, text=value, offset=pair.cell.place(at, at)[0])
            self._prose(piece, row)
        elif role == "unread":
            self.unread.append(note("row_unread", f"{row.number} ({value})"))
        elif role in KEPT:
            self._sum(role, value, pair)
        else:
            self._fact(role, value)

    def _fact(self, role: str, value: str) -> None:
        value = unwrapped(value)
        if role in ("department", "owner") and self._is_another(role, value):
            self._close()
            self.form = Form(unit=self.form.unit)
        if role == "department":
            self.form.department = value
            self.document.department = self.document.department or value
        elif role == "owner":
            self.form.owner = value
        elif role == "year":
            self._date(value)

    def _is_another(self, role: str, value: str) -> bool:
        """Whether a body named below a table is not that of its form."""
        told = self.form.department if role == "department" else self.form.owner
        project = self.form.project
        return bool(project and project.indicators and told and told != value)

    def _sum(self, role: str, value: str, pair: Pair) -> None:
        """The sum behind a label, and those that it is made of."""
        unit = pair.label.unit or self.form.unit or self.document.money_unit or self.below
        period = self.form.sums.period(pair.label.period, pair.cell.column)
        for part, told in told_sums(role, value, unit, self.document.notes):
            named = told.named or pair.named
            if part == "total" and is_total(named) and self._is_whole(told.amount):
                self.document.subtotals.append(Subtotal(named, Money(told.amount)))
            else:
                self.form.sums.add(part, replace(told, named=named, period=period))

    def _is_whole(self, found: Decimal) -> bool:
        """Whether a sum below a project that tells its own is of the whole document."""
        form = self.form
        below = form.project is not None and bool(form.project.indicators)
        told = form.sums.of("total")
        if not told:
            return below and bool(self.document.projects)
        return below and all(t.amount != found for t in told)

    def _enter(self, name: str, row: Row, *, titled: bool = False) -> None:
        known = self.form
        if known.project is not None and not titled and known.titled:
            known.project.name, known.titled = name, False
            return
        if known.project is not None and known.project.name == name:
            return
        if known.project is not None:
            self._close()
            known = Form(department=known.department, unit=known.unit)
        known.project, known.titled = Project(name, source=row_source(row)), titled
        self.form = known

    def _close(self) -> None:
        form, project = self.form, self.form.project
        if project is None or (form.titled and not project.indicators and not form.sums):
            return
        project.owner = project.owner or form.owner or form.department
        project.narrative = project.narrative or "\n".join(form.goals) or None
        project.money = form.sums.money(self.document.notes)
        check_parts(project.name, project.money, self.document.notes, form.sums.aside())
        self.document.projects.append(project)
        self.form = Form(department=form.department, unit=form.unit)

    def _table(self, table: Table) -> None:
        self.tables += 1
        table.columns.forget(_repeated(table))
        table.periods = self.form.periods
        self._dates(table)
        self._department(table)
        for printed in table.columns.units.values():
            self._unit(printed)
        unit = self.form.unit or self.document.money_unit
        reading = next((r for layout in LAYOUTS if (r := layout(table, unit))), None)
        if reading is None:
            return
        if not table.heads:
            self.guessed += len(reading.indicators)
        self._take(reading, table)

    def _take(self, reading: Reading, table: Table) -> None:
        self.document.notes += reading.notes
        self.document.subtotals += reading.subtotals
        if reading.projects:
            self._close()
            self.document.projects += reading.projects
        if reading.indicators:
            self._adopt(reading.indicators, (table.heads or table.rows)[0])

    def _adopt(self, indicators: list[Indicator], row: Row) -> None:
        """Indicators without a column of projects belong to the form around them."""
        if self.form.project is None:
            self._enter("", row)
        assert self.form.project is not None
        self.form.project.indicators += indicators

    def _conclude(self) -> None:
        document = self.document
        document.notes += self.unread if document.projects else []
        if self.guessed:
            document.notes.append(note("layout_unknown", f"{self.guessed} indicators"))
        elif not document.projects and not document.subtotals:
            document.notes.append(note("no_table"))
        document.notes = list(dict.fromkeys(document.notes))


def _repeated(table: Table) -> set[int]:
    """The columns that hold in every row what the column to their left holds."""
    rows = [*table.heads, *table.rows]
    told = [i for i in range(1, table.columns.width) if any(row.text(i) for row in table.heads)]
    return {i for i in told if all(row.text(i) == row.text(i - 1) for row in rows)}
