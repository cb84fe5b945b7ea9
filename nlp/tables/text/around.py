"""A narrative in whose middle its label stands, in a paragraph of its own → label and narrative."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from nlp.tables.grid import Cell, Row, over_lines
from nlp.tables.headings import heading
from nlp.tables.labels import inline
from nlp.tables.text.gaps import cut

_MOST_LINES, _LONGEST_LABEL = 12, 6


def centred_goals(given: Sequence[Row]) -> list[Row]:
    """Rows with each such paragraph as one row of two cells; all other rows as they are.

    >>> lines = ["          完善设施，提高能力，改", "年度目标", "          善环境和秩序。"]
    >>> rows = centred_goals([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    >>> [cell.text for cell in rows[0].cells]
    ['年度目标', '完善设施，提高能力，改善环境和秩序。']
    """
    found: list[Row] = []
    for is_line, group in groupby(given, lambda row: len(row.cells) == 1):
        rows = list(group)
        made = _goal(rows) if is_line and 1 < len(rows) <= _MOST_LINES else None
        found += [made] if made else rows
    return found


def _goal(rows: Sequence[Row]) -> Row | None:
    """The label and narrative of a paragraph; None where it is none, or its label stands on top."""
    told = [cut(row.cells[0]) for row in rows]
    if any(len(pieces) > 2 or inline(pieces[0]) for pieces in told):
        return None
    names = [pieces[0] for pieces in told if _is_short(pieces[0])]
    texts = [pieces[-1] for pieces in told if not _is_short(pieces[-1])]
    label = "".join(name.text for name in names)
    read = heading(label)
    on_top = heading(told[0][0].text) is not None
    if not texts or read is None or read.role != "goal" or on_top:
        return None
    if min(piece.offset for piece in texts) <= max(name.offset for name in names):
        return None
    text = reduce(over_lines, (piece.text for piece in texts))
    return Row(rows[0].number, [replace(names[0], text=label), replace(texts[0], text=text)])


def _is_short(piece: Cell) -> bool:
    return len(piece.text) <= _LONGEST_LABEL
