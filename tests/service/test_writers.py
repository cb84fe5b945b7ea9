"""Files for other programs: nothing lost, nothing run as a formula, nothing refused at odd text."""

from __future__ import annotations

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import pytest

from nlp import parse
from nlp.schema import Document, Indicator, Money, PeriodTarget, Project
from service.mistakes import Refused
from service.writers import Abandoned, whole_file, writer
from service.writers.csv import guarded
from service.writers.rows import COLUMNS, rows

ODD = "=cmd|' /C calc'!A0\ud800\x00\u200b\u202e\r\n\t𠀀"


def indicator(name: str, *texts: str, actual: str | None = None) -> Indicator:
    targets = [PeriodTarget("annual", parse(text)) for text in texts]
    done = parse(actual) if actual else None
    return Indicator("产出指标", "数量指标", "11", name, name, targets, done, Decimal("12.5"))


def document(*indicators: Indicator, name: str = "修桥", total: str = "0.1") -> Document:
    project = Project(name, "交通局", Money(Decimal(total)), "修桥九座", list(indicators))
    return Document("某县", "万元", 2024, [project])


def written(form: str, *documents: Document, guard: bool = True) -> bytes:
    stream = io.BytesIO()
    out = writer(form, stream, guard=guard)
    for found in documents:
        out.add("a.txt", found)
    out.close()
    return stream.getvalue()


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode(), newline="")))


def test_every_constraint_and_everything_without_one_has_a_row() -> None:
    found = document(
        indicator("参会", "参会人数>500人，企业>100家"),
        indicator("效果", "有效提升"),
        indicator("空白"),
        indicator("完成", "≥9座", actual="10座"),
    )
    found.projects.append(Project("没有指标"))
    wanted = [
        ("修桥", "参会", "annual", ">", 500),
        ("修桥", "参会", "annual", ">", 100),
        ("修桥", "效果", "annual", None, None),
        ("修桥", "空白", None, None, None),
        ("修桥", "完成", "annual", ">=", 9),
        ("修桥", "完成", "actual", "=", 10),
        ("没有指标", None, None, None, None),
    ]
    keys = ("project", "indicator", "period", "op", "value")
    assert [tuple(row.get(key) for key in keys) for row in rows("a.txt", found)] == wanted
    read = table(written("csv", found, guard=False))
    assert [tuple(row[k] for k in keys) for row in read] == [
        tuple("" if value is None else str(value) for value in row) for row in wanted
    ]


def test_rows_have_no_column_that_the_table_lacks() -> None:
    found = document(indicator("完成", "≥9座"), indicator("空白"))
    assert all(row.keys() <= COLUMNS.keys() for row in rows("a.txt", found))
    assert next(rows("a.txt", found)).keys() == COLUMNS.keys()


@pytest.mark.parametrize(
    "text", ["=9座", "+1", "-", "@a", "\ta", "\ra", "=1+1", "-3%", "+8.", "-1e5"]
)
def test_what_begins_like_a_formula_is_quoted(text: str) -> None:
    assert guarded(text) == ("+1" if text == "+1" else f"'{text}")


@pytest.mark.parametrize("text", ["", "9", "-9", "+9.5", "-0.25", "≥9", "'=9", "a=b", " =9"])
def test_what_does_not_is_left(text: str) -> None:
    assert guarded(text) == text


def test_no_csv_cell_begins_like_a_formula() -> None:
    found = document(indicator("=1+1", "=9座", "-"), name="@SUM(A1)", total="-5")
    (first, *_) = read = table(written("csv", found))
    assert (first["project"], first["indicator"], first["total"]) == ("'@SUM(A1)", "'=1+1", "-5")
    assert (first["op"], first["text"]) == ("'=", "'=9座")
    assert not any(cell[:1] in ("=", "+", "@") for row in read for cell in row.values())


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_odd_text_is_written(form: str) -> None:
    found = document(indicator(ODD, ODD), name=ODD)
    content = written(form, found)
    if form == "jsonl":
        assert json.loads(content)["projects"][0]["name"] == ODD
    elif form == "csv":
        assert table(content)[0]["project"] == "'" + ODD.replace("\ud800", "\\ud800")
    else:
        pq = pytest.importorskip("pyarrow.parquet")
        read = pq.read_table(io.BytesIO(content)).to_pylist()
        assert read[0]["project"] == ODD.replace("\ud800", "\\ud800")


def test_parquet_keeps_sums_exact_and_huge_scales() -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    found = document(indicator("多", "5亿亿亿亿亿亿元"), total="301320470000.12345678")
    (row,) = pq.read_table(io.BytesIO(written("parquet", found))).to_pylist()
    assert row["total"] == Decimal("301320470000.12345678")
    assert (row["value"], row["scale"]) == (5e48, 1e48)


def test_parquet_refuses_a_sum_that_it_cannot_hold() -> None:
    pytest.importorskip("pyarrow")
    with pytest.raises(Refused, match="more than 30 digits; write jsonl or csv"):
        written("parquet", document(indicator("多", "5人"), total="1e30"))


def test_parquet_writes_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    pq = pytest.importorskip("pyarrow.parquet")
    monkeypatch.setattr("service.writers.parquet.ROW_GROUP", 2)
    content = written("parquet", *[document(indicator("桥", f"≥{n}座")) for n in range(5)])
    file = pq.ParquetFile(io.BytesIO(content))
    assert file.num_row_groups == 3
    assert file.read().column("value").to_pylist() == [0, 1, 2, 3, 4]


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out"
    path.write_text("before")
    with pytest.raises(RuntimeError), whole_file(str(path)) as stream:
        stream.write(b"half")
        raise RuntimeError
    with whole_file(str(path)) as stream:
        stream.write(b"nothing")
        raise Abandoned
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert path.read_text() == "before"
    with whole_file(str(path)) as stream:
        stream.write(b"after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with whole_file(str(tmp_path / "link")) as stream:
        stream.write(b"x")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_text() == "x"
