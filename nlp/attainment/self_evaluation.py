"""Tables of self-evaluation: every indicator assessed, and held against the score it was given."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.attainment.bands import Band
from nlp.attainment.scoring import assess
from nlp.narrative_schema import SelfAssessment
from nlp.schema import Document, Indicator, PeriodTarget, Project
from nlp.wording import limit


def assess_document(
    document: Document, *, bands: Sequence[Band] | None = None, lang: str = "zh"
) -> list[SelfAssessment]:
    """Assess every indicator that has an actual value or a score of its own, in order.

    >>> from nlp import structure
    >>> row = "走访次数\\t≥50次\\t40次\\t10\\t10"
    >>> found = assess_document(structure(f"三级指标\\t指标值\\t完成值\\t分值\\t得分\\n{row}"))[0]
    >>> found.assessment.score, found.claimed, found.agrees
    (Decimal('8.00'), Decimal('10'), False)
    """
    return [found for p in document.projects for found in assess_project(p, bands, lang)]


def assess_project(
    project: Project, bands: Sequence[Band] | None = None, lang: str = "zh"
) -> list[SelfAssessment]:
    """Assess the indicators of one project."""
    return [
        _assessed(project.name, number, indicator, target, bands, lang)
        for number, indicator in enumerate(project.indicators)
        if (indicator.actual or indicator.score is not None) and (target := yearly(indicator))
    ]


def yearly(indicator: Indicator) -> PeriodTarget | None:
    """The target that a year is measured by: the annual one, else the first."""
    annual = (t for t in indicator.targets if t.period == "annual")
    return next(annual, indicator.targets[0] if indicator.targets else None)


def _assessed(
    project: str,
    number: int,
    indicator: Indicator,
    target: PeriodTarget,
    bands: Sequence[Band] | None,
    lang: str,
) -> SelfAssessment:
    claimed, weight = indicator.score, indicator.weight
    found = assess(target.target, indicator.actual, weight=weight, bands=bands, lang=lang)
    agrees = None
    if found.score is not None and claimed is not None:
        agrees = abs(found.score - claimed) <= limit("score")
    return SelfAssessment(
        project,
        number,
        indicator.name,
        target.period,
        target.target.text,
        indicator.actual.text if indicator.actual else None,
        weight,
        claimed,
        agrees,
        found,
    )
