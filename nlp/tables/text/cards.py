"""Indicators told line by line, a label and its value on each → a table of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import regex

from nlp.tables.columns import TOLD_ROLES
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading

_LABELLED = regex.compile(r"\s*+([^:：\n]{2,16})[:：]\s*+(?=\S)")


class _Told(NamedTuple):
    """A label, the role that it names, and the value behind it."""

    role: str
    label: Cell
    value: Cell


def laid_as_table(given: Sequence[Row]) -> list[Row]:
    """Cards of indicators as rows below headings; all other rows as they are.

    >>> lines = ["一级指标：产出指标", "三级指标：走访", "年度指标值：≥9次"]
    >>> lines += ["一级指标：产出指标", "三级指标：合格率", "年度指标值：100%"]
    >>> rows = laid_as_table([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)])
    >>> [[cell.text for cell in row.cells] for row in rows][1:]
    [['产出指标', '走访', '≥9次'], ['产出指标', '合格率', '100%']]
    """
    found: list[Row] = []
    run: list[_Told] = []
    rows: list[Row] = []
    for row in [*given, None]:
        told = _told(row) if row is not None else None
        if row is not None and (told or (run and not row.cells)):
            run += [told] if told else []
            rows.append(row)
            continue
        found += _table(run) or rows
        run, rows = [], []
        found += [row] if row is not None else []
    return found


def _told(row: Row) -> _Told | None:
    """What a row of a card tells: a label with its value behind a colon, or in the next cell."""
    if len(row.cells) == 2:
        label, value = row.cells
    elif len(row.cells) == 1 and (match := _LABELLED.match(row.cells[0].text)):
        label = replace(row.cells[0], text=match[1])
        behind = row.cells[0].text[match.end() :]
        value = replace(row.cells[0], text=behind, offset=row.cells[0].offset + match.end())
    else:
        return None
    read = heading(label.shown)
    if read is None or read.role not in TOLD_ROLES or heading(value.shown):
        return None
    return _Told(read.role + (read.period or ""), label, value)


def _table(run: Sequence[_Told]) -> list[Row]:
    """The headings and a row a card; none where the lines are no cards."""
    heads = {told.role: told.label for told in reversed(run)}
    order = list(dict.fromkeys(told.role for told in run))
    if "level3" not in heads or not any(role.startswith(("value", "standard")) for role in order):
        return []
    cards: list[dict[str, Cell]] = []
    for told in run:
        if not cards or told.role in cards[-1]:
            cards.append({})
        cards[-1][told.role] = told.value
    table = [Row(run[0].label.row, [heads[role] for role in order])]
    for card in cards:
        number = next(iter(card.values())).row
        cells = [card.get(role, Cell("", number, 0)) for role in order]
        table.append(Row(card.get("level3", cells[0]).row, cells))
    return table
