"""`zhibiao structure DIR -o OUT`: what is found, what is read, and how its tables join."""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from archive import PROJECTS
from archive_folder import NOISE, WHY, table, write_archive, written
from command import TABLE, run, spawn

from nlp import __version__, lexicon
from service.batch.schema import TABLES
from service.batch.walk import Passed, Walk

FILES = 5


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Some files, one of them twice, one that is no text, and some that are not looked at."""
    folder = tmp_path_factory.mktemp("given") / "archive"
    write_archive(folder, FILES)
    shutil.copy(folder / "000" / "00000-guangzhou_rows.txt", folder / "again.txt")
    (folder / "noise.txt").write_bytes(NOISE)
    (folder / "~$table.xlsx").write_bytes(b"open elsewhere")
    (folder / ".hidden").write_text(TABLE)
    return folder


@pytest.fixture(scope="module")
def dataset(archive: Path) -> Path:
    out = archive.parent / "out"
    result = run("structure", archive, "-o", out)
    assert result.exit_code == 1
    assert f"{archive}/noise.txt: {WHY}; " in result.stderr
    assert f"{FILES + 1} of {FILES + 2} files, {3 * (FILES + 1)} projects" in result.stderr
    assert "2 hidden files passed over" in result.stderr
    return out


def test_every_table_has_its_schema(dataset: Path) -> None:
    for known in TABLES:
        schema = pq.read_schema(dataset / known.name / "part-00000.parquet")
        assert schema.names == [f.name for f in known.fields]
        assert [f.metadata[b"description"].decode() for f in schema] == [
            f.meaning for f in known.fields
        ]
        assert schema.metadata[b"zhibiao"].decode() == __version__
        assert schema.metadata[b"lexicon"].decode() == lexicon.current().version


def test_the_same_projects_come_back_from_every_file(dataset: Path) -> None:
    sums = Counter((row["name"], row["total"]) for row in table(dataset, "projects"))
    yuan = {p.name: Decimal(p.sum.replace(",", "")) * 10_000 for p in PROJECTS}
    assert sums == dict.fromkeys(yuan.items(), FILES + 1)


def test_rows_join(dataset: Path) -> None:
    keys = ["document_id", "project", "indicator", "target", "constraint", "clause"]
    above = {
        "projects": ("documents", 1),
        "indicators": ("projects", 2),
        "targets": ("indicators", 3),
        "constraints": ("targets", 4),
        "clauses": ("projects", 2),
        "findings": ("documents", 1),
    }
    for below, (parent, depth) in above.items():
        known = {tuple(row[k] for k in keys[:depth]) for row in table(dataset, parent)}
        found = [tuple(row[k] for k in keys[:depth]) for row in table(dataset, below)]
        assert found and set(found) <= known, below
    clauses = {(r["document_id"], r["project"], r["clause"]) for r in table(dataset, "clauses")}
    promises = table(dataset, "commitments")
    assert {(r["document_id"], r["project"], r["clause"]) for r in promises} <= clauses


def test_the_same_content_at_two_paths_is_two_documents(archive: Path, dataset: Path) -> None:
    rows = table(dataset, "documents")
    pair = [r for r in rows if r["sha256"] == rows[0]["sha256"]]
    assert [r["file"] for r in pair] == [
        f"{archive}/000/00000-guangzhou_rows.txt",
        f"{archive}/again.txt",
    ]
    assert len({r["document_id"] for r in rows}) == len(rows) == FILES + 1


def test_what_was_not_read_is_in_a_table_of_its_own(archive: Path, dataset: Path) -> None:
    (row,) = table(dataset, "errors")
    assert row["file"] == f"{archive}/noise.txt" and row["place"] is None
    assert row["reason"] == WHY and row["remedy"]


def test_the_manifest_has_the_versions_and_every_file(archive: Path, dataset: Path) -> None:
    head, *lines = map(json.loads, (dataset / "manifest.jsonl").read_text("utf-8").splitlines())
    assert head == {"zhibiao": __version__, "lexicon": lexicon.current().version}
    assert [line["file"] for line in lines] == sorted(Walk([str(archive)]))
    assert sum(line["findings"] for line in lines) == len(table(dataset, "findings")) > 0


def test_a_file_that_is_new_joins_and_one_that_is_gone_leaves(tmp_path: Path) -> None:
    archive, out, fresh = tmp_path / "archive", tmp_path / "out", tmp_path / "fresh"
    write_archive(archive, 2)
    assert run("structure", archive, "-o", out).exit_code == 0
    (archive / "000" / "00000-guangzhou_rows.txt").unlink()
    (archive / "new.txt").write_text(TABLE)
    assert run("structure", archive, "-o", out).exit_code == 0
    assert run("structure", archive, "-o", fresh).exit_code == 0
    assert written(out) == written(fresh)


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet"])
def test_one_file_of_a_folder_is_as_of_its_files(tmp_path: Path, form: str) -> None:
    write_archive(tmp_path / "archive", 2)
    whole, each = tmp_path / f"whole.{form}", tmp_path / f"each.{form}"
    assert run("structure", tmp_path / "archive", "-o", whole).exit_code == 0
    assert run("structure", *Walk([str(tmp_path / "archive")]), "-o", each).exit_code == 0
    if form == "parquet":
        assert pq.read_table(whole).equals(pq.read_table(each), check_metadata=True)
    else:
        assert whole.read_bytes() == each.read_bytes()
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(["archive", each.name, whole.name])


def test_dry_run_reads_nothing(archive: Path) -> None:
    result = run("structure", archive, "--dry-run")
    assert result.exit_code == 0
    assert f".txt\t{FILES + 2} files" in result.stdout
    assert "hidden\t2 files passed over" in result.stdout


@pytest.mark.parametrize("name", ["out", "out.jsonl"])
def test_the_output_is_no_input(tmp_path: Path, name: str) -> None:
    write_archive(tmp_path, 1)
    for _ in range(2):
        result = run("structure", tmp_path, "-o", tmp_path / name)
        assert (result.exit_code, "1 of 1 files" in result.stderr) == (0, True)
    assert run("structure", tmp_path / name, "-o", tmp_path / name).exit_code == 2


def test_a_folder_that_holds_other_files_is_no_output(tmp_path: Path) -> None:
    write_archive(tmp_path / "archive", 1)
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mine.txt").write_text("…")
    result = run("structure", tmp_path / "archive", "-o", tmp_path / "letters")
    assert result.exit_code == 2
    assert [p.name for p in (tmp_path / "letters").iterdir()] == ["mine.txt"]


def test_loops_of_links_end(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "table.txt").write_text(TABLE)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "more.txt").write_text(TABLE)
    os.symlink("..", tmp_path / "in" / "a" / "up")
    os.symlink("../b", tmp_path / "in" / "a" / "beside")
    os.symlink("self", tmp_path / "in" / "self")
    os.symlink("nothing", tmp_path / "in" / "dangling")
    os.symlink("../elsewhere", tmp_path / "in" / "out")
    os.symlink("../in", tmp_path / "elsewhere" / "back")
    os.mkfifo(tmp_path / "in" / "pipe")
    found = list(Walk([str(tmp_path / "in")]))
    files = [os.path.relpath(p, tmp_path / "in") for p in found if isinstance(p, str)]
    assert files == ["a/table.txt", "b/table.txt", "out/more.txt"]
    passed = {os.path.basename(p.path): p.refused.reason for p in found if isinstance(p, Passed)}
    assert passed == {
        "up": "a link to a folder that is read under its own name",
        "beside": "a link to a folder that is read under its own name",
        "back": "a link to a folder that is read under its own name",
        "self": "Too many levels of symbolic links",
        "dangling": "a link that leads nowhere",
        "pipe": "not a regular file",
    }


def test_an_input_within_another_is_read_once(tmp_path: Path) -> None:
    write_archive(tmp_path, 3)
    folders = [tmp_path / "000", tmp_path, tmp_path / "000" / "00000-guangzhou_rows.txt"]
    assert len(list(Walk([str(p) for p in folders]))) == 3


def test_the_order_does_not_depend_on_that_of_the_inputs(tmp_path: Path) -> None:
    write_archive(tmp_path, 21)
    folders = [str(path) for path in tmp_path.iterdir()]
    assert list(Walk(folders)) == list(Walk(folders[::-1]))


def test_words_laid_over_the_lexicon_reach_every_process(tmp_path: Path) -> None:
    """Parts made with other words are not taken for these."""
    (tmp_path / "words").mkdir()
    units = "#: code\tdimension\tfactor\tname\taliases\n{span}\tspan\t1\t榀\t\n"
    (tmp_path / "words" / "units.tsv").write_text(units, "utf-8")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "table.txt").write_text("三级指标\t指标值\n屋架\t≥7榀\n", "utf-8")
    for options, code in (((), None), (("--lexicon", tmp_path / "words"), "{span}")):
        command = ("structure", tmp_path / "in", "-o", tmp_path / "out", *options)
        process = spawn(*command)
        process.communicate()
        assert process.returncode == 0
        assert [row["unit_code"] for row in table(tmp_path / "out", "constraints")] == [code]


def test_schema_is_printed() -> None:
    shown = run("structure", "--schema").stdout
    assert "| total | money | sum in 元, exact to 8 decimals |" in shown
