"""What a reading looks like as an Arrow column: nested, flat, or as JSON text.

Field names and meanings are those of the JSON of `parse`; the text itself is left to its own
column. Numbers are float64; what float64 would round stands digit for digit in `exact`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp import __version__, lexicon

_TEXT, _NUMBER, _FLAG, _PLACE = pa.string(), pa.float64(), pa.bool_(), pa.int32()


class Shape(StrEnum):
    """How a reading is laid out: a struct, a struct without lists, or the JSON of `parse`."""

    NESTED = "nested"
    FLAT = "flat"
    JSON = "json"


def _field(name: str, kind: Any, meaning: str) -> Any:
    return pa.field(name, kind, metadata={"description": meaning})


OF_CONSTRAINT = (
    _field("op", _TEXT, "one of >= > <= < = ~ range"),
    _field("value", _NUMBER, "the number, its scale multiplied out; percent in points"),
    _field("low", _NUMBER, "lower bound"),
    _field("high", _NUMBER, "upper bound"),
    _field("low_inclusive", _FLAG, "whether the lower bound itself is allowed"),
    _field("high_inclusive", _FLAG, "whether the upper bound itself is allowed"),
    _field("scale", _NUMBER, "the multiplier that was written; value / scale as written"),
    _field("unit", _TEXT, "the unit as written"),
    _field("unit_code", _TEXT, "its code: UCUM, in braces for counting words, ISO 4217 for money"),
    _field("dimension", _TEXT, "what it may be compared with"),
    _field("per", _TEXT, "the denominators of a rate, joined by a middle dot"),
    _field("subject", _TEXT, "the measured thing where the cell names it"),
    _field("change", _TEXT, "increase or decrease, against the baseline"),
    _field("baseline", _TEXT, "what a change is counted from"),
    _field("date", _TEXT, "a date, ISO 8601"),
    _field("date_low", _TEXT, "first date of a period"),
    _field("date_high", _TEXT, "last date of a period"),
    _field("start", _PLACE, "first code point in the text"),
    _field("end", _PLACE, "code point behind the last"),
    _field("rule", _TEXT, "the rule of the grammar that read it"),
    _field("inferred", pa.list_(_TEXT), "what came from the name or a repair: op, unit, scale"),
)
_NOTE = pa.struct([_field("code", _TEXT, "a code"), _field("message", _TEXT, "its message")])
_KIND = _field("kind", _TEXT, "quantitative, qualitative, date, mixed or unparseable")
_QUALITATIVE = _field("qualitative", _TEXT, "what is said in words")
_CONFIDENCE = _field("confidence", _NUMBER, "1 where nothing was inferred, repaired or left out")
_EXACT = _field("exact", _TEXT, "numbers that float64 rounds, digit for digit, joined by ; ")

NESTED = pa.struct(
    [
        _KIND,
        _field("constraints", pa.list_(pa.struct(OF_CONSTRAINT)), "in the order of the text"),
        _QUALITATIVE,
        _CONFIDENCE,
        _field("notes", pa.list_(_NOTE), "what was inferred, repaired, left out"),
        _EXACT,
    ]
)
FLAT = pa.struct(
    [
        _KIND,
        *OF_CONSTRAINT[:-1],
        _field("inferred", _TEXT, "what came from the name or a repair, joined by ; "),
        _field("constraints", _PLACE, "how many constraints; the first is in these columns"),
        _QUALITATIVE,
        _CONFIDENCE,
        _field("notes", _TEXT, "codes of what was inferred, repaired, left out, joined by ; "),
        _EXACT,
    ]
)
TYPES: dict[Shape, Any] = {Shape.NESTED: NESTED, Shape.FLAT: FLAT, Shape.JSON: _TEXT}


def versions() -> dict[str, str]:
    """What the metadata of a file says of its making: version and hash of the lexicon.

    >>> sorted(versions())
    ['lexicon', 'zhibiao']
    """
    return {"zhibiao": __version__, "lexicon": lexicon.current().version}


def described(prefix: str, shape: Shape) -> list[Any]:
    """The columns that a table gets: one named `prefix`, or in the flat shape one for each field.

    >>> [field.name for field in described("target", Shape.FLAT)][:3]
    ['target_kind', 'target_op', 'target_value']
    """
    if shape is not Shape.FLAT:
        return [pa.field(prefix, TYPES[shape])]
    return [field.with_name(f"{prefix}_{field.name}") for field in FLAT]
