"""Kind 14: promises without an indicator, indicators that the narrative never speaks of."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.findings.case import Case
from nlp.findings.content import pairs
from nlp.findings.matching import MOST_OPTIONS, MOST_PROMISES
from nlp.findings.promises import Promise
from nlp.narrative_schema import Finding, Quote
from nlp.schema import Project

_TRACED = 0.2
_SPOKEN = frozenset(("11", "12", "21", "22", "23", "24"))


def traces(case: Case) -> Iterator[Finding]:
    """What has no counterpart on the other side, all of a project in one finding."""
    if not case.narrative.strip() or not case.project.indicators:
        return
    promised = [case.promised(p) for p in _unanswered(case)]
    indicators = [case.named(number) for number in _untraced(case)]
    if promised or indicators:
        fields = {"value": _listed(promised), "other": _listed(indicators)}
        yield case.found("trace_missing", promised + indicators, **fields)


def _listed(quotes: list[Quote]) -> str:
    return "、".join(quote.text for quote in quotes) or "—"


def _unanswered(case: Case) -> list[Promise]:
    answered = {match.promise for match in case.matches}
    known = {(c.value, c.dimension) for o in case.options for _, c in o.values}
    return [
        promise
        for number, promise in enumerate(case.promises[:MOST_PROMISES])
        if number not in answered
        and not promise.aside
        and (promise.commitment.value, promise.commitment.dimension) not in known
        and not _is_budget(case.project, promise)
    ]


def _is_budget(project: Project, promise: Promise) -> bool:
    money = project.money
    return promise.commitment.dimension == "money" and promise.commitment.value in (
        money.total,
        money.fiscal,
        money.special,
        money.other,
    )


def _untraced(case: Case) -> list[int]:
    answered = {case.options[match.option].indicator for match in case.matches}
    spoken = _all_pairs(case.narrative)
    return [
        number
        for number, indicator in enumerate(case.project.indicators[:MOST_OPTIONS])
        if indicator.code in _SPOKEN
        and number not in answered
        and not _covered(indicator.name, spoken)
    ]


def _all_pairs(text: str) -> frozenset[str]:
    step = 100
    return frozenset().union(*(pairs(text[at : at + step + 1]) for at in range(0, len(text), step)))


def _covered(name: str, spoken: frozenset[str]) -> bool:
    wanted = pairs(name)
    return not wanted or len(wanted & spoken) / len(wanted) >= _TRACED


def limited(case: Case) -> Iterator[Finding]:
    """More promises or indicators than are compared with each other."""
    if len(case.promises) > MOST_PROMISES or len(case.options) > MOST_OPTIONS:
        promised, required = str(MOST_PROMISES), str(MOST_OPTIONS)
        yield case.found("review_limited", value=promised, other=required)
