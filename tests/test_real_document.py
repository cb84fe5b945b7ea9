"""A published table, read whole, against expectations written out by hand.

The table itself lies in the folder that the variable ZHIBIAO_DOCUMENTS names; without it only the
expectations are checked against themselves.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from corpus_reader import promises
from test_corpus import check_constraints

from nlp import analyze, structure
from nlp.expected import Reading
from nlp.notation import read_reading
from nlp.schema import Document, Money, Target

TABLE = "huangpu-science-bureau-2024"
EXPECTATIONS = Path(__file__).with_name("documents") / f"{TABLE}.tsv"
PUBLISHED = Path(os.environ.get("ZHIBIAO_DOCUMENTS", "")) / f"{TABLE}.txt"
LEVELS = {
    "1": "产出指标",
    "2": "效益指标",
    "3": "满意度指标",
    "11": "数量指标",
    "12": "质量指标",
    "13": "时效指标",
    "21": "经济效益",
    "22": "社会效益",
    "24": "可持续影响",
    "31": "服务对象满意度",
}


@dataclass
class WantedIndicator:
    code: str
    name: str
    raw_name: str
    targets: list[tuple[str, str, Reading]] = field(default_factory=list)


@dataclass
class WantedProject:
    name: str
    owner: str
    money: Decimal
    first_words: str
    last_words: str
    indicators: list[WantedIndicator] = field(default_factory=list)


@cache
def expectations() -> tuple[dict[str, Decimal], list[WantedProject]]:
    """The subtotals by name and the projects, as written out by hand."""
    subtotals: dict[str, Decimal] = {}
    projects: list[WantedProject] = []
    for line in EXPECTATIONS.read_text(encoding="utf-8").splitlines():
        kind, *fields = line.split("\t")
        if kind == "subtotal":
            subtotals[fields[0]] = yuan(fields[1])
        elif kind == "project":
            name, owner, money, first_words, last_words = fields
            projects.append(WantedProject(name, owner, yuan(money), first_words, last_words))
        elif kind == "indicator":
            code, name, raw_name = fields
            projects[-1].indicators.append(WantedIndicator(code, name, raw_name))
        elif kind == "target":
            period, cell, reading = fields
            wanted = (period, cell, read_reading(reading))
            projects[-1].indicators[-1].targets.append(wanted)
    return subtotals, projects


def yuan(printed: str) -> Decimal:
    """A sum printed in 万元, in 元."""
    return Decimal(printed.replace(",", "")) * 10_000


@cache
def document() -> Document:
    return structure(PUBLISHED.read_text(encoding="utf-8"))


def check_the_expectations_themselves() -> None:
    subtotals, projects = expectations()
    indicators = [i for p in projects for i in p.indicators]
    assert (len(projects), len(indicators)) == (14, 74)
    assert sum(len(i.targets) for i in indicators) == 148
    assert sum(p.money for p in projects) == subtotals["合计"]
    for owner in {p.owner for p in projects}:
        assert sum(p.money for p in projects if p.owner == owner) == subtotals[owner]


def check_the_head() -> None:
    _, projects = expectations()
    assert document().money_unit == "万元"
    assert (document().department or "").startswith(projects[0].owner)
    assert document().notes == []


def check_money(money: Money, sum_in_yuan: Decimal) -> None:
    found = (money.total, money.fiscal, money.special, money.other)
    assert found == (sum_in_yuan, sum_in_yuan, None, None)


def check_subtotals() -> None:
    wanted, _ = expectations()
    assert [s.name for s in document().subtotals] == list(wanted)
    for subtotal in document().subtotals:
        check_money(subtotal.money, wanted[subtotal.name])


def check_projects() -> None:
    _, wanted = expectations()
    found = document().projects
    assert [(p.name, p.owner) for p in found] == [(p.name, p.owner) for p in wanted]
    for project, expected in zip(found, wanted, strict=True):
        check_money(project.money, expected.money)
        narrative = project.narrative or ""
        assert narrative.startswith(expected.first_words)
        assert narrative.endswith(expected.last_words)


def check_indicators() -> None:
    _, wanted = expectations()
    for project, expected in zip(document().projects, wanted, strict=True):
        found = [(i.code, i.name, i.raw_name) for i in project.indicators]
        assert found == [(i.code, i.name, i.raw_name) for i in expected.indicators]
        for indicator in project.indicators:
            code = indicator.code or ""
            assert (indicator.level1, indicator.level2) == (LEVELS[code[0]], LEVELS[code])
            assert (indicator.actual, indicator.weight) == (None, None)


def check_targets() -> None:
    _, wanted = expectations()
    for project, expected in zip(document().projects, wanted, strict=True):
        for indicator, hoped in zip(project.indicators, expected.indicators, strict=True):
            found = [(t.period, t.target.text) for t in indicator.targets]
            assert found == [(period, cell) for period, cell, _ in hoped.targets]
            for target, (_, _, reading) in zip(indicator.targets, hoped.targets, strict=True):
                check_target(target.target, reading)


def check_target(target: Target, reading: Reading) -> None:
    check_constraints(target.constraints, reading.constraints)
    assert target.kind == reading.kind
    assert target.qualitative == (target.text if reading.qualitative == "" else None)
    assert all(c.inferred == () for c in target.constraints)
    assert target.confidence == 1.0


def check_lineage() -> None:
    lines = PUBLISHED.read_text(encoding="utf-8").splitlines()
    for project in document().projects:
        assert project.source.row is not None
        assert lines[project.source.row].startswith(project.name)


def check_promises() -> None:
    found = [(p.name, analyze(p.narrative or "").commitments) for p in document().projects]
    wanted = promises(EXPECTATIONS.with_name(f"{TABLE}.narratives.txt"))
    assert [name for name, _ in found] == list(wanted)
    for name, made in found:
        check_constraints(list(made), tuple(wanted[name]))


def check_domains() -> None:
    science = {"海交会工作经费", "官洲国际生物论坛专项经费", "科普经费", "科技工作经费"}
    science |= {"科技发展专项资金", "科技研究和技术服务业企业服务经费"}
    office = {"信息化系统运行维护经费", "办公租金水电及物业管理费用"}
    for project in document().projects:
        best = analyze(project.narrative or "").domain[0].label
        if project.name in science:
            assert best == "206", project.name
        elif project.name in office:
            assert best == "201", project.name


CHECKS: list[Callable[[], None]] = [check_the_expectations_themselves]
if PUBLISHED.is_file():
    CHECKS += [check_the_head, check_subtotals, check_projects, check_indicators, check_targets]
    CHECKS += [check_lineage, check_promises, check_domains]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_published_table(check: Callable[[], None]) -> None:
    check()
