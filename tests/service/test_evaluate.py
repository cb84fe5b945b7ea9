"""`zhibiao evaluate`: gold lines scored, compared, and held to a mark."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from command import run
from corpus_reader import CORPUS, value_cases
from rich.console import Console

from nlp import lexicon
from service.evaluation.comparison import compare
from service.evaluation.gold import Gold, gold
from service.evaluation.scores import Scores
from service.lines import BadLine
from service.mistakes import Mistake
from service.show.scores import show

GOLD: list[dict[str, Any]] = [
    {"text": "≥60人", "expected": ">= 60 人", "family": "人数"},
    {"text": "≥60人", "expected": ">= 60 户", "family": "人数"},
    {"text": "≥5万", "name": "受益人数", "expected": [{"op": ">=", "value": 50000, "unit": "人"}]},
    {"text": "≥60%且≤80%，投诉5件", "expected": "range [60,80] %"},
    {"text": "2025年11月底前", "expected": "date <= 2025-11-30"},
    {"text": "按时缴纳", "expected": "unparseable"},
    {"text": "", "expected": "unparseable empty"},
    {"text": "2 94%", "expected": ">= 94 %; qualitative 优"},
]


def lines(*given: object) -> str:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in given)


def scores(*arguments: object, given: str | bytes | None = None, code: int = 0) -> dict[str, Any]:
    done = run("evaluate", *arguments, given=given)
    assert done.exit_code == code, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "gold.jsonl"
    path.write_text(lines(*GOLD), "utf-8")
    return path


def test_the_corpus_of_the_project_is_read_exactly() -> None:
    found = scores(*sorted((CORPUS / "values").glob("*.txt")), "--fail-under", 1)
    count = len(value_cases())
    assert found["exact"] == {"right": count, "of": count, "share": 1.0}
    assert {
        share["share"]
        for part in ("families", "parts", "calibration")
        for share in found[part].values()
    } == {1.0}
    assert found["surplus"] == found["failed"] == 0


def test_what_is_wrong_is_counted_by_family_part_and_confidence(file: Path) -> None:
    found = scores(file)
    assert found["lexicon"] == lexicon.current().version
    assert found["exact"] == {"right": 4, "of": 8, "share": 0.5}
    assert found["families"] == {
        "mixed · exact": {"right": 0, "of": 1, "share": 0.0},
        "date · date": {"right": 1, "of": 1, "share": 1.0},
        "quantitative · comparison": {"right": 1, "of": 1, "share": 1.0},
        "quantitative · two_bounds + exact": {"right": 0, "of": 1, "share": 0.0},
        "unparseable": {"right": 1, "of": 2, "share": 0.5},
        "人数": {"right": 1, "of": 2, "share": 0.5},
    }
    assert found["parts"]["op"] == {"right": 5, "of": 6, "share": 5 / 6}
    assert found["parts"]["value"] == {"right": 5, "of": 6, "share": 5 / 6}
    assert found["parts"]["unit"] == {"right": 5, "of": 6, "share": 5 / 6}
    assert found["surplus"] == 1
    assert found["calibration"]["1"] == {"right": 2, "of": 5, "share": 0.4}
    assert found["calibration"]["0"] == {"right": 1, "of": 1, "share": 1.0}


def test_what_was_taken_for_another_is_told(file: Path) -> None:
    found = scores(file)["confusion"]
    assert {"expected": "unparseable", "read": "qualitative", "count": 1} in found["kind"]
    assert {"expected": "户", "read": "人", "count": 1} in found["unit"]
    assert {"expected": "—", "read": "件", "count": 1} in found["unit"]
    assert {"expected": ">=", "read": "=", "count": 1} in found["op"]
    assert {"expected": "<=", "read": "<=", "count": 1} in found["op"]


def test_the_confident_and_wrong_come_first(file: Path) -> None:
    found = scores(file)["lines"]
    assert [line["exact"] for line in found] == [False] * 4 + [True] * 4
    assert [line["confidence"] for line in found[:4]] == [1.0, 1.0, 1.0, 0.57]
    assert found[0] == {
        "place": "gold.jsonl:2",
        "text": "≥60人",
        "name": None,
        "family": "人数",
        "expected": ">= 60 户",
        "read": ">= 60 人",
        "confidence": 1.0,
        "differences": ["unit"],
        "exact": False,
    }


def test_a_table_for_people(file: Path) -> None:
    done = run("evaluate", file, "--format", "table", "--worst", 2)
    assert done.stdout.startswith("50.00% (4 of 8) exact; 3 wrong with confidence 1")
    for told in ("gold.jsonl:2", ">= 60 户", "unparseable", "人数", "and 2 more; --worst"):
        assert told in done.stdout


def test_hostile_texts_do_not_reach_the_terminal() -> None:
    found = Scores()
    for line in gold(lines({"text": "\x1b[31m[bold]", "expected": "= 5 人"}).encode()):
        assert isinstance(line, Gold)
        found.add(line, "a:1")
    console = Console(record=True, width=120, file=io.StringIO())
    show(found, None, console, 20)
    assert "�[31m[bold]" in console.export_text()


BAD = [
    ('{"text": "5人"', "no JSON that can be read, column 14"),
    ("[" * 100_000, "no JSON that can be read"),
    ("oops", "no JSON that can be read, column 1"),
    ('["a"]', "the value has the wrong type"),
    ('{"text": "5人"}', "/expected: a required key is missing"),
    ('{"text": 5, "expected": "= 5"}', "/text: the value is not a string"),
    ('{"text": "5", "expected": "= 5", "unit": 1}', "/unit: the key is not known"),
    ('{"text": "5", "text": "6", "expected": "= 5"}', "a key stands twice"),
    ('{"text": "5", "expected": "about 5"}', "/expected, column 1: "),
    ('{"text": "5", "expected": [{"op": "="}]}', "/expected/0/value: a required key"),
    ('{"text": "\\ud800", "expected": "= 5"}', "/text: the text holds half a surrogate"),
]


@pytest.mark.parametrize(("line", "reason"), BAD)
def test_a_bad_line_is_named_and_the_others_are_scored(line: str, reason: str) -> None:
    given = lines(GOLD[0]) + "\n" + line + "\n" + lines(GOLD[4])
    done = run("evaluate", "-", given=given)
    assert done.exit_code == 1
    assert f"standard input, line 3: {reason}" in done.stderr
    found = json.loads(done.stdout)
    assert (found["exact"]["right"], found["failed"]) == (2, 1)


def test_bad_lines_of_a_corpus_are_named() -> None:
    given = (
        "= 5 人\n    5人\n".encode()
        + b"\xff\xff\n    6\xe4\xba\xba\n= 7 \xe4\xba\xba\n    7\xe4\xba\xba"
    )
    found = list(gold(given))
    assert [(f.number, f.reason) for f in found if isinstance(f, BadLine)] == [
        (3, "neither UTF-8 nor GB18030"),
        (4, "spellings without a reading above them"),
    ]
    assert [f.text for f in found if isinstance(f, Gold)] == ["5人", "7人"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize(
    "text", [lines(*GOLD[:2]), "# 备注\r\n>= 60 人\r\n    ≥60人  不少于60人\r\n"]
)
def test_gold_of_every_encoding(encoding: str, text: str) -> None:
    found = scores("-", given=text.encode(encoding))
    assert found["exact"]["of"] == 2
    assert found["lines"][0]["text"] in ("≥60人", "不少于60人")


def test_files_fail_alone(file: Path, tmp_path: Path) -> None:
    done = run("evaluate", tmp_path / "none", file, tmp_path)
    assert done.exit_code == 1
    assert "none: no such file" in done.stderr
    assert "a directory" in done.stderr
    assert json.loads(done.stdout)["exact"]["of"] == 8


@pytest.mark.parametrize(("mark", "code"), [(0.5, 0), (0.51, 1)])
def test_a_mark_to_be_held(file: Path, mark: float, code: int) -> None:
    done = run("evaluate", file, "--fail-under", mark)
    assert done.exit_code == code
    assert ("50.00% exact, less than 51.00%" in done.stderr) == bool(code)


def test_nothing_to_score_misses_every_mark() -> None:
    assert scores("-", given="")["exact"] == {"right": 0, "of": 0, "share": None}
    done = run("evaluate", "-", "--fail-under", 0, given="")
    assert (done.exit_code, "no line was scored" in done.stderr) == (1, True)


@pytest.fixture
def overlay(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "own"
    folder.mkdir()
    rows = "#: code\tdimension\tfactor\tname\taliases\n{chuang}\tchuang\t1\t橦\t\n"
    (folder / "units.tsv").write_text(rows, "utf-8")
    yield folder
    lexicon.use()


OWN = [
    {"text": "种植≥5橦", "expected": ">= 5 橦 {种植} !unit_unknown"},
    {"text": "≥5橦", "expected": ">= 5 橦"},
    {"text": "橦", "expected": "unparseable unit_only"},
    {"text": "≥60人", "expected": ">= 61 人"},
]


def test_another_lexicon_shows_what_got_better_and_worse(
    overlay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBIAO_LEXICON", "")
    found = scores("-", "--lexicon", overlay, "--against", "package", given=lines(*OWN))
    change = found["against"]
    assert [line["text"] for line in change["better"]] == ["橦"]
    assert [line["text"] for line in change["worse"]] == ["种植≥5橦"]
    assert (change["better"][0]["before"], change["better"][0]["now"]) == (
        "qualitative",
        "unparseable unit_only",
    )
    assert change["missing"] == 0
    assert found["lexicon"] == lexicon.current().version
    shown = run("evaluate", "-", "-f", "table", "--against", "package", given=lines(*OWN)).stdout
    assert "1 better, 1 worse, 0 otherwise wrong" in shown


def test_the_other_way_round_a_directory_is_given(
    overlay: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ZHIBIAO_LEXICON", "")
    before = lexicon.current().version
    change = scores("-", "--against", overlay, given=lines(*OWN))["against"]
    assert [line["text"] for line in change["worse"]] == ["橦"]
    assert lexicon.current().version == before


def test_a_saved_result_shows_what_got_better_and_worse(file: Path, tmp_path: Path) -> None:
    saved = tmp_path / "before.json"
    before = scores(file)
    before["lines"][0]["read"], before["lines"][0]["differences"] = ">= 60 户", []
    before["lines"][4]["differences"] = ["value"]
    before["lines"][1]["read"] = "= 5 人"
    del before["lines"][7]
    saved.write_text(json.dumps(before), "utf-8")
    change = scores(file, "--against", saved)["against"]
    assert [line["expected"] for line in change["worse"]] == [">= 60 户"]
    assert [line["place"] for line in change["better"]] == [before["lines"][4]["place"]]
    assert [line["before"] for line in change["otherwise_wrong"]] == ["= 5 人"]
    assert change["missing"] == 1


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"lines": [{}]}', '{"lines": [5]}', "[" * 10**5]
)
def test_another_file_is_no_saved_result(file: Path, tmp_path: Path, content: str) -> None:
    (tmp_path / "other.json").write_text(content)
    told = run("evaluate", file, "--against", tmp_path / "other.json").exception
    assert isinstance(told, Mistake)
    assert "other.json: not the result of an evaluation" in str(told)


def test_the_same_twice_changes_nothing(file: Path) -> None:
    found = Scores()
    for line in gold(file.read_bytes()):
        assert isinstance(line, Gold)
        found.add(line, "a")
    change = compare(found.outcomes, found.outcomes)
    assert not (change.better or change.worse or change.otherwise or change.missing)
