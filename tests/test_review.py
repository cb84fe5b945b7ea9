"""Reviews of small projects: the findings that each must give, and no others."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import lexicon, review, structure
from nlp.findings import FAMILIES
from nlp.findings.catalogue import catalogue
from nlp.findings.correspondence import correspondence
from nlp.narrative_schema import Finding
from nlp.schema import Document, Indicator, Money, Project, Source
from nlp.tables.build import Named, indicator

CORPUS = Path(__file__).with_name("corpus") / "review"
LEVELS = {
    code: (level1, "" if level2 == "-" else level2)
    for _, code, level1, level2 in reversed(lexicon.current().table("classes"))
}
KINDS = (
    "value_differs",
    "value_missing value_vague value_not_quantified value_time_open value_unread",
    "class_wrong",
    "unit_missing unit_unfit unit_differs",
    "annual_above_cycle annual_rate_above_cycle",
    "goal_missing indicators_missing output_missing quantity_missing quality_missing "
    "satisfaction_missing",
    "indicator_repeated",
    "sum_differs",
    "direction_against",
    "rate_above_100",
    "actual_far_beyond score_above_attainment",
    "weights_differ too_many_indicators",
    "same_value_throughout",
    "trace_missing",
    "strictness_differs",
)


@dataclass
class Block:
    place: str
    scope: frozenset[str]
    codes: list[str]
    project: Project

    def __str__(self) -> str:
        return f"{self.place}-{'+'.join(self.codes) or 'none'}"


def blocks() -> list[Block]:
    found = []
    for path in sorted(CORPUS.glob("*.txt")):
        scope: frozenset[str] = frozenset()
        block: Block | None = None
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.startswith("# scope:"):
                names = line.removeprefix("# scope:").split()
                scope = frozenset(catalogue() if names == ["all"] else names)
            elif line.startswith("= "):
                codes = [code for code in line[2:].split() if code != "-"]
                block = Block(f"{path.stem}:{number}", scope, codes, Project(""))
                found.append(block)
            elif line and not line.startswith("# "):
                assert block is not None
                extend(block.project, line)
    return found


def extend(project: Project, line: str) -> None:
    kind, _, rest = line.partition(" ")
    if kind == "p":
        project.name = rest
    elif kind == "n":
        project.narrative = rest
    elif kind == "m":
        sums = [None if cell == "-" else Decimal(cell) for cell in rest.split()]
        project.money = Money(*sums)
    else:
        project.indicators.append(read_indicator(line))


def read_indicator(line: str) -> Indicator:
    code, name, value, *more = line.split("\t")
    given = dict(cell.split("=", 1) for cell in more)
    targets = [("cycle", given["cycle"])] if "cycle" in given else []
    weight, score = (Decimal(given[k]) if k in given else None for k in ("weight", "score"))
    return indicator(
        Named(name, *LEVELS.get(code, ("", ""))),
        [*targets, ("annual", value)],
        actual=given.get("actual"),
        weight=weight,
        score=score,
        source=Source(),
        notes=[],
    )


BLOCKS = blocks()


@pytest.mark.parametrize("block", BLOCKS, ids=str)
def test_project(block: Block) -> None:
    found = review(block.project)
    told = [(f.code, f.message) for f in found if f.code in block.scope]
    assert [code for code, _ in told] == block.codes, told
    check(found, block.project)
    english = review(block.project, lang="en")
    assert [f.code for f in english] == [f.code for f in found]


def check(found: list[Finding], project: Project) -> None:
    ranks = [catalogue()[f.code].rank for f in found]
    assert ranks == sorted(ranks)
    for one in found:
        assert one.message and one.remedy and "{" not in one.message
        for quote in one.evidence:
            if quote.part == "narrative":
                assert (project.narrative or "")[quote.start : quote.end] == quote.text
            if quote.part == "target" and quote.indicator is not None:
                targets = project.indicators[quote.indicator].targets
                text = next(t.target.text for t in targets if t.period == quote.period)
                assert text[quote.start : quote.end] == quote.text
    json.dumps([one.to_dict() for one in found], allow_nan=False)


def pairs() -> list[list[str]]:
    lines = (CORPUS / "pairs.tsv").read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("# ")]


@pytest.mark.parametrize(("narrative", "name", "value", "relation"), pairs())
def test_pair(narrative: str, name: str, value: str, relation: str) -> None:
    project = Project("", narrative=narrative, indicators=[read_indicator(f"11\t{name}\t{value}")])
    found = [c for c in correspondence(project) if c.promise and c.requirement]
    assert [c.relation.value for c in found] == ([] if relation == "none" else [relation])
    assert all(json.dumps(c.to_dict()) for c in correspondence(project))


def test_every_kind_has_its_cases() -> None:
    assert len(BLOCKS) >= 80
    positive = Counter(code for block in BLOCKS for code in block.codes)
    for kind in KINDS:
        codes = set(kind.split())
        assert sum(positive[code] for code in codes) >= 3, kind
        silent = [b for b in BLOCKS if codes & b.scope and not codes & set(b.codes)]
        assert len(silent) >= 3, kind
    assert {code for kind in KINDS for code in kind.split()} | {
        "review_limited",
        "nothing_to_review",
    } == set(catalogue())


def test_documents_are_reviewed_project_by_project() -> None:
    table = (
        "项目名称\t总计\t财政拨款\t绩效目标\t绩效指标\n"
        "合计\t30.00\t30.00\t\t\n"
        "甲项目\t10.00\t10.00\t走访企业。\t1、1-产出指标；11-数量指标；走访次数；年度指标值：≥5次。\n"
        "乙项目\t10.00\t10.00\t走访群众。\t1、3-满意度指标；31-服务对象满意度；投诉率；年度指标值：≥5%。\n"
    )
    found = review(structure(f"单位：万元\n{table}"))
    projects = [f.project for f in found]
    assert projects == sorted(projects, key=["甲项目", "乙项目", None].index)
    assert [f.code for f in found if f.project is None] == ["sum_differs"]
    assert "direction_against" in {f.code for f in found if f.project == "乙项目"}


def test_nothing_to_review() -> None:
    assert [f.code for f in review(Document())] == ["nothing_to_review"]
    assert [f.code for f in review(structure(""))] == ["nothing_to_review"]
    with pytest.raises(ValueError, match="lang"):
        review(Document(), lang="fr")


def test_a_thousand_indicators_and_long_names() -> None:
    names = [f"走访第{n}类企业次数" for n in range(1000)]
    project = Project("大项目", narrative="走访企业500次，" * 400)
    project.indicators = [read_indicator(f"11\t{name}\t≥500次") for name in names]
    codes = {f.code for f in review(project)}
    assert {"too_many_indicators", "review_limited"} <= codes
    project.indicators = [read_indicator(f"11\t{'走访企业' * 2500}\t≥{n}次") for n in range(20)]
    project.narrative = "走访企业" * 25_000
    assert all(len(f.message) < 2000 for f in review(project))


@pytest.mark.parametrize(("carried", "told"), [("20", False), ("10", True)])
def test_money_carried_over_makes_a_total_whole(carried: str, told: bool) -> None:
    rows = [["项目名称", "实训基地"], ["资金总额（万元）", "100"], ["财政拨款", "80"]]
    rows += [
        ["上年结转", carried],
        ["一级指标", "三级指标", "指标值"],
        ["产出指标", "实训室", "2间"],
    ]
    codes = {f.code for f in review(structure("\n".join("\t".join(row) for row in rows)))}
    assert ("sum_differs" in codes) == told


WORDS = "走访 企业 ≥ 50 人 % 无 提高 率 ， （ ） 每 10场 {value} {"
TEXTS = st.text(max_size=40) | st.lists(st.sampled_from(WORDS.split())).map("".join)


@given(TEXTS, TEXTS, st.lists(st.tuples(st.sampled_from(sorted(LEVELS)), TEXTS, TEXTS)))
@settings(max_examples=60)
def test_any_project_gives_findings(
    name: str, narrative: str, given: list[tuple[str, str, str]]
) -> None:
    project = Project(name, narrative=narrative)
    for code, label, value in given:
        named = Named(label, *LEVELS[code])
        project.indicators.append(indicator(named, [("annual", value)], source=Source(), notes=[]))
    for found in review(project):
        assert found.code in catalogue()
        assert len(found.message) < 2000


def test_families_are_told_once() -> None:
    assert len(set(FAMILIES)) == len(FAMILIES)
