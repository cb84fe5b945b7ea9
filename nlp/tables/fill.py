"""Pieces of a table whose blank cells are lost → rows, each piece under the heading it fits.

The rows are those that fit best on the whole: every piece has a score under every heading
(`nlp.tables.fitness`), a heading passed over has its price, and so has a new row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from nlp.tables.fitness import NUMBERS, Fitness, fits_row
from nlp.tables.grid import Cell

_FREE = frozenset(("project", "owner", "department", "goal", "year", "level1", "level2", "class"))
_LEVELS = frozenset(("level1", "level2", "class"))
_PROJECTS = frozenset(("owner", "department", "goal", "total", "fiscal", "special", "other"))
_PASSED = {"level3": 5.0, "value": 3.0, "sign": 2.0, "total": 2.0, "initial": 2.0}
_SELDOM = frozenset(("remark", "reason", "standard", "special", "other", "carried", "group"))
_SELDOM |= {"by_level", "source"}
_NEW_ROW, _PROJECT_PASSED, _CUT_OFF = 1.0, 5.0, 6.0
_LONGER = {"goal": 1.0, "result": 1.0, "remark": 1.0, "reason": 1.0, "indicators": 1.0}
_WORST = float("-inf")

Filled = list[list[Cell | None]]


def fill(roles: Sequence[str | None], pieces: Sequence[Cell]) -> Filled:
    """Rows of cells under these roles.

    >>> texts = ["产出指标", "数量指标", "走访次数", "≥350次", "质量指标", "合格率", "100%"]
    >>> rows = fill(["level1", "level2", "level3", "value"], [Cell(t, 0, 0) for t in texts])
    >>> [[c.text if c else "" for c in row] for row in rows][1]
    ['', '质量指标', '合格率', '100%']
    """
    if "value" not in roles:
        roles = ["value" if role == "standard" else role for role in roles]
    whole = _unbroken(roles, pieces)
    if whole is not None:
        return whole
    told = [p for p in pieces if p.shown]
    return _Best(roles).rows(told)


def _unbroken(roles: Sequence[str | None], pieces: Sequence[Cell]) -> Filled | None:
    """The rows of pieces with no cell lost; one blank more a row where pipes stood at both ends."""
    width = len(roles)
    for stride in (width, width + 1):
        if len(pieces) < width or (len(pieces) + stride - width) % stride:
            continue
        rows = [list(pieces[at : at + width]) for at in range(0, len(pieces), stride)]
        between = pieces[width::stride] if stride > width else ()
        if all(fits_row(roles, row) for row in rows) and not any(p.shown for p in between):
            return [list(row) for row in rows]
    return None


@dataclass(frozen=True, slots=True)
class _Step:
    """How a piece came to its column: the column before it, in this row or in the one above."""

    before: int
    opens: bool


class _Best:
    """The best way to lay pieces under headings, found from the left to the right."""

    def __init__(self, roles: Sequence[str | None]) -> None:
        self.roles = roles
        width = range(len(roles))
        self.passed = [0.0, *accumulate(_price(r) for r in roles)]
        self.skipped = [0.0, *accumulate(0.0 if r in _FREE | NUMBERS else _price(r) for r in roles)]
        self.opening = [self.skipped[i] + _NEW_ROW + self._alone(i) for i in width]
        self.longer = [_LONGER.get(r or "", 12.0 if r in NUMBERS else 2.5) for r in roles]
        whole = NUMBERS | _LEVELS
        prices = zip(self.longer, roles, strict=True)
        self.over_lines = [price if role in whole else 0.5 for price, role in prices]

    def _alone(self, column: int) -> float:
        """What belongs to a project stands in no row without its name."""
        alone = self.roles[column] in _PROJECTS and "project" in self.roles[:column]
        return _PROJECT_PASSED if alone else 0.0

    def rows(self, pieces: Sequence[Cell]) -> Filled:
        """The rows of the pieces, none left out."""
        steps: list[list[_Step]] = []
        scores = [_WORST] * len(self.roles)
        for place in range(len(pieces)):
            fits = Fitness(pieces, place)
            column_scores = [fits.score(role, i, self.roles) for i, role in enumerate(self.roles)]
            scores, step = self._advance(scores, column_scores, fits, first=not steps)
            steps.append(step)
        return self._laid(pieces, steps, scores)

    def _advance(
        self, scores: list[float], fitting: list[float], piece: Fitness, *, first: bool
    ) -> tuple[list[float], list[_Step]]:
        """The scores of the next piece in every column, and how it came there."""
        ended = [s - self.passed[-1] + self.passed[i + 1] for i, s in enumerate(scores)]
        last = max(range(len(ended)), key=ended.__getitem__, default=0)
        before, best = 0, _WORST
        prices = self.over_lines if piece.goes_on else self.longer
        found: list[float] = []
        steps: list[_Step] = []
        for column, fit in enumerate(fitting):
            new = (0.0 if first else ended[last]) - self.opening[column]
            on = best - self.passed[column]
            longer = scores[column] - prices[column] - (_CUT_OFF if piece.stands_alone else 0.0)
            score, step = max(
                (new + fit, _Step(last, True)),
                (on + fit, _Step(before, False)),
                (longer, _Step(column, False)),
                key=lambda way: way[0],
            )
            found.append(score)
            steps.append(step)
            if scores[column] + self.passed[column + 1] > best:
                before, best = column, scores[column] + self.passed[column + 1]
        return found, steps

    def _laid(
        self, pieces: Sequence[Cell], steps: list[list[_Step]], scores: list[float]
    ) -> Filled:
        ended = [s - self.passed[-1] + self.passed[i + 1] for i, s in enumerate(scores)]
        column = max(range(len(ended)), key=ended.__getitem__, default=0)
        rows: Filled = []
        row: list[Cell | None] = [None] * len(self.roles)
        for piece, step in zip(reversed(pieces), reversed(steps), strict=True):
            behind = row[column]
            row[column] = piece.joined(behind) if behind else piece
            if step[column].opens:
                rows.append(row)
                row = [None] * len(self.roles)
            column = step[column].before
        return rows[::-1]


def _price(role: str | None) -> float:
    """What it costs to pass over a heading within a row."""
    if role in _PASSED:
        return _PASSED[role]
    if role in _FREE or role is None:
        return 0.0
    return 0.25 if role in _SELDOM else 1.0
