"""Parts of a document, in their order → the document."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from nlp.build import Reading
from nlp.grid import Cell, Row
from nlp.headings import money_unit, year_pattern
from nlp.labels import Pair
from nlp.layouts import LAYOUTS
from nlp.money import is_blank, sum_of
from nlp.notes import note
from nlp.outline import Labels, Line, Part, Table
from nlp.schema import Document, Money, Project, Source
from nlp.sums import SOURCES, check_parts


@dataclass(slots=True)
class Form:
    """The project that labels tell of, while its form is read."""

    project: Project | None = None
    owner: str | None = None
    department: str | None = None
    unit: str | None = None
    goals: list[str] = field(default_factory=list)
    money: dict[str, Decimal] = field(default_factory=dict)


class Assembly:
    """Reads the parts of one document."""

    def __init__(self) -> None:
        self.document = Document()
        self.form = Form()
        self.title: Cell | None = None

    def read(self, parts: list[Part]) -> Document:
        """The document that the parts make."""
        for part in parts:
            if isinstance(part, Line):
                self._line(part)
            elif isinstance(part, Labels):
                for pair in part.pairs:
                    self._pair(pair, part.row)
            else:
                self._table(part)
        self._close()
        return self.document

    def _line(self, line: Line) -> None:
        text = line.cell.shown
        self._date(text)
        unit = money_unit("".join(text.split()).strip("()（）").replace("：", ":"))
        if unit:
            self._unit(unit)
        self.title = line.cell

    def _date(self, text: str) -> None:
        match = year_pattern().search(text) if len(text) < 80 else None
        if match and self.document.year is None:
            self.document.year = int(match[1])

    def _unit(self, unit: str) -> None:
        self.form.unit = unit
        self.document.money_unit = self.document.money_unit or unit

    def _pair(self, pair: Pair, row: Row) -> None:
        role, value = pair.label.role, pair.value
        if pair.label.unit:
            self._unit(pair.label.unit)
        if not value or is_blank(value):
            return
        if role == "unit" or (role == "other_fact" and money_unit(value)):
            unit = money_unit(value)
            if unit:
                self._unit(unit)
        elif role == "project":
            self._enter(value, row)
        elif role == "department":
            self.form.department = value
            self.document.department = self.document.department or value
        elif role == "owner":
            self.form.owner = value
        elif role == "year":
            self._date(value)
        elif role == "goal":
            if value not in self.form.goals:
                self.form.goals.append(value)
        elif role in (*SOURCES, "initial"):
            self._sum(role, value, pair)

    def _sum(self, role: str, value: str, pair: Pair) -> None:
        found = sum_of(value, pair.label.unit or self.form.unit or self.document.money_unit)
        if found is None:
            self.document.notes.append(note("money_unread", value))
        elif role == "initial":
            self.form.money.setdefault("total", found)
        else:
            self.form.money[role] = found

    def _enter(self, name: str, row: Row) -> None:
        if self.form.project is not None and self.form.project.name == name:
            return
        known = self.form
        if known.project is not None:
            self._close()
            known = Form(department=known.department, unit=known.unit)
        origin = row.filled[0].origin
        source = Source(origin.file, origin.sheet, origin.page, row.number)
        known.project = Project(name, source=source)
        self.form = known

    def _close(self) -> None:
        form, project = self.form, self.form.project
        if project is None:
            return
        project.owner = project.owner or form.owner or form.department
        project.narrative = project.narrative or "\n".join(form.goals) or None
        project.money = Money(**form.money)
        check_parts(project.name, project.money, self.document.notes)
        self.document.projects.append(project)
        self.form = Form(department=form.department, unit=form.unit)

    def _table(self, table: Table) -> None:
        unit = self.form.unit or self.document.money_unit
        reading = next((r for layout in LAYOUTS if (r := layout(table, unit))), None)
        if reading is None:
            return
        for column_unit in table.columns.units.values():
            self._unit(column_unit)
        self.document.notes += reading.notes
        self.document.subtotals += reading.subtotals
        if reading.projects:
            self._close()
            self.document.projects += reading.projects
        if reading.indicators:
            self._adopt(reading, table)

    def _adopt(self, reading: Reading, table: Table) -> None:
        """Indicators without a column of projects belong to the form around them."""
        if self.form.project is None:
            self._enter("", table.heads[0])
        assert self.form.project is not None
        self.form.project.indicators += reading.indicators
