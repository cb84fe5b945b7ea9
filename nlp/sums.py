"""The sums of a row, and whether sums add up."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from nlp.columns import Columns
from nlp.grid import Row
from nlp.money import is_blank, sum_of
from nlp.notes import note
from nlp.schema import Money, Note, Project, Subtotal

SOURCES = ("total", "fiscal", "special", "other")


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
    return money


def lacks_unit(text: str, unit: str | None) -> bool:
    """Whether neither a cell nor its table tells the unit of a sum.

    >>> lacks_unit("30.00", None), lacks_unit("30万元", None)
    (True, False)
    """
    return unit is None and text.rstrip()[-1:].isdigit() and text.strip("0.,") != ""


def check_parts(name: str, money: Money, notes: list[Note]) -> None:
    """Leave a note where the sources do not add up to the total."""
    parts = [s for s in (money.fiscal, money.special, money.other) if s is not None]
    if money.total is not None and parts and sum(parts) != money.total:
        notes.append(note("sum_differs", f"{name}: {sum(parts):f} ≠ {money.total:f}"))


def check_subtotals(owned: Iterable[tuple[Subtotal, list[Project]]], notes: list[Note]) -> None:
    """Leave a note where projects do not add up to the row of sums that owns them."""
    for subtotal, projects in owned:
        wanted = subtotal.money.total
        sums = [p.money.total for p in projects if p.money.total is not None]
        found = sum(sums, Decimal(0))
        if wanted is not None and sums and found != wanted:
            notes.append(note("sum_differs", f"{subtotal.name}: {found:f} ≠ {wanted:f}"))
