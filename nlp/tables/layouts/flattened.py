"""A table as running text, pipes or blanks or nothing between its cells → its rows again."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import pairwise

from nlp.tables.classes import classes
from nlp.tables.columns import INDICATOR_ROLES, MOST_COLUMNS, SUM_ROLES, columns, is_header
from nlp.tables.fill import fill
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_period, is_title, is_total, money_unit
from nlp.tables.items import class_items
from nlp.tables.labels import FORM_ROLES, inline, is_labelled, is_remark
from nlp.tables.sides import sides
from nlp.tables.text.atoms import atoms

_LEVELS = frozenset(("level1", "level2", "level3", "class"))
_UNHEADED = ("level1", "level2", "level3", "value", "weight", "score")


def parted(given: Sequence[Row]) -> list[Row]:
    """Every row, those that run several together parted; none below two lists side by side."""
    found: list[Row] = []
    width = 0
    for row in given:
        if is_header(row):
            width = row.width if len(sides(columns([row]))) > 1 else 0
        found += [row] if 1 < row.width <= width else rows(row)
    return found


def rows(row: Row) -> list[Row]:
    """The rows that a row runs together; the row alone where it is a single one.

    >>> text = "一级指标|二级指标|三级指标|指标值|产出指标|数量指标|走访次数|≥350次"
    >>> cells = [Cell(t, 0, i) for i, t in enumerate(text.split("|"))]
    >>> [[c.shown for c in r.cells] for r in rows(Row(0, cells))][1]
    ['产出指标', '数量指标', '走访次数', '≥350次']
    """
    cells = row.filled
    if not cells or is_remark(cells[0].shown):
        return [row]
    pieces = row.cells
    if len(cells) == 1:
        pieces = atoms(cells[0])
        if len(pieces) < 3:
            return [row]
    return _Walk(row, pieces).read() if _runs_together(pieces) else [row]


def _runs_together(pieces: Sequence[Cell]) -> bool:
    """Headings and the cells below them, or several classes of one level, in one row."""
    told = [p.shown for p in pieces if p.shown]
    if _apart(told, first=True) or _apart(told, first=False):
        return True
    heads = [h.role for t in told if (h := heading(t))]
    if len(_LEVELS.intersection(heads)) >= 2:
        return any(classes(t) or (is_value(t) and not is_period(t)) for t in told)
    if len(heads) < 4 or "project" not in heads:
        return False
    return any(is_total(t) or class_items().match(t) for t in told[4:])


def _apart(told: Sequence[str], *, first: bool) -> bool:
    """Whether classes of one level stand with an indicator between them."""
    kinds = [classes(t) for t in told]
    places = [
        i
        for i, found in enumerate(kinds)
        if found and all((c.level2 is None) == first for c in found)
    ]
    return any(b - a > 2 for a, b in pairwise(places))


class _Walk:
    def __init__(self, row: Row, pieces: Sequence[Cell]) -> None:
        self.row, self.pieces = row, [p for p in pieces if not _is_rule(p.text)]
        self.rows: list[Row] = []

    def read(self) -> list[Row]:
        at = 0
        while at < len(self.pieces):
            at = self._step(at)
        return self.rows

    def _step(self, at: int) -> int:
        end = self._heads_end(at)
        header = next((i for i in range(at, end) if self._heads_table(i, end)), None)
        if header is not None:
            self._emit(self.pieces[at:header])
            return self._table(header, end)
        if end > at:
            return self._labels(at, end)
        if classes(self.pieces[at].shown) and not self.rows:
            return self._unheaded(at)
        self._emit(self.pieces[at : at + 1])
        return at + 1

    def _heads_end(self, at: int) -> int:
        while at < len(self.pieces) and heading(self.pieces[at].shown):
            figures = (
                self.pieces[at + 1].shown[:1].isdigit() if at + 1 < len(self.pieces) else False
            )
            if figures and is_total(self.pieces[at].shown):
                break
            at += 1
        return at

    def _heads_table(self, start: int, end: int) -> bool:
        first = heading(self.pieces[start].shown)
        if first is None or not 2 <= end - start <= MOST_COLUMNS:
            return False
        if first.role in FORM_ROLES and first.role != "project":
            return False
        return is_header(Row(0, list(self.pieces[start:end])))

    def _table(self, start: int, end: int) -> int:
        heads = self._emit(self.pieces[start:end])
        made = columns([heads])
        stop = end
        while stop < len(self.pieces) and not self._ends_table(stop, made.has(*INDICATOR_ROLES)):
            stop += 1
        for filled in fill(made.by_place(), self.pieces[end:stop]):
            self._emit([c or Cell("", self.row.number, 0) for c in filled])
        return stop

    def _ends_table(self, at: int, of_indicators: bool) -> bool:
        text = self.pieces[at].shown
        label = heading(text)
        if is_remark(text) or is_title(text) or is_labelled(self.pieces[at]):
            return True
        if label is None or is_total(text):
            return False
        if label.role in ("project", "department", "owner") and of_indicators:
            return True
        return self._heads_end(at) - at >= 3 or (label.role == "other_fact" and of_indicators)

    def _labels(self, start: int, end: int) -> int:
        """Labels and what stands behind them, until the next label."""
        stop = end
        while stop < len(self.pieces) and not heading(self.pieces[stop].shown):
            if stop > end and (classes(self.pieces[stop].shown) or inline(self.pieces[stop])):
                break
            stop += 1
        last = heading(self.pieces[end - 1].shown)
        values = [p for p in self.pieces[end:stop] if p.shown]
        if len(values) > 1 and self._tells(max(end - len(values), start), end):
            self._emit(self.pieces[start : end - len(values)])
            self._emit(self.pieces[end - len(values) : end])
            self._emit(values)
            return stop
        values = _with_units(values) if last and last.role in SUM_ROLES else values
        if last is not None and last.role not in SUM_ROLES and len(values) > 1:
            values = [reduce(Cell.joined, values)]
        split = self._stack_end(start, end)
        if split > start:
            first = max(split - len(values), start)
            self._emit(self.pieces[start:first])
            self._emit([Cell("", self.row.number, 0), *self.pieces[first:split]])
        self._emit([*self.pieces[split:end], *values])
        return stop

    def _tells(self, start: int, end: int) -> bool:
        """Whether labels are of narratives side by side: 预期目标, 实际完成情况."""
        roles = [h.role for p in self.pieces[start:end] if (h := heading(p.shown))]
        return len(roles) > 1 and all(role in ("goal", "result") for role in roles)

    def _stack_end(self, start: int, end: int) -> int:
        """Behind the headings of a block of sums (年初预算数 … 得分), where one stands here."""
        timed = ("initial", "executed", "rate", "score", "weight")
        places = [
            i for i in range(start, end) if (h := heading(self.pieces[i].shown)) and h.role in timed
        ]
        return places[-1] + 1 if len(places) >= 2 else start

    def _unheaded(self, at: int) -> int:
        stop = at
        while stop < len(self.pieces) and not self._ends_table(stop, True):
            stop += 1
        for filled in fill(_UNHEADED, self.pieces[at:stop]):
            self._emit([c or Cell("", self.row.number, 0) for c in filled])
        return stop

    def _emit(self, cells: Sequence[Cell]) -> Row:
        row = Row(self.row.number, list(cells))
        if row.cells:
            self.rows.append(row)
        return row


def _with_units(values: Sequence[Cell]) -> list[Cell]:
    """Sums, each with the unit that stands behind it: 912.00 万元."""
    found: list[Cell] = []
    for value in values:
        if found and money_unit(value.shown) and found[-1].shown[-1:].isdigit():
            found[-1] = found[-1].joined(value)
        else:
            found.append(value)
    return found


def _is_rule(text: str) -> bool:
    return text.strip() == "##" or (len(text.strip()) > 2 and not text.strip("-:— "))
