"""Tables that `zhibiao column` cannot read, or not all of: named, bounded, nothing left half."""

from __future__ import annotations

import os
import re
import resource
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from command import run, spawn

HEAD = "编号,指标,指标值\n"
READ = ("--value", "指标值", "--name", "指标")
MIB = 1 << 20


def out(tmp_path: Path) -> Path:
    return tmp_path / "out.parquet"


def cells(path: Path, column: str = "指标值") -> list[str]:
    found: list[str] = pq.read_table(path)[column].to_pylist()
    return found


def test_ragged_rows_are_named_and_the_others_are_done(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + '1,a,≥5人\n2,b\n3,"c\nd",≥6人\n4,e,≥7人,多,余\n5,f,≥8人', "utf-8")
    result = run("column", given, *READ, "-o", out(tmp_path))
    assert result.exit_code == 1
    assert f"zhibiao: {given}: row 3 (2,b): 2 cells under 3 headings; left out" in result.stderr
    assert "row 5 (4,e,≥7人,多,余): 5 cells under 3 headings; left out" in result.stderr
    assert "3 rows →" in result.stderr and "2 left out" in result.stderr
    assert cells(out(tmp_path)) == ["≥5人", "≥6人", "≥8人"]


def test_a_table_of_ragged_rows_alone_keeps_its_columns(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + "1,a\n2,b\n", "utf-8")
    for name in ("out.parquet", "out.csv", "out.jsonl"):
        result = run("column", given, *READ, "-o", tmp_path / name)
        assert result.exit_code == 1 and "0 rows →" in result.stderr
    assert pq.read_schema(out(tmp_path)).names == ["编号", "指标", "指标值", "target"]
    assert (tmp_path / "out.jsonl").read_bytes() == b""


