"""Spark: a column of a data frame read on the executors, as a function and as a script.

    spark-submit service/engines/spark.py IN OUT --value 指标值 --name 指标

reads Parquet, or csv with --format csv, and writes Parquet.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp import lexicon
from service.column.shape import NESTED
from service.column.sources import Wanted, places
from service.engines.arrow import parse_arrow
from service.mistakes import Mistake, Refused

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.types import DataType


def parse_column(
    frame: DataFrame, value: str, name: str | None = None, *, into: str = "target"
) -> DataFrame:
    """A data frame with the readings of the column `value` in a struct column behind its own.

    `name` is the column of the indicators' names. Raises `Refused` where a column is missing.
    The executors need the package, and the same lexicon as the driver: they stop where it differs.
    """
    cells, names = places(frame.columns, Wanted(value, name))
    if into in frame.columns:
        raise Refused(f"a column {into!r} is there already", "give `into` another name")
    from pyspark.sql.types import StructField, StructType

    schema = StructType([*frame.schema.fields, StructField(into, _type(NESTED))])
    version = lexicon.current().version
    read = partial(_read, cells=cells, names=names, into=into, version=version)
    return frame.mapInArrow(read, schema)


def _read(
    batches: Iterable[Any], *, cells: int, names: int | None, into: str, version: str
) -> Iterator[Any]:
    if lexicon.current().version != version:
        raise Mistake(
            f"this executor has lexicon {lexicon.current().version}, the driver {version}; "
            "give both the same ZHIBIAO_LEXICON"
        )
    for batch in batches:
        called = None if names is None else batch.column(names)
        found = parse_arrow(batch.column(cells), called)
        yield pa.RecordBatch.from_arrays([*batch.columns, found], names=[*batch.schema.names, into])


def _type(kind: Any) -> DataType:
    """An Arrow type as Spark names it."""
    from pyspark.sql import types

    if pa.types.is_list(kind):
        return types.ArrayType(_type(kind.value_type))
    if pa.types.is_struct(kind):
        return types.StructType([types.StructField(f.name, _type(f.type)) for f in kind])
    plain: dict[Any, type[DataType]] = {
        pa.string(): types.StringType,
        pa.float64(): types.DoubleType,
        pa.bool_(): types.BooleanType,
        pa.int32(): types.IntegerType,
    }
    return plain[kind]()


def main(arguments: list[str] | None = None) -> None:
    """Read one table into another, as the options say."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", help="a table, or a folder of its parts")
    parser.add_argument("target", help="a folder that is not there yet, for Parquet")
    parser.add_argument("--value", required=True, help="the column of cells")
    parser.add_argument("--name", help="the column of the indicators' names")
    parser.add_argument("--into", default="target", help="the column to write")
    parser.add_argument("--format", choices=("parquet", "csv"), default="parquet")
    parser.add_argument("--encoding", default="UTF-8", help="of csv")
    given = parser.parse_args(arguments)

    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("zhibiao").getOrCreate()
    options = {"header": True, "multiLine": True, "escape": '"', "encoding": given.encoding}
    reader = spark.read.options(**options) if given.format == "csv" else spark.read
    frame = reader.format(given.format).load(given.source)
    try:
        found = parse_column(frame, given.value, given.name, into=given.into)
    except Refused as refused:
        parser.error(f"{given.source}: {refused}")
    found.write.parquet(given.target)
    spark.stop()


if __name__ == "__main__":
    from service.engines import spark

    spark.main()
