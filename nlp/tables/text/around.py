"""Values in whose middle their labels stand → label and value in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby

from nlp.tables.grid import Cell, Row, over_lines
from nlp.tables.headings import heading, is_period, is_title
from nlp.tables.labels import FORM_ROLES, inline
from nlp.tables.text.gaps import cut

_MOST_LINES, _LONGEST_LABEL, _MOST_OFF = 12, 6, 1


def centred_values(given: Sequence[Row]) -> list[Row]:
    """Rows in which a value above and below its label stands behind it; all others as they are.

    >>> lines = ["            青川县水", "项目名称  实施单位", "            库管理所"]
    >>> rows = centred_values([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    >>> [cell.text for cell in rows[0].cells]
    ['项目名称', '实施单位', '青川县水库管理所']
    """
    found: list[Row] = []
    at = 0
    while at < len(given):
        made = _value(given[at : at + 3])
        found.append(made or given[at])
        at += 3 if made else 1
    return _goals(found)


def _value(rows: Sequence[Row]) -> Row | None:
    """A row of labels with the value that stands on the lines above and below the last of them."""
    if len(rows) < 3 or any(len(row.cells) != 1 for row in rows):
        return None
    above, told, below = (cut(row.cells[0]) for row in rows)
    label = heading(told[-1].text)
    if len(above) != 1 or len(below) != 1 or label is None or label.role not in FORM_ROLES:
        return None
    line, start = rows[1].cells[0], above[0].offset
    beside = start == below[0].offset and start > told[-1].offset - line.offset
    if not beside or any(_is_whole(p[0]) for p in (above, below)):
        return None
    value = replace(above[0], text=over_lines(above[0].text, below[0].text))
    return Row(rows[1].number, [*told, value])


def _is_whole(piece: Cell) -> bool:
    """Whether a piece is a line by itself: a label, a title, a year below it."""
    text = piece.text
    return bool(heading(text) or inline(piece) or is_title(text) or is_period(text))


def _goals(given: Sequence[Row]) -> list[Row]:
    """Rows with each narrative around its label as one row of two cells.

    >>> lines = ["          完善设施，提高能力，改", "年度目标", "          善环境和秩序。"]
    >>> rows = _goals([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    >>> [cell.text for cell in rows[0].cells]
    ['年度目标', '完善设施，提高能力，改善环境和秩序。']
    """
    found: list[Row] = []
    for may_tell, group in groupby(given, _may_tell):
        rows = list(group)
        apart = not found or not found[-1].cells
        told = may_tell and 1 < len(rows) <= _MOST_LINES
        made = _goal(rows, apart=apart) if told else None
        found += [made] if made else rows
    return found


def _may_tell(row: Row) -> bool:
    """Whether a line may be part of a narrative, with a part of its label or without."""
    pieces = cut(row.cells[0]) if len(row.cells) == 1 else []
    if not 0 < len(pieces) <= 2 or inline(pieces[0]):
        return False
    label = heading(pieces[0].text)
    return label is None or label.role == "goal"


def _goal(rows: Sequence[Row], *, apart: bool) -> Row | None:
    """The label and narrative of a paragraph; None where it is none, or its label stands on top.

    `apart`: an empty line parts it from what stands before; else a line above the label may be
    the rest of that.
    """
    told = [cut(row.cells[0]) for row in rows]
    left = min((p.offset for pieces in told for p in pieces if not _is_short(p)), default=0)
    names = {at: pieces[0] for at, pieces in enumerate(told) if pieces[0].offset < left}
    texts = {at: pieces[-1] for at, pieces in enumerate(told) if pieces[-1].offset >= left}
    label = "".join(name.text for name in names.values())
    read = heading(label)
    if read is None or read.role != "goal" or len(names) + len(texts) < sum(map(len, told)):
        return None
    on_top = heading(told[0][0].text) is not None
    hangs = min(texts) < min(names) and max(texts) <= max(names)
    off = abs(min(texts) + max(texts) - min(names) - max(names)) / 2
    if on_top or (hangs and not apart) or off > _MOST_OFF:
        return None
    first, text = texts[min(texts)], reduce(over_lines, (t.text for t in texts.values()))
    return Row(rows[0].number, [replace(names[min(names)], text=label), replace(first, text=text)])


def _is_short(piece: Cell) -> bool:
    return len(piece.text) <= _LONGEST_LABEL
