"""The sums of a row, and whether sums add up."""

from __future__ import annotations

from decimal import Decimal

from nlp.notes import note
from nlp.schema import Money, Note, Project, Subtotal
from nlp.tables.columns import Columns
from nlp.tables.grid import Row
from nlp.tables.money import currency, is_blank, sum_of
from nlp.tables.outline import Table

SOURCES = ("total", "fiscal", "special", "other")
_NONE = Decimal(0)
KEPT = frozenset((*SOURCES, "initial", "carried", "by_level", "source"))


def row_money(row: Row, made: Columns, unit: str | None, notes: list[Note]) -> Money:
    """The sums of a row by source, in 元; a cell that is no sum leaves a note."""
    money = Money()
    for source in SOURCES:
        column = made.first(source)
        if column is None and source == "total":
            column = made.first("initial")
        text = row.text(column)
        if column is None or is_blank(text):
            continue
        found = sum_of(text, made.units.get(column) or unit)
        if lacks_unit(text, made.units.get(column) or unit):
            notes.append(note("money_unit_missing"))
        if found is None:
            notes.append(note("money_unread", text))
        setattr(money, source, found)
    if not made.has("fiscal"):
        money.fiscal = _of_levels(row, made, unit, notes)
    return money


def row_aside(row: Row, made: Columns, unit: str | None) -> Decimal:
    """The sums of a row that no source keeps."""
    columns = (i for role in ("source", "carried") for i in made.all(role))
    found = (sum_of(row.text(i), made.units.get(i) or unit) for i in columns)
    return sum((s for s in found if s), Decimal(0))


def _of_levels(row: Row, made: Columns, unit: str | None, notes: list[Note]) -> Decimal | None:
    """Fiscal money whose whole has no column: the levels of government added up."""
    columns = made.all("by_level")
    found = [s for i in columns if (s := sum_of(row.text(i), made.units.get(i) or unit))]
    if len(found) > 1:
        notes.append(note("sums_added", f"{len(found)} columns"))
    return sum(found, Decimal(0)) if found else None


def left_out(table: Table) -> list[Note]:
    """A note of the columns under unknown headings, and of further sums of one kind."""
    made = table.columns
    others = {i for source in SOURCES for i in made.all(source)[1:]}
    others |= {i for role in ("source", "carried") for i in made.all(role)}
    others |= set(made.all("by_level") if made.has("fiscal") else ())
    heads = made.unknown | {i: table.heads[-1].text(i) for i in others if table.heads}
    told = [h for i, h in sorted(heads.items()) if any(row.text(i) for row in table.rows)]
    return [note("column_unknown", f"{', '.join(told)}: left out")] if told else []


def lacks_unit(text: str, unit: str | None) -> bool:
    """Whether neither a cell nor its table tells the unit of a sum.

    >>> lacks_unit("30.00", None), lacks_unit("30万元", None)
    (True, False)
    """
    bare = text.strip().replace("￥", "¥")
    if unit is not None or bare.startswith(currency()):
        return False
    return bare[-1:].isdigit() and bare.strip("0.,") != ""


def check_parts(name: str, money: Money, notes: list[Note], aside: Decimal = _NONE) -> None:
    """Leave a note where the sources, and what is of none, do not add up to the total."""
    parts = [s for s in (money.fiscal, money.special, money.other) if s is not None]
    if money.total is not None and parts and sum(parts) not in (money.total, money.total - aside):
        notes.append(note("sum_differs", f"{name}: {sum(parts):f} ≠ {money.total:f}"))


class Totals:
    """The rows of sums of a table, each with the projects that it may own."""

    def __init__(self, projects: list[Project]) -> None:
        self.projects = projects
        self.subtotals: list[Subtotal] = []
        self.owned: list[tuple[Subtotal, list[list[Project] | Decimal | None]]] = []
        self.opened = False
        self.since = 0
        self.above: Decimal | None = None

    def add(self, name: str, money: Money, *, last: bool) -> None:
        """A row of sums: of all below where it is the first row, else of those above."""
        made = Subtotal(name, money)
        self.subtotals.append(made)
        latest = _sum(self.projects[self.since :])
        if latest is not None:
            self.above = latest + (self.above or 0)
        if not self.projects:
            self.opened = True
            self.owned.append((made, [self.projects]))
        elif last or not self.opened:
            self.owned.append((made, [self.above, latest]))
        self.since = len(self.projects)

    def own(self, name: str, money: Money) -> tuple[Subtotal, list[Project]]:
        """A row of sums of a unit, whose projects follow it."""
        made = Subtotal(name, money)
        projects: list[Project] = []
        self.subtotals.append(made)
        self.owned.append((made, [projects]))
        return made, projects

    def check(self, notes: list[Note]) -> None:
        """Leave a note where no projects add up to the row of sums that owns them."""
        for subtotal, ways in self.owned:
            wanted = subtotal.money.total
            told = (_sum(way) if isinstance(way, list) else way for way in ways)
            sums = [s for s in told if s is not None]
            if wanted is not None and sums and wanted not in sums:
                notes.append(note("sum_differs", f"{subtotal.name}: {sums[0]:f} ≠ {wanted:f}"))


def _sum(projects: list[Project]) -> Decimal | None:
    """The sum of the projects that tell theirs; None where none does."""
    sums = [p.money.total for p in projects if p.money.total is not None]
    return sum(sums, Decimal(0)) if sums else None
