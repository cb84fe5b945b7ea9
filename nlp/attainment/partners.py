"""Which of several actual values answers which of several constraints."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.attainment.deadlines import is_date
from nlp.schema import Constraint


def partner(
    wanted: Constraint, targets: Sequence[Constraint], actuals: Sequence[Constraint]
) -> Constraint | str:
    """The actual value of a constraint, or the code of why none can be told.

    >>> from nlp import parse
    >>> targets = parse("参会人数>500人，企业>100家").constraints
    >>> partner(targets[1], targets, parse("520人，企业110家").constraints).unit
    '家'
    """
    if len(targets) == len(actuals) == 1:
        return actuals[0]
    near = [a for a in actuals if _related(wanted, a) and _alike(wanted, a)]
    if len(near) == 1:
        return near[0]
    rivals = [t for t in targets if t is not wanted and _alike(wanted, t)]
    if any(t.subject for t in rivals):
        return "actual_missing"
    alike = near or [a for a in actuals if _alike(wanted, a)]
    if len(alike) == 1:
        return alike[0]
    return "actual_several" if alike else "actual_missing"


def _alike(one: Constraint, other: Constraint) -> bool:
    """Whether both count the same kind of thing."""
    if is_date(one) or is_date(other):
        return is_date(one) and is_date(other)
    if one.unit is None or other.unit is None or one.unit == other.unit:
        return True
    return one.dimension is not None and one.dimension == other.dimension


def _related(one: Constraint, other: Constraint) -> bool:
    """Whether both name the same thing: two characters in a row stand in both."""
    a, b = (one.subject or "")[:100], (other.subject or "")[:100]
    return any(a[i : i + 2] in b for i in range(len(a) - 1)) if len(a) > 1 else bool(a) and a in b
