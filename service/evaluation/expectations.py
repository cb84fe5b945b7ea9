"""The right reading of a cell as users state it: in the notation of the corpus, or as JSON."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, StrictBool, Tag, WithJsonSchema
from pydantic_core import PydanticCustomError

from nlp.expected import Expected, Reading
from nlp.notation import NotationError, bounded, read_constraint, read_reading, write_constraint
from nlp.schema import Change, Kind, Op
from service.http.bodies import Numeral
from service.http.errors import Fault, Problem
from service.http.requests import ParseItem, Text, _Request

_MOST_DIGITS = 80
_STATED = ("value", "low", "high", "low_inclusive", "high_inclusive")
_DATES = ("date", "date_low", "date_high")


def _number(value: object) -> Decimal | None:
    if value is None:
        return None
    try:
        if type(value) is Numeral and len(value) <= _MOST_DIGITS:
            number = Decimal(value)
            if abs(number.adjusted()) <= _MOST_DIGITS:
                return number
    except InvalidOperation:
        pass
    raise PydanticCustomError("wrong_type", "not a number")


Number = Annotated[
    Decimal | None, BeforeValidator(_number), WithJsonSchema({"type": ["number", "null"]})
]
_IGNORED = Field(None, description="not compared")


class StatedConstraint(_Request):
    """A constraint with the keys of a result; what is left out is none."""

    op: Op
    value: Number = None
    low: Number = None
    high: Number = None
    low_inclusive: StrictBool | None = None
    high_inclusive: StrictBool | None = None
    unit: Text | None = None
    per: Text | None = None
    subject: Text | None = None
    change: Change | None = None
    baseline: Text | None = None
    date: Text | None = None
    date_low: Text | None = None
    date_high: Text | None = None
    scale: Any = _IGNORED
    unit_code: Any = _IGNORED
    dimension: Any = _IGNORED
    start: Any = _IGNORED
    end: Any = _IGNORED
    rule: Any = _IGNORED
    inferred: Any = _IGNORED


class StatedTarget(_Request):
    """A target with the keys of a result."""

    kind: Kind | None = None
    constraints: list[StatedConstraint] = Field(default_factory=list)
    qualitative: Text | None = None
    text: Any = _IGNORED
    confidence: Any = _IGNORED
    notes: Any = _IGNORED


def _shape(value: object) -> str | None:
    if isinstance(value, dict | StatedTarget):
        return "<target>"
    if isinstance(value, list):
        return "<constraints>"
    return "<notation>" if type(value) is str else None


Expectation = Annotated[
    Annotated[Text, Tag("<notation>")]
    | Annotated[list[StatedConstraint], Tag("<constraints>")]
    | Annotated[StatedTarget, Tag("<target>")],
    Discriminator(_shape),
]


class Correction(ParseItem):
    """A cell that was read wrongly, and what is right."""

    expected: Expectation = Field(
        description="what is right: in the notation of the corpus (>= 60 人; < 3 % {投诉率}, "
        "range [6,10) 个, date <= 2025-11-30, qualitative, unparseable), a list of constraints, "
        "or a target"
    )
    comment: Text | None = Field(None, description="why; for whoever reads the corrections")
    given: Expectation | None = Field(None, description="the reading that was shown")

    def texts(self) -> dict[str, str]:
        """Every text of the correction by its place in it."""
        found = super().texts() | ({"/comment": self.comment} if self.comment else {})
        stated = {"/expected": self.expected, "/given": self.given}
        return found | {place: text for place, text in stated.items() if isinstance(text, str)}


class GoldLine(ParseItem):
    """A cell, what it must give, and the family that it is counted in."""

    expected: Expectation
    family: Text | None = None
    id: Text | None = None
    comment: Text | None = None


def reading(stated: str | list[StatedConstraint] | StatedTarget, text: str, place: str) -> Reading:
    """What is expected of `text`; raises `Problem` with a place that begins with `place`.

    >>> reading("qualitative", "按时缴纳", "/expected").kind
    'qualitative'
    """
    if isinstance(stated, str):
        return _read(stated, place)
    if isinstance(stated, list):
        return _of_target(StatedTarget(constraints=stated), text, place, place)
    return _of_target(stated, text, place, f"{place}/constraints")


def _read(stated: str, place: str) -> Reading:
    try:
        return read_reading(stated)
    except NotationError as error:
        at = f"{place}, column {error.column}"
        raise Problem(Fault("expected_unread", at, error.reason)) from None


def _of_target(stated: StatedTarget, text: str, place: str, within: str) -> Reading:
    phrase = stated.qualitative
    if phrase is not None and phrase == text.strip() and not stated.constraints:
        phrase = ""
    found = tuple(_constraint(c, f"{within}/{i}") for i, c in enumerate(stated.constraints))
    empty = not found and phrase is None
    made = Reading(found, phrase, "" if empty and stated.kind is Kind.UNPARSEABLE else None)
    if (empty and made.reason is None) or stated.kind not in (None, made.kind):
        raise Problem(Fault("expected_unread", place, "kind and constraints do not fit"))
    return made


def _constraint(stated: StatedConstraint, place: str) -> Expected:
    marks = {name: getattr(stated, name) for name in ("unit", "per", "subject", "baseline")}
    change = stated.change.value if stated.change else None
    made = Expected(**{**_bounds(stated, place), **marks, "change": change})
    names = _DATES + _STATED[:3] if made.is_date else _DATES + _STATED
    for name in names:
        said = getattr(stated, name)
        if said is not None and said != getattr(made, name):
            reason = "it contradicts the other keys"
            raise Problem(Fault("expected_unread", f"{place}/{name}", reason))
    try:
        return read_constraint(write_constraint(made))
    except NotationError as error:
        raise Problem(Fault("expected_unread", place, error.reason)) from None


def _bounds(stated: StatedConstraint, place: str) -> dict[str, Any]:
    dated = any(getattr(stated, name) is not None for name in _DATES)
    ranged = stated.op is Op.RANGE
    needed = (_DATES[1:] if ranged else _DATES[:1]) if dated else (_STATED[1:3] if ranged else ())
    for name in needed or ("value",):
        if getattr(stated, name) is None:
            raise Problem(Fault("missing", f"{place}/{name}"))
    found = {"op": stated.op.value, **{name: getattr(stated, name) for name in needed}}
    if ranged and not dated:
        found["low_inclusive"] = stated.low_inclusive is not False
        found["high_inclusive"] = stated.high_inclusive is not False
    if needed:
        return found
    made = bounded(stated.op.value, stated.value or Decimal(0))
    return {name: getattr(made, name) for name in ("op", *_STATED)}
