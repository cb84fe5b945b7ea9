"""The rows of a text as it stands → rows of cells, by every way in which text lays out a table."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.schema import Note
from nlp.tables.grid import Row
from nlp.tables.text.around import centred_values
from nlp.tables.text.broken import unbroken
from nlp.tables.text.cards import laid_as_table
from nlp.tables.text.centred import uncentred
from nlp.tables.text.pages import joined
from nlp.tables.text.spaced import set_apart
from nlp.tables.text.spelled import spelled
from nlp.tables.text.wrapped import gathered, rejoined


def laid_out(given: Sequence[Row], notes: list[Note]) -> list[Row]:
    """Rows of cells; those of a grid come back as they are.

    >>> from nlp.tables.grid import Cell
    >>> lines = ["一级指标  三级指标  指标值", "产出指标  走访      ≥9次", "第1页"]
    >>> rows = laid_out([Row(n, [Cell(t, n, 0)]) for n, t in enumerate(lines)], [])
    >>> [[cell.text for cell in row.cells] for row in rows][1:]
    [['产出指标', '走访', '≥9次']]
    """
    rows = spelled(unbroken(joined(given)))
    rows = uncentred(centred_values(laid_as_table(rows)), notes)
    return gathered(set_apart(rejoined(rows)))
