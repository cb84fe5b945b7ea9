"""Lines that name each cell, 一级指标：… 三级指标：… 指标值：… → headings and rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import regex

from nlp.tables.columns import TOLD_ROLES
from nlp.tables.grid import Cell, Row
from nlp.tables.headings import heading
from nlp.tables.items import item

_LABEL = regex.compile(r"(?<![^\s;；,，、。|])([^\s:：;；,，。、|]{2,12}+)\s*+[:：]")
_LONGEST_LINE = 2000


def spelled(given: Sequence[Row]) -> list[Row]:
    """Rows, those that name an indicator and its target below a row of their headings.

    >>> rows = [Row(0, [Cell("二级指标：数量指标，三级指标：巡查次数，指标值：≥5次", 0, 0)])]
    >>> [[c.shown for c in row.cells] for row in spelled(rows)]
    [['二级指标', '三级指标', '指标值'], ['数量指标', '巡查次数', '≥5次']]
    """
    found: list[Row] = []
    heads: list[str] = []
    for row in given:
        labels = _labels(row)
        if not labels:
            found.append(row)
            heads = []
            continue
        if heads != [m[1] for m in labels]:
            heads = [m[1] for m in labels]
            found.append(Row(row.number, [_piece(row.cells[0], *m.span(1)) for m in labels]))
        ends = [*(m.start() for m in labels[1:]), len(row.cells[0].text)]
        cells = [_piece(row.cells[0], m.end(), end) for m, end in zip(labels, ends, strict=True)]
        found.append(Row(row.number, cells))
    return found


def _labels(row: Row) -> list[regex.Match[str]]:
    """The labels of a line that tells an indicator's name, its target and more of it."""
    text = row.cells[0].text if len(row.cells) == 1 else ""
    if not text or len(text) > _LONGEST_LINE:
        return []
    found = [(m, h.role) for m in _LABEL.finditer(text) if (h := heading(m[1]))]
    told = [m for m, role in found if role in TOLD_ROLES]
    roles = {role for _, role in found}
    whole = len(told) > 2 and {"level3", "value"} <= roles and not text[: told[0].start()].strip()
    return told if whole else []


def _piece(cell: Cell, start: int, end: int) -> Cell:
    part = item(cell.text, start, end)
    return replace(cell, text=part.text, offset=cell.offset + part.start)
