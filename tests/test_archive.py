"""The same projects come back from every layout in every form of text."""

from __future__ import annotations

from decimal import Decimal

import pytest
from archive import (
    FORMS,
    LAYOUTS,
    PROJECTS,
    Form,
    KnownProject,
    Layout,
    cut_anywhere,
    glued,
    glued_lines,
    guangzhou_rows,
    level_rows,
    narrow_columns,
    split_columns,
    under_other_headings,
)

from nlp import structure
from nlp.schema import Project

WHOLE = [(layout, form) for layout in LAYOUTS for form in FORMS]
GLUED = (glued, glued_lines, cut_anywhere)
UNTOLD = [(layout, form) for layout in (guangzhou_rows, level_rows) for form in GLUED]
DOUBTS = {form: {"weight_unread"} for form in GLUED} | {narrow_columns: {"row_torn"}}
TOLD = [way for way in WHOLE if way not in UNTOLD]


def indicators_of(project: Project) -> list[tuple[str | None, str, set[str]]]:
    return [(i.code, i.name, {t.target.text for t in i.targets}) for i in project.indicators]


def known_indicators(project: KnownProject) -> list[tuple[str | None, str, set[str]]]:
    return [(k.code, k.name, {k.target}) for k in project.indicators]


def yuan(project: KnownProject) -> Decimal:
    return Decimal(project.sum.replace(",", "")) * 10_000


def _named(way: tuple[Layout, Form]) -> str:
    return f"{way[0].__name__}-{way[1].__name__}"


@pytest.mark.parametrize("way", TOLD, ids=_named)
def test_projects_come_back(way: tuple[Layout, Form]) -> None:
    layout, form = way
    found = structure(form(layout()))
    assert {n.code for n in found.notes} <= DOUBTS.get(form, set())
    assert found.year == 2025
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    assert [p.money.total for p in found.projects] == [yuan(p) for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert indicators_of(project) == known_indicators(known)
        if layout is not split_columns:
            assert (project.owner, project.narrative) == (known.owner, known.goal)


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("way", TOLD, ids=_named)
def test_projects_come_back_under_other_headings(way: tuple[Layout, Form], seed: int) -> None:
    layout, form = way
    found = structure(form(under_other_headings(layout(), seed)))
    assert [p.name for p in found.projects] == [p.name for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert project.money.total == yuan(known)
        assert indicators_of(project) == known_indicators(known)
        if layout is not split_columns:
            assert project.narrative == known.goal


def test_weights_and_actual_values_come_back() -> None:
    for layout, form in WHOLE:
        for project, known in zip(structure(form(layout())).projects, PROJECTS, strict=False):
            for made, wanted in zip(project.indicators, known.indicators, strict=False):
                if layout.__name__ == "self_evaluations":
                    assert made.actual is not None
                    assert made.actual.text == wanted.actual + wanted.unit
                if layout.__name__ in ("self_evaluations", "split_columns"):
                    assert made.weight == Decimal(wanted.weight) or form in GLUED
                    assert made.weight in (Decimal(wanted.weight), None)


@pytest.mark.parametrize("way", [way for way in UNTOLD if way != (level_rows, glued)], ids=_named)
def test_names_glued_to_owners_are_kept_together(way: tuple[Layout, Form]) -> None:
    """Nothing tells where a project's name ends and its owner begins; the rest comes back."""
    layout, form = way
    found = structure(form(layout()))
    assert [p.name for p in found.projects] == [p.name + p.owner for p in PROJECTS]
    assert [p.money.total for p in found.projects] == [yuan(p) for p in PROJECTS]
    for project, known in zip(found.projects, PROJECTS, strict=True):
        assert project.narrative == known.goal
        assert indicators_of(project) == known_indicators(known)


def test_no_number_is_made_up_where_projects_are_glued_to_indicators() -> None:
    """A phrase, a project and its narrative without a figure between them cannot be told apart."""
    found = structure(glued(level_rows()))
    made = [i for p in found.projects for i in indicators_of(p) if i[2] != {""}]
    known = [i for p in PROJECTS for i in known_indicators(p)]
    assert all(i in known for i in made)
    assert len(made) == len(known) - 1
