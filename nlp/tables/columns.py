"""The columns of a table: which cell of a row is what, after one or two rows of headings."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from nlp.cells.names import read_name
from nlp.tables.classes import classes
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import Heading, heading, is_period, is_total, period_of

INDICATOR_ROLES = frozenset(
    ("level1", "level2", "level3", "class", "sign", "value", "standard", "weight", "score")
) | {"actual", "reason"}
TOLD_ROLES = INDICATOR_ROLES | {"unit", "remark", "seq"}
_BY_SOURCE = ("total", "fiscal", "special", "other", "carried", "by_level", "source")
SUM_ROLES = (*_BY_SOURCE, "initial", "executed")
MOST_COLUMNS = 200
_BRACKET = regex.compile(r"[(（]([^()（）]*+)[)）]\s*+$")
_WHEN = frozenset({"year", "other_fact"})
_DATED = frozenset({"value", "standard", "actual"})
_NAMED = frozenset({"level1", "level2", "level3"})
_SIGNS = "≥≤><=＞＜＝"
LEVELS = frozenset({"level1", "level2", "level3", "class"})


@dataclass(slots=True)
class Columns:
    """The column of every role; `values` holds period, column and the one to fall back on.

    `unknown` holds the headings that are in no lexicon, `classed` those that are indicator classes.
    """

    roles: dict[str, list[int]] = field(default_factory=dict)
    values: list[tuple[str, int, int | None]] = field(default_factory=list)
    units: dict[int, str] = field(default_factory=dict)
    measures: dict[int, str] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    classed: dict[int, Cell] = field(default_factory=dict)
    width: int = 0

    def first(self, role: str) -> int | None:
        """The first column of a role."""
        return self.roles.get(role, [None])[0]

    def all(self, role: str) -> list[int]:
        """Every column of a role, from the left."""
        return self.roles.get(role, [])

    def has(self, *roles: str) -> bool:
        """Whether any of these roles has a column."""
        return any(role in self.roles for role in roles)

    def beside(self, role: str, place: int) -> list[int]:
        """The signs or units that go with the values at a place: those next to it, or of all."""
        found, values = self.all(role), [column for _, column, _ in self.values]
        if len(values) < 2 or not any(values[0] < i < values[-1] for i in found):
            return found
        ends = [-1, *values] if found[0] < values[0] else [*values, self.width]
        return [i for i in found if ends[place] < i < ends[place + 1]]

    def by_place(self) -> list[str | None]:
        """The role of every column."""
        found: list[str | None] = [None] * self.width
        for role, places in self.roles.items():
            for place in places:
                found[place] = role
        return found

    def forget(self, repeated: set[int]) -> None:
        """Leave out columns that repeat the one to their left: a cell merged along the row."""
        kept = {role: [i for i in p if i not in repeated] for role, p in self.roles.items()}
        self.roles = {role: places for role, places in kept.items() if places}
        self.values = [value for value in self.values if value[1] not in repeated]

    @property
    def name(self) -> int | None:
        """The column of the indicators' names."""
        return self.first("level3")


def is_header(row: Row, below: Row | None = None) -> bool:
    """Whether a row holds headings of a table that is read row by row."""
    cells = row.filled
    if len(cells) > MOST_COLUMNS:
        return False
    found = [heading(c.shown) for c in cells]
    known = [h for h in found if h]
    roles = [h.role for h in known]
    if heads_classes(row):
        return True
    few = len(known) < 2 or len(known) < 0.6 * len(cells)
    if few and not (_NAMED.issubset(roles) and not any(_is_content(c.shown) for c in cells)):
        return False
    if len(LEVELS.intersection(roles)) >= 2 or _names_and_values(roles):
        return True
    return _heads_projects(row, found, below)


def heads_classes(row: Row) -> bool:
    """Whether a row holds classes as headings: 数量指标, 质量指标, 效益指标."""
    told = [c.shown for c in row.filled]
    first = next((text for text in told if not heading(text)), "")
    if not any(c.level2 for c in classes(first)):
        return False
    plain = [text for text in told if not heading(text)]
    seconds = {c.level2 for text in plain for c in classes(text) if c.level2}
    return len(seconds) > 1 and len(plain) > 2 and all(map(classes, plain))


def _is_content(text: str) -> bool:
    """Whether a text cannot be a heading of a column that nobody knows."""
    figure = text[:1] in _SIGNS or text[:1].isdigit()
    return bool(classes(text)) or (figure and not is_period(text)) or len(text) > 20


def _names_and_values(roles: list[str]) -> bool:
    names = LEVELS.intersection(roles) or "indicators" in roles
    valued = {"value", "standard", "sign", "actual", "unit", "goal"}.intersection(roles)
    return bool(names and valued) and "project" not in roles


def _heads_projects(row: Row, found: list[Heading | None], below: Row | None) -> bool:
    roles = {h.role for h in found if h}
    if "project" not in roles or not roles - {"project", "other_fact", "seq", "year"}:
        return False
    at = next(i for i, h in enumerate(found) if h and h.role == "project")
    if at + 1 < len(found) and found[at + 1] is None:
        return False
    told = roles & {"indicators", "goal", "level1", "level2", "level3", *SUM_ROLES}
    if not told and len(roles) < 4:
        return False
    start = below.filled[:1] if below else []
    return not (start and (h := heading(start[0].shown)) and h.role in ("department", "owner"))


