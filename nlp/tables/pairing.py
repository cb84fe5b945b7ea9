"""A row of a form → its label and value pairs, with the labels of the rows above it."""

from __future__ import annotations

from itertools import pairwise

from nlp.tables.columns import SUM_ROLES
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import Heading, heading, is_period, is_total, money_unit
from nlp.tables.labels import FORM_ROLES, Pair, Stack, inline, is_sum
from nlp.tables.money import is_blank

_NAMING, _FREE = frozenset({"project", "owner", "department"}), frozenset({"remark", "reason"})


def pairs(row: Row, stack: Stack) -> list[Pair] | None:
    """The pairs of a row of a form, None where it is no such row; `stack` is kept up to date."""
    cells = _distinct(row)
    if not cells:
        return None
    below = _goes_on(row, cells, stack) or _below(row, cells, stack) or _values_below(row, stack)
    if below is not None:
        return below
    read = [heading(c.shown) for c in cells]
    starts = _tells(read[0]) or _holds_sum(cells, read)
    if not starts or is_total(cells[0].shown):
        stack.labels = {}
        return _inline_pairs(cells)
    if len(cells) > 1 and all(read) and not (_blank_between(row, cells) or _in_turn(read)):
        stack.labels = {row.index(c): h for c, h in zip(cells, read, strict=True) if h}
        stack.named = {row.index(c): c.shown for c in cells}
        return [Pair(h, "", c) for c, h in zip(cells, read, strict=True) if h]
    return _across(row, cells, stack)


def _tells(label: Heading | None) -> bool:
    return label is not None and label.role in FORM_ROLES


def _in_turn(read: list[Heading | None]) -> bool:
    """Whether behind each label a name stands that holds a heading's word: 火灾原因调查."""
    labels, names = read[::2], read[1::2]
    named = all(h and h.role in _NAMING for h in labels)
    return named and all(h and h.role in _FREE and not h.whole for h in names)


def _holds_sum(cells: list[Cell], read: list[Heading | None]) -> bool:
    """Whether a sum stands right behind the label of one."""
    labels = zip(read, cells[1:], strict=False)
    return any(h and h.role in SUM_ROLES and is_sum(c.shown) for h, c in labels)


def _inline_pairs(cells: list[Cell]) -> list[Pair] | None:
    found: list[Pair] = []
    for cell in cells:
        got = inline(cell)
        if not got:
            return None
        found += got
    return found


def _distinct(row: Row) -> list[Cell]:
    """Filled cells, a merged cell that was filled in everywhere only once."""
    found: list[Cell] = []
    for cell in row.filled:
        if not (found and found[-1].shown == cell.shown and not is_sum(cell.shown)):
            found.append(cell)
    return found


def _blank_between(row: Row, cells: list[Cell]) -> bool:
    """项目名称 | (blank) | 主管部门 | (blank): labels of a form that nobody filled in."""
    places = [row.index(c) for c in cells]
    return all(b - a > 1 for a, b in pairwise(places))


def _goes_on(row: Row, cells: list[Cell], stack: Stack) -> list[Pair] | None:
    """The pair of a row with nothing but one more line of a narrative."""
    at, stack.goal = stack.goal, None
    if at is None or len(cells) > 1 or row.index(cells[0]) != at[0] or heading(cells[0].shown):
        return None
    stack.goal = at
    return [Pair(at[1], cells[0].shown, cells[0])]


def _below(row: Row, cells: list[Cell], stack: Stack) -> list[Pair] | None:
    """The pairs that a row makes with labels above it: narratives under their headings."""
    goals = {i: h for i, h in stack.labels.items() if h.role in ("goal", "result")}
    if not goals or stack.of_sums:
        return None
    free = [c for c in cells if heading(c.shown) is None]
    found = []
    for cell in free:
        column = row.index(cell)
        at = max((i for i in stack.labels if i <= column), default=None)
        if at is None or stack.labels[at].role not in ("goal", "result"):
            return None
        found.append(Pair(stack.labels[at], cell.shown, cell))
    if found:
        stack.labels = {}
    return found or None


