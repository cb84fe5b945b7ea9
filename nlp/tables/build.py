"""Indicators and projects from the texts of their cells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache

import regex

from nlp import lexicon
from nlp.cells.names import read_name
from nlp.cells.target import parse
from nlp.notes import note
from nlp.schema import Indicator, Note, PeriodTarget, Project, Source, Subtotal
from nlp.tables.classes import classes, pair, resolve
from nlp.tables.columns import Columns
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import words
from nlp.tables.items import unwrapped

_PAIR = regex.compile(r"\s*[【\[（(]([^】\])）]{4,30}+)[】\])）]")
_PATH = regex.compile(r"([^/>→_—-]{2,20}+)[/>→_—-]++([^/>→_—-]{2,20}+)[/>→_—-]++(.+)")
_WEIGHT = regex.compile(r"\s*([0-9]{1,4}+(?:[.．][0-9]{1,4}+)?+)")


@dataclass(slots=True)
class Reading:
    """What a layout makes of a table: projects, or indicators of a project named elsewhere."""

    projects: list[Project] = field(default_factory=list)
    indicators: list[Indicator] = field(default_factory=list)
    subtotals: list[Subtotal] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Named:
    """An indicator's name and the classes that stand with it, as written."""

    raw: str
    level1: str = ""
    level2: str = ""


def indicator(
    named: Named,
    targets: Iterable[tuple[str, str]],
    *,
    actual: str | None = None,
    weight: Decimal | None = None,
    score: Decimal | None = None,
    source: Source,
    notes: list[Note],
) -> Indicator:
    """One indicator; an unknown class leaves a note in `notes`."""
    named = _with_prefix(named)
    points = _points().search(named.raw) if weight is None else None
    if points is not None:
        weight, named = Decimal(points[1]), replace(named, raw=named.raw[: points.start()])
    kind = resolve(named.level1, named.level2)
    told = kind != resolve(named.level1, "")
    for text, known in ((named.level1, False), (named.level2, told)):
        if text and not (known or resolve(text, "") or resolve("", text)):
            notes.append(note("class_unknown", text))
    return Indicator(
        kind.level1 if kind else None,
        kind.level2 if kind else None,
        kind.code if kind else None,
        unwrapped(read_name(named.raw).name),
        named.raw,
        [PeriodTarget(period, parse(text, name=named.raw)) for period, text in targets],
        parse(actual, name=named.raw) if actual else None,
        weight,
        source,
        score,
    )


@cache
def _points() -> regex.Pattern[str]:
    """The weight of an indicator in brackets behind its name: （10分）."""
    return regex.compile(
        rf"(?<=\S)\s*+[(（]([0-9]{{1,2}}(?:\.[0-9])?+)(?:{'|'.join(words('score'))})[)）]$"
    )


lexicon.on_change(_points.cache_clear)


def _with_prefix(named: Named) -> Named:
    """【产出指标-数量指标】指标1：…, 数量指标：…: the classes go before the cells' own."""
    match = _PAIR.match(named.raw)
    both = pair(match[1]) if match else None
    if match is not None and both is not None:
        return Named(named.raw[match.end() :].strip(), *both)
    path = _PATH.fullmatch(named.raw)
    both = pair(f"{path[1]}-{path[2]}") if path else None
    if path is not None and both is not None:
        return Named(path[3].strip(), *both)
    head, _, rest = named.raw.replace("：", ":").partition(":")
    if rest and not named.level2 and any(c.level2 for c in classes(head)):
        return Named(named.raw[len(head) + 1 :].strip(), named.level1, head)
    return named


def weight(text: str) -> Decimal | None:
    """The number of a cell of weights or scores; None above a hundred: two run together.

    >>> weight("10分"), weight("2020")
    (Decimal('10'), None)
    """
    match = _WEIGHT.match(text)
    found = Decimal(match[1].replace("．", ".")) if match else None
    return found if found is not None and found <= 100 else None


def source_of(cell: Cell, start: int = 0, end: int | None = None) -> Source:
    """Where a part of a cell's shown text stands; offsets count in the cell's text as given."""
    first, last = cell.place(start, len(cell.shown) if end is None else end)
    origin = cell.origin
    return Source(origin.file, origin.sheet, origin.page, cell.row, cell.column, first, last)


def row_source(row: Row) -> Source:
    """Where a row stands."""
    origin = row.filled[0].origin
    return Source(origin.file, origin.sheet, origin.page, row.number)


def owner_of(row: Row, made: Columns) -> str:
    """The unit that a row names, before the code of one, before its department."""
    told = [row.text(i) for role in ("owner", "department") for i in made.all(role)]
    named = (text for text in told if not text.isdigit())
    return next(filter(None, named), "") or next(filter(None, told), "")


def owner_above(row: Row, made: Columns, above: str) -> str:
    """The unit that a row names, or that a cell merged downwards before the project named above."""
    left = [i for role in ("owner", "department") for i in made.all(role)]
    project = made.first("project")
    merged = bool(left) and project is not None and min(left) < project
    return owner_of(row, made) or (above if merged else "")
