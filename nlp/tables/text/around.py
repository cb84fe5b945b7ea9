"""Labels and values, one in the middle of the lines of the other → both in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import reduce
from itertools import groupby, pairwise

from nlp.tables.columns import is_header
from nlp.tables.grid import Cell, Row, over_lines
from nlp.tables.headings import heading, is_bracketed_unit, is_period, is_spelled, is_title
from nlp.tables.labels import FORM_ROLES, inline
from nlp.tables.text.gaps import cut, reaches, shared

_OF_VALUES = FORM_ROLES - {"goal", "result"}
_MOST_LINES, _MOST_PIECES, _LONGEST_LABEL, _MOST_OFF = 12, 12, 6, 1


def centred_values(given: Sequence[Row]) -> list[Row]:
    """Rows of labels and values that stood around each other's lines; all others as they are.

    >>> lines = ["            青川县水", "项目名称  实施单位", "            库管理所"]
    >>> rows = centred_values([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    >>> [cell.text for cell in rows[0].cells]
    ['项目名称', '实施单位', '青川县水库管理所']
    """
    found: list[Row] = []
    at = 0
    while at < len(given):
        made, used = _around(given[at : at + 3]), 3
        if made is None:
            made, used = _wrapped(given[at : at + 2]), 2
        found.append(made or given[at])
        at += used if made else 1
    return _goals(found)


def _around(rows: Sequence[Row]) -> Row | None:
    """A row of labels and values, of which some stand on the lines above and below the others."""
    if len(rows) < 3 or any(len(row.cells) != 1 for row in rows):
        return None
    lines = [row.cells[0] for row in rows]
    above, within, below = map(cut, lines)
    if len(above) != len(below) or max(len(above), len(within)) > _MOST_PIECES:
        return None
    wholes: list[Cell] = []
    for first, last in zip(above, below, strict=True):
        begun, ended = _reach(lines[0], first), _reach(lines[2], last)
        parts = [c for c in within if 2 * shared(_reach(lines[1], c), begun) > begun[1] - begun[0]]
        whole = _label([first, *parts, last]) or (None if parts else _value(first, last))
        if whole is None or shared(begun, ended) <= 0:
            return None
        wholes.append(whole)
        within = [c for c in within if c not in parts]
    told = sorted([*within, *wholes], key=lambda c: c.offset)
    return Row(rows[1].number, told) if _tells(told, wholes) else None


def _wrapped(rows: Sequence[Row]) -> Row | None:
    """A row of labels and values, of which labels and maybe values end on the line below."""
    if len(rows) < 2 or any(len(row.cells) != 1 for row in rows):
        return None
    lines = [row.cells[0] for row in rows]
    above, below = map(cut, lines)
    if max(len(above), len(below)) > _MOST_PIECES:
        return None
    told, wholes = dict(enumerate(above)), []
    for number, last in enumerate(below, len(above)):
        ended = _reach(lines[1], last)
        over = [i for i, c in enumerate(above) if _is_over(_reach(lines[0], c), ended)]
        at = over[0] if over else number
        whole = _label([above[at], last]) or _value(above[at], last) if over else last
        if whole is None or len(over) > 1 or told.get(at) not in (None, *above):
            return None
        told[at] = whole
        wholes += [whole] if over else []
    cells = sorted(told.values(), key=lambda c: c.offset)
    torn = any(_has_value(cell.text) for cell in wholes)
    return Row(rows[0].number, cells) if torn and _tells(cells, wholes) else None


def _is_over(reach: tuple[int, int], other: tuple[int, int]) -> bool:
    return 2 * shared(reach, other) > min(reach[1] - reach[0], other[1] - other[0])


def _reach(line: Cell, piece: Cell) -> tuple[int, int]:
    return reaches(line, [piece], on_screen=False)[0]


def _label(parts: Sequence[Cell]) -> Cell | None:
    """The label that pieces of several lines make; None where they make none, or one by itself."""
    text = "".join(part.text for part in parts)
    begun = text.removesuffix(parts[-1].text)
    whole = heading(begun) is not None and not is_bracketed_unit(parts[-1].text)
    apart = any(heading(part.text) for part in parts[1:]) and not is_spelled(text)
    return replace(parts[0], text=text) if _has_value(text) and not (whole or apart) else None


def _has_value(text: str) -> bool:
    label = heading(text)
    return label is not None and label.role in _OF_VALUES


def _value(first: Cell, last: Cell) -> Cell | None:
    """The value that two pieces make; None where one of them stands by itself."""
    apart = _is_whole(first) or _is_whole(last)
    return None if apart else replace(first, text=over_lines(first.text, last.text))


def _tells(told: Sequence[Cell], wholes: Sequence[Cell]) -> bool:
    """Whether a row heads no table and has values, those of two lines right behind their labels."""
    pairs = enumerate(pairwise(told), 1)
    led = {i for i, (b, v) in pairs if _has_value(b.text) and b.offset < v.offset}
    values = [i for i, cell in enumerate(told) if not heading(cell.text)]
    right = all(i in led for i in values if told[i] in wholes)
    return bool(values) and right and not is_header(Row(0, list(told)))


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
