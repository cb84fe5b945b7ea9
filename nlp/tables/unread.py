"""Lines that no layout reads → notes of the figures that are lost with them."""

from __future__ import annotations

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.breakdown import breakdown_of_line
from nlp.tables.fitness import is_number, is_value
from nlp.tables.headings import is_page_number, is_period, is_total
from nlp.tables.labels import is_remark
from nlp.tables.outline import Line


def unread(line: Line) -> list[Note]:
    """The notes of a line that was left out: of a row of cells with a figure, or of its sums.

    >>> from nlp.tables.grid import Cell, Row
    >>> cells = [Cell(t, 4, i) for i, t in enumerate(("援建资金", "300.00"))]
    >>> unread(Line(cells[0], Row(4, cells)))[0].message
    'row 4 (援建资金 300.00) fits no column of the table and was left out'
    """
    told = [c.shown for c in line.row.filled]
    if is_remark(told[0]):
        return []
    if len(told) > 1:
        lost = any(map(_is_figure, told)) and not is_page_number("".join(told))
        return [note("row_unread", f"{line.row.number} ({' '.join(told)})")] if lost else []
    text = line.cell.shown
    parts, rest = breakdown_of_line(text)
    if rest or not all(p.named and not p.text[-1:].isdigit() for p in parts):
        return []
    return [note("money_left_out", f"{p.named} {p.text}") for p in parts if not is_total(p.named)]


def _is_figure(text: str) -> bool:
    if not any(c.isdigit() for c in text) or is_period(text):
        return False
    return is_value(text) or is_number(text)
