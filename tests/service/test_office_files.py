"""The commands on files of every format, and on files that mean harm."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from archive import PROJECTS, level_rows
from archive_files import Write, docx, packed, pdf, xls, xlsx
from command import answers, run, spawn

ROWS = level_rows()
NAMES = [project.name for project in PROJECTS]


@pytest.mark.parametrize("write", [docx, pdf, xls, xlsx], ids=lambda write: write.__name__)
def test_structure_tells_the_format_by_the_content(tmp_path: Path, write: Write) -> None:
    file = tmp_path / "目标.txt"
    file.write_bytes(write(ROWS))
    (answer,) = answers(run("structure", file))
    assert answer["file"] == str(file)
    assert [project["name"] for project in answer["projects"]] == NAMES


def test_structure_of_a_workbook_on_standard_input() -> None:
    (answer,) = answers(run("structure", "-", given=xlsx(ROWS)))
    assert [project["name"] for project in answer["projects"]] == NAMES


def test_the_members_of_an_archive_one_by_one(tmp_path: Path) -> None:
    file = tmp_path / "各局.zip"
    file.write_bytes(packed({"甲.xlsx": xlsx(ROWS), "乙.doc": b"{\\rtf1}", "丙.docx": docx(ROWS)}))
    result = run("structure", file)
    assert [a["file"] for a in answers(result)] == [f"{file}!甲.xlsx", f"{file}!丙.docx"]
    assert f"{file}!乙.doc: an RTF document; " in result.stderr
    assert result.exit_code == 1


def test_review_of_a_workbook(tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(xlsx(ROWS))
    assert run("review", file).exit_code == 0


def test_a_file_that_takes_too_long(
    tmp_path: Path, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBIAO_FILE_SECONDS", "2")
    deep = tmp_path / "deep.html"
    deep.write_bytes(b"<html>" + b"<div>" * 400_000)
    result = run("structure", deep, table)
    assert [a["file"] for a in answers(result)] == [str(table)]
    assert f"{deep}: reading it took longer than 2 s; " in result.stderr
    assert "ZHIBIAO_FILE_SECONDS" in result.stderr


def test_a_file_that_takes_too_much_memory(tmp_path: Path, table: Path) -> None:
    wide = tmp_path / "wide.tsv"
    wide.write_bytes(b"5\t" * 4_000_000)
    limit = {"ZHIBIAO_FILE_MEMORY": str(256 << 20)}
    with spawn("structure", wide, table, env={**os.environ, **limit}) as process:
        out, err = process.communicate()
    assert [json.loads(line)["file"] for line in out.splitlines()] == [str(table)]
    assert f"{wide}: reading it takes more than 256 MiB of memory; " in err.decode()
