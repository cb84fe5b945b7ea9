"""A column a class, 数量指标, 质量指标 and 时效指标 side by side, with no column of projects."""

from __future__ import annotations

from nlp.tables.build import Reading
from nlp.tables.headings import is_total
from nlp.tables.labels import is_remark
from nlp.tables.layouts.prose import under
from nlp.tables.outline import Table
from nlp.tables.sums import left_out


def read(table: Table, unit: str | None) -> Reading | None:
    """The indicators of every cell under a class; None for another layout."""
    del unit
    if not table.columns.classed:
        return None
    made = Reading(notes=left_out(table))
    for row in table.rows:
        if is_total(row.filled[0].shown) or is_remark(row.filled[0].shown):
            continue
        for place, head in table.columns.classed.items():
            if row.text(place):
                made.indicators += under(row.cells[place], head, made.notes)
    return made
