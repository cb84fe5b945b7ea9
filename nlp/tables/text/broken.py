"""Classes and headings that line breaks within their cells cut → whole rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.cells.units import table as unit_table
from nlp.tables.classes import classes
from nlp.tables.columns import SUM_ROLES
from nlp.tables.fitness import is_value
from nlp.tables.grid import Row
from nlp.tables.headings import heading, is_bracketed_unit, is_spelled, words

_LONGEST_PIECE, _MOST_LINES = 8, 8


def unbroken(given: Sequence[Row]) -> list[Row]:
    """Rows whose last cell goes on in the first of the next line, as the word that it makes shows.

    >>> from nlp.tables.grid import Grid
    >>> rows = Grid.of([["产出"], ["指标", "数量"], ["指标", "巡查", "5次"]]).laid_out()
    >>> [[c.shown for c in row.cells] for row in unbroken(rows)]
    [['产出指标', '数量指标', '巡查', '5次']]
    """
    found: list[Row] = []
    at = 0
    while at < len(given):
        row, at = given[at], at + 1
        while end := _end(row, given, at) or _line_end(row, given, at):
            row = _whole(row, given[at:end])
            at = end
        found.append(row)
    return found


def _end(row: Row, given: Sequence[Row], at: int) -> int:
    """Behind the last line on which the last cell of a row goes on; 0 where it is whole."""
    if not row.cells or len(row.cells) < row.width or len(row.cells[-1].text) > _LONGEST_PIECE:
        return 0
    text = row.cells[-1].shown
    end = 0
    for place in range(at, min(at + _MOST_LINES, len(given))):
        below = given[place]
        piece = below.text(0)
        if not piece or len(piece) > _LONGEST_PIECE or _opens(piece):
            break
        if _is_known(text) and piece not in words("indicator"):
            break
        text += piece
        if _is_known(text) and row.width + below.width > 2:
            end = place + 1
        if below.width > 1:
            break
    return end


def _line_end(row: Row, given: Sequence[Row], at: int) -> int:
    """Behind the line that holds nothing but the unit of a row's last number or label of a sum."""
    if not row.cells or len(row.cells) < row.width or at == len(given):
        return 0
    last = row.cells[-1].shown
    unit = given[at].text(0) if given[at].width == 1 else ""
    if is_bracketed_unit(unit):
        label = heading(last)
        return at + 1 if label and label.role in SUM_ROLES and not label.unit else 0
    counted = row.width > 1 and unit in unit_table() and last[-1:].isdigit()
    return at + 1 if counted and is_value(last) else 0


def _opens(piece: str) -> bool:
    """Whether a piece is a word of its own and not the end of one: 指标, 目标."""
    return _is_known(piece) and piece not in words("indicator")


def _is_known(text: str) -> bool:
    return bool(classes(text)) or is_spelled(text)


def _whole(row: Row, lines: Sequence[Row]) -> Row:
    text = "".join([row.cells[-1].shown, *(line.text(0) for line in lines)])
    word = replace(row.cells[-1], text=text)
    made = Row(row.number, [*row.cells[:-1], word, *lines[-1].cells[1:]], row.after_break)
    made.width = row.width + lines[-1].width - 1
    return made
