"""Reviews and assessments on the command line and over HTTP."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from command import TABLE, answers, run
from http_client import JSON, MARK, problem
from starlette.testclient import TestClient

from nlp import assess, review, structure
from nlp.narrative_schema import Severity
from service.http import models
from service.report import report

GOALS = (
    "项目名称：云岭县粮食收购\n年度目标：收购粮食10500吨。\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
    "产出指标\t数量指标\t粮食收购量\t≥11730吨\n"
    "效益指标\t社会效益指标\t农户收入\t有效提升\n"
    "满意度指标\t服务对象满意度指标\t农户投诉率\t≥5%\n"
)
HOSTILE = (
    '项目名称：<script>alert("x")</script>&\x1b[31m\n'
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
    "产出指标\t数量指标\t=cmd|' /C calc'!A0<b>\t<img src=x onerror=alert(1)>提高\n"
    "产出指标\t质量指标\thttps://例子.cn 投诉率\t≥5%\n"
)
EVALUATION = (
    "项目名称：科普经费\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\n"
    "产出指标\t数量指标\t科普活动场次\t≥30场\t24场\t20\t20\n"
    "满意度指标\t服务对象满意度指标\t公众满意度\t≥85%\t96%\t10\t10\n"
)


@pytest.fixture
def goals(tmp_path: Path) -> Path:
    path = tmp_path / "goals.txt"
    path.write_text(GOALS, "utf-8")
    return path


def test_a_report_quotes_the_source(goals: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "120")
    result = run("review", goals)
    assert (result.exit_code, result.stderr) == (0, "")
    shown = result.stdout
    assert "绩效目标: 收购粮食【10500吨】。" in shown
    assert "年度指标值: 【≥11730吨】" in shown
    assert "value_differs" in shown and "→ 核对后" in shown
    assert shown.index("value_differs") < shown.index("value_vague") < shown.index("quality_miss")
    assert "The" not in shown and "goal" in run("review", goals, "--lang", "en").stdout


def test_json_holds_every_finding(goals: Path) -> None:
    (answer,) = json.loads(run("review", goals, "--format", "json").stdout)
    found = review(structure(GOALS))
    assert {f["code"] for f in answer["findings"]} == {f.code for f in found}
    assert answer["counts"]["error"] == sum(f.severity is Severity.ERROR for f in found)
    assert answer["file"] == str(goals)
    assert [f["severity"] for f in answer["findings"]] == sorted(
        (f["severity"] for f in answer["findings"]), key=list(Severity).index
    )


@pytest.mark.parametrize("form", ["json", "html", "xlsx"])
def test_files_are_written_whole(tmp_path: Path, goals: Path, form: str) -> None:
    path = tmp_path / f"out.{form}"
    result = run("review", goals, "-", "-o", path, given=TABLE)
    assert result.exit_code == 0
    assert "2 of 2 files" in result.stderr
    content = path.read_bytes()
    assert content
    assert run("review", goals, "--format", form).stdout_bytes


def sheet(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return "".join(book.read(name).decode() for name in book.namelist() if ".xml" in name)


def test_nothing_hostile_comes_through(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(HOSTILE, "utf-8")
    page = run("review", path, "--format", "html").stdout
    for tag in ("<script", "<img", "<b>", "\x1b"):
        assert tag not in page
    assert "&lt;script&gt;" in page
    assert "http-equiv" not in page and 'src="' not in page and "href" not in page
    book = sheet(run("review", path, "--format", "xlsx").stdout_bytes)
    assert "<f>" not in book and "<hyperlink" not in book
    assert "=cmd|" in book
    assert "\x1b" not in run("review", path).stdout


def test_odd_text_can_be_written_in_every_form(goals: Path) -> None:
    document = structure(GOALS)
    document.projects[0].name = "\ud800\x00\u202e" + "长" * 40_000
    document.projects[0].indicators[1].name = "\ud800"
    from service.writers.reviews import render

    found = [report("a\ud800.txt", document, "zh")]
    assert all(render(form, found, "zh") for form in ("json", "html", "xlsx"))
    json.loads(render("json", found, "zh"))


def test_a_bad_file_is_named_and_the_others_are_reviewed(tmp_path: Path, goals: Path) -> None:
    missing = tmp_path / "missing.txt"
    result = run("review", missing, goals, "--format", "json")
    assert result.exit_code == 1
    assert "missing.txt: no such file" in result.stderr
    assert len(json.loads(result.stdout)) == 1
    output = tmp_path / "out.html"
    assert run("review", missing, "-o", output).exit_code == 1
    assert not output.exists()


def test_wrong_usage_of_review(tmp_path: Path, goals: Path) -> None:
    for wrong in (
        ["review"],
        ["review", goals, "--format", "pdf"],
        ["review", goals, "--lang", "fr"],
        ["review", goals, "-o", tmp_path / "out.doc"],
        ["review", goals, "-o", tmp_path / "out.html", "--format", "text"],
        ["review", goals, "-o", goals, "--format", "json"],
        ["review", goals, "-o", tmp_path / "none" / "out.html"],
    ):
        assert run(*wrong).exit_code == 2, wrong


def test_nothing_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("这是一封信。\n", "utf-8")
    assert "nothing_to_review" in run("review", path).stdout


def test_assess_a_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    result = run("assess", "≥5万元", "48000元", "--weight", "10")
    assert answers(result) == [assess("≥5万元", "48000元", weight=10).to_dict()]
    named = answers(run("assess", "≥95", "96%", "--name", "上报率（%）", "--lang", "en"))
    assert named == [assess("≥95", "96%", name="上报率（%）", lang="en").to_dict()]
    monkeypatch.setenv("COLUMNS", "100")
    shown = run("assess", "≥5万元", "48000元", "-w", "10", "-f", "table").stdout
    assert "96.0%" in shown and "9.6" in shown and "未达到目标" in shown


def test_assess_lines() -> None:
    lines = (
        '{"target": "≥50人", "actual": "53人", "weight": 10}\n\n'
        '{"target": "≥50人"}\n'
        '{"target": "≥95", "actual": "96%", "name": "上报率（%）", "weight": 2.5}\n'
    )
    first, second, third = answers(run("assess", given=lines))
    assert (first["met"], first["score"]) == (True, 10)
    assert second["notes"][0]["code"] == "actual_missing"
    assert third["score"] == 2.5


BAD_LINES = {
    "half": '{"target": ',
    "plain": "≥5人",
    "number": '{"target": 5}',
    "actual": '{"target": "5", "actual": 5}',
    "other key": '{"target": "5", "text": "5"}',
    "nothing": "{}",
    "weight": '{"target": "5", "weight": "10"}',
    "negative": '{"target": "5", "weight": -1}',
    "not a number": '{"target": "5", "weight": NaN}',
    "huge": '{"target": "5", "weight": 1e999999999999999999999}',
    "deep": '{"target": ' * 100_000,
}


@pytest.mark.parametrize("case", BAD_LINES)
def test_a_bad_line_of_assess_spoils_only_itself(case: str) -> None:
    good = '{"target": "≥50人", "actual": "53人"}\n'
    result = run("assess", given=f"{good}{BAD_LINES[case]}\n{good}")
    first, failed, third = answers(result)
    assert first["met"] is third["met"] is True
    assert (failed["error"]["code"], failed["error"]["place"]) == ("bad_line", "line 2")
    assert result.exit_code == 1


def test_wrong_usage_of_assess() -> None:
    for wrong in (
        ["assess", "≥5人"],
        ["assess", "≥5人", "5人", "--weight", "-1"],
        ["assess", "≥5人", "5人", "--weight", "nan"],
        ["assess", "≥5人", "5人", "--table", "a.txt"],
        ["assess", "≥5人", "5人", "--lang", "fr"],
    ):
        assert run(*wrong).exit_code == 2, wrong


def test_assess_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "evaluation.txt"
    path.write_text(EVALUATION, "utf-8")
    first, second = answers(run("assess", "--table", path))
    assert (first["claimed"], first["agrees"]) == (20, False)
    assert first["assessment"]["score"] == 16
    assert second["agrees"] is True
    monkeypatch.setenv("COLUMNS", "100")
    assert "80.0%" in run("assess", "--table", path, "-f", "table").stdout
    assert run("assess", "--table", tmp_path / "missing.txt").exit_code == 1


def test_review_over_http(client: TestClient) -> None:
    wanted = [f.to_dict() for f in review(structure(GOALS))]
    answer = client.post("/v1/review", json={"text": GOALS})
    assert answer.json() == wanted
    for found in answer.json():
        models.Finding.model_validate_json(json.dumps(found), strict=True)
    grid = [line.split("\t") for line in GOALS.splitlines()]
    english = client.post("/v1/review", json={"grid": grid, "lang": "en"}).json()
    assert [f["code"] for f in english] == [f["code"] for f in wanted]
    assert english[0]["message"].startswith("the goal promises 10500吨")
    nothing = client.post("/v1/review", json={"text": ""}).json()
    assert [f["code"] for f in nothing] == ["nothing_to_review"]


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ({}, "text_or_grid", ""),
        ({"text": MARK, "lang": "fr"}, "wrong_type", "/lang"),
        ({"text": MARK, "language": "zh"}, "unknown_key", "/language"),
        ({"grid": [["a", True]]}, "wrong_type", "/grid/0/1"),
    ],
)
def test_bad_reviews(client: TestClient, body: object, code: str, place: str) -> None:
    answer = client.post("/v1/review", content=json.dumps(body), headers=JSON)
    problem(answer, 422, code, place)


def test_assess_over_http(client: TestClient) -> None:
    item = {"target": "≥5万元", "actual": "48000元", "weight": 10}
    assert client.post("/v1/assess", json=item).json() == (
        assess("≥5万元", "48000元", weight=10).to_dict()
    )
    many = [{"target": f"≥{n}人", "actual": "50人"} for n in range(1, 101)]
    found = client.post("/v1/assess", json=many).json()
    assert [f["met"] for f in found] == [n <= 50 for n in range(1, 101)]
    assert client.post("/v1/assess", json={"target": "≥5人", "actual": None}).json()["met"] is None


@pytest.mark.parametrize(
    ("item", "code", "place"),
    [
        ({}, "missing", "/1/target"),
        ({"target": 5}, "not_text", "/1/target"),
        ({"target": "5", "actual": 5}, "not_text", "/1/actual"),
        ({"target": "5", "weight": -1}, "weight", "/1/weight"),
        ({"target": "5", "weight": 1e300}, "weight", "/1/weight"),
        ({"target": "5", "weight": "10"}, "wrong_type", "/1/weight"),
        ({"target": "5", "weight": True}, "wrong_type", "/1/weight"),
        ({"target": "5", "weight": float("nan")}, "wrong_type", "/1/weight"),
        ({"target": "5", "lang": "fr"}, "wrong_type", "/1/lang"),
        ({"target": MARK * 2001}, "text_too_long", "/1/target"),
        ({"target": "5", "actual": MARK * 2001}, "text_too_long", "/1/actual"),
        ("≥5人", "wrong_type", "/1"),
        (None, "wrong_type", "/1"),
    ],
)
def test_a_bad_pair_spoils_only_itself(
    client: TestClient, item: Any, code: str, place: str
) -> None:
    good = {"target": "≥50人", "actual": "53人"}
    body = json.dumps([good, item, good])
    first, failed, third = client.post("/v1/assess", content=body, headers=JSON).json()
    assert first["met"] is third["met"] is True
    assert (failed["error"]["code"], failed["error"]["place"]) == (code, place)
    models.ItemError.model_validate(failed, strict=True)
