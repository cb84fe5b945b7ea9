"""Tables without rules: pieces of text at their places → rows of cells below their headings."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nlp.tables.columns import SUM_ROLES, columns, is_header
from nlp.tables.fitness import is_number, is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_title
from nlp.tables.labels import FORM_ROLES, is_remark
from service.readers.boxes import Box, lines, pieces, written

Line = list[Box]
Placed = tuple[str, int, int, int]
_WIDER = 1.25
_SHORT = 10
_STRAY = 0.3


class _Unclear(Exception):
    """A table whose rows cannot be told apart."""


class Unruled:
    """Reads page after page; a table at the foot of one goes on at the head of the next.

    The heads of tables whose rows cannot be told apart, and that are left out, are in `unclear`.

    >>> words = [("一级指标", 0, 0), ("三级指标", 60, 0), ("指标值", 120, 0)]
    >>> words += [("产出", 0, 20), ("走访", 60, 20), ("次数", 60, 32), ("≥5次", 120, 20)]
    >>> boxes = [Box(text, x, x + 10 * len(text), y, y + 10) for text, x, y in words]
    >>> [[cell[0] for cell in row] for row in Unruled().rows(boxes)]
    [['一级指标', '三级指标', '指标值'], ['产出', '走访次数', '≥5次']]
    """

    def __init__(self) -> None:
        self.heads: list[Line] | None = None
        self.unclear: list[str] = []

    def rows(self, boxes: Sequence[Box]) -> list[list[Placed]]:
        """The rows of a page or a part of it: text, column, and 1, 1 for how far it spans."""
        groups = _groups([line for line in map(pieces, lines(boxes)) if line])
        found: list[list[Placed]] = []
        at = 0
        while at < len(groups):
            begin = at + 1 if _is_header(groups[at]) else at
            if begin > at:
                self.heads = groups[at]
            elif not self._goes_on(groups[at]):
                found += _loose(groups[at])
                at += 1
                continue
            end = begin
            while end < len(groups) and not _ends(groups[end]):
                end += 1
            found += self._table(groups[begin:end], begin > at)
            self.heads = self.heads if end == len(groups) else None
            at = end
        return found

    def _goes_on(self, group: list[Line]) -> bool:
        """Whether a line at the head of a page stands below the headings on the page before."""
        if self.heads is None or _ends(group):
            return False
        later = [min(box.left for box in stack) for stack in _stacks(self.heads)][1:]
        left = group[0][0]
        return len(_stacks(group)) > 1 or any(abs(left.left - x) < left.size for x in later)

    def _table(self, body: list[list[Line]], is_headed: bool) -> list[list[Placed]]:
        assert self.heads is not None
        try:
            made = _table([self.heads, *body], is_headed)
        except _Unclear:
            self.unclear.append(self.heads[0][0].text)
            return []
        return made if is_headed else made[1:]


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


def _table(groups: list[list[Line]], is_headed: bool) -> list[list[Placed]]:
    boxes = [box for group in groups for line in group for box in line]
    starts = _columns(boxes, [min(b.left for b in stack) for stack in _stacks(groups[0])])
    groups = _by_figures(groups, starts, is_headed)
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


def _by_figures(groups: list[list[Line]], starts: list[float], is_headed: bool) -> list[list[Line]]:
    """Rows of projects whose lines stand evenly: each begins where its sums stand.

    Raises `_Unclear` where text stands above the sums that it may belong to.
    """
    heads = [Cell(text, 0, i) for i, text in enumerate(_texts(groups[0]))]
    made = columns([Row(0, heads)])
    sums = {column for role in SUM_ROLES for column in made.all(role)}
    placed = [
        [(_column(box, starts), box.text) for line in group for box in line] for group in groups[1:]
    ]
    figured = [any(c in sums and is_number(text) for c, text in row) for row in placed]
    if not sums or not made.has("project") or made.has("level1", "level2"):
        return groups
    if figured.count(False) <= _STRAY * len(figured):
        return groups
    first = figured.index(True) if True in figured else len(figured)
    if first and (is_headed or any(not column for row in placed[:first] for column, _ in row)):
        raise _Unclear
    found = groups[:1]
    for number, group in enumerate(groups[1:]):
        found += [[]] if figured[number] or not number else []
        found[-1] = found[-1] + group
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
