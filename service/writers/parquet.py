"""Rows as Parquet with a fixed schema; version and lexicon stand in its metadata."""

from __future__ import annotations

from decimal import Context, Decimal
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
_FINEST, _EXACT = Decimal("1e-8"), Context(prec=80)
_TYPES: dict[str, Any] = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
    "money": pa.decimal128(38, 8),
}


def schema() -> Any:
    """The columns of `service.writers.rows`, with the versions that write them."""
    words = {"zhibiao": __version__, "lexicon": lexicon.current().version}
    return pa.schema([(n, _TYPES[t]) for n, t in COLUMNS.items()], metadata=words)


def money(amount: Decimal) -> Decimal:
    """A sum as a table keeps it, to 8 decimals; raises `Refused` for one that none can hold.

    >>> money(Decimal("3760000.00000000002"))
    Decimal('3760000.00000000')
    """
    if not abs(amount) < TOO_MUCH:
        raise Refused("a sum of money with more than 30 digits", "write jsonl or csv")
    return amount.quantize(_FINEST, context=_EXACT)


def safe(text: str) -> str:
    r"""A text that can be written as UTF-8: half a surrogate pair becomes its escape.

    >>> safe("人\ud800")
    '人\\ud800'
    """
    return text.encode("utf-8", "backslashreplace").decode()


def _value(value: Value, kind: str) -> Value:
    if kind == "number" and isinstance(value, int | Decimal):
        return float(value)
    if kind == "money" and isinstance(value, Decimal):
        return money(value)
    if kind == "text" and isinstance(value, str):
        return safe(value)
    return value


def as_table(held: list[Row]) -> Any:
    """Rows as an Arrow table."""
    columns = [
        pa.array([_value(row.get(name), kind) for row in held], _TYPES[kind])
        for name, kind in COLUMNS.items()
    ]
    return pa.table(columns, schema=schema())


def check(document: Document) -> None:
    """Refuse a document with a sum that no table can hold."""
    for project in document.projects:
        for name in MONEY:
            money(getattr(project.money, name) or Decimal(0))


class ParquetWriter:
    """Documents as one Parquet file, in row groups of bounded size."""

    def __init__(self, stream: BinaryIO) -> None:
        self.schema = schema()
        self.file = pq.ParquetWriter(stream, self.schema, compression="zstd")
        self.held: list[Row] = []

    def add(self, file: str, document: Document) -> None:
        """Hold the rows of one document until a row group is full."""
        check(document)
        for row in rows(file, document):
            self.held.append(row)
            if len(self.held) >= ROW_GROUP:
                self._write()

    def close(self) -> None:
        """Write the last row group and the end of the file."""
        self._write()
        self.file.close()

    def _write(self) -> None:
        self.file.write_table(as_table(self.held))
        self.held.clear()
