"""The signature below a table: who signs it, and on which day."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.cells.target import parse
from nlp.schema import Kind, Op
from nlp.tables.fitness import is_value
from nlp.tables.grid import Row
from nlp.tables.headings import is_body, year_pattern
from nlp.tables.text.gaps import cut


def unsigned(rows: Sequence[Row]) -> int:
    """How many rows stand above the signature of a table.

    >>> from nlp.tables.grid import Cell
    >>> lines = ["产出指标  走访  ≥9次", "          云岭市科技局", "          2024年3月5日"]
    >>> unsigned([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    1
    """
    end = _above(rows, len(rows))
    if not end or not _is_day(_alone(rows[end - 1])):
        return len(rows)
    end = _above(rows, end - 1)
    end = _above(rows, end - 1) if end and is_body(_alone(rows[end - 1])) else end
    ended = end and rows[end - 1].cells and is_value(cut(rows[end - 1].cells[-1])[-1].text)
    return end if ended else len(rows)


def _above(rows: Sequence[Row], end: int) -> int:
    """Behind the last row above a place that holds something."""
    while end and not rows[end - 1].cells:
        end -= 1
    return end


def _alone(row: Row) -> str:
    """What stands alone on a line."""
    pieces = cut(row.cells[0]) if len(row.cells) == 1 else []
    return pieces[0].text if len(pieces) == 1 else ""


def _is_day(text: str) -> bool:
    """Whether a text is a day with its year, and nothing else."""
    match = year_pattern().match(text)
    found = parse(text) if match and match.end() < len(text) else None
    if found is None or found.kind is not Kind.DATE or len(found.constraints) != 1:
        return False
    (made,) = found.constraints
    return made.op is Op.EQ and (made.start, made.end) == (0, len(text))
