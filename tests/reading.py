"""What readers make of the bytes of a file."""

from __future__ import annotations

from nlp.tables.grid import Cell
from service.readers import Content, contents


def read(content: bytes) -> Content:
    """The one document that a file holds."""
    (found,) = contents(content, "a")
    assert isinstance(found, Content), found.refused
    return found


def cells(content: bytes) -> list[Cell]:
    """The cells of all its grids."""
    return [cell for grid in read(content).grids for row in grid.rows for cell in row]


def texts(content: bytes) -> list[list[str]]:
    """The texts of its rows."""
    return [[c.text for c in row] for grid in read(content).grids for row in grid.rows]
