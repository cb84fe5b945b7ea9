"""Properties of `structure` that hold for every text and every grid."""

from __future__ import annotations

import json
import time

import pytest
from archive import FORMS, LAYOUTS, Form, Layout, glued, one_line, tabs
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import structure
from nlp.notes import CATALOGUE
from nlp.schema import Document
from nlp.tables.grid import Cell, Grid

_WORDS = (
    "一级指标 二级指标 三级指标 指标值 年度指标值 指标性质 度量单位 权重 得分 项目名称 主管部门 "
    "总计 财政拨款 绩效目标 绩效指标 实际完成值 中期目标 年度目标 绩效标准 合计 小计 产出指标 "
    "数量指标 效益指标 满意度指标 成本指标 社会、经济效益指标 走访次数 指标1：培训 ≥50人 100% "
    "有效提升 30 1,200.50 万元 单位：万元 ≥ 定性 注：无 2024年度 科普经费 科技局 。 ： <br> &gt; "
    "1、1-产出指标；11-数量指标；培训；年度指标值：≥7场。 项目支出绩效目标表"
)
_FRAGMENTS = st.sampled_from(_WORDS.split())
_GAPS = st.sampled_from(["\t", "|", " | ", "\n", "  ", " ", "", "\u3000", "\n\n", "|\n|"])
_ANY = st.text(st.characters(), max_size=40)
_TEXTS = st.one_of(
    _ANY,
    st.lists(st.one_of(_FRAGMENTS, _GAPS), max_size=40).map("".join),
    st.lists(st.lists(_FRAGMENTS, max_size=6), max_size=8).map(
        lambda rows: "\n".join("\t".join(row) for row in rows)
    ),
)
_VALUES = st.one_of(_FRAGMENTS, _ANY, st.none(), st.integers(), st.floats(), st.booleans())
_SPANS = st.integers(-1, 6)
_CELLS = st.builds(
    Cell, st.one_of(_FRAGMENTS, _ANY), st.integers(0, 9), st.integers(0, 9), _SPANS, _SPANS
)


def check(found: Document) -> None:
    """A result is sound: it can be written, its notes are known, an empty one says why."""
    json.dumps(found.to_dict(), allow_nan=False)
    assert {n.code for n in found.notes} <= set(CATALOGUE)
    assert found.projects or found.subtotals or found.notes


_NAMES = st.lists(
    st.sampled_from(["走访", "培训", "巡查", "采购", "宣传"]), min_size=1, max_size=12
)


@settings(deadline=None)
@given(_NAMES, st.sampled_from(["\t", "|", "  ", " "]))
def test_order_is_kept(names: list[str], gap: str) -> None:
    rows = [f"产出指标{gap}数量指标{gap}{name}{n}号{gap}≥{n + 1}次" for n, name in enumerate(names)]
    head = gap.join(["一级指标", "二级指标", "三级指标", "指标值"])
    (project,) = structure("\n".join([head, *rows])).projects
    assert [i.source.row for i in project.indicators] == list(range(1, len(rows) + 1))
    assert [i.targets[0].target.text for i in project.indicators] == [
        f"≥{n + 1}次" for n in range(len(rows))
    ]


@settings(deadline=None)
@given(_TEXTS)
def test_any_text_gives_a_document(text: str) -> None:
    check(structure(text))


_WHOLE = [form(layout()) for form in FORMS for layout in LAYOUTS]


@st.composite
def _damaged(draw: st.DrawFn) -> str:
    """A text of the archive in which pieces were lost, cut or put in."""
    text = draw(st.sampled_from(_WHOLE))
    for at in draw(st.lists(st.integers(0, len(text)), min_size=1, max_size=12)):
        put = draw(st.one_of(_GAPS, _FRAGMENTS))
        text = text[:at] + put + text[at + draw(st.integers(0, 6)) :]
    return text


@settings(deadline=None)
@given(_damaged())
def test_a_damaged_text_gives_a_document(text: str) -> None:
    check(structure(text))


_PLACED = st.tuples(st.integers(0, 70), st.one_of(_FRAGMENTS, st.sampled_from(["1", "— 3 —"])))
_HEADS = st.sampled_from(
    ["一级指标  三级指标  指标值", "项目名称  总计  一级指标  三级指标  指标值"]
)


def _line(pieces: list[tuple[int, str]]) -> str:
    """Pieces at places of a line."""
    line = ""
    for place, piece in sorted(pieces):
        line = line.ljust(max(place, len(line) + 2 if line else 0)) + piece
    return line


@settings(deadline=None)
@given(_HEADS, st.lists(st.lists(_PLACED, max_size=4).map(_line), max_size=12))
def test_pieces_anywhere_below_headings_give_a_document(heads: str, lines: list[str]) -> None:
    check(structure("\n".join([heads, *lines])))


