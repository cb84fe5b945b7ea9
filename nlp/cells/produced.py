"""What a rule makes of its tokens, and what its number, rate and change words say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.operators import text_of
from nlp.cells.quantities import Quantity, per, quantity
from nlp.cells.units import is_model
from nlp.cells.units import unit as find_unit
from nlp.cells.vocabulary import words
from nlp.schema import Change, Constraint, Note, Op

NUMBERS = "QNC"
_GRADES = ("level", "star")


@dataclass(slots=True)
class Reading:
    """What a rule made of its tokens."""

    constraints: list[Constraint]
    notes: list[Note] = field(default_factory=list)
    counted: str = ""

    def rate(self, per: str | None) -> Reading:
        """Put a rate that stands before the number (每人) in front of the one behind it (元/月)."""
        if per:
            for made in self.constraints:
                made.per = f"{per}·{made.per}" if made.per else per
        return self


def constraint(op: Op, found: Quantity, rule: str) -> Constraint:
    """A one-sided, exact or approximate constraint on a quantity."""
    value = found.value
    known = find_unit(found.unit) if found.unit else None
    return Constraint(
        op,
        value,
        value if op in (Op.GE, Op.GT, Op.EQ) else None,
        value if op in (Op.LE, Op.LT, Op.EQ) else None,
        op in (Op.GE, Op.EQ),
        op in (Op.LE, Op.EQ),
        found.scale,
        found.unit,
        known.code if known else None,
        known.dimension if known else None,
        found.per,
        rule=rule,
    )


def tells_kind(unit: str | None, spelled: str) -> bool:
    """Whether a number before a word tells of what kind that is: 5G基站, 三级医院, 二次开发."""
    known = find_unit(unit or "")
    graded = known is not None and known.dimension in _GRADES
    return graded or is_model(unit) or spelled in words().by_kind["second"]


def put_op(made: Constraint, op: Op) -> None:
    """Give an exact constraint an operator that stood elsewhere."""
    made.op = op
    made.low = made.value if op in (Op.GE, Op.GT, Op.EQ) else None
    made.high = made.value if op in (Op.LE, Op.LT, Op.EQ) else None
    made.low_inclusive, made.high_inclusive = op in (Op.GE, Op.EQ), op in (Op.LE, Op.EQ)


def put_limit(made: Sequence[Constraint], spelled: str) -> None:
    """Give plain numbers the bound that stands far before them: 至少与父母通话2次."""
    for each in made if spelled else ():
        if each.rule == "exact" and each.op is Op.EQ:
            put_op(each, Op(words().prefix[spelled][0]))
            each.rule = "comparison"


def alike(one: Constraint | Quantity, other: Constraint | Quantity) -> bool:
    """Whether what stands behind one number holds for another: both count, or measure alike."""
    a, b = (find_unit(each.unit or "") for each in (one, other))
    if a is None or b is None or a.dimension == b.dimension:
        return True
    return a.code.startswith("{") and b.code.startswith("{")


def numbers(tokens: Sequence[Token], folded: Folded) -> list[Quantity]:
    return [quantity(t, folded) for t in tokens if t.kind in NUMBERS]


def rate_before(tokens: Sequence[Token], folded: Folded) -> str | None:
    return next((per(text_of(t, folded)) for t in tokens if t.kind == "E"), None)


def change_of(tokens: Sequence[Token]) -> Change | None:
    for token in tokens:
        if token.kind == "V" and not token.match["to"]:
            return Change(words().changes[token.match["change"]])
    return None
