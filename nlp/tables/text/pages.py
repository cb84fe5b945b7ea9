"""Numbers of pages between rows, and the heads that every page repeats → gone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from nlp.tables.classes import classes
from nlp.tables.grid import Row
from nlp.tables.headings import heading, is_page_number, words
from nlp.tables.labels import FORM_ROLES, inline
from nlp.tables.text.gaps import cut

_DASHES = "-－—–―"
_LONGEST_HEAD = 12


def joined(rows: Sequence[Row]) -> list[Row]:
    """The rows of all pages as of one; the first row of a further page knows that it is.

    >>> from nlp.tables.grid import Cell
    >>> lines = ["绩效目标表", "单位：万元", "走访", "— 1 —", "绩效目标表", "单位：万元", "次数"]
    >>> [row.text(0) for row in joined([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])]
    ['绩效目标表', '单位：万元', '走访', '次数']
    """
    filled = (row for row in rows if row.cells)
    head = [_told(row) for row in takewhile(_is_head, islice(filled, _LONGEST_HEAD))]
    found: list[Row] = []
    at, turned = 0, False
    while at < len(rows):
        if _ends_page(rows[at]):
            at, turned = _behind_head(rows, at + 1, head), True
            continue
        if rows[at].cells:
            rows[at].after_break, turned = turned, False
        found.append(rows[at])
        at += 1
    return found


def _ends_page(row: Row) -> bool:
    """Whether a row is a page's number and says so: 第3页, — 3 —; a bare number is a value."""
    text = row.text(0)
    if len(row.cells) != 1 or not any(c.isdigit() for c in text) or not is_page_number(text):
        return False
    dashed = text[0] in _DASHES and text[-1] in _DASHES
    return dashed or any(word in text for word in words("leaf"))


def _behind_head(rows: Sequence[Row], at: int, head: Sequence[list[str]]) -> int:
    """Behind the rows of a page that stand at the top of the first page too."""
    end, known = at, 0
    while end < len(rows) and known < len(head):
        if rows[end].cells and _told(rows[end]) != head[known]:
            break
        known += bool(rows[end].cells)
        end += 1
    another = end < len(rows) and (_begins_form(rows[end]) or _lacks_value(rows[at:end]))
    return end if end < len(rows) and not another else at


def _lacks_value(rows: Sequence[Row]) -> bool:
    """Whether rows end with the label of a form, whose value another form tells anew below it."""
    last = next((row for row in reversed(rows) if row.cells), None)
    label = heading(last.text(0)) if last is not None and len(last.cells) == 1 else None
    return label is not None and label.role in FORM_ROLES


def _is_head(row: Row) -> bool:
    """Whether a row may be repeated on every page: one of a table, with its class, is not."""
    return not any(classes(piece.text) for cell in row.cells for piece in cut(cell))


def _told(row: Row) -> list[str]:
    return [cell.shown for cell in row.filled]


def _begins_form(row: Row) -> bool:
    """Whether a row is of another form, whose head is its own."""
    label = heading(row.text(0))
    told = inline(row.cells[0]) if len(row.cells) == 1 else []
    return any(h.role in FORM_ROLES for h in ([label] if label else [p.label for p in told]))
