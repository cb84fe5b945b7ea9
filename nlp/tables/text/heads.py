"""Headings of a line, those among them that were broken over the lines above and below it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from nlp.tables.columns import INDICATOR_ROLES, MOST_COLUMNS, SUM_ROLES, is_header
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading
from nlp.tables.text.gaps import cut, reaches, shared

_LEVELS = frozenset({"level1", "level2", "class"})


class Head(NamedTuple):
    """A heading, and the widest piece of it with the line on which that stands."""

    cell: Cell
    widest: Cell
    line: Cell


class Heads(NamedTuple):
    """The headings of a table from the left, and how many lines above and below hold parts."""

    told: list[Head]
    above: int = 0
    below: int = 0

    @property
    def row(self) -> Row:
        return Row(self.told[0].line.row, [head.cell for head in self.told])

    def reaches(self, *, on_screen: bool) -> list[tuple[int, int]]:
        """From where to where each heading reaches."""
        return [reaches(h.line, [h.widest], on_screen=on_screen)[0] for h in self.told]


def heads_at(given: Sequence[Row], at: int) -> Heads | None:
    """The headings of a table of indicators or projects; None where none stand at this line."""
    if len(given[at].cells) != 1:
        return None
    line = given[at].cells[0]
    told = [Head(piece, piece, line) for piece in cut(line)]
    known = sum(1 for head in told if heading(head.cell.text))
    if known < 2 or len(told) > MOST_COLUMNS:
        return None
    above, below = _beside(given, at, -1), _beside(given, at, 1)
    broken = _broken(above, below, told) if above and below else []
    found = sorted([*told, *broken], key=_start)
    heads = Heads(found, int(bool(broken)), int(bool(broken)))
    return heads if _opens_table(heads.row) else None


def _beside(given: Sequence[Row], at: int, step: int) -> Cell | None:
    """The line right above or below another."""
    if not 0 <= at + step < len(given):
        return None
    row = given[at + step]
    return row.cells[0] if len(row.cells) == 1 and row.number == given[at].number + step else None


def _broken(above: Cell, below: Cell, told: Sequence[Head]) -> list[Head]:
    """Headings whose first part stands above a line and whose last below it, over no other.

    None where either line holds anything else.
    """
    firsts, lasts = cut(above), cut(below)
    if len(firsts) != len(lasts) or len(firsts) > MOST_COLUMNS:
        return []
    taken = reaches(told[0].line, [head.cell for head in told], on_screen=False)
    tops = reaches(above, firsts, on_screen=False)
    ends = reaches(below, lasts, on_screen=False)
    found: list[Head] = []
    for piece, end, reach, other in zip(firsts, lasts, tops, ends, strict=True):
        over = max(shared(reach, each) for each in taken)
        meets = shared(reach, other) > 0
        whole = replace(piece, text=piece.text + end.text)
        apart = 2 * over < reach[1] - reach[0] and not heading(piece.text)
        if not (meets and apart and heading(whole.text)):
            return []
        wide = len(piece.text) >= len(end.text)
        found.append(Head(whole, piece if wide else end, above if wide else below))
    return found


def _start(head: Head) -> int:
    return head.widest.offset - head.line.offset


def _opens_table(row: Row) -> bool:
    roles = {h.role for cell in row.cells if (h := heading(cell.text))}
    indicators = "level3" in roles and bool(roles & _LEVELS)
    projects = {"project", "indicators"} <= roles and bool(roles.intersection(SUM_ROLES))
    return (indicators or (projects and not roles & INDICATOR_ROLES)) and is_header(row)
