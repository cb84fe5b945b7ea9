"""What comes in as a file, and what can be taken away."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from archive import PROJECTS, level_rows
from archive_files import xlsx
from playground import Open, Visit, refusing
from playwright.sync_api import Route, expect

from nlp import analyze, parse, review, structure

TABLE = "项目名称：石桥镇水渠整治\n三级指标\t指标值\n新建水渠长度\t≥3.5公里\n新建闸门\t=9座\n"
CSV = '三级指标,指标值\r\n"水渠, 新建",≥3.5公里\r\n"闸门\n（座）",=9\r\n'
EXAMPLES = ["一个单元格", "一段绩效目标", "一整张表"]


def test_a_command_that_sends_the_same_is_copied(visit: Open) -> None:
    made = visit(permissions=["clipboard-read", "clipboard-write"]).go()
    made.ask("≥5人'; echo $HOME `ls`", "人数")
    made.page.get_by_role("button", name="复制为 curl").click()
    expect(made.page.locator("#curl")).to_contain_text("已复制")
    copied = made.page.evaluate("navigator.clipboard.readText()")
    assert copied == made.page.locator("#curl textarea").input_value()
    words = shlex.split(copied)
    assert words[:3] == ["curl", "-sS", f"{made.address}v1/parse"]
    assert json.loads(words[-1]) == {"text": "≥5人'; echo $HOME `ls`", "name": "人数"}


def test_a_long_text_is_a_file_beside_the_command(opened: Visit) -> None:
    choose(opened, "表.txt", (TABLE * 500).encode())
    opened.page.get_by_role("button", name="复制为 curl").click()
    expect(opened.page.locator("#curl textarea")).to_have_value(
        f"curl -sS '{opened.address}v1/structure' -H 'Content-Type: application/json' "
        "--data-binary @structure.json\n\n"
        f"curl -sS '{opened.address}v1/review' -H 'Content-Type: application/json' "
        "--data-binary @review.json"
    )
    assert opened.words("#curl a") == ["structure.json", "review.json"]


def taken(made: Visit, button: str, path: Path) -> Path:
    with made.page.expect_download() as download:
        made.page.get_by_role("button", name=button).click()
    download.value.save_as(path)
    return path


def test_the_answer_is_taken_as_it_came(opened: Visit, tmp_path: Path) -> None:
    opened.ask(TABLE)
    found = json.loads(taken(opened, "下载 JSON", tmp_path / "a.json").read_text("utf-8"))
    document = structure(TABLE)
    assert found == {
        "document": document.to_dict(),
        "findings": [f.to_dict() for f in review(document)],
    }


@pytest.mark.parametrize("label", EXAMPLES)
def test_the_tables_are_taken_as_a_workbook(opened: Visit, tmp_path: Path, label: str) -> None:
    opened.example(label)
    text = opened.page.locator("#text").input_value()
    book = openpyxl.load_workbook(taken(opened, "下载 xlsx", tmp_path / "a.xlsx"))
    sheets = {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}
    rows = {
        name: [dict(zip(found[0], row, strict=True)) for row in found[1:]]
        for name, found in sheets.items()
    }
    if label == "一个单元格":
        [row] = rows["cells"]
        assert (row["op"], row["value"], row["unit"]) == (">=", 50000, "人")
    elif label == "一段绩效目标":
        assert [row["text"] for row in rows["clauses"]] == [c.text for c in analyze(text).clauses]
    else:
        document = structure(text)
        assert [row["message"] for row in rows["findings"]] == [
            f.message
            for p in document.projects
            for f in sorted(review(p), key=lambda f: f.severity)
        ]
        assert {row["project"] for row in rows["indicators"]} == {p.name for p in document.projects}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_file_is_read_in_its_encoding(opened: Visit, encoding: str) -> None:
    choose(opened, "表.txt", TABLE.encode(encoding))
    assert opened.words(".tabs .count")[1:] == ["2", "1"]
    expect(opened.page.locator("#text")).to_have_value(TABLE)


def test_a_file_of_commas_becomes_a_table(opened: Visit) -> None:
    choose(opened, "表.csv", CSV.encode())
    opened.page.get_by_role("tab", name="指标").click()
    opened.page.locator(".indicators tr.pick").nth(1).click()
    assert opened.words(".indicators .tokens") == ["≥ 3.5 公里", "= 9 座"]
    assert opened.words(".lines mark") == ["闸门 （座）", "=9"]


def test_a_dropped_file_is_read(opened: Visit) -> None:
    dropped = opened.page.evaluate_handle(
        """text => { const held = new DataTransfer();
        held.items.add(new File([text], "表.txt")); return held; }""",
        TABLE,
    )
    opened.page.dispatch_event("#ask", "dragenter", {"dataTransfer": dropped})
    expect(opened.page.locator(".drop")).to_be_visible()
    opened.page.dispatch_event("#ask", "drop", {"dataTransfer": dropped})
    expect(opened.page.locator(".drop")).to_be_hidden()
    expect(opened.page.locator(".tabs .count").nth(1)).to_have_text("2")


def answered(reviewed: bool) -> dict[str, Any]:
    document = structure(TABLE)
    if reviewed:
        return {"findings": [f.to_dict() for f in review(document)]}
    return {"document": document.to_dict()}


def test_other_files_are_left_to_the_service(visit: Open) -> None:
    made = visit().go()
    sent: list[tuple[str, bytes]] = []

    def answer(route: Route) -> None:
        request = route.request
        sent.append((request.headers["content-type"], request.post_data_buffer or b""))
        entries = [
            {"name": "预算.xlsx", **answered("review" in request.url)},
            {"name": "<b>坏.pdf", "error": {"message": "broken", "remedy": "save it anew"}},
        ]
        route.fulfill(json=entries)

    made.instead("v1/structure", answer)
    made.instead("v1/review?lang=zh", answer)
    choose(made, "预算<b>.xlsx", b"PK\x03\x04...")
    assert made.words(".tabs .count")[1:] == ["2", "1"]
    assert made.words("#seen-as") == ["已打开 预算<b>.xlsx"]
    made.page.get_by_role("tab", name="指标").click()
    made.page.locator(".indicators tr.pick").nth(1).click()
    assert made.words(".lines mark") == ["新建闸门", "=9座"]
    made.page.get_by_label("文件里有 2 份文档").select_option("<b>坏.pdf · 这个文件没有读成")
    expect(made.page.locator(".fault")).to_contain_text("broken · save it anew")
    for kind, body in sent:
        assert kind.startswith("multipart/form-data")
        assert b'name="file"' in body and b"PK\x03\x04..." in body


def test_an_office_file_is_taken_as_a_workbook(opened: Visit, tmp_path: Path) -> None:
    choose(opened, "目标.xlsx", xlsx(level_rows()))
    expect(opened.page.locator(".tabs")).to_be_visible()
    book = openpyxl.load_workbook(taken(opened, "下载 xlsx", tmp_path / "a.xlsx"))
    assert len(list(book["indicators"].rows)) == 1 + sum(len(p.indicators) for p in PROJECTS)


def test_a_file_that_the_service_does_not_take_has_a_remedy(visit: Open) -> None:
    made = visit(failing=True).go()
    for path in ("v1/structure", "v1/review?lang=zh"):
        made.instead(path, refusing("content_type"))
    choose(made, "a.xlsx", b"PK\x03\x04")
    expect(made.page.locator(".fault")).to_contain_text("复制后粘贴到上面的框里")


def test_a_text_file_that_is_none_has_a_remedy(opened: Visit) -> None:
    choose(opened, "a.txt", b"\xff\x00\x81\x20\xff")
    expect(opened.page.locator(".fault")).to_contain_text("请另存为 UTF-8")


def choose(made: Visit, name: str, content: bytes) -> None:
    file: Any = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    made.page.locator("#file").set_input_files(file)
    expect(made.page.locator("#shown .table, #shown .fault")).to_be_visible()
    made.settled()


def test_the_workbook_holds_no_formula(opened: Visit, tmp_path: Path) -> None:
    opened.ask("=9座", "=SUM(A1)")
    book = openpyxl.load_workbook(taken(opened, "下载 xlsx", tmp_path / "a.xlsx"))
    row = list(next(book["cells"].iter_rows(min_row=2)))
    assert row[0].value == "=SUM(A1)" and row[1].value == "=9座"
    assert {cell.data_type for cell in row} <= {"s", "n", "inlineStr"}
    assert parse("=9座").constraints[0].value == 9
