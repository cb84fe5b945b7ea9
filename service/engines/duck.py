"""A function of DuckDB."""

from __future__ import annotations

from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from service.column.shape import NESTED
from service.engines.arrow import parse_arrow

_SQL = {
    pa.string(): "VARCHAR",
    pa.float64(): "DOUBLE",
    pa.bool_(): "BOOLEAN",
    pa.int32(): "INTEGER",
}


def register(connection: Any, function: str = "zhibiao") -> None:
    """Give a connection a function of a cell and its indicator's name, or NULL, to a STRUCT.

    >>> import duckdb
    >>> connection = duckdb.connect()
    >>> register(connection)
    >>> connection.sql("SELECT zhibiao('≥5万人', NULL).constraints[1].value").fetchall()
    [(50000.0,)]
    """
    import duckdb

    text, kind = duckdb.sqltype("VARCHAR"), duckdb.sqltype(sql(NESTED))
    connection.create_function(
        function, parse_arrow, [text, text], kind, type="arrow", null_handling="special"
    )


def sql(kind: Any) -> str:
    """An Arrow type as DuckDB writes it.

    >>> sql(pa.list_(pa.string()))
    'VARCHAR[]'
    """
    if pa.types.is_list(kind):
        return f"{sql(kind.value_type)}[]"
    if pa.types.is_struct(kind):
        fields = ", ".join(f'"{field.name}" {sql(field.type)}' for field in kind)
        return f"STRUCT({fields})"
    return _SQL[kind]
