"""Label and value pairs: 项目名称 | 科普经费 in cells of a form, 部门名称：… in a line."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise

import regex

from nlp import lexicon
from nlp.tables.breakdown import Part, breakdown
from nlp.tables.columns import SUM_ROLES
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import Heading, heading, is_total, money_unit, words
from nlp.tables.money import is_blank, sum_of

_LABEL = regex.compile(
    r"(?<![^\s;；,，、。)）:：])([^\s:：;；,，。|]{2,24})[:：]"
    r"|(?<=[^\S\r\n]{2})([^\s:：;；,，。|]{2,24})[^\S\r\n](?=\s*+\S)"
)
_LONGEST_SUMS = 200
FORM_ROLES = frozenset(
    ("project", "owner", "department", "year", "goal", "result", "other_fact", *SUM_ROLES)
)


@dataclass(slots=True)
class Pair:
    """A label and what stands behind or below it."""

    label: Heading
    value: str
    cell: Cell
    named: str = ""


@dataclass(slots=True)
class Stack:
    """Labels whose values stand in the rows below, by column; the narrative that may go on."""

    labels: dict[int, Heading] = field(default_factory=dict)
    named: dict[int, str] = field(default_factory=dict)
    goal: tuple[int, Heading] | None = None

    def pick(self, row: Row) -> str | None:
        """The value of a row of sums: under the whole year's budget, else under the first one's."""
        for wanted in ("total", "initial"):
            for column, label in self.labels.items():
                if label.role == wanted and row.text(column) and _is_sum(row.text(column)):
                    return row.text(column)
        return None

    @property
    def of_sums(self) -> bool:
        """Whether the columns are sums of one thing at several times."""
        return any(h.role in ("initial", "executed", "rate") for h in self.labels.values())


def inline(cell: Cell) -> list[Pair]:
    """The pairs of a line such as 部门名称：… 单位：万元; none where it starts with no label."""
    text = cell.shown
    if not regex.match(r"[^:：]{2,24}[:：]", text):
        return _sums(cell)
    found = [
        (match, label)
        for match in _LABEL.finditer(text)
        if (label := heading(match[1] or match[2])) is not None
        and (match[1] or label.role in FORM_ROLES)
    ]
    if not found or not _is_lead(text[: found[0][0].start()]):
        return _sums(cell)
    pairs: list[Pair] = []
    for number, (match, label) in enumerate(found):
        last = number + 1 == len(found) or label.role == "goal"
        end = len(text) if last else found[number + 1][0].start()
        value = _before_parts(text[match.end() : end])
        pairs.append(Pair(label, value, cell, match[1] or match[2]))
        if label.role == "goal":
            break
    return pairs


def _sums(cell: Cell) -> list[Pair]:
    """The pairs of a line of nothing but sums: 其中：财政拨款50万元，其他资金6万元."""
    text = cell.shown
    parts, rest = breakdown(text) if len(text) < _LONGEST_SUMS else ([], "")
    if rest or not (text.startswith(tuple(words("including"))) or all(map(_has_unit, parts))):
        return []
    found = [
        Pair(p.label, p.text, cell, p.named) for p in parts if p.label and p.label.role in SUM_ROLES
    ]
    totals = any(is_total(part.named) for part in parts)
    return found if len(found) == len(parts) and not totals else []


def _has_unit(part: Part) -> bool:
    return not part.text[-1:].isdigit()


def _before_parts(value: str) -> str:
    """A value without the 其中 that leads to its parts."""
    told = value.strip().rstrip(";；,，")
    bare = told.rstrip(":：")
    lead = next((w for w in words("including") if bare.endswith(w)), "")
    return bare.removesuffix(lead).strip() if lead else told


def _is_lead(text: str) -> bool:
    """Whether nothing stands before the first label, or 其中."""
    bare = text.strip().rstrip(":：")
    return not bare or bare in words("including")


def pairs(row: Row, stack: Stack) -> list[Pair] | None:
    """The pairs of a row of a form, None where it is no such row; `stack` is kept up to date."""
    cells = _distinct(row)
    if not cells:
        return None
    below = _goes_on(row, cells, stack) or _below(row, cells, stack) or _sums_below(row, stack)
    if below is not None:
        return below
    read = [heading(c.shown) for c in cells]
    starts = _tells(read[0]) or _holds_sum(cells, read)
    if not starts or is_total(cells[0].shown):
        stack.labels = {}
        return _inline_pairs(cells)
    if len(cells) > 1 and all(read) and not _blank_between(row, cells):
        stack.labels = {row.index(c): h for c, h in zip(cells, read, strict=True) if h}
        stack.named = {row.index(c): c.shown for c in cells}
        return [Pair(h, "", c) for c, h in zip(cells, read, strict=True) if h]
    return _across(row, cells, stack)


def _tells(label: Heading | None) -> bool:
    return label is not None and label.role in FORM_ROLES


def _holds_sum(cells: list[Cell], read: list[Heading | None]) -> bool:
    """Whether a sum stands right behind the label of one."""
    labels = zip(read, cells[1:], strict=False)
    return any(h and h.role in SUM_ROLES and _is_sum(c.shown) for h, c in labels)


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
        if not (found and found[-1].shown == cell.shown and not _is_sum(cell.shown)):
            found.append(cell)
    return found


def _is_sum(text: str) -> bool:
    return is_blank(text) or sum_of(text, None) is not None


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


def _sums_below(row: Row, stack: Stack) -> list[Pair] | None:
    """The pairs of a row of figures, each right below its label: sums, rates and scores."""
    below = [(stack.labels.get(row.index(c)), c) for c in row.filled]
    told = [h and (h.role in SUM_ROLES) <= _is_sum(c.shown) for h, c in below]
    found = [(h, c) for h, c in below if h and h.role in SUM_ROLES]
    if not found or not all(told) or not all(c.shown[:1].isdigit() for _, c in below):
        return None
    stack.labels = {}
    return [Pair(h, c.shown, c, stack.named.get(row.index(c), "")) for h, c in found]


def _across(row: Row, cells: list[Cell], stack: Stack) -> list[Pair]:
    made = _Across(row, stack)
    for cell, behind in zip(cells, [*cells[1:], None], strict=True):
        made.take(cell, behind)
    if made.label is not None and made.label.unit:
        made.found.append(Pair(made.label, "", cells[-1]))
        if len(made.found) == 1:
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
    more = _is_sum(cell.shown) and not is_blank(cell.shown) and cell.shown != last.value
    return (
        Heading("source") if last.label.role in SUM_ROLES and more and not stack.of_sums else None
    )


def _source(cell: Cell, behind: Cell | None) -> Heading | None:
    """The label of a sum that nobody knows: words with a sum right behind them."""
    text = cell.shown
    if behind is None or _is_sum(text) or money_unit(text) or is_blank(behind.shown):
        return None
    named = text[:1].isalpha() and not any(c.isdigit() for c in text) and not inline(cell)
    return Heading("source") if named and _is_sum(behind.shown) else None


def _value(row: Row, cell: Cell, label: Heading, stack: Stack) -> str:
    if label.role in SUM_ROLES and stack.of_sums:
        return stack.pick(row) or cell.shown
    return cell.shown


@cache
def _remark() -> regex.Pattern[str]:
    marks = "|".join(sorted(words("remark"), key=len, reverse=True))
    return regex.compile(rf"[*※(（]?(?:{marks})[0-9]?[:：.、．]")


lexicon.on_change(_remark.cache_clear)


def is_remark(text: str) -> bool:
    """Whether a line is a note below a table (注：…)."""
    return _remark().match(text) is not None
