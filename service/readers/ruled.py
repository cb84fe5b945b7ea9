"""Tables between rules: the places of their cells and the text in them → rows of cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from service.readers.boxes import Box, fills, lines, written

Area = tuple[float, float, float, float]
NEAR = 3.0


@dataclass(slots=True)
class Slot:
    """A cell: the boxes in it, its column, how far it spans, and where it ends."""

    boxes: list[Box]
    column: int
    down: int
    along: int
    right: float

    @property
    def text(self) -> str:
        """What is written in it."""
        return written(self.boxes, self.right)

    @property
    def placed(self) -> tuple[str, int, int, int]:
        """Text, column, and how far it spans down and along."""
        return self.text, self.column, self.down, self.along

    def goes_on_in(self, other: Slot) -> bool:
        """Whether the first word of another cell had no room in the last line of this one."""
        return fills(lines(self.boxes)[-1], lines(other.boxes)[0], self.right)

    def append(self, other: Slot) -> None:
        """Set what stands in another cell below what stands in this one."""
        low = max(box.bottom for box in self.boxes) if self.boxes else 0.0
        high = min((box.top for box in other.boxes), default=0.0)
        self.boxes += [
            replace(box, top=box.top - high + low, bottom=box.bottom - high + low)
            for box in other.boxes
        ]


@dataclass(slots=True)
class Ruled:
    """A table: the areas of its cells (left, top, right, bottom) and the boxes in each."""

    areas: list[Area]
    boxes: dict[int, list[Box]] = field(default_factory=dict)
    columns: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.columns = edges(x for area in self.areas for x in (area[0], area[2]))

    @property
    def bounds(self) -> Area:
        """Where it lies."""
        lefts, tops, rights, bottoms = zip(*self.areas, strict=True)
        return min(lefts), min(tops), max(rights), max(bottoms)

    def take(self, boxes: Iterable[Box]) -> list[Box]:
        """Put boxes into the cells that they lie in; the others are handed back."""
        rows = edges(y for area in self.areas for y in (area[1], area[3]))
        slots: dict[tuple[int, int], int] = {}
        for number, area in enumerate(self.areas):
            for row in range(_at(rows, area[1]), _at(rows, area[3])):
                for column in range(_at(self.columns, area[0]), _at(self.columns, area[2])):
                    slots[row, column] = number
        left: list[Box] = []
        for box in boxes:
            x, y = box.middle
            slot = slots.get((bisect_right(rows, y) - 1, bisect_right(self.columns, x) - 1))
            if slot is None:
                left.append(box)
            else:
                self.boxes.setdefault(slot, []).append(box)
        return left

    def goes_on_in(self, other: Ruled) -> bool:
        """Whether another table is as wide and stands at the same place."""
        here, there = self.bounds, other.bounds
        return abs(here[0] - there[0]) < NEAR and abs(here[2] - there[2]) < NEAR

    def rows(self) -> list[list[Slot]]:
        """The rows of the table.

        >>> made = Ruled([(0, 0, 10, 40), (10, 0, 50, 20), (10, 20, 50, 40)])
        >>> made.take([Box("产出", 1, 9, 1, 9), Box("≥5次", 11, 30, 21, 29)])
        []
        >>> [[slot.placed for slot in row] for row in made.rows()]
        [[('产出', 0, 2, 1), ('', 1, 1, 1)], [('≥5次', 1, 1, 1)]]
        """
        rows = edges(y for area in self.areas for y in (area[1], area[3]))
        found: list[list[Slot]] = [[] for _ in rows[:-1]]
        for number, (left, top, right, bottom) in sorted(
            enumerate(self.areas), key=lambda pair: (pair[1][1], pair[1][0])
        ):
            row, column = _at(rows, top), _at(self.columns, left)
            down = max(1, _at(rows, bottom) - row)
            along = max(1, _at(self.columns, right) - column)
            found[row].append(Slot(self.boxes.get(number, []), column, down, along, right))
        return found


def edges(values: Iterable[float]) -> list[float]:
    """Values that differ, those close to each other as one.

    >>> edges([10.2, 50, 10, 90])
    [10, 50, 90]
    """
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > NEAR:
            found.append(value)
    return found


def _at(places: Sequence[float], value: float) -> int:
    """The number of the edge nearest to a value."""
    at = bisect_right(places, value)
    if at and (at == len(places) or value - places[at - 1] <= places[at] - value):
        return at - 1
    return at


def align(tables: Sequence[Ruled]) -> None:
    """Give tables that go on in each other the same columns."""
    together = edges(x for table in tables for x in table.columns)
    for table in tables:
        table.columns = together
