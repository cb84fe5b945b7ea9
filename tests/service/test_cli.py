"""The command as its users meet it: forms, exit codes, pipes, files that cannot be read."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from nlp import __version__, extract, lexicon, parse, structure
from service import console
from service.cli import app, main

ROOT = Path(__file__).parents[2]
TABLE = (
    "项目名称：石桥镇水渠整治\n单位：万元\n资金总额\t12.50\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
    "产出指标\t数量指标\t新建水渠长度\t≥3.5公里\n"
    "产出指标\t数量指标\t新建闸门\t=9座\n"
    "满意度指标\t服务对象满意度指标\t村民满意度\t有效提升\n"
)
OWN_UNIT = "#: code\tdimension\tfactor\tname\taliases\n{chuang}\tchuang\t1\t橦\t\n"


def run(*arguments: object, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments], input=given)


def spawn(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-W", "error", "-m", "service", *map(str, arguments)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, **{**pipes, **options})


def answers(result: Result) -> list[Any]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.txt"
    path.write_text(TABLE, "utf-8")
    return path


# parse and extract


def test_parse_texts() -> None:
    result = run("parse", "≥5万人", "有效提升")
    assert answers(result) == [parse("≥5万人").to_dict(), parse("有效提升").to_dict()]
    assert (result.exit_code, result.stderr) == (0, "")


def test_parse_with_a_name() -> None:
    name = "企业数据上报率（%）"
    assert answers(run("parse", "≥95", "--name", name)) == [parse("≥95", name).to_dict()]


def test_parse_lines() -> None:
    result = run("parse", given="≥5人\n\n9座\r\n")
    assert [a["text"] for a in answers(result)] == ["≥5人", "", "9座"]


def test_parse_json_lines() -> None:
    lines = '{"text": "≥95", "name": "上报率（%）"}\n\n{"text": "≥95"}\n"9座"\n'
    first, second, third = answers(run("parse", "--name", "面积（亩）", given=lines))
    assert first == parse("≥95", "上报率（%）").to_dict()
    assert second == parse("≥95", "面积（亩）").to_dict()
    assert third == parse("9座", "面积（亩）").to_dict()


BAD_LINES = {
    "half": '{"text": ',
    "a brace": "{",
    "plain": "plain",
    "number": '{"text": 5}',
    "other key": '{"cell": "5"}',
    "wrong name": '{"text": "5", "name": 1}',
    "list": "[1]",
    "deep": '{"text": ' * 100_000,
    "5,000 digits": '{"text": ' + "9" * 5000 + "}",
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_spoils_only_itself(case: str) -> None:
    result = run("parse", given=f'{{"text": "5人"}}\n{BAD_LINES[case]}\n{{"text": "9座"}}\n')
    first, failed, third = answers(result)
    assert (first["text"], third["text"]) == ("5人", "9座")
    assert failed["error"]["code"] == "bad_line"
    assert failed["error"]["place"] == "line 2"
    assert "standard input, line 2: " in result.stderr
    assert result.exit_code == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_lines_in_other_encodings(encoding: str) -> None:
    result = run("parse", given="≥5万人次\n不少于9座\n".encode(encoding))
    assert [a["text"] for a in answers(result)] == ["≥5万人次", "不少于9座"]


def test_a_line_in_no_encoding_spoils_only_itself() -> None:
    first, failed, third = answers(run("parse", given="5人\n".encode() + b"\xff\xff\n9\n"))
    assert (first["text"], failed["error"]["place"], third["text"]) == ("5人", "line 2", "9")


def test_a_lone_surrogate_comes_out_as_json() -> None:
    (answer,) = answers(run("parse", given='{"text": "\\ud800≥5人"}'))
    assert answer["text"] == "\ud800≥5人"


def test_extract() -> None:
    text = "带动就业超10万人，增收1.2亿元"
    wanted = {"text": text, "constraints": [found.to_dict() for found in extract(text)]}
    assert answers(run("extract", text)) == [wanted]
    assert answers(run("extract", given=json.dumps({"text": text}))) == [wanted]


def test_tables_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    shown = run("parse", "-f", "table", "≥5万人", "9-12座", "≥ %", "\x1b[31m≥600元/人·月").stdout
    lines = shown.splitlines()
    assert lines[1].split() == ["text", "op", "value", "unit", "remark"]
    assert lines[3].split() == ["≥5万人", "≥", "50,000", "人"]
    assert lines[4].split() == ["9-12座", "∈", "[9,", "12]", "座"]
    assert lines[5].split()[:3] == ["≥", "%", "—"]
    assert "unit without a number" in lines[5]
    assert "元 / 人·月" in shown
    assert "\x1b" not in shown
    assert "100,000" in run("extract", "-f", "table", "带动就业超10万人").stdout


def test_narrow_tables(monkeypatch: pytest.MonkeyPatch, table: Path) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("structure", "-f", "table", table).stdout
    assert all(len(line) <= 40 for line in shown.splitlines())
    assert "数量指标 · 新建水渠长度\n    ≥ 3.5 公里" in "\n".join(
        line.rstrip() for line in shown.splitlines()
    )


# structure


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
    "jpeg": (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)), "a picture"),
    "png": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "a picture"),
    "xlsx": (b"PK\x03\x04\x14\x00\x06\x00\x08\xff\xff", "an office document"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n\xff", "a PDF"),
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
        ("out.xlsx", "name it .jsonl, .csv or .parquet"),
        ("out", "name it .jsonl, .csv or .parquet"),
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


# the whole command


def test_usage() -> None:
    for wrong in (["structure"], ["nonsense"], ["parse", "--wrong"], ["parse", "5", "-f", "xml"]):
        assert run(*wrong).exit_code == 2
    assert run().exit_code == 2
    assert "structure" in run().stdout


def test_version_names_the_lexicon() -> None:
    wanted = f"zhibiao {__version__} (lexicon {lexicon.current().version})\n"
    assert run("--version").stdout == wanted


def test_own_lexicon(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "units.tsv").write_text(OWN_UNIT, "utf-8")
    monkeypatch.setenv("ZHIBIAO_LEXICON", "")
    before = run("--version").stdout
    try:
        (own,) = answers(run("parse", "≥5橦", "--lexicon", tmp_path))
        assert own["constraints"][0]["unit_code"] == "{chuang}"
        assert run("--lexicon", tmp_path, "--version").stdout != before
    finally:
        lexicon.use()
    (without,) = answers(run("parse", "≥5橦"))
    assert without["constraints"][0]["unit_code"] != "{chuang}"


def test_own_lexicon_from_the_environment(tmp_path: Path) -> None:
    (tmp_path / "units.tsv").write_text(OWN_UNIT, "utf-8")
    with spawn("parse", "≥5橦", env={**os.environ, "ZHIBIAO_LEXICON": str(tmp_path)}) as process:
        out, _ = process.communicate()
    assert json.loads(out)["constraints"][0]["unit_code"] == "{chuang}"


@pytest.mark.parametrize("by", ["option", "variable"])
def test_a_broken_lexicon_is_named(tmp_path: Path, by: str) -> None:
    broken = tmp_path / "units.tsv"
    broken.write_text("#: code\tdimension\tfactor\tname\taliases\nonly\n", "utf-8")
    variable = {**os.environ, "ZHIBIAO_LEXICON": str(tmp_path) if by == "variable" else ""}
    options = ["--lexicon", tmp_path] if by == "option" else []
    with spawn("parse", "5", *options, env=variable) as process:
        out, err = process.communicate()
    assert (process.returncode, out) == (2, b"")
    assert err.decode().startswith(f"zhibiao: {broken}:2: ")


def test_a_wrong_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], table: Path
) -> None:
    monkeypatch.setenv("ZHIBIAO_MAX_FILE_BYTES", "many")
    monkeypatch.setattr(sys, "argv", ["zhibiao", "structure", str(table)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("zhibiao: ZHIBIAO_MAX_FILE_BYTES: ")


def test_parquet_without_its_library(tmp_path: Path, table: Path) -> None:
    (tmp_path / "pyarrow.py").write_text("raise ImportError")
    path = f"{tmp_path}{os.pathsep}{ROOT}"
    out = tmp_path / "out.parquet"
    with spawn("structure", table, "-o", out, env={**os.environ, "PYTHONPATH": path}) as process:
        _, err = process.communicate()
    assert process.returncode == 2
    assert "pip install 'zhibiao[parquet]'" in err.decode()
    assert not out.exists()


def test_parse_loads_nothing_heavy() -> None:
    script = (
        "import sys; from service.cli import app\n"
        "app(['parse', '≥5万人'], standalone_mode=False)\n"
        "print(*sorted({'fastapi', 'spacy', 'jieba', 'polars', 'pyarrow', 'rich', 'uvicorn',"
        "'pydantic_settings', 'asyncio'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=True)
    assert json.loads(done.stdout)["constraints"]
    assert done.stderr.split() == []


def test_a_closed_pipe_ends_quietly() -> None:
    with spawn("parse") as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"5\n")
        process.stdin.flush()
        process.stdout.readline()
        process.stdout.close()
        process.stdin.write(b"6\n")
        process.stdin.close()
        assert process.stderr.read() == b""
    assert process.returncode == console.CLOSED_PIPE


def test_every_line_is_answered_at_once() -> None:
    with spawn("parse") as process:
        assert process.stdin and process.stdout
        for number in range(3):
            process.stdin.write(f"{number}人\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["text"] == f"{number}人"
        process.stdin.close()


def test_an_interrupt_ends_quietly() -> None:
    with spawn("parse") as process:
        assert process.stdin and process.stdout and process.stderr
        process.stdin.write(b"5\n")
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
        assert process.stderr.read() == b""
        process.stdin.close()


def test_progress_where_there_is_no_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console, "SILENCE", 0.01)
    monkeypatch.setattr(console, "BETWEEN_LINES", 0.02)
    with console.Progress("files", 3) as progress:
        progress.done, progress.now = 1, "table.txt"
        time.sleep(0.2)
    first = capsys.readouterr().err.splitlines()[0]
    assert first == "zhibiao: 1 of 3 files in 0 s, now table.txt"


def test_short_work_shows_no_progress(capsys: pytest.CaptureFixture[str]) -> None:
    with console.Progress("files", 3):
        pass
    assert capsys.readouterr().err == ""


def test_serve_lists_its_settings() -> None:
    shown = run("serve", "--settings").stdout
    assert "ZHIBIAO_PORT=8000" in shown and "ZHIBIAO_MAX_BODY_BYTES=2097152" in shown