def test_of_many_ragged_rows_the_first_are_named(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + "1,a,≥5人\n" + "2,b\n" * 1000, "utf-8")
    result = run("column", given, *READ, "-o", out(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 22
    assert "980 more rows were left out" in result.stderr


def test_headings_that_stand_twice_are_told_apart(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text("备注,指标值,备注,,备注_2,备注,\n1,≥5人,2,3,4,5,6\n", "utf-8")
    result = run("column", given, "--value", "指标值", "-o", out(tmp_path))
    assert result.exit_code == 0
    assert "column 3 '备注' is now '备注_3': the heading stands twice" in result.stderr
    found = pq.read_table(out(tmp_path)).drop_columns("target")
    assert len(set(found.column_names)) == 7
    assert list(found.to_pylist()[0].values()) == ["1", "≥5人", "2", "3", "4", "5", "6"]


def refusal(tmp_path: Path, content: bytes | pa.Table, *options: str) -> str:
    """What is told of a table that is refused; nothing stands under the name of the output."""
    given = tmp_path / "in"
    if isinstance(content, bytes):
        given.write_bytes(content)
    else:
        pq.write_table(content, given)
    result = run("column", given, *(options or READ), "-o", out(tmp_path))
    assert result.exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["in"]
    (line,) = result.stderr.splitlines()
    return line.removeprefix(f"zhibiao: {given}: ")


TABLE = pa.table({"编号": [1], "指标": ["人数"], "指标值": ["≥5人"]})
TWICE = pa.Table.from_arrays([pa.array(["≥5人"])] * 3, ["指标值", "指标", "指标值"])
BAD = {
    "missing": (
        (HEAD + "1,a,≥5人").encode(),
        "no column '目标'; its columns are '编号', '指标', '指标值'",
    ),
    "missing in parquet": (TABLE, "no column '目标'; its columns are '编号', '指标', '指标值'"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_missing_column(tmp_path: Path, case: str) -> None:
    content, message = BAD[case]
    assert refusal(tmp_path, content, "--value", "目标") == message


REFUSED = {
    "empty": (b"", "empty; give a table"),
    "blank": (b"\r\n \n\n", "no column '指标值'; its columns are ' '"),
    "only a mark": (b"\xef\xbb\xbf", "no heading that can be read"),
    "twice": ("指标,指标值,指标值\na,b,c".encode(), "columns 2 and 3 are all named '指标值'"),
    "twice in parquet": (TWICE, "columns 1 and 3 are all named '指标值'"),
    "neither encoding": (
        HEAD.encode() + b"\xff\xff\n",
        "not UTF-8 at byte 24, not GB18030 at byte",
    ),
    "broken utf-16": (b"\xff\xfea", "not UTF-16-LE at byte 2"),
    "zeros": (HEAD.encode() + bytes(9), "binary, not text"),
    "pdf": (b"%PDF-1.7\n", "a PDF, not a table"),
    "picture": (b"\x89PNG\r\n", "a picture, not a table"),
    "half a parquet": (b"PAR1" + bytes(90), "Parquet that cannot be read"),
    "lists": (TABLE.set_column(2, "指标值", [[["≥5人"]]]), "cells of type list"),
    "bytes": (TABLE.set_column(2, "指标值", [[b"5"]]), "cells of type binary, not text"),
    "there": (TABLE.append_column("target", [[1]]), "a column 'target' is there already"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_table_to_read(tmp_path: Path, case: str) -> None:
    content, message = REFUSED[case]
    told = refusal(tmp_path, content)
    assert told.startswith(message) and "; " in told


def test_what_is_no_file(tmp_path: Path) -> None:
    for given, message in ((tmp_path, "a directory"), (tmp_path / "none", "no such file")):
        result = run("column", given, *READ, "-o", out(tmp_path))
        assert result.exit_code == 1
        assert f"{given}: {message}" in result.stderr


def test_a_quote_that_is_never_closed_is_told(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + '1,a,≥5人\n2,b,"≥6人\n' + "3,c,≥7人\n" * 9, "utf-8")
    result = run("column", given, *READ, "-o", out(tmp_path))
    assert result.exit_code == 1
    assert "the last row (≥6人 3,c,≥7人" in result.stderr
    assert "an open quote took in 10 lines" in result.stderr


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("", "a first line longer than 1 MiB: no table with a row a line"),
        (HEAD + "1,a,≥5人\n2,b,", "a row longer than 8 MiB behind row 2"),
        (HEAD + '1,a,≥5人\n2,b,"', "a row longer than 8 MiB behind row 2"),
    ],
)
def test_a_line_without_end_takes_little_memory(tmp_path: Path, head: str, message: str) -> None:
    given = tmp_path / "in.csv"
    with given.open("wb") as stream:
        stream.write(head.encode())
        for _ in range(300):
            stream.write("指标,≥5人,".encode() * (MIB // 18))
    limit = resource.RLIMIT_AS
    most = 900 * MIB
    # Each thread may reserve addresses that it never uses; the limit is meant for what is used.
    few_reserves = {**os.environ, "MALLOC_ARENA_MAX": "2"}
    with spawn(
        "column",
        given,
        *READ,
        "-o",
        out(tmp_path),
        env=few_reserves,
        preexec_fn=lambda: resource.setrlimit(limit, (most, most)),
    ) as command:
        _, told = command.communicate()
    assert command.returncode == 1
    assert message in told.decode()
    assert not out(tmp_path).exists()


def test_wrong_outputs(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD, "utf-8")
    for output, message in (
        ("out.xlsx", "name it .parquet, .csv or .jsonl"),
        ("none/out.csv", "no such directory"),
        ("in.csv", "also an input"),
    ):
        result = run("column", given, *READ, "-o", tmp_path / output)
        assert result.exit_code == 2
        assert message in re.sub(r"[│\s]+", " ", result.stderr)


def test_a_full_disk(tmp_path: Path) -> None:
    given = tmp_path / "in.csv"
    given.write_text(HEAD + "1,a,≥5人\n" * 20_000, "utf-8")
    for form in ("parquet", "csv", "jsonl"):
        result = run("column", given, *READ, "-o", "/dev/full", "-f", form)
        assert result.exit_code == 1
        assert "/dev/full: No space left on device; write somewhere else" in result.stderr


@pytest.mark.parametrize("column", [pa.array([[1]]), pa.array([b"\xff"]), pa.array([{"a": 1}])])
def test_what_csv_cannot_hold(tmp_path: Path, column: pa.Array) -> None:
    given = tmp_path / "in.parquet"
    pq.write_table(TABLE.append_column("表", column), given)
    result = run("column", given, *READ, "-o", tmp_path / "out.csv")
    assert result.exit_code == 1
    assert "csv cannot hold column '表'" in result.stderr
    assert os.listdir(tmp_path) == ["in.parquet"]
