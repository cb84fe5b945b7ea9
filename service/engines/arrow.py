"""An Arrow array in, a struct array out."""

from __future__ import annotations

from functools import cache
from typing import Any

from nlp import lexicon
from service.column import Readings

KEPT = 1 << 16
"""Distinct pairs remembered by a process from call to call."""


def parse_arrow(values: Any, names: Any = None) -> Any:
    """The readings of an array of cells, and of their indicators' names, as a struct array.

    Raises `Refused` where the array holds lists, structs or bytes. A null is an empty cell.

    >>> import pyarrow as pa
    >>> parse_arrow(pa.array(["≥5万人", "及时"])).field("kind").to_pylist()
    ['quantitative', 'qualitative']
    """
    return _readings()(values, names)


@cache
def _readings() -> Readings:
    readings = Readings(kept=KEPT)
    lexicon.on_change(readings.forget)
    return readings
