"""The page by keyboard, on a phone, with hostile texts, and when the service refuses."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playground import PHONE, Open, Visit, refusing
from playwright.sync_api import Route, expect

HOSTILE = "<img src=x onerror=window.hit=1><script>window.hit=1</script>≥50人"
LONG = "≥5万人" + "W" * 400


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        (HOSTILE, HOSTILE, "cell"),
        (f"{HOSTILE}\n{HOSTILE}", "", "cell"),
        (f"举办{HOSTILE}讲座20场，提升{HOSTILE}素养。", "", "narrative"),
        (f"项目名称：{HOSTILE}\n三级指标\t指标值\n{HOSTILE}\t{HOSTILE}\n", "", "table"),
    ],
    ids=["cell", "cells", "narrative", "table"],
)
def test_markup_in_a_text_is_a_text(opened: Visit, text: str, name: str, kind: str) -> None:
    opened.ask(text, name, kind)
    for tab in opened.page.locator("[role=tab]").all():
        tab.click()
        for row in opened.page.locator("[role=tabpanel]:visible tr.pick").all():
            row.click()
    for mark in opened.page.locator(":is(.req, .clause, .promise):visible").all():
        mark.hover()
    assert opened.page.evaluate("window.hit") is None
    assert opened.page.locator("#shown img, #shown script, #tip img").count() == 0
    assert "onerror=window.hit=1" in opened.shown.inner_text()


def test_the_browser_itself_refuses_markup(opened: Visit) -> None:
    refused = opened.page.evaluate(
        "() => { try { document.body.innerHTML = '<b>'; } catch (e) { return e.name; } }"
    )
    assert refused == "TypeError"
    opened.complaints.clear()


def test_all_of_it_works_by_keyboard(visit: Open) -> None:
    made = visit().go()
    press = made.page.keyboard.press
    focused = made.page.locator(":focus")
    press("Tab")
    expect(focused).to_have_text("跳到读取结果")
    press("Enter")
    expect(focused).to_have_id("results")
    press("Tab")
    expect(focused).to_have_text("复制为 curl")
    made.page.locator("#text").focus()
    press("ControlOrMeta+A")
    made.page.keyboard.insert_text("三级指标\t指标值\n走访次数\t≥350次\n闸门\t9座\n")
    press("Control+Enter")
    made.settled()
    expect(made.page.locator("#said")).to_contain_text("2 个指标")
    made.page.get_by_role("tab").first.focus()
    press("ArrowRight")
    expect(focused).to_have_attribute("aria-selected", "true")
    press("Tab")
    press("Tab")
    press("Enter")
    assert made.words(".lines mark") == ["闸门", "9座"]
    expect(made.page.locator("#said")).to_have_text("第 3 行")


def test_the_focus_is_seen_and_every_field_has_a_name(opened: Visit) -> None:
    opened.example("一整张表")
    nameless = opened.page.evaluate(
        """[...document.querySelectorAll("button, input, textarea, [role=button], [role=tab], a")]
        .filter((e) => e.offsetParent && !e.closest("[aria-hidden]") && !e.textContent.trim()
          && !e.getAttribute("aria-label") && !(e.labels && e.labels.length))
        .map((e) => e.outerHTML)"""
    )
    assert nameless == []
    opened.page.locator("#read").focus()
    opened.page.keyboard.press("Shift+Tab")
    outline = opened.page.locator(":focus").evaluate("e => getComputedStyle(e).outlineStyle")
    assert outline == "solid"


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_a_phone_is_never_scrolled_sideways(visit: Open, language: str) -> None:
    made = visit(viewport=PHONE, locale=language, has_touch=True, is_mobile=True).go()
    for chip in made.page.locator(".chip").all():
        chip.click()
        made.settled()
        assert made.overflow <= 0
        for tab in made.page.locator("[role=tab]").all():
            tab.click()
            made.page.locator("[role=tabpanel]:visible .pick").first.click()
            assert made.overflow <= 0
    for text, kind in (
        (LONG, "cell"),
        (LONG, "narrative"),
        (f"三级指标\t指标值\n{LONG}\t{LONG}", "table"),
    ):
        made.ask(text, kind=kind)
        assert made.overflow <= 0


def test_on_a_phone_the_way_leads_to_the_source_and_back(visit: Open) -> None:
    made = visit(viewport=PHONE, has_touch=True, is_mobile=True).go()
    made.example("一整张表")
    row = made.page.locator(".findings .pick-button").last
    row.tap()
    expect(made.page.locator(".lines mark").first).to_be_in_viewport()
    back = made.page.get_by_role("button", name="回到表格")
    expect(back).to_be_in_viewport()
    back.tap()
    expect(row).to_be_focused()


REFUSALS = [
    ("text_too_long", "文字超过 4000 个字符", "请分段读取"),
    ("body_too_large", "内容超过 4000 字节", "请分几次读取"),
    ("lone_surrogate", "文字里有半个字符", "请删去残缺的字符"),
    ("internal", "服务出了错", "再试一次"),
]


def test_a_refusal_says_what_to_do(visit: Open) -> None:
    made = visit(failing=True).go()
    for code, title, remedy in REFUSALS:
        made.instead("v1/parse", refusing(code, 4000))
        made.ask("≥5人")
        expect(made.page.locator(".fault h2")).to_contain_text(title)
        expect(made.page.locator(".fault")).to_contain_text(remedy)
        expect(made.page.locator("#take")).to_be_hidden()


def test_a_busy_service_is_asked_again(visit: Open) -> None:
    made = visit(failing=True).go()
    made.instead("v1/parse", lambda route: route.fulfill(status=503, body="<html>busy</html>"))
    made.ask("≥7人")
    expect(made.page.locator(".fault")).to_contain_text("请稍等几秒再试")
    made.page.unroute_all()
    made.page.get_by_role("button", name="再试一次").click()
    expect(made.page.locator(".triple")).to_have_text("≥7人")


def test_a_service_that_is_gone_is_told(visit: Open) -> None:
    made = visit(failing=True).go()
    made.instead("v1/parse", lambda route: route.abort())
    made.ask("≥7人")
    expect(made.page.locator(".fault")).to_contain_text("请确认服务正在运行")


def test_a_page_that_did_not_load_whole_says_so(visit: Open) -> None:
    made = visit(failing=True)
    made.page.route("**/strings.json", lambda route: route.abort())
    made.page.goto(made.address)
    expect(made.page.locator("#unloaded")).to_be_visible()
    assert made.complaints.pop().startswith("Failed to fetch")


def test_a_key_is_asked_for_and_sent(visit: Open) -> None:
    made = visit(failing=True).go()
    keys: list[str | None] = []

    def guard(route: Route) -> None:
        keys.append(route.request.headers.get("authorization"))
        if keys[-1] == "Bearer word":
            route.fallback()
        else:
            route.fulfill(status=401, body="{}")

    made.instead("v1/parse", guard)
    made.ask("≥7人")
    made.page.get_by_label("访问密钥").fill("word")
    made.page.get_by_role("button", name="使用").click()
    expect(made.page.locator(".triple")).to_have_text("≥7人")
    assert keys == [None, "Bearer word"]


def feedback(made: Visit, present: bool, answer: Any) -> None:
    def setup(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "feedback": present})

    made.instead("page/setup.json", setup)
    made.instead("v1/feedback", answer)


def test_a_wrong_reading_is_sent_with_the_right_one(visit: Open) -> None:
    made = visit()
    sent: list[Any] = []

    def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=201, json={})

    feedback(made, True, take)
    made.go()
    made.page.get_by_role("button", name="读错了？").click()
    expect(made.page.get_by_label("应当读作")).to_be_focused()
    expect(made.page.get_by_label("应当读作")).to_have_value(">= 50000 人")
    made.page.get_by_label("应当读作").fill(">= 50000 人次")
    made.page.get_by_label("补充（可不填）").fill("<b>人次</b>")
    made.page.get_by_role("button", name="提交").click()
    expect(made.page.locator(".wrong-thanks")).to_have_text("已记下，谢谢。")
    assert sent[0].pop("given")["constraints"][0]["value"] == 50000
    assert sent == [
        {
            "text": "≥5万人",
            "name": "科普活动受益人数",
            "expected": ">= 50000 人次",
            "comment": "<b>人次</b>",
        }
    ]


def test_a_wrong_promise_is_sent_with_its_clause(visit: Open) -> None:
    made = visit()
    sent: list[Any] = []

    def take(route: Route) -> None:
        sent.append(json.loads(route.request.post_data or ""))
        route.fulfill(status=201, json={})

    feedback(made, True, take)
    made.go()
    made.ask("举办讲座20场，提升公众科学素养。", kind="narrative")
    made.page.get_by_role("button", name="读错了？").click()
    made.page.get_by_label("应当读作").fill(">= 20 场")
    made.page.keyboard.press("Enter")
    expect(made.page.locator(".wrong-thanks")).to_be_visible()
    assert sent[0]["text"] == "举办讲座20场，"
    assert [c["value"] for c in sent[0]["given"]] == [20]
    assert "clause" not in sent[0]["given"][0]


def test_a_service_without_corrections_is_not_offered_any(visit: Open) -> None:
    made = visit()
    feedback(made, False, lambda route: route.fulfill(status=404))
    made.go()
    assert made.page.get_by_role("button", name="读错了？").count() == 0


def test_corrections_that_are_gone_are_told(visit: Open) -> None:
    made = visit(failing=True)
    feedback(made, True, lambda route: route.fulfill(status=404, body="{}"))
    made.go()
    made.page.get_by_role("button", name="读错了？").click()
    made.page.get_by_role("button", name="提交").click()
    expect(made.page.locator(".wrong-said")).to_have_text("本服务没有开启纠错。")
