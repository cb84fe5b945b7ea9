"""What the page shows of cells and narratives."""

from __future__ import annotations

import pytest
from playground import Open, Visit
from playwright.sync_api import expect

from nlp import analyze, extract, parse

ASTRAL = "😀参会人数>500人，𠮷林企业≥1.2万家"
NARRATIVE = "𠮷😀通过开展培训，举办讲座20场，提升公众科学素养，满意度达到90%以上。"


def test_a_newcomer_sees_a_reading_at_once(opened: Visit) -> None:
    assert opened.words(".triple") == ["≥ 50,000 人"]
    assert opened.words(".source-text .part") == ["≥", "5万", "人"]
    assert opened.words(".badge") == ["定量"]


@pytest.mark.parametrize(
    ("label", "triples", "badge"),
    [
        ("几项要求", ["> 500 人", "> 100 家", "∈ [2,000,000,000, 3,000,000,000] 元"], "定量"),
        ("时间", ["≤ 2025-11-30"], "时间"),
        ("没写单位", ["= 8,000 册"], "定量"),
        ("读不出的", [], "读不出"),
    ],
)
def test_examples_of_cells(opened: Visit, label: str, triples: list[str], badge: str) -> None:
    opened.example(label)
    assert opened.words(".triple") == triples
    assert opened.words(".badge") == [badge]


def test_what_was_inferred_is_said(opened: Visit) -> None:
    opened.example("没写单位")
    assert "单位“册”取自指标名称" in opened.words(".notes li")[0]
    assert "把握 90%" in opened.words(".state")[0]


def test_what_cannot_be_told_says_why(opened: Visit) -> None:
    opened.example("读不出的")
    assert "只有运算符和单位，没有数：模板没有填" in opened.words(".cannot")[0]


def test_places_count_characters_and_not_utf16_units(opened: Visit) -> None:
    opened.ask(ASTRAL)
    found = parse(ASTRAL).constraints
    assert opened.words(".req") == [ASTRAL[c.start : c.end] for c in found]
    assert opened.words(".source-text .part.subject") == [c.subject for c in found]


def test_a_year_of_comparison_is_no_part_of_the_number(opened: Visit) -> None:
    opened.ask("较2023年增长５．５%以上")
    assert opened.words(".source-text .part.number") == ["５．５"]


def test_a_requirement_explains_itself_to_pointer_and_focus(opened: Visit) -> None:
    opened.example("几项要求")
    tip = opened.page.locator("#tip")
    opened.page.locator(".req").first.hover()
    expect(tip).to_contain_text("参会人数 > 500 人")
    expect(tip).to_contain_text("比较符号在数前")
    opened.page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    opened.page.locator(".req").nth(1).focus()
    expect(tip).to_contain_text("企业 > 100 家")
    opened.page.keyboard.press("Enter")
    assert opened.page.locator(".card.chosen").get_attribute("data-index") == "1"


def test_a_column_of_cells_keeps_its_names(opened: Visit) -> None:
    opened.ask("走访次数\t≥350次\n培训人数\t≥  人\n完成率\t98%")
    assert opened.words("tbody tr td:first-child") == ["走访次数", "培训人数", "完成率"]
    assert opened.words("tbody tr td:nth-child(3)") == ["≥ 350 次", "读不出", "= 98 %"]


def test_a_narrative_shows_its_labels_clauses_and_promises(opened: Visit) -> None:
    opened.example("一段绩效目标")
    text = opened.page.locator("#text").input_value()
    found = analyze(text)
    assert opened.words(".running .clause") == [c.text for c in found.clauses]
    roles = opened.page.locator(".running .clause").evaluate_all("all => all.map(e => e.className)")
    assert roles == [f"clause {c.role.value}" for c in found.clauses]
    assert opened.words(".running .promise") == [text[c.start : c.end] for c in found.commitments]
    assert found.domain[0].name in opened.words(".label-chip")[0]


def test_places_of_a_narrative_count_characters_too(opened: Visit) -> None:
    opened.ask(NARRATIVE)
    assert opened.words(".running .promise") == [
        NARRATIVE[c.start : c.end] for c in extract(NARRATIVE)
    ]
    opened.page.locator(".label-chip").first.click()
    evidence = analyze(NARRATIVE).domain[0].evidence
    assert "".join(opened.words("mark.evidence")) == "".join(e.text for e in evidence)


def test_a_promise_is_found_in_the_text(opened: Visit) -> None:
    opened.example("一段绩效目标")
    opened.page.locator(".narrative tr.pick").nth(1).click()
    assert opened.words(".promise.chosen") == ["3.5公里"]


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("≥50人", "单元格"),
        ("参会人数>500人，企业>100家，签约额≥20亿元，媒体≥10家", "单元格"),
        ("≥50人\n≥60人", "一列单元格"),
        ("走访次数\t≥5次\n新建厕所\t9座", "一列单元格"),
        ("通过举办科普讲座，提升公众科学素养，丰富群众的文化生活", "绩效目标"),
        ("三级指标\t指标值\n走访次数\t≥5次", "整张表"),
        ("| 指标 | 值 |\n| 次数 | 5次 |", "整张表"),
        ("产出指标；数量指标；走访次数；指标值：≥5次", "整张表"),
    ],
)
def test_what_was_pasted_is_told_apart(opened: Visit, text: str, seen: str) -> None:
    opened.page.locator("#text").fill(text)
    expect(opened.page.locator("#seen-as")).to_have_text(f"识别为{seen}")


def test_the_kind_can_be_chosen(opened: Visit) -> None:
    opened.ask("举办讲座20场", kind="narrative")
    assert opened.words(".running .promise") == ["20场"]
    opened.ask("举办讲座20场", kind="cell")
    assert opened.words(".triple") == ["= 20 场"]


def test_a_reading_follows_the_typing(opened: Visit) -> None:
    opened.page.locator("#text").fill("不低于95%")
    expect(opened.page.locator(".triple")).to_have_text("≥95%")
    opened.page.locator("#text").fill("")
    expect(opened.shown).to_contain_text("还没有要读的文字")


def test_a_number_too_long_for_the_browser_is_shown_as_it_is(opened: Visit) -> None:
    opened.ask("≥12345678901234567891元")
    assert opened.words(".triple") == ["≥ 12,345,678,901,234,567,891 元"]


def test_the_language_is_chosen_and_remembered(visit: Open) -> None:
    made = visit().go()
    made.page.get_by_role("button", name="English").click()
    made.settled()
    assert made.page.locator("html").get_attribute("lang") == "en"
    made.example("No unit")
    assert "the unit 册 was taken from the indicator's name" in made.words(".notes li")[0]
    made.page.reload()
    made.settled()
    assert made.page.title() == "Zhibiao · performance goals as data"
    made.page.get_by_role("button", name="中文").click()
    assert made.page.locator("html").get_attribute("lang") == "zh-CN"


def test_a_browser_in_english_begins_in_english(visit: Open) -> None:
    made = visit(locale="en-GB").go()
    assert made.words("#read span") == ["Read"]
