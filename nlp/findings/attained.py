"""Kind 11: actual values far beyond their targets, and scores above what was attained."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.attainment.self_evaluation import yearly
from nlp.findings.case import Case
from nlp.narrative_schema import Finding, Quote, SelfAssessment
from nlp.wording import limit

_COSTS = frozenset({"14", None})


def beyond(case: Case) -> Iterator[Finding]:
    """A target that was set too low, or an actual value that is wrong."""
    for found in case.assessed:
        indicator = case.project.indicators[found.indicator]
        told = [n for n in found.assessment.notes if n.code == "target_too_low"]
        if told and indicator.code not in _COSTS:
            rate = f"{found.assessment.attainment or 0:.0%}"
            fields = {"name": found.name, "value": found.actual or "", "other": found.target}
            yield case.found("actual_far_beyond", _both(case, found), **fields, detail=rate)


def scores(case: Case) -> Iterator[Finding]:
    """A table that gives itself more than its actual values earn."""
    for found in case.assessed:
        earned = _earned(found)
        if earned is not None:
            fields = {"name": found.name, "value": f"{found.claimed:f}", "other": earned}
            yield case.found("score_above_attainment", _both(case, found), **fields)


def _both(case: Case, found: SelfAssessment) -> list[Quote]:
    indicator = case.project.indicators[found.indicator]
    target = yearly(indicator)
    written = [case.written(found.indicator, target)] if target else []
    return [case.named(found.indicator), *written, case.came(found.indicator)]


def _earned(found: SelfAssessment) -> str | None:
    """The most that an indicator can earn, where it claims more."""
    score, claimed, weight = found.assessment.score, found.claimed, found.weight
    if claimed is None or weight is None:
        return None
    most = weight if score is None else score
    if claimed - most <= limit("score"):
        return None
    return f"≤{most:f}" if score is None else f"{most:f}"
