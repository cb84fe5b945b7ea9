"""Rows as JSON lines: the other columns as they are, and what `parse` gives."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any, BinaryIO

import pyarrow as pa  # type: ignore[import-untyped]

from service.column.shape import Shape
from service.column.sinks import columns_of
from service.console import json_line

LINES = 1 << 14
"""As many rows become Python objects at a time."""


class JsonlSink:
    """One JSON object a row; readings of the shape `JSON` are put in as they are."""

    def __init__(self, stream: BinaryIO, schema: Any, shape: Shape) -> None:
        self.stream = stream
        self.shape = shape
        keys = (encode_basestring(name).replace("%", "%%") for name in schema.names)
        self.line = "{" + ", ".join(f"{key}: %s" for key in keys) + "}\n"

    def write(self, batch: Any, readings: Any) -> None:
        """A line for each row."""
        for first in range(0, batch.num_rows, LINES):
            self._write(batch.slice(first, LINES), readings.slice(first, LINES))

    def close(self) -> None:
        """Nothing is held back."""

    def _write(self, batch: Any, readings: Any) -> None:
        columns = columns_of(batch, readings, self.shape)
        texts = [spelled(column) for column in columns]
        if self.shape is Shape.JSON:
            texts[-1] = iter(columns[-1].to_pylist())
        lines = map(self.line.__mod__, zip(*texts, strict=True))
        self.stream.write("".join(lines).encode())


def spelled(column: Any) -> Iterator[str]:
    """The entries of a column as JSON.

    >>> list(spelled(pa.array([0.5, None, float("nan")])))
    ['0.5', 'null', 'null']
    """
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    spell = str if pa.types.is_integer(column.type) else encode_basestring
    if not (pa.types.is_integer(column.type) or pa.types.is_string(column.type)):
        return map(_spell, column.to_pylist())
    return ("null" if value is None else spell(value) for value in column.to_pylist())


def _spell(value: object) -> str:
    if isinstance(value, int) or value is None:
        return json.dumps(value)
    return json_line(_plain(value))[:-1].decode()


def _plain(value: Any) -> Any:
    """What JSON can hold: no NaN, dates in ISO 8601, decimals as text, bytes in hexadecimal."""
    for kinds, plain in _PLAIN:
        if isinstance(value, kinds):
            return plain(value)
    return value if isinstance(value, str | int | None) else str(value)


_PLAIN: tuple[tuple[Any, Callable[[Any], Any]], ...] = (
    (float, lambda v: (int(v) if v.is_integer() else v) if math.isfinite(v) else None),
    ((datetime, date, time), lambda v: v.isoformat()),
    (Decimal, lambda v: f"{v:f}"),
    (bytes, bytes.hex),
    (dict, lambda v: {key: _plain(entry) for key, entry in v.items()}),
    (list, lambda v: [_plain(entry) for entry in v]),
)
