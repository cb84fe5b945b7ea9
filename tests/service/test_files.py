"""`zhibiao structure`: files in, files out, and files that cannot be read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from command import TABLE, answers, run

from nlp import lexicon, structure


def test_structure_gives_the_document_and_its_file(table: Path) -> None:
    (answer,) = answers(run("structure", table))
    wanted = structure(TABLE)
    for project in wanted.projects:
        project.source.file = str(table)
    assert answer == {"file": str(table), **wanted.to_dict()}
    assert answer["projects"][0]["money"]["total"] == 125_000
    assert len(answer["projects"][0]["indicators"]) == 3


def test_structure_of_standard_input() -> None:
    (answer,) = answers(run("structure", "-", given=TABLE))
    assert answer["projects"][0]["name"] == "石桥镇水渠整治"


def test_structure_for_people(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = run("structure", "--format", "table", table).stdout
    assert "石桥镇水渠整治  CNY total 125,000" in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["数量指标", "新建水渠长度", "≥", "3.5", "公里"] in rows
    assert ["数量指标", "新建闸门", "=", "9", "座"] in rows


BAD_FILES = {
    "empty": (b"", "empty"),
    "blank": (b" \r\n\t\n", "empty"),
    "only a mark": (b"\xef\xbb\xbf", "empty"),
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "a broken picture"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a broken picture"),
    "xlsx": (b"PK\x03\x04\x14\x00\x06\x00\x08\xff\xff", "a broken zip archive"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\xff", "a broken pdf"),
    "noise": (bytes(range(256)) * 9, "not UTF-8 at byte 128"),
    "zeros": ("指标".encode() + bytes(50), "binary"),
    "controls": (b"a\x01b\x02c\x03", "binary"),
    "utf-16 without a mark": ("指标值≥5人".encode("utf-16-le"), ""),
    "half a character": ("指标".encode()[:-1], "not UTF-8 at byte 3"),
    "broken utf-16": (b"\xff\xfea", "broken utf-16-le"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_bad_file_is_named_and_the_others_are_done(
    tmp_path: Path, table: Path, case: str
) -> None:
    content, reason = BAD_FILES[case]
    bad = tmp_path / "bad.txt"
    bad.write_bytes(content)
    result = run("structure", bad, table)
    assert [a["file"] for a in answers(result)] == [str(table)]
    assert result.stderr.startswith(f"zhibiao: {bad}: {reason}")
    assert "; " in result.stderr and result.stderr.count("\n") == 1
    assert result.exit_code == 1


def test_what_is_no_file(tmp_path: Path, table: Path) -> None:
    result = run("structure", tmp_path, tmp_path / "none.txt", table)
    assert len(answers(result)) == 1
    assert f"{tmp_path}: a directory" in result.stderr
    assert "none.txt: no such file" in result.stderr
    assert result.exit_code == 1


def test_a_file_beyond_the_limit(table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBIAO_MAX_FILE_BYTES", "100")
    result = run("structure", table)
    assert "larger than 100 bytes; split it, or raise ZHIBIAO_MAX_FILE_BYTES" in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])
def test_text_files_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "table.txt"
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    path.write_bytes(mark + TABLE.encode(encoding))
    (answer,) = answers(run("structure", path))
    wanted = [i.to_dict() for i in structure(TABLE).projects[0].indicators]
    assert answer["projects"][0]["indicators"] == wanted


def test_csv(tmp_path: Path, table: Path) -> None:
    path = tmp_path / "out.csv"
    result = run("structure", table, "-o", path)
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 of 1 files, 1 projects, 3 indicators" in result.stderr
    rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8"), newline="")))
    assert [(r["indicator"], r["op"], r["value"], r["unit"]) for r in rows] == [
        ("新建水渠长度", ">=", "3.5", "公里"),
        ("新建闸门", "'=", "9", "座"),
        ("村民满意度", "", "", ""),
    ]
    assert rows[1]["text"] == "'=9座"
    assert rows[2]["qualitative"] == "有效提升"
    assert {r["total"] for r in rows} == {"125000"}


def test_csv_options(tmp_path: Path, table: Path) -> None:
    path = tmp_path / "out.csv"
    run("structure", table, "-o", path, "--bom", "--no-guard")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf" + b"file,")
    assert ",=9座,".encode() in content and ",'=9座,".encode() not in content
    assert run("structure", table, "-f", "csv", "--bom", "--no-guard").stdout_bytes == content


def test_parquet(tmp_path: Path, table: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "out.parquet"
    assert run("structure", table, "-o", path).exit_code == 0
    found = parquet.read_table(path)
    rows = found.to_pylist()
    assert [(r["indicator"], r["op"], r["value"], r["unit"]) for r in rows] == [
        ("新建水渠长度", ">=", 3.5, "公里"),
        ("新建闸门", "=", 9.0, "座"),
        ("村民满意度", None, None, None),
    ]
    assert {r["total"] for r in rows} == {125_000}
    assert found.schema.metadata[b"lexicon"].decode() == lexicon.current().version


def test_jsonl_file_is_what_a_pipe_gets(tmp_path: Path, table: Path) -> None:
    path = tmp_path / "out.jsonl"
    run("structure", table, "-o", path)
    assert path.read_bytes() == run("structure", table).stdout_bytes


def test_no_output_where_every_file_failed(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    result = run("structure", tmp_path / "none.txt", "-o", path)
    assert (result.exit_code, list(tmp_path.iterdir())) == (1, [])
    assert "0 of 1 files" in result.stderr and "→" not in result.stderr


def test_a_full_disk(table: Path) -> None:
    result = run("structure", table, "-o", "/dev/full", "-f", "csv")
    assert result.exit_code == 1
    assert "/dev/full: No space left on device" in result.stderr


@pytest.mark.parametrize(
    ("output", "message"),
    [
        ("out.txt", "name it .jsonl, .csv, .parquet or .xlsx"),
        ("none/out.csv", "no such directory"),
        ("folder.csv", "a directory"),
        ("input.csv", "also an input"),
    ],
)
def test_wrong_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "input.csv").write_text(TABLE)
    result = run("structure", "input.csv", "-o", output)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.replace("│", " ").split())
    assert (tmp_path / "input.csv").read_text() == TABLE