def _values_below(row: Row, stack: Stack) -> list[Pair] | None:
    """The pairs of a row of values, each right below its label, sums below those of sums."""
    below = [(stack.labels.get(row.index(c)), c) for c in row.filled]
    found = [Pair(h, c.shown, c, stack.named.get(row.index(c), "")) for h, c in below if h]
    of_sums = [pair for pair in found if pair.label.role in SUM_ROLES]
    whole = len(found) == len(below) and all(is_sum(pair.value) for pair in of_sums)
    if not whole or any(heading(c.shown) or inline(c) for _, c in below):
        return None
    if any(is_period(pair.value) and pair.label.role != "year" for pair in found):
        return None
    if not of_sums and len(found) != len(stack.labels):
        return None
    stack.labels = {}
    return found or None


def _across(row: Row, cells: list[Cell], stack: Stack) -> list[Pair]:
    made = _Across(row, stack)
    for cell, behind in zip(cells, [*cells[1:], None], strict=True):
        made.take(cell, behind)
    if made.label is not None and made.label.unit:
        made.found.append(Pair(made.label, "", cells[-1]))
        if len(made.found) == 1:
            stack.labels, stack.named = made.labels, dict.fromkeys(made.labels, made.named)
            return made.found
    if not (made.found and stack.of_sums and made.found[0].label.role in SUM_ROLES):
        stack.labels = {} if made.found else made.labels
    return made.found


class _Across:
    """Labels and values in the cells of one row; `label` waits for its value."""

    def __init__(self, row: Row, stack: Stack) -> None:
        self.row, self.stack = row, stack
        self.found: list[Pair] = []
        self.label: Heading | None = None
        self.named = ""
        self.labels: dict[int, Heading] = {}

    def take(self, cell: Cell, behind: Cell | None) -> None:
        """The next cell of the row, and the one behind it."""
        label = heading(cell.shown) or (_source(cell, behind) if self.label is None else None)
        if label is not None and (self.label is None or label.role in FORM_ROLES):
            if self.label is not None and self.label.unit and not label.unit:
                label = Heading(label.role, label.period, self.label.unit)
            self.label, self.named = label, cell.shown
            self.labels[self.row.index(cell)] = label
        elif got := inline(cell):
            self.found += got
            self.label = None
        elif self.found and self.found[-1].label.role in SUM_ROLES and money_unit(cell.shown):
            last = self.found[-1]
            last.value += cell.shown if last.value[-1:].isdigit() else ""
            self.label = None
        else:
            self._value(cell)

    def _value(self, cell: Cell) -> None:
        label, stack = self.label, self.stack
        if label is not None:
            value = _value(self.row, cell, label, stack)
            self.found.append(Pair(label, value, cell, self.named))
            stack.goal = (self.row.index(cell), label) if label.role == "goal" else None
            self.label = None
        elif self.found and (told := _further(self.found[-1], cell, stack)):
            self.found.append(Pair(told, cell.shown, cell, self.named))


def _further(last: Pair, cell: Cell, stack: Stack) -> Heading | None:
    """What a second value behind a label is: one more sum, one more project."""
    if last.label.role == "project":
        return Heading("unread")
    more = is_sum(cell.shown) and not is_blank(cell.shown) and cell.shown != last.value
    return (
        Heading("source") if last.label.role in SUM_ROLES and more and not stack.of_sums else None
    )


def _source(cell: Cell, behind: Cell | None) -> Heading | None:
    """The label of a sum that nobody knows: words with a sum right behind them."""
    text = cell.shown
    if behind is None or is_sum(text) or money_unit(text) or is_blank(behind.shown):
        return None
    named = text[:1].isalpha() and not any(c.isdigit() for c in text) and not inline(cell)
    return Heading("source") if named and is_sum(behind.shown) else None


def _value(row: Row, cell: Cell, label: Heading, stack: Stack) -> str:
    if label.role in SUM_ROLES and stack.of_sums:
        return stack.pick(row) or cell.shown
    return cell.shown
