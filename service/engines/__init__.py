"""Columns of cells read where the data is: Arrow, pandas, polars, DuckDB and Spark.

Each name loads its library when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from service.engines.arrow import parse_arrow
    from service.engines.duck import register
    from service.engines.frames import parse_pandas, parse_polars
    from service.engines.spark import parse_column

__all__ = ["parse_arrow", "parse_column", "parse_pandas", "parse_polars", "register"]

_HOMES = {
    "parse_arrow": "arrow",
    "parse_column": "spark",
    "parse_pandas": "frames",
    "parse_polars": "frames",
    "register": "duck",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'service.engines' has no attribute {name!r}")
    found = getattr(import_module(f"service.engines.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
