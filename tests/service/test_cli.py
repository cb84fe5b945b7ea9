"""The whole command: usage, version, lexicons, settings, pipes, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from command import ROOT, answers, run, spawn

from nlp import __version__, lexicon
from service import console
from service.cli import main

OWN_UNIT = "#: code\tdimension\tfactor\tname\taliases\n{chuang}\tchuang\t1\t橦\t\n"


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
    assert "pip install 'zhibiao[archive]'" in err.decode()
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


def test_a_terminal_without_chinese_still_gets_its_table() -> None:
    variables = {**os.environ, "PYTHONIOENCODING": "ascii"}
    with spawn("parse", "-f", "table", "5人", env=variables) as process:
        out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert b"\\u4eba" in out
