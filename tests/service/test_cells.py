"""`zhibiao parse` and `zhibiao extract`: texts, lines, JSON lines, tables for people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command import answers, run

from nlp import extract, parse


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
