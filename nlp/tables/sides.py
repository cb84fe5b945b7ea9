"""Tables with two lists side by side, 中期目标 on the left and 年度目标 on the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nlp.schema import Indicator
from nlp.tables.columns import Columns
from nlp.tables.grid import Row

_LEVELS = ("seq", "class", "level1", "level2")
_PERIODS = ("cycle", "annual")


def sides(made: Columns) -> list[Columns]:
    """The columns of each list, those that they share in every one; a single one for most tables.

    >>> from nlp.tables.grid import Cell
    >>> from nlp.tables.columns import columns
    >>> heads = ["一级指标", "二级指标", "三级指标", "指标值", "二级指标", "三级指标", "指标值"]
    >>> [s.name for s in sides(columns([Row(0, [Cell(t, 0, i) for i, t in enumerate(heads)])]))]
    [2, 5]
    """
    starts = [_start(made, name) for name in made.all("level3")]
    if len(starts) < 2 or len(set(starts)) < len(starts):
        return [made]
    starts[0] = 0
    ends = [*starts[1:], made.width]
    found = [_side(made, start, end) for start, end in zip(starts, ends, strict=True)]
    return found if all(side.values for side in found) else [made]


def _start(made: Columns, name: int) -> int:
    """The first column of the levels right before a name."""
    levels = {i for role in _LEVELS for i in made.all(role)}
    while name - 1 in levels:
        name -= 1
    return name


def _side(made: Columns, start: int, end: int) -> Columns:
    own = {role: [i for i in places if start <= i < end] for role, places in made.roles.items()}
    roles = {role: places for role, places in own.items() if places}
    for role in (*_LEVELS, "project"):
        left = [i for i in made.all(role) if i < start]
        if role not in roles and left:
            roles[role] = left[:1]
    values = [value for value in made.values if start <= value[1] < end]
    unknown = {i: text for i, text in made.unknown.items() if start <= i < end}
    return Columns(roles, values, made.units, made.measures, unknown, {}, made.width)


def dated(found: Sequence[Columns], rows: Sequence[Row], told: Sequence[str]) -> list[Columns]:
    """The lists with the periods of their targets, where their own headings tell none.

    `told` are the periods of the narratives above them; without these it is the order of the
    official form, where both lists name the same indicators.
    """
    if len(found) != 2 or any(value[0] != "annual" for side in found for value in side.values):
        return list(found)
    named = [tuple(row.text(side.name) for side in found) for row in rows]
    same = sum(1 for left, right in named if left and left == right)
    order = list(told) if sorted(told) == sorted(_PERIODS) else _PERIODS
    if order is _PERIODS and 2 * same < len(named):
        return list(found)
    return [
        replace(side, values=[(period, i, other) for _, i, other in side.values])
        for side, period in zip(found, order, strict=True)
    ]


def merged(found: list[Indicator]) -> list[Indicator]:
    """Indicators that stand on both sides as one, with the targets of both."""
    kept: dict[tuple[str | None, str | None, str], Indicator] = {}
    whole: list[Indicator] = []
    for one in found:
        key = (one.level1, one.level2, one.name)
        other = kept.get(key)
        periods = {target.period for target in one.targets}
        if other is not None and periods.isdisjoint(t.period for t in other.targets):
            other.targets += one.targets
        else:
            kept[key] = one
            whole.append(one)
    return whole
