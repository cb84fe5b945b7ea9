"""Stored cells and merged ranges of a sheet → its grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import WIDEST, Cell, Grid, Origin

Range = tuple[int, int, int, int]
_NAMED = 5


@dataclass(slots=True)
class Sheet:
    """A sheet as stored: texts by row and column, merged ranges with both ends, and what is odd.

    >>> made = Sheet("收支", {(0, 0): "标题", (2, 1): "≥5人"}, [(0, 0, 0, 3)])
    >>> [(c.text, c.row, c.column, c.column_span) for r in made.grid(Origin()).rows for c in r]
    [('标题', 0, 0, 2), ('≥5人', 2, 1, 1)]
    """

    name: str
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)
    unsaved: list[str] = field(default_factory=list)
    is_hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[range] = field(default_factory=list)

    def grid(self, origin: Origin) -> Grid:
        """The rows that hold something, and blank ones where a merged cell reaches over them."""
        here = Origin(origin.file, self.name, origin.page)
        filled = [place for place, text in self.texts.items() if text.strip()]
        if not filled:
            return Grid(origin=here)
        last, widest = (max(place[i] for place in filled) for i in (0, 1))
        spans = {(top, left): (bottom, right) for top, left, bottom, right in self.merged}
        rows: dict[int, list[Cell]] = {}
        for row, column in sorted(filled):
            bottom, right = spans.get((row, column), (row, column))
            down, along = min(bottom, last) - row + 1, min(right, widest) - column + 1
            text = self.texts[row, column]
            rows.setdefault(row, []).append(Cell(text, row, column, down, along, here))
        for row in _reached(rows):
            rows.setdefault(row, [])
        return Grid([rows[row] for row in sorted(rows)], here)

    def _hides(self, row: int, column: int) -> bool:
        return row in self.hidden_rows or any(column in hidden for hidden in self.hidden_columns)

    def notes(self) -> Iterator[Note]:
        """What a reader of the sheet should know."""
        if self.unsaved:
            more = ", …" if len(self.unsaved) > _NAMED else ""
            places = ", ".join(self.unsaved[:_NAMED]) + more
            yield note("formula_unsaved", f"{self.name}!{places}")
        if any(self._hides(*place) for place, text in self.texts.items() if text.strip()):
            yield note("cells_hidden", self.name)
        if any(column >= WIDEST for _, column in self.texts):
            yield note("part_left_out", f"{self.name}, columns beyond {WIDEST}")


def read(sheets: Iterable[Sheet], origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grids of all sheets but hidden ones, which are named in a note."""
    found = list(sheets)
    shown = [sheet for sheet in found if not sheet.is_hidden] or found
    notes = [n for sheet in shown for n in sheet.notes()]
    notes += [note("sheet_hidden", sheet.name) for sheet in found if sheet not in shown]
    return [sheet.grid(origin) for sheet in shown], notes


def _reached(rows: dict[int, list[Cell]]) -> set[int]:
    """The rows that merged cells reach over."""
    found: set[int] = set()
    for row, cells in rows.items():
        reach = max(cell.row_span for cell in cells)
        found.update(range(row + 1, row + reach))
    return found