@settings(deadline=None)
@given(st.lists(st.lists(_VALUES, max_size=6), max_size=6))
def test_any_rows_give_a_document(rows: list[list[object]]) -> None:
    check(structure(rows))


@settings(deadline=None)
@given(st.lists(st.lists(_CELLS, max_size=6), max_size=6))
def test_any_grid_gives_a_document(rows: list[list[Cell]]) -> None:
    json.dumps(structure(Grid(rows)).to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    "text", ["\ud800", "一级指标\t三级指标\t指标值\n产出指标\t\udfff\t≥\ud83d5人"]
)
def test_surrogates(text: str) -> None:
    check(structure(text))


def _seconds(text: str) -> float:
    started = time.perf_counter()
    structure(text)
    return time.perf_counter() - started


def check_linear(short: str, long: str) -> None:
    """Four times the text takes about four times the time, in one of three runs."""
    assert any(_seconds(long) < 10 * max(_seconds(short), 0.05) for _ in range(3))


_HOSTILE = {
    "digits": "1",
    "blanks": " ",
    "pipes": "|",
    "brackets": "（",
    "headings": "一级指标",
    "classes": "产出指标",
    "labels": "项目名称：",
    "indicators": "1、1-产出指标；",
    "cells": "\t≥5次",
    "spans": "<tr><td rowspan=99 colspan=99>",
    "quotes": '\t"走访\n',
    "lines": "走访 ≥5次\n",
    "pieces": "走访 ≥5次 ",
}


@pytest.mark.parametrize("name", sorted(_HOSTILE))
def test_hostile_text_takes_linear_time(name: str) -> None:
    head, times = "一级指标 三级指标 指标值\n", 10_000 // len(_HOSTILE[name])
    check_linear(head + _HOSTILE[name] * times, head + _HOSTILE[name] * times * 4)


_OPENINGS = {
    "columns": "一级指标  二级指标  三级指标  指标值\n",
    "words": "一级指标 二级指标 三级指标 指标值\n",
    "glued": "一级指标二级指标三级指标指标值\n",
    "projects": "项目名称  总计  财政拨款  绩效目标  绩效指标\n",
    "a cell a line": "一级指标\n二级指标\n三级指标\n指标值\n",
}
_RUNS = {
    "pages": "— 3 —\n项目支出绩效目标表\n产出指标  走访  ≥9次\n",
    "middles": "          走访农户\n产出指标\n          和企业        ≥9次\n\n",
    "cards": "一级指标：产出指标\n三级指标：走访\n指标值：≥9次\n",
    "narratives": "          完善设施，提高能力，改\n年度目标\n          善环境。\n",
    "blocks": "指标值  2024年  三级指标  指标值\n一级指标  二级指标  三级指标  指标值\n",
    "lists": "保洁  36.00  完成。  1、1-产出指标；11-数量指标；保洁；\n指标值：≥9次\n走访\n",
    "signatures": "产出指标  走访  ≥9次\n          云岭市科技局\n          2024年3月5日\n",
}


_WIDE = {
    "apart": ("一级指标  二级指标  三级指标  指标值  ", "产出指标  数量指标  走访  ≥9次  "),
    "tabs": ("一级指标\t二级指标\t三级指标\t指标值\t", "产出指标\t数量指标\t走访\t≥9次\t"),
    "glued": ("一级指标二级指标三级指标指标值", "产出指标数量指标走访≥9次"),
}


@pytest.mark.parametrize("gap", sorted(_WIDE))
@pytest.mark.parametrize("end", ["", "\n"])
def test_many_columns_take_linear_time(gap: str, end: str) -> None:
    heads, cells = _WIDE[gap]
    short, long = (f"{heads * n}{end}{cells * n}{end}{cells}" for n in (300, 1200))
    check_linear(short, long)


def test_headings_over_three_wide_lines_take_linear_time() -> None:
    short, long = (
        "\n".join(("全年完成  " * n, "一级指标  指标值  " * n, "值  " * n)) for n in (300, 1200)
    )
    check_linear(short, long)


@pytest.mark.parametrize("opening", sorted(_OPENINGS))
@pytest.mark.parametrize("run", sorted(_RUNS))
def test_hostile_lines_take_linear_time(opening: str, run: str) -> None:
    head, lines = _OPENINGS[opening], _RUNS[run]
    check_linear(head + lines * 50, head + lines * 200)


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.__name__)
@pytest.mark.parametrize("form", [tabs, one_line, glued], ids=lambda form: form.__name__)
def test_long_archives_take_linear_time(layout: Layout, form: Form) -> None:
    text = form(layout())
    check_linear("\n".join([text] * 10), "\n".join([text] * 40))
