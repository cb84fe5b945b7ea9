"""What the page shows of a whole table, and how it finds the source again."""

from __future__ import annotations

import json

import pytest
from playground import Visit
from playwright.sync_api import expect

from nlp import review, structure

ASTRAL = (
    "项目名称：😀石桥镇𠮷水渠\n年度目标：😀😀新建水渠4.2公里。\n"
    "一级指标\t二级指标\t三级指标\t年度指标值\n"
    "产出指标\t数量指标\t𠮷新建水渠长度\t≥3.5公里\n"
)
HEADS = "三级指标\t指标值\n"
FLAT = (
    "项目名称\t绩效目标\t绩效指标\n"
    "送戏下乡\t全年演出150场。\t1、1-产出指标；11-数量指标；演出场次；实施周期指标值：≥150场；"
    "年度指标值：≥150场。2、3-满意度指标；31-服务对象满意度；群众满意度；实施周期指标值：≥90%；"
    "年度指标值：≥90%。\n"
)
QUOTED = '三级指标\t指标值\n"水渠\n长度"\t≥3.5公里\n闸门\t9座\n'


PIPES = "| 三级指标 | 实施周期指标值 | 年度指标值 |\n|---|---|---|\n| 合格率 | ≥98% | ≥98% |\n"
TAGS = (
    "<table><tr><td>三级指标</td><td>指标值</td></tr>\n<tr>\n<td>水渠长度</td>\n"
    "<td>≥3.5公里</td>\n</tr><tr><td>闸门</td><td>9座</td></tr></table>"
)


def marked_cells(opened: Visit) -> list[int]:
    """Which cells of the lit line hold a mark."""
    found: list[int] = opened.page.locator("li.lit .cell-text").evaluate_all(
        "cells => cells.flatMap((cell, i) => cell.querySelector('mark') ? [i] : [])"
    )
    return found


def indicators(opened: Visit) -> None:
    opened.page.get_by_role("tab", name="指标").click()


def test_a_table_gives_findings_indicators_and_projects(opened: Visit) -> None:
    opened.example("一整张表")
    document = structure(opened.page.locator("#text").input_value())
    counts = [len(review(document)), sum(len(p.indicators) for p in document.projects), 2]
    assert opened.words(".tabs .count") == [str(count) for count in counts]
    expect(opened.page.locator("#said")).to_have_text(
        f"读出 2 个项目、{counts[1]} 个指标，{counts[0]} 处值得核对"
    )
    indicators(opened)
    assert opened.words(".indicators .tokens")[:2] == ["≥ 126 所", "≥ 45 所"]
    opened.page.get_by_role("tab", name="项目").click()
    assert opened.words("#panel-projects .figure") == ["864,000", "1,000,000"]


def test_a_finding_marks_both_of_its_sides(opened: Visit) -> None:
    opened.example("一整张表")
    opened.page.get_by_text("绩效目标中承诺“42所”").click()
    assert opened.words(".lines mark") == ["42所", "供餐学校数", "≥45所"]
    assert opened.words(".lines li.lit")[1].startswith("产出指标 数量指标 供餐学校数")
    expect(opened.page.locator(".lines mark").first).to_be_in_viewport()


def test_equal_values_of_two_periods_are_told_apart(opened: Visit) -> None:
    opened.example("一整张表")
    indicators(opened)
    rows = opened.page.locator(".indicators tr.pick").filter(has_text="食材抽检合格率")
    for row, column in ((0, 3), (1, 4)):
        rows.nth(row).click()
        assert marked_cells(opened) == [2, column]


def test_a_row_opens_its_reading(opened: Visit) -> None:
    opened.example("一整张表")
    indicators(opened)
    opened.page.locator(".indicators tr.pick").filter(has_text="120").last.click()
    detail = opened.words("tr.detail")[0]
    assert "比率不会是 120%，请核对原文" in detail
    assert "比较符号在数前" in detail


