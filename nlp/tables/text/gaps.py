"""Lines whose cells blanks set apart: their pieces, and how far these reach."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import regex

from nlp.tables.grid import Cell

GAP = regex.compile(r"[^\S\u3000]{2,}+|\s*+\u3000\s*+")
BLANK = regex.compile(r"\s++")
SURELY_WIDE, MAYBE_WIDE = "WF", "WFA"


def cut(cell: Cell, gap: regex.Pattern[str] = GAP) -> list[Cell]:
    """The pieces of a line between gaps, each with its offset.

    >>> [(p.text, p.offset) for p in cut(Cell("走访次数   ≥9次", 0, 0))]
    [('走访次数', 0), ('≥9次', 7)]
    """
    found: list[Cell] = []
    at = 0
    for match in [*gap.finditer(cell.text), None]:
        end = match.start() if match else len(cell.text)
        if cell.text[at:end].strip():
            lead = len(cell.text[at:end]) - len(cell.text[at:end].lstrip())
            text = cell.text[at:end].strip()
            found.append(replace(cell, text=text, offset=cell.offset + at + lead))
        at = match.end() if match else end
    return found


def widths(text: str, *, wide: str = MAYBE_WIDE) -> list[int]:
    """The column of a screen at which each character of a line stands, and the one behind it.

    `wide`: which characters take two columns there; on some screens ≥ takes one.
    """
    return [0, *accumulate(2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)]


def reaches(line: Cell, told: Sequence[Cell], *, on_screen: bool) -> list[tuple[int, int]]:
    """From where to where each piece of a line reaches on a page.

    A page printed as text keeps the places of pieces as numbers of characters, a screen as columns.
    """
    at = widths(line.text)
    found = []
    for piece in told:
        start = piece.offset - line.offset
        width = at[start + len(piece.text)] - at[start]
        begin = at[start] if on_screen else start
        found.append((begin, begin + width))
    return found


def shared(one: tuple[int, int], other: tuple[int, int]) -> int:
    """How far two reaches lie over each other; less than 0 where they are apart."""
    return min(one[1], other[1]) - max(one[0], other[0])
