"""A column of cells in, a column of readings out, as Arrow arrays: the core of every engine.

Tables repeat their cells: every pair of value and name is read once, the rows take what was read.
"""

from __future__ import annotations

from service.mistakes import Mistake

try:
    import pyarrow  # type: ignore[import-untyped]  # noqa: F401
except ImportError:
    raise Mistake("columns need pyarrow: pip install 'zhibiao[archive]'") from None

from service.column.readings import Readings
from service.column.shape import Shape

__all__ = ["Readings", "Shape"]
