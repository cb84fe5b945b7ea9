"""Rows as Parquet with a fixed schema; version and lexicon stand in its metadata."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, BinaryIO

from nlp import __version__, lexicon
from nlp.schema import Document
from service.mistakes import Mistake, Refused
from service.writers.rows import COLUMNS, MONEY, Row, Value, rows

try:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]
except ImportError:
    raise Mistake("Parquet needs pyarrow: pip install 'zhibiao[archive]'") from None

ROW_GROUP = 50_000
TOO_MUCH = 10**30
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
    "money": pa.decimal128(38, 8),
}


def _schema() -> Any:
    words = {"zhibiao": __version__, "lexicon": lexicon.current().version}
    return pa.schema([(n, _TYPES[t]) for n, t in COLUMNS.items()], metadata=words)


def _value(value: Value, kind: str) -> Value:
    if kind == "number" and isinstance(value, int | Decimal):
        return float(value)
    if kind == "text" and isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode()
    return value


class ParquetWriter:
    """Documents as one Parquet file, in row groups of bounded size."""

    def __init__(self, stream: BinaryIO) -> None:
        self.schema = _schema()
        self.file = pq.ParquetWriter(stream, self.schema, compression="zstd")
        self.held: list[Row] = []

    def add(self, file: str, document: Document) -> None:
        """Hold the rows of one document until a row group is full."""
        sums = (getattr(p.money, name) for p in document.projects for name in MONEY)
        if any(amount is not None and abs(amount) >= TOO_MUCH for amount in sums):
            raise Refused("a sum of money with more than 30 digits", "write jsonl or csv")
        for row in rows(file, document):
            self.held.append(row)
            if len(self.held) >= ROW_GROUP:
                self._write()

    def close(self) -> None:
        """Write the last row group and the end of the file."""
        self._write()
        self.file.close()

    def _write(self) -> None:
        columns = [
            pa.array([_value(row.get(name), kind) for row in self.held], _TYPES[kind])
            for name, kind in COLUMNS.items()
        ]
        self.file.write_table(pa.table(columns, schema=self.schema))
        self.held.clear()
