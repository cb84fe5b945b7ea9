"""`zhibiao column`: a table in, the same table with the readings of a column out."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import run, spawn

from nlp import lexicon, parse

CELLS = ["≥5万人", "参会人数>500人，企业>100家", "及时", "≥5万人", "", "2025年11月底前", "=9座"]
NAMES = ["受益人数", "", "及时率", "受益人数", "数量", "时限", "闸门"]
TABLE = pa.table(
    {
        "编号": pa.array(range(7), pa.int32()),
        "指标": NAMES,
        "指标值": CELLS,
        "日期": pa.array([None, *range(6)], pa.timestamp("ms", "Asia/Shanghai")),
        "类": pa.array(["a", "b", None, "a", "a", "b", "b"]).dictionary_encode(),
    }
)
CSV = (
    "编号,指标,指标值\r\n"
    + "".join(f"00{n},{m},{c}\r\n" for n, (m, c) in enumerate(zip(NAMES, CELLS, strict=True)))
).replace("参会人数>500人，企业>100家", '"参会人数>500人,\n企业>100家"')
COLUMNS = ("--value", "指标值", "--name", "指标")


def wanted(cells: list[str] = CELLS, names: list[str] = NAMES) -> list[dict[str, Any]]:
    return [parse(c, n or None).to_dict() for c, n in zip(cells, names, strict=True)]


def same(reading: dict[str, Any], target: dict[str, Any]) -> bool:
    found = dict(reading)
    return found.pop("exact") is None and found == {k: v for k, v in target.items() if k != "text"}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.parquet"
    pq.write_table(TABLE, path, row_group_size=3)
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_bytes(CSV.encode())
    return path


def records(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


def test_every_column_is_kept_and_every_cell_is_read_as_parse_reads_it(
    tmp_path: Path, source: Path
) -> None:
    path = tmp_path / "out.parquet"
    result = run("column", source, *COLUMNS, "-o", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"7 rows → {path}" in result.stderr
    found = pq.read_table(path)
    assert found.drop_columns("target").equals(TABLE)
    assert all(map(same, found["target"].to_pylist(), wanted()))
    assert found.schema.metadata[b"lexicon"].decode() == lexicon.current().version
