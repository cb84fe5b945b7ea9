"""Plain text whose merged and wrapped cells stand in the middle of their rows → rows of cells.

So print programs that keep the places of a page: a class stands beside the middle of its
indicators, and a target beside the middle of a name of two lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.classes import classes
from nlp.tables.columns import SUM_ROLES, columns
from nlp.tables.compose import is_sign
from nlp.tables.fitness import is_value
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading, is_title
from nlp.tables.items import class_items
from nlp.tables.labels import FORM_ROLES, is_labelled, is_remark
from nlp.tables.text.gaps import cut
from nlp.tables.text.groups import (
    MOST_PARTS,
    NEAR,
    Line,
    Part,
    grouped,
    grouped_whole,
    labels,
    wraps,
)
from nlp.tables.text.heads import Heads, heads_at
from nlp.tables.text.placed import LEVELS, placed
from nlp.tables.text.signed import unsigned

_ANCHORS = ("weight", "score", "sign")
_OF_PROJECTS = ("project", "owner", "department", "goal", *SUM_ROLES)
_MOST_LINES, _MOST_ROWS = 200, 40


def uncentred(given: Sequence[Row], notes: list[Note]) -> list[Row]:
    """Rows of cells in the place of lines whose cells are centred; all other rows as they are.

    >>> lines = ["一级指标  二级指标  三级指标  指标值", "                    走访      ≥9次"]
    >>> lines += ["产出指标  数量指标", "                    巡查      ≥7次"]
    >>> rows = uncentred([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)], [])
    >>> [[cell.text for cell in row.cells] for row in rows][2]
    ['产出指标', '数量指标', '巡查', '≥7次']
    """
    found: list[Row] = []
    at = 0
    while at < len(given):
        heads = heads_at(given, at)
        end = _block_end(given, at + 1) if heads else at + 1
        first = at + 1 + (heads.below if heads else 0)
        end = first + unsigned(given[first:end]) if heads else end
        few = heads is not None and first < end <= at + _MOST_LINES
        block = _Block(heads, given[first:end]) if few and heads else None
        rows = block.rows() if block else []
        if rows and heads and block:
            notes.append(note("cells_centred", given[at].number))
            notes += block.unread()
            del found[len(found) - heads.above :]
        found += rows or given[at:end]
        at = end
    return found


def _block_end(given: Sequence[Row], end: int) -> int:
    """Behind the lines that go on with a table."""
    while end < len(given) and _belongs(given[end]):
        heads = heads_at(given, end)
        if heads is not None:
            return end - heads.above
        end += 1
    return end


def _belongs(row: Row) -> bool:
    """Whether a line goes on with the table above it."""
    if len(row.cells) != 1:
        return not row.cells
    cell = row.cells[0]
    if is_remark(cell.shown) or is_title(cell.shown) or is_labelled(cell):
        return False
    first = heading(cut(cell)[0].text)
    opens = first is not None and first.role in FORM_ROLES and first.role != "total"
    return not opens


class _Block:
    def __init__(self, heads: Heads, lines: Sequence[Row]) -> None:
        self.heads = heads
        self.made = columns([heads.row])
        self.values = [column for _, column, _ in self.made.values]
        self.telling = [*self.made.all("level3"), *self.values]
        self.merged = [i for role in _OF_PROJECTS for i in self.made.all(role)]
        self.levels = [i for role in LEVELS for i in self.made.all(role)]
        self.placed = placed(heads, self.made, lines)

    def rows(self) -> list[Row]:
        """The rows of the block; none where its cells are not centred, or would mix."""
        if self.placed.is_crowded:
            return []
        return self._indicators() if self.telling else self._projects()

    def unread(self) -> list[Note]:
        """The notes of figures that stand right of all headings."""
        told = [cell for cell in self.placed.beyond if is_value(cell.text)]
        return [note("row_unread", f"{cell.row} ({cell.text})") for cell in told]

    def _projects(self) -> list[Row]:
        """Rows of projects, each around its sums, where a list of indicators begins above them."""
        sums = (self.placed.of(column) for role in SUM_ROLES for column in self.made.all(role))
        middles = [part.middle for part in max(sums, key=len, default=[])]
        lists = self.placed.of(self.made.first("indicators"))
        begun = (part for part in lists if class_items().match(part.text))
        first = [p for p in begun if p.text.startswith("1") and p.middle not in middles]
        lines = self._around(middles, range(len(self.heads.told)), _MOST_LINES) if first else []
        rows = [*map(self._row, lines), *map(self._row, self.placed.totals)] if lines else []
        return [self.heads.row, *sorted(rows, key=lambda row: row.number)] if rows else []

    def _indicators(self) -> list[Row]:
        names = self.placed.of(self.made.name)
        values = [part for column in self.values for part in self.placed.of(column)]
        if not values or not self._is_centred(names, values):
            return []
        others = [i for i in self.placed.parts if i not in self.levels and i not in self.merged]
        lines = self._around(self._middles(), others, MOST_PARTS)
        if not lines or any(
            _is_mixed(line.cells[c]) for line in lines for c in self.values if c in line.cells
        ):
            return []
        spans = [line.reach(self.telling) for line in lines]
        for column in self.levels:
            told = labels(self.placed.of(column))
            groups = grouped(spans, [label.middle for label in told], _MOST_ROWS)
            for line, group in zip(lines, groups, strict=False):
                line.cells[column] = told[group]
        lines = self._with_projects(lines, spans)
        rows = [*map(self._row, lines), *map(self._row, self.placed.totals)] if lines else []
        return [self.heads.row, *sorted(rows, key=lambda row: row.number)] if rows else []

    def _with_projects(self, lines: list[Line], spans: Sequence[tuple[int, int]]) -> list[Line]:
        """Lines, each project's cells in its first or in one of their own; a sum is its middle.

        None where that cannot be told.
        """
        sums = (self.placed.of(column) for role in SUM_ROLES for column in self.made.all(role))
        middles = max(sums, key=len, default=[]) or self.placed.of(self.made.first("project"))
        groups = self._of_projects(lines, spans, [part.middle for part in middles])
        told = [(i, part) for i in self.merged for part in self.placed.of(i)]
        if told and not groups:
            return []
        own: dict[int, Line] = {}
        for column, part in told:
            apart = [abs(each.middle - part.middle) for each in middles]
            at = apart.index(min(apart))
            line = lines[groups.index(at)] if at in groups else own.setdefault(at, Line())
            line.put(column, part)
        return [*lines, *own.values()]

    def _of_projects(
        self, lines: Sequence[Line], spans: Sequence[tuple[int, int]], middles: Sequence[float]
    ) -> list[int]:
        """The project of each line; the rows of a class of the first level are of one project."""
        column = next((i for i in self.levels if self.placed.of(i)), -1)
        owners = [line.cells.get(column) for line in lines]
        if None not in owners:
            reaches = [line.reach([*self.telling, *self.levels]) for line in lines]
            groups = grouped_whole(reaches, owners, middles, _MOST_ROWS)
            if groups:
                return groups
        return grouped(spans, middles, _MOST_ROWS)

    def _is_centred(self, names: Sequence[Part], values: Sequence[Part]) -> bool:
        """Whether a class stands below the first of its rows, or a cell around other lines."""
        valued = {part.first for part in values}
        named = {part.first for part in names}
        told = valued | named
        labels = [self.placed.of(column) for column in self.levels]
        alone = any(part.first not in told for parts in labels for part in parts)
        if alone and any(parts and parts[0].first > min(told) for parts in labels):
            return True
        if _stands_around(names, valued) or _stands_around(values, named):
            return True
        return any(_stands_around(parts, told, torn=True) for parts in labels)

    def _around(self, middles: Sequence[float], places: Iterable[int], most: int) -> list[Line]:
        """What stands around each of these lines; nothing where that cannot be told."""
        lines = [Line() for _ in middles]
        for column in places:
            parts = self.placed.of(column)
            groups = grouped([(part.first, part.last) for part in parts], middles, most)
            if len(groups) < len(parts):
                return []
            for part, group in zip(parts, groups, strict=True):
                lines[group].put(column, part)
        return [line for line in lines if line.cells]

    def _middles(self) -> list[float]:
        """The middles of the indicators: of what never wraps, or else of their targets."""
        told = (
            [p for p in self.placed.of(self.made.first(r)) if _is_short(p.text)] for r in _ANCHORS
        )
        surest = max(told, key=len)
        if len(surest) > 1:
            return [part.middle for part in surest]
        found: list[Part] = []
        for part in self.placed.of(self.values[0]):
            if found and part.first - found[-1].last <= NEAR and wraps(found[-1], part):
                found[-1] = found[-1].joined(part)
            else:
                found.append(part)
        return [part.middle for part in found]

    def _row(self, line: Line) -> Row:
        first = line.reach(self.telling)[0]
        blank = Cell("", first, 0)
        cells = {column: part.cell for column, part in line.cells.items()}
        return Row(first, [cells.get(i, blank) for i in range(len(self.heads.told))])


def _is_short(text: str) -> bool:
    """Whether a text is a figure, an operator or the like, which nothing wraps."""
    return len(text) <= MOST_PARTS and (text[:1].isdigit() or is_sign(text))


def _stands_around(parts: Sequence[Part], lines: set[int], *, torn: bool = False) -> bool:
    """Whether two pieces of a cell stand right above and below one of these lines, on none.

    `torn`: pieces of classes, that are no class by themselves.
    """
    return any(
        above.first + 1 in lines and not {above.first, below.first} & lines
        for above, below in pairwise(parts)
        if below.first - above.first == NEAR
        and not (torn and (classes(above.text) or classes(below.text)))
    )


def _is_mixed(part: Part) -> bool:
    """Whether a cell holds targets of several lines that do not make one text."""
    return part.last - part.first > NEAR + 1
