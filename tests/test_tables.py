"""Tables of every layout, read whole."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from table_corpus import SOURCES, TableCase, WantedIndicator, WantedProject, table_cases
from test_corpus import check_notes, shown, wanted

from nlp import structure
from nlp.expected import Reading
from nlp.notes import CATALOGUE
from nlp.schema import Document, Indicator, Money, Project, Target

CASES = table_cases()


def sums(money: Money) -> dict[str, Decimal]:
    found = {source: getattr(money, source) for source in SOURCES}
    return {source: n for source, n in found.items() if n is not None}


def reading_of(target: Target | None, like: Reading | None) -> Any:
    """The fields of a target that a reading states."""
    if target is None:
        return None
    reasons = {n.code for n in target.notes}
    reason = like.reason if like and like.reason in reasons else None
    return target.kind.value, [shown(c) for c in target.constraints], target.qualitative, reason


def stated(reading: Reading | None, like: Target | None) -> Any:
    if reading is None:
        return None
    seen = [shown(c) for c in like.constraints] if like else []
    constraints: list[Any] = list(reading.constraints)
    if len(seen) == len(constraints):
        constraints = [wanted(c, s) for c, s in zip(reading.constraints, seen, strict=True)]
    return reading.kind, constraints, reading.qualitative, reading.reason


def head(made: Indicator | WantedIndicator) -> tuple[object, ...]:
    return made.level1, made.level2, made.code, made.name, made.raw_name, made.weight


def check_indicator(found: Indicator, expected: WantedIndicator) -> None:
    assert head(found) == head(expected)
    assert [t.period for t in found.targets] == [period for period, _ in expected.targets]
    for made, (_, reading) in zip(found.targets, expected.targets, strict=True):
        assert reading_of(made.target, reading) == stated(reading, made.target)
        check_notes(made.target, reading)
    assert reading_of(found.actual, expected.actual) == stated(expected.actual, found.actual)


def check_goal(narrative: str | None, goal: str | None) -> None:
    first, cut, last = (goal or "").partition(" … ")
    if not cut:
        assert narrative == goal
    else:
        assert narrative is not None
        assert narrative.startswith(first)
        assert narrative.endswith(last)
        assert len(narrative) > len(first) + len(last)


def check_project(found: Project, expected: WantedProject) -> None:
    assert (found.owner, sums(found.money)) == (expected.owner, expected.money)
    check_goal(found.narrative, expected.goal)
    assert [i.name for i in found.indicators] == [i.name for i in expected.indicators]
    for indicator, hoped in zip(found.indicators, expected.indicators, strict=True):
        check_indicator(indicator, hoped)


def check_document(found: Document, case: TableCase) -> None:
    facts = {"department": found.department, "unit": found.money_unit}
    facts["year"] = str(found.year) if found.year else None
    assert {key: value for key, value in facts.items() if value} == case.facts
    assert [p.name for p in found.projects] == [p.name for p in case.projects]
    for project, expected in zip(found.projects, case.projects, strict=True):
        check_project(project, expected)
    assert [(s.name, sums(s.money)) for s in found.subtotals] == case.subtotals
    assert {n.code for n in found.notes} == case.notes


def check_lineage(found: Document, case: TableCase) -> None:
    """An indicator's row is one that holds the beginning of its name."""
    if not isinstance(case.given, str):
        return
    lines = ["".join(line.split()) for line in case.given.splitlines()]
    for project in found.projects:
        for indicator in project.indicators:
            assert indicator.source.row is not None
            near = "".join(lines[indicator.source.row : indicator.source.row + 2])
            assert "".join(indicator.name.split())[:2] in near


@pytest.mark.parametrize("case", CASES, ids=str)
def test_table(case: TableCase) -> None:
    found = structure(case.given)
    check_document(found, case)
    check_lineage(found, case)


def test_tables_are_many_and_titled_once() -> None:
    assert len(CASES) >= 60
    assert len({c.title for c in CASES}) == len(CASES)
    assert {code for c in CASES for code in c.notes} <= set(CATALOGUE)
