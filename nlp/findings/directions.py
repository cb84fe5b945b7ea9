"""Kind 9: operators that run against what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.attainment.deadlines import is_date
from nlp.findings.case import Case
from nlp.findings.cues import cues, ending, held
from nlp.narrative_schema import Finding
from nlp.schema import Constraint, Op

_AT_LEAST, _AT_MOST = (Op.GE, Op.GT), (Op.LE, Op.LT)


def against(case: Case) -> Iterator[Finding]:
    """投诉率 at least, 满意度 at most."""
    for number, indicator, target in case.targets():
        for found in target.target.constraints:
            if _runs_against(found, (found.subject or indicator.name)[-80:]):
                quotes = [case.named(number), case.required(number, target.period, found)]
                value = target.target.text
                yield case.found("direction_against", quotes, name=indicator.name, value=value)
                break


def _runs_against(found: Constraint, name: str) -> bool:
    if is_date(found) or found.change or "op" in found.inferred or held("turned", name):
        return False
    if found.op in _AT_LEAST:
        return ending("lower", name) is not None or _denied(name)
    if found.op in _AT_MOST:
        return ending("higher", name) is not None and not _denied(name)
    return False


def _denied(name: str) -> bool:
    """Whether a word of more-is-better is turned round: 不合格率."""
    end = ending("higher", name)
    return end is not None and name.removesuffix(end)[-1:] in cues("negation")
