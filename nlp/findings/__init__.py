"""What a reviewer would stop at in a project or document, one family of findings a module."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nlp.findings import (
    attained,
    classes,
    directions,
    numbers,
    periods,
    repeats,
    sums,
    traces,
    units,
    values,
)
from nlp.findings.case import Case
from nlp.findings.catalogue import catalogue, finding
from nlp.narrative_schema import Finding
from nlp.schema import Document, Project
from nlp.wording import checked

FAMILIES: tuple[Callable[[Case], Iterator[Finding]], ...] = (
    numbers.values,  # 1
    values.missing,  # 2
    values.vague,
    values.unread,
    classes.wrong,  # 3
    units.missing,  # 4
    units.unfit,
    units.differing,
    periods.above_cycle,  # 5
    classes.lacking,  # 6
    repeats.twice,  # 7
    sums.parts,  # 8
    directions.against,  # 9
    values.above_whole,  # 10
    attained.beyond,  # 11
    attained.scores,
    sums.weights,  # 12
    sums.too_many,
    repeats.throughout,  # 13
    traces.traces,  # 14
    numbers.strictness,  # 15
    traces.limited,
)
"""Numbered after STANDARDS.md §7, which orders them by importance."""


def review(document_or_project: Document | Project, *, lang: str = "zh") -> list[Finding]:
    """Everything that a reviewer would stop at, project by project, the most important first.

    >>> from nlp import structure
    >>> table = "三级指标\\t指标值\\n企业投诉率\\t≥5%"
    >>> [found.code for found in review(structure(table))]
    ['direction_against']
    """
    if isinstance(document_or_project, Project):
        return of_project(document_or_project, lang)
    groups = by_project(document_or_project, lang)
    return [one for _, found in groups for one in found]


def by_project(document: Document, lang: str = "zh") -> list[tuple[Project | None, list[Finding]]]:
    """Every project with its findings, and those on the document as a whole at the end."""
    groups: list[tuple[Project | None, list[Finding]]] = [
        (project, sums.unexplained(document, project, of_project(project, lang)))
        for project in document.projects
    ]
    whole = list(sums.subtotals(document, lang))
    if not document.projects:
        whole.append(finding("nothing_to_review", (), lang=lang))
    return [*groups, (None, whole)] if whole else groups


def of_project(project: Project, lang: str = "zh") -> list[Finding]:
    """The findings on one project."""
    checked(lang)
    case = Case(project, lang)
    found = [one for family in FAMILIES for one in family(case)]
    return sorted(found, key=lambda one: catalogue()[one.code].rank)
