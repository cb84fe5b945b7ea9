"""Indicators told in running text, with nothing but their classes to hold on to."""

from __future__ import annotations

from nlp.grid import Cell
from nlp.schema import Indicator, Note


def read_prose(cell: Cell, notes: list[Note]) -> list[Indicator]:
    """The indicators of a text."""
    return []
