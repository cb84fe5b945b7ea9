"""The time of a hostile text grows with its length and no faster."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from nlp import analyze, extract, parse, structure

_UNITS = (
    "1 ≥ > （ ( ) [5, 每月 万亿 5人/ 9, 一 一乡 指标1： 5- 5、 从5 增长 至 分别5、 2025年 1月 1. "
    "5（人 A1- <p &amp; & 1: 百分之 半 1个半 （含） 5人 的5个 ±5 每个 / 第1- 5* 5· 1+ 同比 5多 "
    "五点 1e5 0 不超过总 5岁人 x≥5 对5个的 的5个 其中5人 提高5%由3% "
)
HOSTILE = _UNITS.split()
PLAIN = "参会人数>500人，企业>100家；群众满意度达到95%以上，较上年增长6%。"
LISTED = ("1", "≥", "（", "每月", "万亿", "5人/", " ", "9,", "一", "指标1：")


def seconds(read: Callable[[str], object], text: str) -> float:
    spent = []
    for _ in range(3):
        start = time.process_time()
        read(text)
        spent.append(time.process_time() - start)
    return min(spent)


def long(unit: str, size: int) -> str:
    return (unit * (size // len(unit) + 1))[:size]


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        "|培训|≥5场|\n",
        "“5场'",
        "一、",
        "加强",
        "，",
        "对企业在",
        "按1元给予",
        "为3户每",
        "资金于",
        "x≥5",
        "其中5人",
        "提高5%由3%",
    ],
)
def test_narratives_no_faster_than_their_length(text: str) -> None:
    short, whole = (seconds(analyze, long(text, size)) for size in (15_000, 60_000))
    assert whole < 4 * 2 * short + 0.1


@pytest.mark.slow
@pytest.mark.parametrize("read", [parse, extract])
@pytest.mark.parametrize("unit", [*HOSTILE, " ", "\n1、"])
def test_no_faster_than_its_length(unit: str, read: Callable[[str], object]) -> None:
    short, whole = (seconds(read, long(unit, size)) for size in (4_000, 20_000))
    assert whole < 5 * 3 * short + 0.05


@pytest.mark.slow
@pytest.mark.parametrize("unit", LISTED)
def test_within_three_times_of_plain_text(unit: str) -> None:
    plain = seconds(parse, long(PLAIN, 100_000))
    assert seconds(parse, long(unit, 100_000)) < 3 * plain


SUM = "资金总额,1,260.00,"
CELL = "1、1-产出指标；11-数量指标；走访<b>次数</b>；年度指标值：≥7场。"
ROWS = "项目名称\t总计\t年度目标\t绩效指标\n"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("head", "unit"),
    [
        ("", "1、走访企业次数不少于12次，合格率达到95%以上。\n"),
        ("一级指标,三级指标,指标值\n产出指标,走访,≥3次\n", SUM),
        (ROWS + "科普经费\t30.00\t完成\t", CELL),
        (ROWS, "科普经费\t1.00\t完成好各项事\t甲乙丙\n小计\t1.00\n"),
    ],
)
def test_tables_no_faster_than_their_length(head: str, unit: str) -> None:
    short, whole = (seconds(structure, head + unit * count) for count in (500, 2500))
    assert whole < 5 * 2 * short + 0.1