def is_subheader(row: Row) -> bool:
    """Whether a row below the headings holds headings too."""
    told = [c.shown for c in row.filled]
    known = [bool(heading(text) or is_period(text)) for text in told]
    return any(known) and all(k or is_total(t) for k, t in zip(known, told, strict=True))


def is_superheader(row: Row) -> bool:
    """Whether a row above the headings names groups of columns."""
    cells = row.filled
    if not cells or len(cells) > 8 or any(len(c.shown) > 40 for c in cells):
        return False
    return all(heading(c.shown) or is_period(c.shown) for c in cells)


def columns(rows: list[Row]) -> Columns:
    """Read one or more rows of headings, the lowest last."""
    width = max(len(row.cells) for row in rows)
    made = Columns(width=width)
    read: list[tuple[Heading | None, str | None]] = []
    for index in range(width):
        read.append(_column(rows, index))
    roles = [h.role if h else None for h, _ in read]
    for index, (found, period) in enumerate(read):
        if found is None:
            text = rows[-1].text(index)
            if text and classes(text) and heads_classes(rows[-1]):
                made.classed[index] = rows[-1].cells[index]
            elif text:
                made.unknown[index] = text
            continue
        role = _settle(found.role, index, roles)
        if found.unit:
            made.units[index] = found.unit
        if role in ("value", "standard"):
            made.values.append((period or "annual", index, None))
            made.measures |= _measure(rows, index)
        made.roles.setdefault(role, []).append(index)
        if role == "actual" and period == "annual":
            made.roles[role].sort(key=index.__ne__)
    _pair_standards(made)
    return made


def _column(rows: list[Row], index: int) -> tuple[Heading | None, str | None]:
    """The lowest heading of a column, and the period it or the one above it names."""
    found: Heading | None = None
    period: str | None = None
    for depth, row in enumerate(reversed(rows)):
        text = row.text(index)
        if not text and depth and depth == len(rows) - 1:
            text = _spread(row, index)
        read = heading(text) if text else None
        if found is None or (read and read.role in _DATED and found.role in _WHEN):
            found = read or found
        period = period or (read.period if read else period_of(text) if len(text) < 40 else None)
        if found and read and read.unit and not found.unit:
            found = Heading(found.role, found.period, read.unit)
    return found, period


def _measure(rows: list[Row], index: int) -> dict[int, str]:
    """The unit in brackets behind a heading of values: 目标值（万人次）."""
    for text in (row.text(index) for row in reversed(rows)):
        found = read_name(text).unit if text else None
        if found is not None and not (found.isascii() and found.isalpha()):
            bracket = _BRACKET.search(text)
            return {index: bracket[1]} if bracket else {}
    return {}


def _spread(row: Row, index: int) -> str:
    """The heading to the left, where a heading over several columns is written once."""
    while index > 0:
        index -= 1
        if row.text(index):
            return row.text(index)
    return ""


def _settle(role: str, index: int, roles: list[str | None]) -> str:
    """What a heading means in the company of the others."""
    named = bool(LEVELS.intersection(r for r in roles if r))
    if role == "goal":
        lone = named and "value" not in roles and "standard" not in roles
        return "value" if lone or ("project" not in roles and _no_values(roles)) else "goal"
    if role == "indicators":
        if "level3" in roles:
            return "group"
        beside = {"level1", "level2", "class", "value"}
        if _no_values(roles) and "goal" in roles and "project" not in roles:
            beside |= {"weight", "score"}
        return "level3" if beside.intersection(roles) else role
    if role == "unit" and "project" in roles and not _right_of_names(index, roles):
        return "owner"
    return role


def _no_values(roles: list[str | None]) -> bool:
    return "indicators" in roles and "value" not in roles and "standard" not in roles


def _right_of_names(index: int, roles: list[str | None]) -> bool:
    names = [i for i, r in enumerate(roles) if r in ("level3", "level2", "value")]
    return bool(names) and index > names[0]


def _pair_standards(made: Columns) -> None:
    """指标值 and 绩效标准 of one period: one target, the second where the first is blank."""
    standards = made.all("standard")
    values = [v for v in made.values if v[1] not in standards]
    for period, index, _ in [v for v in made.values if v[1] in standards]:
        at = next((i for i, v in enumerate(values) if v[0] == period and v[2] is None), None)
        if at is None:
            values.append((period, index, None))
        else:
            values[at] = (period, values[at][1], index)
    made.values = sorted(values, key=lambda v: v[1])


def holds_class(row: Row) -> bool:
    """Whether a row begins with an indicator class and goes on: a table without headings."""
    cells = row.filled
    return len(cells) > 2 and any(classes(c.shown) for c in cells[:2])


def guessed(row: Row) -> Columns:
    """The columns of a table without headings, after its first row."""
    places = [row.index(c) for c in row.filled]
    levels = [i for i in places if classes(row.text(i))][:2]
    roles: dict[str, list[int]] = {}
    for index in levels:
        second = any(c.level2 is not None for c in classes(row.text(index)))
        role = "level2" if second and (len(levels) == 1 or index != levels[0]) else "level1"
        roles.setdefault(role, [index])
    rest = [i for i in places if i > levels[-1]]
    roles |= {"level3": rest[:1]} if rest else {}
    values: list[tuple[str, int, int | None]] = [("annual", i, None) for i in rest[1:2]]
    return Columns(roles, values, width=len(row.cells))
