"""Targets → Arrow arrays, column by column."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields
from decimal import Decimal
from itertools import accumulate
from operator import attrgetter
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp.schema import Constraint, Target
from service.column.shape import FLAT, NESTED, OF_CONSTRAINT, TYPES, Shape
from service.console import json_line

_NAMES = tuple(field.name for field in fields(Constraint))
_of = attrgetter(*_NAMES)
_NONE = (None,) * len(_NAMES)
_NUMBERS = frozenset({"value", "low", "high", "scale"})
_HELD = 15
"""As many significant digits every float64 keeps."""


def built(shape: Shape, targets: Sequence[Target]) -> Any:
    """An Arrow array with an entry for each target.

    >>> from nlp import parse
    >>> built(Shape.FLAT, [parse("≥5万人")])[0]["value"].as_py()
    50000.0
    """
    return _BUILDERS[shape](targets)


def _nested(targets: Sequence[Target]) -> Any:
    found = [c for target in targets for c in target.constraints]
    remarks = [n for target in targets for n in target.notes]
    told = [_texts(n.code for n in remarks), _texts(n.message for n in remarks)]
    columns = _of_targets(targets)
    columns["constraints"] = _lists(
        (len(t.constraints) for t in targets), _struct(_columns(map(_of, found)), OF_CONSTRAINT)
    )
    columns["notes"] = _lists(
        (len(t.notes) for t in targets), _struct(told, NESTED.field("notes").type.value_type)
    )
    return _struct([columns[field.name] for field in NESTED], NESTED)


def _flat(targets: Sequence[Target]) -> Any:
    first = (_of(t.constraints[0]) if t.constraints else _NONE for t in targets)
    columns = dict(zip(_NAMES, _columns(first, joined=True), strict=True))
    columns |= _of_targets(targets)
    columns["constraints"] = pa.array([len(t.constraints) for t in targets], pa.int32())
    columns["notes"] = _texts("; ".join(n.code for n in t.notes) for t in targets)
    return _struct([columns[field.name] for field in FLAT], FLAT)


def _json(targets: Sequence[Target]) -> Any:
    return _texts(json_line(target.to_dict())[:-1].decode() for target in targets)


_BUILDERS: dict[Shape, Callable[[Sequence[Target]], Any]] = {
    Shape.NESTED: _nested,
    Shape.FLAT: _flat,
    Shape.JSON: _json,
}


def _of_targets(targets: Sequence[Target]) -> dict[str, Any]:
    return {
        "kind": _texts(t.kind.value for t in targets),
        "qualitative": _texts(t.qualitative for t in targets),
        "confidence": pa.array([t.confidence for t in targets], pa.float64()),
        "exact": _texts(map(_exact, targets)),
    }


def _columns(rows: Iterable[tuple[Any, ...]], *, joined: bool = False) -> list[Any]:
    """The fields of constraints as arrays."""
    columns = list(zip(*rows, strict=True)) or [()] * len(_NAMES)
    return [
        _column(field.name, field.type, column, joined=joined)
        for field, column in zip(OF_CONSTRAINT, columns, strict=True)
    ]


def _column(name: str, kind: Any, column: Sequence[Any], *, joined: bool) -> Any:
    if name in _NUMBERS:
        return pa.array([_float(number) for number in column], kind)
    if name == "inferred" and joined:
        return _texts(None if words is None else "; ".join(words) for words in column)
    return pa.array(column, kind)


def _float(number: Decimal | int | None) -> float | None:
    """The nearest float64; None beyond what it can hold.

    >>> _float(Decimal("0.95")), _float(10**400), _float(Decimal("1e400"))
    (0.95, None, None)
    """
    if number is None:
        return None
    try:
        found = float(number)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def _exact(target: Target) -> str | None:
    """The numbers of a target digit for digit, where float64 would round one of them.

    >>> from nlp import parse
    >>> _exact(parse("≥12345678901234567元")), _exact(parse("≥0.95元"))
    ('12345678901234567', None)
    """
    numbers = [
        number
        for c in target.constraints
        for number in ((c.low, c.high) if c.value is None else (c.value,))
        if number is not None
    ]
    if all(len(number.as_tuple().digits) <= _HELD or _held(number) for number in numbers):
        return None
    return "; ".join(f"{number:f}" for number in numbers)


def _held(number: Decimal) -> bool:
    found = _float(number)
    return found is not None and Decimal(repr(found)) == number


def _texts(texts: Iterable[str | None]) -> Any:
    return pa.array(list(texts), pa.string())


def _lists(lengths: Iterable[int], values: Any) -> Any:
    offsets = pa.array(list(accumulate(lengths, initial=0)), pa.int32())
    return pa.ListArray.from_arrays(offsets, values)


def _struct(columns: Sequence[Any], fields_: Iterable[Any]) -> Any:
    return pa.StructArray.from_arrays(columns, fields=list(fields_))


def empty(shape: Shape) -> Any:
    """An array without entries, to begin with.

    >>> len(empty(Shape.JSON))
    0
    """
    return pa.array([], TYPES[shape])
