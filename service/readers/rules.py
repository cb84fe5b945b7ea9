"""The rules in a picture → the areas of the cells between them."""

from __future__ import annotations

from typing import Any

from service.readers.libraries import needed
from service.readers.ruled import Area

_DARK = 140
_SHORTEST = 24
_SNAP = 3


def tables(pixels: Any, unit: float) -> list[list[Area]]:
    """The cells of every table in an image of RGB; `unit` is how many pixels make a point."""
    numpy = needed("numpy", "a picture", "ocr")
    table = needed("pdfplumber.table", "a picture")
    dark = pixels.min(axis=2) < _DARK
    edges = [_edge(run, "h", unit) for run in _runs(numpy, dark, _SHORTEST * unit)]
    edges += [_edge(run, "v", unit) for run in _runs(numpy, dark.T, _SHORTEST * unit)]
    merged = table.merge_edges(edges, _SNAP, _SNAP, _SNAP, _SNAP)
    crossings = table.edges_to_intersections(merged, _SNAP, _SNAP)
    cells = table.intersections_to_cells(crossings)
    return [list(found) for found in table.cells_to_tables(cells)] if cells else []


def _runs(numpy: Any, dark: Any, shortest: float) -> list[tuple[int, int, int]]:
    """Stretches of dark pixels in every row: row, begin and end."""
    found: list[tuple[int, int, int]] = []
    rows = numpy.flatnonzero(dark.sum(axis=1) >= shortest)
    for row in rows:
        steps = numpy.flatnonzero(numpy.diff(dark[row].astype("i1"), prepend=0, append=0))
        for begin, end in zip(steps[::2], steps[1::2], strict=True):
            if end - begin >= shortest:
                found.append((int(row), int(begin), int(end)))
    return found


def _edge(run: tuple[int, int, int], way: str, unit: float) -> dict[str, Any]:
    """A run as pdfplumber describes an edge."""
    at, begin, end = (value / unit for value in run)
    x0, x1, top, bottom = (begin, end, at, at) if way == "h" else (at, at, begin, end)
    box = {"x0": x0, "x1": x1, "top": top, "bottom": bottom}
    return box | {"width": x1 - x0, "height": bottom - top, "orientation": way}
