"""A text with the tags of an HTML table → its grid."""

from __future__ import annotations

import regex

from nlp.tables.grid import NOWHERE, WIDEST, Cell, Grid, Origin
from nlp.tables.markup import plain

_ROW = regex.compile(r"</?tr\b[^<>]{0,400}+>", regex.IGNORECASE)
_CELL = regex.compile(r"<t[dh]\b([^<>]{0,400}+)>", regex.IGNORECASE)
_MOST_SPREAD = 500_000


def is_tagged(text: str) -> bool:
    """Whether a text marks the rows of a table with tags."""
    return _ROW.search(text) is not None


def tagged(text: str, origin: Origin = NOWHERE) -> Grid:
    """The rows of an HTML table; what stands outside of its cells, a line each.

    `row` of every cell is the number of the line on which its row begins.

    >>> [[c.text for c in row] for row in tagged("<tr><td>产出<td>走访</tr>").rows]
    [['产出', '走访']]
    """
    grid = Grid(origin=origin)
    filled: dict[int, int] = {}
    number = spread = 0
    for part in _ROW.split(text):
        outside, *cells = _CELL.split(part)
        grid.rows += [[Cell(line, number, 0, origin=origin)] for line in _lines_of(outside)]
        row: list[Cell] = []
        column = 0
        for spans, inner in zip(cells[::2], cells[1::2], strict=True):
            while filled.get(column, 0) > 0:
                column += 1
            down, along = _span("row", spans), _span("col", spans)
            spread += down * along
            if spread > _MOST_SPREAD:
                down, along = 1, 1
            row.append(Cell(inner, number, column, down, along, origin))
            filled |= dict.fromkeys(range(column, min(column + along, WIDEST)), down)
            column += along
        if row:
            filled = {i: left - 1 for i, left in filled.items() if left > 1}
            grid.rows.append(row)
        number += part.count("\n")
    return grid


def _lines_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if plain(line).text.strip()]


def _span(way: str, attributes: str) -> int:
    found = regex.search(rf"{way}span\s*=\s*[\"']?([0-9]{{1,3}})", attributes.lower())
    return max(int(found[1]), 1) if found else 1
