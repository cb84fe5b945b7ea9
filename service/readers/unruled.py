"""Tables without rules: pieces of text at their places → rows of cells below their headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.columns import is_header
from nlp.fitness import is_value
from nlp.grid import Cell, Row
from nlp.headings import heading, is_title
from nlp.labels import FORM_ROLES, is_remark
from service.readers.boxes import Box, lines, pieces, written

Line = list[Box]
Placed = tuple[str, int, int, int]
_WIDER = 1.25
_SHORT = 10


def rows(boxes: Sequence[Box]) -> list[list[Placed]]:
    """The rows of a page or a part of it: text, column, and 1, 1 for how far it spans.

    >>> words = [("一级指标", 0, 0), ("三级指标", 60, 0), ("指标值", 120, 0)]
    >>> words += [("产出", 0, 20), ("走访", 60, 20), ("次数", 60, 32), ("≥5次", 120, 20)]
    >>> made = rows([Box(text, x, x + 10 * len(text), y, y + 10) for text, x, y in words])
    >>> [[cell[0] for cell in row] for row in made]
    [['一级指标', '三级指标', '指标值'], ['产出', '走访次数', '≥5次']]
    """
    groups = _groups([line for line in map(pieces, lines(boxes)) if line])
    found: list[list[Placed]] = []
    at = 0
    while at < len(groups):
        end = at + 1
        if _is_header(groups[at]):
            while end < len(groups) and not _ends(groups[end]):
                end += 1
            found += _table(groups[at:end])
        else:
            found += _loose(groups[at])
        at = end
    return found


def _groups(made: list[Line]) -> list[list[Line]]:
    """Lines that stand closer together than others, where they can be one row of a table."""
    tops = [min(box.top for box in line) for line in made]
    gaps = [below - above for above, below in pairwise(tops)]
    near = _WIDER * min(gaps, default=0)
    found: list[list[Line]] = []
    for gap, line in zip([2 * near, *gaps], made, strict=False):
        apart = found and (_is_apart(line) or _is_apart(found[-1][-1]))
        if found and gap < near < max(gaps) and not apart:
            found[-1].append(line)
        else:
            found.append([line])
    return [
        part for group in found for part in ([group] if _is_row(group) else [[x] for x in group])
    ]


def _is_apart(line: Line) -> bool:
    return len(line) == 1 and (is_title(line[0].text) or is_remark(line[0].text))


def _is_row(group: list[Line]) -> bool:
    """Whether no two lines of a group are headings or values of their own."""
    if sum(heading(line[0].text) is not None for line in group) > 1:
        return False
    for column in _stacks(group):
        is_short = all(len(box.text) <= _SHORT for box in column)
        if is_short and sum(is_value(box.text) for box in column) > 1:
            return False
    return True


def _stacks(group: list[Line]) -> list[list[Box]]:
    """The boxes that stand below each other, from left to right."""
    found: list[tuple[float, list[Box]]] = []
    for box in sorted((b for line in group for b in line), key=lambda b: b.left):
        if found and box.left < found[-1][0]:
            found[-1] = max(found[-1][0], box.right), [*found[-1][1], box]
        else:
            found.append((box.right, [box]))
    return [stack for _, stack in found]


def _texts(group: list[Line]) -> list[str]:
    stacks = _stacks(group)
    return [written(stack, max(box.right for box in stack)) for stack in stacks]


def _is_header(group: list[Line]) -> bool:
    texts = _texts(group)
    return len(texts) > 1 and is_header(Row(0, [Cell(t, 0, i) for i, t in enumerate(texts)]))


def _loose(group: list[Line]) -> list[list[Placed]]:
    """Lines of text as rows of their own; labels and values beside each other as one row."""
    if len(_stacks(group)) == 1:
        return [[(box.text, i, 1, 1) for i, box in enumerate(line)] for line in group]
    return [[(text, i, 1, 1) for i, text in enumerate(_texts(group))]]


def _ends(group: list[Line]) -> bool:
    """Whether a line stands below the table: a title, a remark, a label, other headings."""
    text = group[0][0].text
    label = heading(text)
    if label is not None and label.role in FORM_ROLES and label.role != "total":
        return True
    return is_title(text) or is_remark(text) or _is_header(group)


def _table(groups: list[list[Line]]) -> list[list[Placed]]:
    boxes = [box for group in groups for line in group for box in line]
    starts = _columns(boxes, [min(b.left for b in stack) for stack in _stacks(groups[0])])
    ends: dict[int, float] = {}
    for box in boxes:
        column = _column(box, starts)
        ends[column] = max(ends.get(column, 0), box.right)
    found: list[list[Placed]] = []
    for group in groups:
        cells: dict[int, list[Box]] = {}
        for line in group:
            for box in line:
                cells.setdefault(_column(box, starts), []).append(box)
        found.append([(written(cells[i], ends[i]), i, 1, 1) for i in sorted(cells)])
    return found


def _columns(boxes: list[Box], heads: list[float]) -> list[float]:
    """Where columns begin: behind what no line writes over, as many as there are headings."""
    spans = sorted((box.left, box.right) for box in boxes)
    starts = [spans[0][0]]
    reach = spans[0][1]
    for left, right in spans:
        if left > reach:
            starts.append(left)
        reach = max(reach, right)
    return starts if len(starts) == len(heads) else heads


def _column(box: Box, starts: Sequence[float]) -> int:
    near = box.left + box.size / 2
    return max((i for i, start in enumerate(starts) if start <= near), default=0)
