"""Pieces of lines → parts of cells, each in the column whose heading it stands below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from nlp.tables.columns import Columns
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import is_page_number, is_total
from nlp.tables.text.gaps import cut, reaches, shared
from nlp.tables.text.groups import Line, Part
from nlp.tables.text.heads import Heads

LEVELS = ("level1", "level2", "class")
_MISPLACED, _CROWDED, _BEYOND = 100, 10**6, 6


@dataclass(slots=True)
class Placed:
    """Parts by column, rows of sums, what stands right of all headings, and how well all fit."""

    parts: dict[int, list[Part]] = field(default_factory=dict)
    totals: list[Line] = field(default_factory=list)
    beyond: list[Cell] = field(default_factory=list)
    fit: int = 0

    @property
    def is_crowded(self) -> bool:
        """Whether two pieces of a line stand below one heading."""
        return self.fit <= -_CROWDED

    def of(self, column: int | None) -> list[Part]:
        """The parts of a column."""
        return [] if column is None else self.parts.get(column, [])


def placed(heads: Heads, made: Columns, lines: Sequence[Row]) -> Placed:
    """The pieces of a table, by the places of characters or of a screen, as they fit better."""
    told = [(row.cells[0], cut(row.cells[0])) for row in lines if row.cells]
    ways = [_placed(heads, made, told, on_screen=on_screen) for on_screen in (False, True)]
    return max(ways, key=attrgetter("fit"))


def _placed(
    heads: Heads, made: Columns, told: Sequence[tuple[Cell, list[Cell]]], *, on_screen: bool
) -> Placed:
    tops = heads.reaches(on_screen=on_screen)
    words = {made.name, *(i for role in LEVELS for i in made.all(role))}
    found = Placed()
    for line, pieces in told:
        below = Line()
        for piece, reach in zip(pieces, reaches(line, pieces, on_screen=on_screen), strict=True):
            if reach[0] - tops[-1][1] > _BEYOND:
                found.fit -= reach[0] - tops[-1][1]
                found.beyond.append(piece)
                continue
            under = [(shared(reach, top), -abs(sum(reach) - sum(top))) for top in tops]
            column = under.index(max(under))
            if len(pieces) == 1 and column in words and is_page_number(piece.text):
                continue
            found.fit += min(under[column][0], 0)
            found.fit -= _MISPLACED if column == made.name and is_value(piece.text) else 0
            found.fit -= _CROWDED if column in below.cells else 0
            below.put(column, Part(piece, line.row, line.row))
        if is_total(pieces[0].text):
            found.totals += [below] if below.cells else []
            continue
        for column, part in below.cells.items():
            found.parts.setdefault(column, []).append(part)
    return found
