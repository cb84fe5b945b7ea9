"""Rows of the dataset's tables as Arrow tables, and as bytes on the way to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from nlp import __version__
from service.batch.rows import Row, Tables
from service.batch.schema import TABLES, Table
from service.mistakes import Mistake
from service.writers.parquet import money, safe

try:
    import pyarrow as pa  # type: ignore[import-untyped]
except ImportError:
    raise Mistake("a dataset needs pyarrow: pip install 'zhibiao[archive]'") from None

_MONEY = pa.decimal128(38, 8)
_EVIDENCE = {
    "part": pa.string(),
    "text": pa.string(),
    "indicator": pa.int64(),
    "period": pa.string(),
    "start": pa.int64(),
    "end": pa.int64(),
}
_NOTE = {"code": pa.string(), "message": pa.string()}
_SUBTOTAL = {"name": pa.string()} | dict.fromkeys(("total", "fiscal", "special", "other"), _MONEY)
TYPES: dict[str, Any] = {
    "text": pa.string(),
    "number": pa.float64(),
    "integer": pa.int64(),
    "flag": pa.bool_(),
    "money": _MONEY,
    "texts": pa.list_(pa.string()),
    "notes": pa.list_(pa.struct(list(_NOTE.items()))),
    "quotes": pa.list_(pa.struct(list(_EVIDENCE.items()))),
    "sums": pa.list_(pa.struct(list(_SUBTOTAL.items()))),
}
_BY_NAME = {table.name: table for table in TABLES}


def schema(table: Table, version: str) -> Any:
    """The schema of a table, with what its fields mean; `version` is that of the lexicon."""
    fields = [
        pa.field(f.name, TYPES[f.type], metadata={"description": f.meaning}) for f in table.fields
    ]
    words = {
        "description": f"a row is {table.row}",
        "zhibiao": __version__,
        "lexicon": version,
    }
    return pa.schema(fields, metadata=words)


def encoded(tables: Tables) -> bytes:
    """The rows of a document as bytes."""
    made = ((name, _arrow(_BY_NAME[name], rows)) for name, rows in tables.items())
    return b"".join(framed(name, table) for name, table in made)


def framed(name: str, table: Any) -> bytes:
    """An Arrow table as bytes behind its name; they may be put end to end."""
    sink = pa.BufferOutputStream()
    head = name.encode()
    sink.write(bytes([len(head)]) + head)
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return bytes(sink.getvalue())


def decoded(payload: bytes) -> Iterator[tuple[str, Any]]:
    """The tables that bytes of `framed` hold."""
    source = pa.BufferReader(payload)
    while length := source.read(1):
        name = source.read(length[0]).decode()
        yield name, pa.ipc.open_stream(source).read_all()


def _arrow(table: Table, rows: Sequence[Row]) -> Any:
    bare = pa.schema([pa.field(f.name, TYPES[f.type]) for f in table.fields])
    return pa.table(_columns(table, rows), schema=bare)


def _columns(table: Table, rows: Sequence[Row]) -> list[Any]:
    return [
        pa.array([_value(row.get(f.name), f.type) for row in rows], TYPES[f.type])
        for f in table.fields
    ]


def _value(value: Any, kind: str) -> Any:
    """A value as Arrow takes it: half a surrogate pair, in a text of any depth, as its escape."""
    if value is None:
        return None
    if kind == "number":
        return float(value)
    if kind in ("text", "texts"):
        return safe(str(value)) if kind == "text" else [safe(str(text)) for text in value]
    if kind == "money":
        return money(value)
    if kind in ("notes", "quotes", "sums"):
        return [{name: _inner(part) for name, part in one.items()} for one in value]
    return value


def _inner(value: Any) -> Any:
    if isinstance(value, Decimal):
        return money(value)
    return safe(value) if isinstance(value, str) else value
