"""Kind 14: promises without an indicator, indicators that the narrative never speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from nlp.findings.case import Case
from nlp.findings.content import covered, pairs
from nlp.findings.cues import cues
from nlp.findings.matching import MOST_OPTIONS, MOST_PROMISES
from nlp.findings.promises import Promise
from nlp.narrative_schema import Finding
from nlp.schema import Indicator, Project
from nlp.wording import filled

_TRACED, _NAMED = 0.2, 0.6
_SPOKEN = frozenset(("11", "21", "22", "23", "24"))


def traces(case: Case) -> Iterator[Finding]:
    """What has no counterpart on the other side, all of a project in one finding."""
    if not case.narrative.strip() or not case.project.indicators:
        return
    promised = unanswered(case)
    indicators = untraced(case)
    if promised or indicators:
        quotes = [case.promised(p) for p in promised] + [case.named(n) for n in indicators]
        told = [f"{p.commitment.subject or ''}{case.promised(p).text}" for p in promised]
        names = [case.project.indicators[number].name for number in indicators]
        lists = [_listed("untaken", told, case.lang), _listed("unspoken", names, case.lang)]
        value = cues("semicolon").get(case.lang, "; ").join(filter(None, lists))
        yield case.found("trace_missing", quotes, value=value)


def _listed(kind: str, words: list[str], lang: str) -> str:
    """What a list is of and its words, parted as the language parts them."""
    told = cues("comma").get(lang, ", ").join(words)
    return filled(cues(kind)[lang], told=told) if words else ""


def unanswered(case: Case) -> list[Promise]:
    """The promises that no indicator takes up."""
    answered = {match.promise for match in case.matches}
    known = {(c.value, c.dimension) for o in case.options for _, c in o.values}
    return [
        promise
        for number, promise in enumerate(case.promises[:MOST_PROMISES])
        if number not in answered
        and not promise.aside
        and not _is_named(case.project, promise)
        and promise.commitment.value != 0
        and promise.commitment.dimension not in cues("untold")
        and (promise.commitment.value, promise.commitment.dimension) not in known
        and not _is_budget(case.project, promise)
    ]


def _is_named(project: Project, promise: Promise) -> bool:
    """Whether an indicator without a number bears the name of what is promised."""
    blank = [i for i in project.indicators if not any(t.target.constraints for t in i.targets)]
    return any(covered(i.name, promise.near) >= _NAMED for i in blank[:MOST_OPTIONS])


def _is_budget(project: Project, promise: Promise) -> bool:
    money = project.money
    return promise.commitment.dimension == "money" and promise.commitment.value in (
        money.total,
        money.fiscal,
        money.special,
        money.other,
    )


def untraced(case: Case) -> list[int]:
    """The indicators that the narrative never speaks of."""
    answered = {case.options[match.option].indicator for match in case.matches}
    spoken = _all_pairs(case.narrative)
    values = {(p.commitment.value, p.commitment.dimension) for p in case.promises}
    return [
        number
        for number, indicator in enumerate(case.project.indicators[:MOST_OPTIONS])
        if indicator.code in _SPOKEN
        and number not in answered
        and _numbered(indicator, values)
        and not _covered(indicator.name, spoken)
    ]


def _numbered(indicator: Indicator, told: set[tuple[Decimal | None, str | None]]) -> bool:
    """Whether an indicator has numbers, none of which the narrative holds."""
    found = [c for t in indicator.targets for c in t.target.constraints]
    return bool(found) and not any((c.value, c.dimension) in told for c in found)


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
