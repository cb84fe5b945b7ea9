"""Pieces of cells on several lines → whole cells; cells in the middle of rows → groups of rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import inf

from nlp.cells.target import parse
from nlp.tables.classes import classes
from nlp.tables.fitness import ends_value
from nlp.tables.grid import Cell
from nlp.tables.headings import words

NEAR, MOST_PARTS = 2, 4


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a cell, or the whole of it, and the lines on which it stands."""

    cell: Cell
    first: int
    last: int

    @property
    def text(self) -> str:
        return self.cell.text

    @property
    def middle(self) -> float:
        return (self.first + self.last) / 2

    def joined(self, below: Part) -> Part:
        cell = replace(self.cell, text=self.text + below.text)
        return Part(cell, min(self.first, below.first), max(self.last, below.last))


@dataclass(slots=True)
class Line:
    """An indicator: its cells by column."""

    cells: dict[int, Part] = field(default_factory=dict)

    def put(self, column: int, part: Part) -> None:
        known = self.cells.get(column)
        self.cells[column] = known.joined(part) if known else part

    def reach(self, columns: Sequence[int]) -> tuple[int, int]:
        """The first and the last line of what stands in some columns, or in all where none does."""
        told = [self.cells[c] for c in columns if c in self.cells] or self.cells.values()
        return min(part.first for part in told), max(part.last for part in told)


def wraps(above: Part, below: Part) -> bool:
    """Whether a target goes on in the next line: 不超过9万元/公|里, 较上年下降|1.5%."""
    if ends_value(above.text, below.text):
        return True
    first, second = parse(above.text).constraints, parse(below.text).constraints
    whole = parse(above.text + below.text).constraints
    if not first:
        return len(whole) == 1 and whole[0].subject is None and whole[0].start == 0
    added = len(whole) == len(first) + len(second)
    return added and bool(second) and second[0].subject is None and whole[-1].subject is not None


def labels(parts: Sequence[Part]) -> list[Part]:
    """The classes of a column, those of several lines as one; other words are left out."""
    found: list[Part] = []
    at = 0
    while at < len(parts):
        whole, at = _class_at(parts, at)
        found += [whole] if whole else []
    return found


def _class_at(parts: Sequence[Part], at: int) -> tuple[Part | None, int]:
    """The class that begins at a place, over as many lines as make one; behind its last."""
    whole = parts[at]
    best: tuple[Part | None, int] = (whole if classes(whole.text) else None, at + 1)
    for end in range(at + 1, min(at + MOST_PARTS, len(parts))):
        part = parts[end]
        apart = part.first - whole.last > NEAR
        if apart or (classes(part.text) and part.text not in words("indicator")):
            break
        whole = whole.joined(part)
        if classes(whole.text):
            best = (whole, end + 1)
    return best


def grouped(spans: Sequence[tuple[int, int]], middles: Sequence[float], most: int) -> list[int]:
    """For each span of lines the group it belongs to: groups in order, in the middle of each one.

    A group has up to `most` spans, and may have none, but reaches over no other's middle; nothing
    is told where that cannot be.

    >>> grouped([(3, 3), (4, 4), (6, 6)], [3, 5, 10], 4)
    [0, 1, 1]
    """
    size = len(spans)
    prices = [0.0, *[inf] * size]
    starts: list[list[int]] = []
    for before, middle, behind in zip([-inf, *middles], middles, [*middles[1:], inf], strict=False):
        ways = []
        for end in range(size + 1):
            best = (prices[end], end)
            for start in range(end - 1, max(0, end - most) - 1, -1):
                if not (before < spans[start][0] and spans[end - 1][1] < behind):
                    break
                off = (spans[start][0] + spans[end - 1][1]) / 2 - middle
                best = min(best, (prices[start] + off * off, start))
            ways.append(best)
        prices = [price for price, _ in ways]
        starts.append([start for _, start in ways])
    if not middles or prices[size] == inf:
        return []
    found = [0] * size
    end = size
    for group in range(len(middles) - 1, -1, -1):
        start = starts[group][end]
        found[start:end] = [group] * (end - start)
        end = start
    return found


def grouped_whole(
    reaches: Sequence[tuple[int, int]],
    owners: Sequence[object],
    middles: Sequence[float],
    most: int,
) -> list[int]:
    """For each reach of lines the group it belongs to, those with one owner in the same one.

    >>> grouped_whole([(0, 0), (1, 1), (2, 2), (4, 4)], ["产出", "效益", "产出", "产出"], [1, 3], 4)
    [0, 0, 1, 1]
    """
    runs = [list(run) for _, run in groupby(range(len(owners)), owners.__getitem__)]
    spans = [(min(reaches[i][0] for i in r), max(reaches[i][1] for i in r)) for r in runs]
    groups = grouped(spans, middles, most)
    return [group for run, group in zip(runs, groups, strict=False) for _ in run]
