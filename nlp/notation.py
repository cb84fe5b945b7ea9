r"""Readings in one line: `>= 60 人; < 3 % {投诉率}`, `qualitative`, `unparseable empty`.

A word that would be read otherwise stands as a JSON string in which blanks and the signs of the
notation are written `\uXXXX`, so that a line always falls apart at its blanks.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from nlp.expected import Expected, Reading
from nlp.notes import CATALOGUE
from nlp.schema import Change, Op

_DOUBTFUL = " <0.5"
_OPS = frozenset(Op)
_CHANGES = frozenset(Change)
_PARTS = ("op", "unit", "scale")
_NUMBER = re.compile(r"-?[0-9]{1,90}(?:\.[0-9]{1,90})?")
_DATE = re.compile(r"([0-9]{4}-[0-9]{2}|--[0-9]{2}|---)-?([0-9]{2})")
_WORD = re.compile(r"\S+")
_SIGNS = re.compile(r"[;!<{}\s\x00-\x20\x7f-\xa0\u2028\u2029\ud800-\udfff]")
_LEAP = "2024"


class NotationError(ValueError):
    """A line that is no reading: what is wrong, and at which column, from 1."""

    def __init__(self, reason: str, at: int) -> None:
        self.reason = reason
        self.column = at + 1
        super().__init__(f"column {self.column}: {reason}")


def read_reading(line: str) -> Reading:
    """A reading; raises `NotationError`, which names the column.

    >>> read_reading("unparseable empty").reason
    'empty'
    >>> read_reading(">= 60 人; >> 3 %")
    Traceback (most recent call last):
    nlp.notation.NotationError: column 10: no operator; write one of >= > <= < = ~ range
    """
    body = line.rstrip()
    doubtful = body.endswith(_DOUBTFUL)
    body, mark, codes = body.removesuffix(_DOUBTFUL).partition(" !")
    notes = _codes(codes, len(body) + 2) if mark else ()
    found = _unparseable(body) or _pieces(body)
    return replace(found, notes=notes, doubtful=doubtful)


def _codes(codes: str, at: int) -> tuple[str, ...]:
    found = tuple(codes.split(","))
    if not all(code in CATALOGUE for code in found):
        raise NotationError("no code of a note", at)
    return found


def _unparseable(body: str) -> Reading | None:
    words = list(_WORD.finditer(body))
    if not words or words[0].group() != "unparseable":
        return None
    if len(words) > 2:
        raise NotationError("more than one reason", words[2].start())
    if len(words) == 2:
        _codes(words[1].group(), words[1].start())
    return Reading(reason=words[1].group() if len(words) == 2 else "")


def _pieces(body: str) -> Reading:
    constraints: list[Expected] = []
    phrase = None
    at = 0
    for piece in body.split(";"):
        head, _, words = piece.strip().partition(" ")
        if head != "qualitative":
            constraints.append(read_constraint(piece, at))
        elif phrase is None:
            phrase = _plain(words.strip(), at)
        else:
            raise NotationError("a second phrase", at + len(piece) - len(piece.lstrip()))
        at += len(piece) + 1
    return Reading(tuple(constraints), phrase)


def read_constraint(piece: str, at: int = 0) -> Expected:
    """A constraint that begins at column `at`; raises `NotationError`.

    >>> read_constraint(">= 600 元 /人·月 {工资}").per
    '人·月'
    """
    head, opened, behind = piece.partition("{")
    subject, closed, _ = behind.partition("}")
    if opened and not closed:
        raise NotationError("{ without }", at + len(head))
    tail = len(head) + len(subject) + 2
    words = [(m.group(), at + m.start()) for m in _WORD.finditer(head)]
    words += [(m.group(), at + m.start()) for m in _WORD.finditer(piece, tail)]
    if not words:
        raise NotationError("a constraint is missing", at)
    found = _bounds(words)
    return replace(found, subject=_plain(subject, at + len(head) + 1) if subject else None)


def _bounds(words: list[tuple[str, int]]) -> Expected:
    dated = words[0][0] == "date"
    (op, at), *rest = words[1:] if dated and len(words) > 1 else words
    if op not in _OPS:
        raise NotationError(f"no operator; write one of {' '.join(Op)}", at)
    if not rest:
        raise NotationError("nothing behind the operator", at)
    (value, place), *marks = rest
    return _marked(_read_date(op, value, place) if dated else _number(op, value, place), marks)


def _number(op: str, word: str, at: int) -> Expected:
    if op != Op.RANGE:
        return bounded(op, _decimal(word, at))
    ends = word[1:-1].split(",")
    if len(ends) != 2 or word[0] not in "[(" or word[-1] not in "])":
        raise NotationError("no range; write [6,10), its ends with , and without a blank", at)
    low, high = (_decimal(end, at) for end in ends)
    closed = word[0] == "[", word[-1] == "]"
    if low > high or (low == high and not all(closed)):
        raise NotationError("no number is in this range", at)
    return Expected(op, None, low, high, *closed)


def _decimal(word: str, at: int) -> Decimal:
    if not _NUMBER.fullmatch(word):
        raise NotationError("no number; write digits, the scale multiplied out", at)
    return Decimal(word)


def bounded(op: str, value: Decimal) -> Expected:
    """The bounds of an operator that has one number.

    >>> bounded("<=", Decimal(3)).high_inclusive
    True
    """
    low = value if op in {">=", ">", "="} else None
    high = value if op in {"<=", "<", "="} else None
    return Expected(op, value, low, high, op in {">=", "="}, op in {"<=", "="})


def _read_date(op: str, word: str, at: int) -> Expected:
    low, dots, high = word.partition("..")
    if bool(dots) != (op == Op.RANGE):
        raise NotationError("a period is written range 2025-03-01..2025-11-30", at)
    for day in (low, high) if dots else (low,):
        if not _is_day(day):
            raise NotationError("no date; write 2025-11-30, --11-30 or ---30", at)
    if not dots:
        return Expected(op, date=low)
    if low[0] != "-" != high[0] and low > high:
        raise NotationError("the period ends before it begins", at)
    return Expected(op, date_low=low, date_high=high)


def _is_day(word: str) -> bool:
    found = _DATE.fullmatch(word)
    if not found:
        return False
    year_month = found[1].replace("---", "--01").replace("--", f"{_LEAP}-")
    try:
        date.fromisoformat(f"{year_month}-{found[2]}")
    except ValueError:
        return False
    return True


def _marked(bounds: Expected, words: list[tuple[str, int]]) -> Expected:
    for word, at in words:
        found = _mark(word, at)
        for name, said in found.items():
            if said is not None and getattr(bounds, name) is not None:
                raise NotationError(f"a second {name}", at)
        bounds = replace(bounds, **found)
    return bounds


def _mark(word: str, at: int) -> dict[str, Any]:
    mark, rest = word[0], word[1:]
    if mark == "/":
        return {"per": _plain(rest, at)}
    if mark == "^":
        change, _, baseline = rest.partition("@")
        if change not in _CHANGES and (change or not baseline):
            raise NotationError("no change; write ^increase or ^decrease", at)
        return {"change": change or None, "baseline": _plain(baseline, at) if baseline else None}
    if mark == "?":
        inferred = tuple(rest.split(",")) if rest else ()
        if not set(inferred) <= set(_PARTS):
            raise NotationError(f"inferred can be {', '.join(_PARTS)}", at)
        return {"inferred": inferred}
    return {"unit": _plain(word, at)}


def _plain(word: str, at: int) -> str:
    if not word.startswith('"'):
        if _SIGNS.search(word.replace(" ", "")):
            raise NotationError("a sign of the notation; write the word as a JSON string", at)
        return word
    try:
        found = json.loads(word)
    except ValueError:
        raise NotationError("no JSON string", at) from None
    return str(found)


def write_reading(reading: Reading) -> str:
    """The line of a reading: `read_reading` gives back the same.

    >>> write_reading(read_reading(">= 60 人; < 3 % {投诉率}; qualitative 按时 !unit_gloss <0.5"))
    '>= 60 人; < 3 % {投诉率}; qualitative 按时 !unit_gloss <0.5'
    """
    if reading.reason is not None:
        line = f"unparseable {reading.reason}".rstrip()
    else:
        pieces = [write_constraint(c) for c in reading.constraints]
        if reading.qualitative is not None:
            pieces.append(f"qualitative {_phrase(reading.qualitative)}".rstrip())
        line = "; ".join(pieces)
    if reading.notes:
        line += " !" + ",".join(reading.notes)
    return line + (_DOUBTFUL if reading.doubtful else "")


def write_constraint(stated: Expected) -> str:
    """The piece of a line that states one constraint.

    >>> write_constraint(bounded(">=", Decimal("5E+4")))
    '>= 50000'
    """
    return " ".join(_words(stated))


def _words(stated: Expected) -> Iterator[str]:
    if stated.is_date:
        yield "date"
    yield stated.op
    yield _written(stated)
    if stated.unit is not None:
        yield _word(stated.unit, but="/^?")
    if stated.per is not None:
        yield "/" + _word(stated.per)
    if stated.change is not None or stated.baseline is not None:
        baseline = "" if stated.baseline is None else f"@{_word(stated.baseline)}"
        yield f"^{stated.change or ''}{baseline}"
    if stated.subject is not None:
        yield "{" + (_phrase(stated.subject) or '""') + "}"
    if stated.inferred is not None:
        yield "?" + ",".join(stated.inferred)


def _written(stated: Expected) -> str:
    if stated.date is not None:
        return stated.date
    if stated.is_date:
        return f"{stated.date_low}..{stated.date_high}"
    if stated.op != Op.RANGE:
        return _digits(stated.value)
    opening = "[" if stated.low_inclusive else "("
    closing = "]" if stated.high_inclusive else ")"
    return f"{opening}{_digits(stated.low)},{_digits(stated.high)}{closing}"


def _digits(number: Decimal | None) -> str:
    digits = f"{number:f}"
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _word(text: str, but: str = "") -> str:
    plain = text and text[0] not in f'"{but}' and not _SIGNS.search(text)
    return text if plain else quoted(text, _SIGNS)


def _phrase(text: str) -> str:
    """Words that may hold single blanks, for a phrase or a subject."""
    plain = text[:1] != '"' and not _SIGNS.search(text.replace(" ", "")) and text == text.strip()
    return text if plain else quoted(text, _SIGNS)


def quoted(text: str, signs: re.Pattern[str]) -> str:
    r"""A text as a JSON string with `signs` as escapes.

    >>> quoted("a b", re.compile(" "))
    '"a\\u0020b"'
    """
    written = json.dumps(text, ensure_ascii=False)
    return signs.sub(lambda found: f"\\u{ord(found.group()):04x}", written)
