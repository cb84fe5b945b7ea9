"""`zhibiao column`: a table in, the same table with the readings of a column out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import run

from nlp import lexicon, parse
from nlp.schema import Note
from nlp.tables.grid import Cell, Grid
from service.readers import Content

CELLS = ["≥5万人", "参会人数>500人，企业>100家", "及时", "≥5万人", "", "2025年11月底前", "=9座"]
NAMES = ["受益人数", "", "及时率", "受益人数", "数量", "时限", "闸门"]
READ = ("--value", "指标值", "--name", "指标")
TABLE = pa.table(
    {
        "编号": pa.array(range(7), pa.int32()),
        "指标": NAMES,
        "指标值": CELLS,
        "日期": pa.array([None, *range(6)], pa.timestamp("ms", "Asia/Shanghai")),
        "类": pa.array(["a", "b", None, "a", "a", "b", "b"]).dictionary_encode(),
        "表": pa.array([[1], [], None, [2, 3], [], [], []]),
    }
)


def wanted(cells: list[str], names: list[str]) -> list[dict[str, Any]]:
    return [parse(c, n or None).to_dict() for c, n in zip(cells, names, strict=True)]


def without(found: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in found.items() if name != key}


def text_table(cells: list[str], names: list[str] | None = None) -> str:
    stream = io.StringIO()
    rows = zip(names or NAMES, cells, strict=True)
    table = csv.writer(stream)
    table.writerow(["编号", "指标", "指标值"])
    table.writerows([f"00{n}", *row] for n, row in enumerate(rows))
    return stream.getvalue()


def records(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "in.parquet"
    pq.write_table(TABLE, path, row_group_size=3)
    return path


@pytest.fixture
def text(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text(text_table(CELLS), "utf-8")
    return path


def test_every_column_is_kept_and_every_cell_is_read_as_parse_reads_it(
    tmp_path: Path, source: Path
) -> None:
    path = tmp_path / "out.parquet"
    result = run("column", source, *READ, "-o", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert f"7 rows → {path}" in result.stderr
    found = pq.read_table(path)
    assert found.drop_columns("target").equals(TABLE)
    readings = found["target"].to_pylist()
    assert [r.pop("exact") for r in readings] == [None] * 7
    assert readings == [without(target, "text") for target in wanted(CELLS, NAMES)]
    assert found.schema.metadata[b"lexicon"].decode() == lexicon.current().version


def test_flat_columns_hold_the_first_constraint_and_how_many_there_are(
    tmp_path: Path, source: Path
) -> None:
    path = tmp_path / "out.parquet"
    assert run("column", source, *READ, "--flat", "--into", "读", "-o", path).exit_code == 0
    found = pq.read_table(path)
    assert found.select(TABLE.column_names).equals(TABLE)
    keys = ("读_op", "读_value", "读_unit", "读_constraints", "读_notes")
    assert [tuple(row[key] for key in keys) for row in found.to_pylist()][:3] == [
        (">=", 50_000, "人", 1, ""),
        (">", 500, "人", 2, ""),
        (None, None, None, 0, ""),
    ]


def test_json_lines_hold_what_parse_gives(tmp_path: Path, source: Path) -> None:
    path = tmp_path / "out.jsonl"
    assert run("column", source, *READ, "-o", path).exit_code == 0
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert [row["target"] for row in rows] == wanted(CELLS, NAMES)
    assert without(rows[1], "target") == {
        "编号": 1,
        "指标": "",
        "指标值": "参会人数>500人，企业>100家",
        "日期": "1970-01-01T08:00:00+08:00",
        "类": "b",
        "表": [],
    }
    assert rows[2]["类"] is None


KINDS = {
    "整数": pa.array([2**60]),
    "小数": pa.array([0.5]),
    "无": pa.array([float("nan")]),
    "真": pa.array([True]),
    "金额": pa.array([Decimal("12.50")]),
    "日": pa.array([date(2025, 11, 30)]),
    "大": pa.array(["=a"], pa.large_string()),
}


def test_columns_of_every_kind(tmp_path: Path) -> None:
    given = tmp_path / "in.parquet"
    odd = {"字节": pa.array([b"\xff"]), "组": pa.array([{"a": Decimal("1.50")}])}
    pq.write_table(pa.table({"指标值": ["≥5人"], **KINDS, **odd}), given)
    path = tmp_path / "out.jsonl"
    assert run("column", given, "--value", "指标值", "-o", path).exit_code == 0
    row = json.loads(path.read_text("utf-8"))
    as_json = (2**60, 0.5, None, True, "12.50", "2025-11-30", "=a", "ff", {"a": "1.50"})
    assert tuple(row[name] for name in (*KINDS, *odd)) == as_json
    pq.write_table(pa.table({"指标值": ["≥5人"], **KINDS}), given)
    path = tmp_path / "out.csv"
    assert run("column", given, "--value", "指标值", "-o", path).exit_code == 0
    as_text = (str(2**60), "0.5", "nan", "true", "12.50", "2025-11-30", "'=a")
    assert tuple(records(path)[0][name] for name in KINDS) == as_text


def test_columns_of_a_csv_stay_text(tmp_path: Path, text: Path) -> None:
    path = tmp_path / "out.csv"
    assert run("column", text, *READ, "-o", path).exit_code == 0
    rows = records(path)
    assert [row["编号"] for row in rows] == [f"00{n}" for n in range(7)]
    assert [row["指标值"] for row in rows[:-1]] == CELLS[:-1]
    assert (rows[0]["target_op"], rows[0]["target_value"]) == (">=", "50000")
    assert (rows[1]["target_value"], rows[1]["target_constraints"]) == ("500", "2")


def test_csv_is_safe_in_a_spreadsheet_unless_told_otherwise(tmp_path: Path, text: Path) -> None:
    path = tmp_path / "out.csv"
    run("column", text, *READ, "-o", path, "--bom")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert (records(path)[6]["指标值"], records(path)[6]["target_op"]) == ("'=9座", "'=")
    run("column", text, *READ, "-o", path, "--no-guard")
    assert (records(path)[6]["指标值"], records(path)[6]["target_op"]) == ("=9座", "=")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    given, path = tmp_path / "in.txt", tmp_path / "out.parquet"
    rows = [["编号", "指标", "指标值"], ["007", '带"引"号', "≥5万人"], ["008", "两\n行", "及时"]]
    with given.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream, delimiter=delimiter).writerows(rows)
    assert run("column", given, *READ, "-o", path).exit_code == 0
    found = pq.read_table(path)
    assert [list(row.values())[:3] for row in found.to_pylist()] == rows[1:]
    assert found["target"][0]["constraints"][0]["value"].as_py() == 50_000


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\r", "\n\n\n"])
def test_ends_of_lines(tmp_path: Path, end: str) -> None:
    given, path = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes((f"\n指标,指标值{end or chr(10)}人数,≥5人{end}").encode())
    assert run("column", given, "--value", "指标值", "-o", path).exit_code == 0
    assert [(row["指标"], row["target_value"]) for row in records(path)] == [("人数", "5")]


def test_a_table_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    given, path = tmp_path / "in.csv", tmp_path / "out.parquet"
    given.write_bytes("编号,指标值".encode())
    result = run("column", given, "--value", "指标值", "-o", path)
    assert result.exit_code == 0 and "0 rows" in result.stderr
    assert pq.read_schema(path).names == ["编号", "指标值", "target"]
    pq.write_table(pq.read_table(path).drop_columns("target"), tmp_path / "in.parquet")
    assert run("column", tmp_path / "in.parquet", "--value", "指标值", "-o", path).exit_code == 0


def test_a_column_alone_keeps_its_empty_cells(tmp_path: Path) -> None:
    given, path = tmp_path / "in.csv", tmp_path / "out.csv"
    given.write_bytes("指标值\n≥5人\n\n≥6人\n".encode())
    assert run("column", given, "--value", "指标值", "-o", path).exit_code == 0
    assert [row["target_value"] for row in records(path)] == ["5", "", "6"]


def test_null_is_an_empty_cell(tmp_path: Path) -> None:
    given, path = tmp_path / "in.parquet", tmp_path / "out.parquet"
    pq.write_table(pa.table({"指标值": pa.array([None, "≥5人"]), "指标": pa.nulls(2)}), given)
    assert run("column", given, *READ, "-o", path).exit_code == 0
    first, second = pq.read_table(path)["target"].to_pylist()
    assert (first["kind"], first["notes"][0]["code"]) == ("unparseable", "empty")
    assert second["constraints"][0]["value"] == 5


def test_numbers_and_dates_are_read_as_they_are_written(tmp_path: Path) -> None:
    given, path = tmp_path / "in.parquet", tmp_path / "out.parquet"
    numbers = pa.array([50.0, 0.5, None])
    pq.write_table(pa.table({"指标值": numbers, "指标": ["人数", "数量", ""]}), given)
    assert run("column", given, *READ, "-o", path).exit_code == 0
    found = pq.read_table(path)
    assert found["指标值"].combine_chunks().equals(numbers)
    values = [[c["value"] for c in r["constraints"]] for r in found["target"].to_pylist()]
    assert values == [[50], [0.5], []]


def test_what_float64_rounds_is_told_digit_for_digit(tmp_path: Path) -> None:
    given, path = tmp_path / "in.csv", tmp_path / "out.parquet"
    cells = ["≥12345678901234567元", "≥1234567890.12元", "1-12345678901234567人"]
    given.write_text(text_table(cells, ["金额", "金额", "人数"]), "utf-8")
    assert run("column", given, "--value", "指标值", "-o", path).exit_code == 0
    exact = [reading["exact"] for reading in pq.read_table(path)["target"].to_pylist()]
    assert exact == ["12345678901234567", None, "1; 12345678901234567"]


def test_a_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cover = Grid.of([[None, "说明"]])
    table = Grid.of(
        [["编号", "指标", "指标值", None], ["007", "人数", "≥5人"], [], ["008", "", "95%"]]
    )
    table.rows[1][0] = Cell("007", 1, 0, row_span=2)
    table.rows.append([Cell("多", 4, 5)])
    read = Content("in.xlsx", [cover, table], [Note("sheet_hidden", "the sheet 旧 is hidden")])
    monkeypatch.setattr("service.column.sheets.contents", lambda *_: iter([read]))
    monkeypatch.setattr("service.column.sheets.Sandbox", Here)
    given, path = tmp_path / "in.xlsx", tmp_path / "out.parquet"
    given.write_bytes(b"PK\x03\x04")
    result = run("column", given, *READ, "-o", path)
    assert result.exit_code == 1
    assert "row 5 (): 6 cells under 3 headings; left out" in result.stderr
    assert "the sheet 旧 is hidden" in result.stderr
    rows = pq.read_table(path).to_pylist()
    assert [[row[name] for name in ("编号", "指标", "指标值")] for row in rows] == [
        ["007", "人数", "≥5人"],
        ["007", "", ""],
        ["008", "", "95%"],
    ]
    assert rows[2]["target"]["constraints"][0]["unit"] == "%"


class Here:
    """Does the work of a sandbox in this process."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs

    def __enter__(self) -> Here:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, work: Callable[..., Any], *given: object) -> Any:
        return work(*given)

    def wait(self, found: Any) -> Any:
        return found
