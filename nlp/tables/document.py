"""A text or grid → its projects, indicators and sums."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.notes import note
from nlp.schema import Document, Note
from nlp.tables.assembly import Assembly
from nlp.tables.grid import Grid
from nlp.tables.layouts import flattened
from nlp.tables.outline import outline
from nlp.tables.text.layout import laid_out
from nlp.tables.text.plaintext import from_text

_MENDED = "commas within a number cut row {}; it was put together"
Given = str | Grid | Sequence[Grid] | Sequence[Sequence[object]]


def structure(text_or_grid: Given) -> Document:
    """Read a table of performance goals; never raises on any text.

    >>> found = structure("一级指标\\t三级指标\\t指标值\\n产出指标\\t走访次数\\t≥350次")
    >>> found.projects[0].indicators[0].targets[0].target.text
    '≥350次'
    """
    grids = _grids(text_or_grid)
    notes: list[Note] = []
    rows = laid_out([row for grid in grids for row in grid.laid_out()], notes)
    document = Assembly().read(outline(flattened.parted(rows)))
    document.notes += notes
    mended = sorted({row for grid in grids for row in grid.mended})
    document.notes += [note("row_torn", _MENDED.format(row)) for row in mended]
    document.notes += [note("columns_cut", c.shown) for g in grids if (c := g.beyond())]
    return document


def _grids(given: Given) -> list[Grid]:
    if isinstance(given, str):
        return [from_text(given)]
    if isinstance(given, Grid):
        return [given]
    grids = [g for g in given if isinstance(g, Grid)]
    rows = [row for row in given if not isinstance(row, Grid)]
    return grids if not rows else [*grids, Grid.of(rows)]
