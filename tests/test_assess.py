"""Targets against actual values: every line of the corpus, and the bounds of a score."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import assess, structure
from nlp.attainment.bands import Band
from nlp.attainment.self_evaluation import assess_document

CORPUS = Path(__file__).with_name("corpus") / "assess.tsv"
MET = {"yes": True, "no": False, "open": None}


@dataclass(frozen=True)
class Case:
    target: str
    actual: str | None
    name: str | None
    weight: Decimal | None
    met: bool | None
    attainment: float | None
    score: Decimal | None
    notes: frozenset[str]

    def __str__(self) -> str:
        return f"{self.target} | {self.actual}"


def number(cell: str) -> Decimal | None:
    return None if cell == "-" else Decimal(cell)


def cases() -> list[Case]:
    found = []
    for line in CORPUS.read_text("utf-8").splitlines():
        if line.startswith("# ") or not line:
            continue
        target, actual, name, weight, met, attainment, score, notes = line.split("\t")
        given = "" if actual == '""' else None if actual == "-" else actual
        made = frozenset() if notes == "-" else frozenset(notes.split(","))
        rate = number(attainment)
        found.append(
            Case(
                target,
                given,
                None if name == "-" else name,
                number(weight),
                MET[met],
                None if rate is None else float(rate),
                number(score),
                made,
            )
        )
    return found


CASES = cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_assessment(case: Case) -> None:
    found = assess(case.target, case.actual, name=case.name, weight=case.weight)
    told = (found.met, found.attainment, found.score, frozenset(n.code for n in found.notes))
    assert told == (case.met, case.attainment, case.score, case.notes)
    assert all(check.why and "{" not in check.why for check in found.checks)
    assert assess(case.target, case.actual, name=case.name, lang="en").met == case.met


def test_cases_are_many_and_told_once() -> None:
    assert len(CASES) >= 120
    assert len({(c.target, c.actual, c.name, c.weight) for c in CASES}) == len(CASES)


@given(
    st.sampled_from(["≥", "≤", "", ">", "<", "约"]),
    st.decimals(-1000, 1000, places=2),
    st.decimals(-1000, 1000, places=2),
    st.integers(0, 100),
)
def test_a_score_stays_within_its_weight(
    sign: str, wanted: Decimal, came: Decimal, weight: int
) -> None:
    found = assess(f"{sign}{wanted}", str(came), weight=weight)
    assert found.score is None or 0 <= found.score <= weight
    if found.met and found.score is not None:
        assert found.score == weight
    assert found.attainment is None or found.attainment >= 0


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_gives_an_assessment(target: str, actual: str) -> None:
    found = assess(target, actual, weight=10)
    assert found.met is not None or found.notes


def test_wrong_arguments_are_named() -> None:
    for weight in (-1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="weight"):
            assess("≥5人", "5人", weight=weight)
    with pytest.raises(ValueError, match="lang"):
        assess("≥5人", "5人", lang="fr")


def test_bands_of_another_province() -> None:
    own = [Band("达成", Decimal(80), Decimal(100)), Band("部分达成", Decimal(50), Decimal(80))]
    (note,) = assess("有效提升", "好", weight=10, bands=own).notes
    assert "达成 8–10，部分达成 5–8" in note.message


TABLE = """项目名称：科普经费
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t科普活动场次\t≥30场\t32场\t20\t20\t
产出指标\t质量指标\t活动合格率\t≥95%\t90%\t20\t20\t
效益指标\t社会效益指标\t公众科学素质\t有效提升\t达成预期指标\t30\t28\t
满意度指标\t服务对象满意度指标\t公众满意度\t≥85%\t96%\t10\t10\t
"""


def test_self_evaluation_against_its_own_scores() -> None:
    found = assess_document(structure(TABLE))
    told = [(s.name, s.weight, s.claimed, s.assessment.score, s.agrees) for s in found]
    assert told == [
        ("科普活动场次", 20, 20, 20, True),
        ("活动合格率", 20, 20, Decimal("18.95"), False),
        ("公众科学素质", 30, 28, None, None),
        ("公众满意度", 10, 10, 10, True),
    ]
    assert all(s.to_dict()["assessment"] for s in found)