def test_places_in_a_table_count_characters(opened: Visit) -> None:
    opened.ask(ASTRAL)
    opened.page.locator(".findings tr.pick").first.click()
    assert opened.words(".lines mark") == ["4.2公里", "𠮷新建水渠长度", "≥3.5公里"]


def test_indicators_that_share_a_cell_are_found_in_it(opened: Visit) -> None:
    opened.ask(FLAT)
    indicators(opened)
    opened.page.locator(".indicators tr.pick").nth(3).click()
    assert opened.words(".lines mark") == ["群众满意度", "≥90%"]
    before = (
        opened.page.locator(".lines mark").nth(1).evaluate("m => m.previousSibling.textContent")
    )
    assert before.endswith("年度指标值：")


def test_a_cell_may_hold_a_line_break(opened: Visit) -> None:
    opened.ask(QUOTED)
    indicators(opened)
    opened.page.locator(".indicators tr.pick").nth(1).click()
    assert opened.words(".lines mark") == ["闸门", "9座"]
    assert opened.page.locator("li.lit").get_attribute("data-label") == "4"


def test_columns_between_pipes_are_told_apart(opened: Visit) -> None:
    opened.ask(PIPES)
    indicators(opened)
    for row, column in ((0, 1), (1, 2)):
        opened.page.locator(".indicators tr.pick").nth(row).click()
        assert marked_cells(opened) == [0, column]


def test_rows_of_tags_are_set_out_anew(opened: Visit) -> None:
    opened.ask(TAGS)
    indicators(opened)
    opened.page.locator(".indicators tr.pick").nth(1).click()
    assert opened.words(".lines mark") == ["闸门", "9座"]
    assert "按读出的结果重排" in opened.words(".source .hint")[0]


def test_the_narrative_of_a_project_can_be_read(opened: Visit) -> None:
    opened.example("一整张表")
    opened.page.get_by_role("tab", name="项目").click()
    opened.page.get_by_role("button", name="读这段绩效目标").first.click()
    expect(opened.page.locator(".running .promise").first).to_have_text("42所")


def test_what_is_no_table_says_what_to_paste(opened: Visit) -> None:
    opened.ask("年初工作安排", kind="table")
    indicators(opened)
    assert "没有读出指标" in opened.words("#panel-indicators")[0]
    assert any("请连同表头一起给出" in note for note in opened.words(".notes li"))


def test_a_long_table_is_shown_piece_by_piece(opened: Visit) -> None:
    rows = "".join(f"走访第{n}村次数\t≥{n}次\n" for n in range(1, 451))
    opened.page.locator("#text").evaluate("(box, text) => { box.value = text; }", HEADS + rows)
    opened.page.locator("#read").click()
    expect(opened.page.locator(".tabs .count").nth(1)).to_have_text("450")
    indicators(opened)
    for left in (251, 51):
        opened.page.get_by_role("button", name=f"还有 {left} 行").click()
    assert opened.page.locator(".indicators tr.pick").count() == 450
    opened.page.locator(".indicators tr.pick").last.click()
    assert opened.words(".lines mark") == ["走访第450村次数", "≥450次"]


@pytest.mark.parametrize("language", ["中文", "English"])
def test_findings_speak_the_language_of_the_page(opened: Visit, language: str) -> None:
    opened.page.get_by_role("button", name=language).click()
    opened.settled()
    opened.page.locator(".chip").last.click()
    opened.settled()
    document = structure(opened.page.locator("#text").input_value())
    found = review(document, lang="zh" if language == "中文" else "en")
    assert opened.words(".findings .pick-button") == [f.message for f in found]


def test_the_json_is_at_hand(opened: Visit) -> None:
    opened.example("一整张表")
    opened.page.locator("details.raw summary").click()
    text = opened.page.locator("#text").input_value()
    expect(opened.page.locator(".raw pre")).not_to_be_empty()
    shown = json.loads(opened.page.locator(".raw pre").text_content() or "")
    assert shown["document"] == structure(text).to_dict()
