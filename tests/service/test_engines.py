"""Columns read in pandas, polars, DuckDB and plain Arrow: the same readings everywhere."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from nlp import lexicon, parse
from service import engines
from service.engines import parse_arrow, parse_pandas, parse_polars, register
from service.mistakes import Refused

CELLS = ["≥5万人", "参会人数>500人，企业>100家", None, "≥5万人", "32.5"]
NAMES = ["受益人数", None, "数量", "受益人数", "栽植面积（≥**亩）"]
WANTED = parse_arrow(pa.array(CELLS), pa.array(NAMES)).to_pylist()


def test_the_readings_are_those_of_parse() -> None:
    for reading, cell, name in zip(WANTED, CELLS, NAMES, strict=True):
        target = parse(cell or "", name).to_dict()
        assert {**reading, "text": cell or ""} == {**target, "exact": None}


@pytest.mark.parametrize(
    "kind", [pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
)
def test_every_kind_of_string(kind: pa.DataType) -> None:
    cells, names = pa.array(CELLS).cast(kind), pa.chunked_array([NAMES[:2], NAMES[2:]])
    assert parse_arrow(cells, names).to_pylist() == WANTED


def test_pandas() -> None:
    frame = pd.DataFrame({"指标值": CELLS, "指标": NAMES}, index=list("abcde"))
    found = parse_pandas(frame["指标值"], frame["指标"])
    assert found.to_list() == WANTED
    assert list(found.index) == list("abcde") and found.name == "指标值"
    assert next(iter(frame.assign(target=found)["target"].struct.field("kind"))) == "quantitative"
    categories = parse_pandas(frame["指标值"].astype("category"), frame["指标"])
    assert categories.to_list() == WANTED


def test_objects_of_pandas_are_read_by_their_text() -> None:
    found = parse_pandas(pd.Series(["≥5人", 7, float("nan"), "≥\ud800人"], dtype=object))
    assert [reading["kind"] for reading in found][:3] == ["quantitative"] * 2 + ["unparseable"]


def test_polars() -> None:
    frame = pl.DataFrame({"指标值": CELLS, "指标": NAMES})
    found = parse_polars(frame["指标值"], frame["指标"])
    assert found.to_list() == WANTED and found.name == "指标值"
    categories = parse_polars(frame["指标值"].cast(pl.Categorical), frame["指标"])
    assert categories.to_list() == WANTED


def test_duckdb() -> None:
    connection = duckdb.connect()
    register(connection, "read_target")
    table = pa.table({"n": range(5), "cell": CELLS, "name": NAMES})
    connection.register("cells", table)
    rows = connection.sql("SELECT read_target(cell, name) FROM cells ORDER BY n").fetchall()
    assert [row[0] for row in rows] == WANTED
    query = (
        "SELECT n FROM cells WHERE read_target(cell, name).constraints[1].value > 100 ORDER BY n"
    )
    assert connection.sql(query).fetchall() == [(0,), (1,), (3,)]


def test_the_readings_follow_the_lexicon(tmp_path: Path) -> None:
    cells = pa.array(["≥7榀"])
    before = parse_arrow(cells).to_pylist()
    known = lexicon.current().folders[1:]
    (tmp_path / "units.tsv").write_text(
        "#: code\tdimension\tfactor\tname\taliases\n{span}\tspan\t1\t榀\t\n", "utf-8"
    )
    try:
        lexicon.use(*known, str(tmp_path))
        assert parse_arrow(cells)[0]["constraints"][0]["unit_code"].as_py() == "{span}"
    finally:
        lexicon.use(*known)
    assert parse_arrow(cells).to_pylist() == before


def test_threads_share_what_was_read() -> None:
    columns = [pa.array([f"≥{n % 97 + k}人" for n in range(500)]) for k in range(8)]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(parse_arrow, columns))
    for column, readings in zip(columns, found, strict=True):
        values = [reading["constraints"][0]["value"] for reading in readings.to_pylist()]
        assert [f"≥{value:.0f}人" for value in values] == column.to_pylist()


def test_what_has_no_text_is_refused() -> None:
    for column in (pa.array([b"5"]), pa.array([["5"]]), pa.array([{"a": 1}])):
        with pytest.raises(Refused, match="not text"):
            parse_arrow(column)
    with pytest.raises(AttributeError, match="no attribute 'parse_nothing'"):
        engines.parse_nothing  # noqa: B018
