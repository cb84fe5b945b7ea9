"""Results as tables that a person reads. Needs rich; loaded only for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from nlp.schema import Constraint, Op, Target

NARROW = 76
SIGNS = {Op.GE: "≥", Op.LE: "≤", Op.APPROX: "≈", Op.RANGE: "∈"}
ARROWS = {"increase": "↑", "decrease": "↓"}


class Reading(NamedTuple):
    """One line of a table: a constraint, or what stands in its place."""

    op: str
    value: str
    unit: str
    subject: str
    remark: str


def number(value: Decimal | None) -> str:
    """A number with its thousands parted.

    >>> number(Decimal("50000")), number(Decimal("0.950"))
    ('50,000', '0.95')
    """
    if value is None:
        return "?"
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def readings(target: Target) -> list[Reading]:
    """The lines of a target: one a constraint, then the phrase, or why there is nothing."""
    remark = "; ".join(note.message for note in target.notes)
    if target.confidence < 1 and target.constraints:
        remark = f"{target.confidence:.0%} sure: {remark}"
    found = [constraint_reading(constraint) for constraint in target.constraints]
    if target.qualitative:
        found.append(Reading("", target.qualitative, "", "", ""))
    if not found:
        found.append(Reading("", "—", "", "", ""))
    found[0] = found[0]._replace(remark="; ".join(filter(None, (found[0].remark, remark))))
    return found


def constraint_reading(found: Constraint) -> Reading:
    """The line of one constraint."""
    unit = " / ".join(filter(None, (found.unit, found.per)))
    change = ""
    if found.change:
        change = " ".join(filter(None, (ARROWS[found.change.value], found.baseline)))
    return Reading(
        SIGNS.get(found.op, found.op.value), _value(found), unit, found.subject or "", change
    )


def _value(found: Constraint) -> str:
    if found.date:
        return found.date
    if found.date_low or found.date_high:
        return f"{found.date_low} … {found.date_high}"
    if found.op is Op.RANGE:
        opening = "[" if found.low_inclusive else "("
        closing = "]" if found.high_inclusive else ")"
        return f"{opening}{number(found.low)}, {number(found.high)}{closing}"
    return number(found.value)


class Line(NamedTuple):
    """What stands before a reading: words of its place, shown once for a group of lines."""

    labels: Sequence[str]
    reading: Reading


def lines(labels: Sequence[str], target: Target) -> Iterator[Line]:
    """The lines of a target under these labels, which only the first line repeats."""
    for index, reading in enumerate(readings(target)):
        yield Line(labels if index == 0 else [""] * len(labels), reading)


def table(headings: Sequence[str], rows: Iterable[Line], console: Console) -> RenderableType:
    """Lines as a table, or one under the other where the terminal is narrow."""
    rows = list(rows)
    return _narrow(rows) if console.width < NARROW else _wide(headings, rows)


def _wide(headings: Sequence[str], rows: Sequence[Line]) -> Table:
    grid = Table(box=SIMPLE_HEAD, header_style="bold", pad_edge=False, expand=False)
    for heading in headings:
        grid.add_column(heading, overflow="fold", ratio=None)
    grid.add_column("op", justify="center", style="magenta", no_wrap=True)
    grid.add_column("value", justify="right", style="bold cyan", overflow="fold")
    grid.add_column("unit", style="green", overflow="fold")
    extra = [
        field for field in ("subject", "remark") if any(getattr(r.reading, field) for r in rows)
    ]
    for field in extra:
        grid.add_column(field, style="yellow" if field == "remark" else "", overflow="fold")
    for labels, reading in rows:
        cells = (*labels, *reading[:3], *(getattr(reading, field) for field in extra))
        shown = [Text(clean(cell)) for cell in cells]
        if not reading.op:
            shown[len(labels) + 1].justify = "left"
        grid.add_row(*shown)
    return grid


def _narrow(rows: Sequence[Line]) -> Text:
    page = Text()
    for labels, reading in rows:
        if any(labels):
            page.append(clean(" · ".join(filter(None, labels))) + "\n")
        page.append("  ")
        for words, style in zip(
            reading, ("magenta", "bold cyan", "green", "", "yellow"), strict=True
        ):
            if words:
                page.append(clean(words) + " ", style)
        page.append("\n")
    return page


def show_extraction(text: str, found: Sequence[Constraint], console: Console) -> None:
    """Print a running text with its quantities marked, and a line for each of them."""
    marked = Text(clean(text))
    for constraint in found:
        marked.stylize("bold cyan underline", constraint.start, constraint.end)
    console.print(marked)
    rows = [Line((f"{c.start}–{c.end}",), constraint_reading(c)) for c in found]
    if rows:
        console.print(indented(table(("place",), rows, console)))


def clean(words: str) -> str:
    """Words without what a terminal would obey.

    >>> clean("a\\x1b[31mb")
    'a�[31mb'
    """
    return "".join(c if c.isprintable() or c == "\n" else "�" for c in words)


def indented(content: RenderableType) -> Padding:
    """Content two columns in."""
    return Padding(content, (0, 0, 0, 2))
