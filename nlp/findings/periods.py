"""Kind 5: annual values above those of the whole cycle."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.attainment.deadlines import is_date
from nlp.attainment.measuring import same_rate
from nlp.cells.units import factor_between
from nlp.findings.case import Case
from nlp.narrative_schema import Finding
from nlp.schema import Constraint, Indicator, Op, Target

_SHARES = frozenset({"percent", "permyriad"})
_AT_LEAST = (Op.GE, Op.GT, Op.EQ)


def above_cycle(case: Case) -> Iterator[Finding]:
    """What a year promises cannot be more than what the whole does."""
    for number, indicator in enumerate(case.project.indicators):
        for annual, cycle in _pairs(indicator):
            code = _code(annual, cycle)
            if code is None:
                continue
            quotes = [
                case.named(number),
                case.required(number, "annual", annual),
                case.required(number, "cycle", cycle),
            ]
            year, whole = quotes[1].text, quotes[2].text
            yield case.found(code, quotes, name=indicator.name, value=year, other=whole)


def _pairs(indicator: Indicator) -> Iterator[tuple[Constraint, Constraint]]:
    by_period: dict[str, Target] = {t.period: t.target for t in reversed(indicator.targets)}
    annual, cycle = by_period.get("annual"), by_period.get("cycle")
    if annual is None or cycle is None or min(annual.confidence, cycle.confidence) < 0.5:
        return
    if len(annual.constraints) == len(cycle.constraints):
        pairs = zip(annual.constraints, cycle.constraints, strict=True)
        yield from (pair for pair in pairs if pair[0].subject == pair[1].subject)


def _code(annual: Constraint, cycle: Constraint) -> str | None:
    if is_date(annual) or is_date(cycle) or annual.change or cycle.change:
        return None
    factor = 1 if annual.unit == cycle.unit else factor_between(annual.unit or "", cycle.unit or "")
    if factor is None or not same_rate(annual.per, cycle.per):
        return None
    both = annual.op in _AT_LEAST and cycle.op in _AT_LEAST
    if not both or annual.value is None or cycle.value is None:
        return None
    if annual.value * factor.numerator <= cycle.value * factor.denominator:
        return None
    if annual.dimension in _SHARES:
        return "annual_rate_above_cycle"
    adds = annual.per is None and not (annual.dimension or "").startswith("time")
    return "annual_above_cycle" if adds else None
