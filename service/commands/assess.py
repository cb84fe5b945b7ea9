"""`zhibiao assess`: one pair of target and actual value, JSON lines of them, or a whole table."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from nlp import assess
from nlp.attainment.scoring import MOST_WEIGHT
from nlp.attainment.self_evaluation import assess_document
from nlp.narrative_schema import Assessment
from nlp.schema import Document
from service.commands.files import each
from service.console import Format, Progress, complain, console, json_line, write
from service.lines import BadLine, decoded_lines

_KEYS = frozenset({"target", "actual", "name", "weight"})
_REMEDY = 'write {"target": "…", "actual": "…", "name": "…", "weight": 10}'


@dataclass(frozen=True, slots=True)
class Pair:
    """A target and what came of it."""

    target: str
    actual: str | None
    name: str | None = None
    weight: Decimal | None = None


def assess_text(
    target: str,
    actual: str | None,
    name: str | None,
    weight: float | None,
    form: Format,
    lang: str,
) -> None:
    """Assess one pair of the command line."""
    points = None if weight is None else Decimal(str(weight))
    pair = Pair(target, actual, name, points)
    _put(pair, _assessed(pair, lang), form)


def assess_lines(form: Format, lang: str) -> int:
    """Assess the JSON lines of standard input; the number of lines that failed."""
    failed = 0
    with Progress("lines", quiet=sys.stdout.isatty()) as progress:
        for found in pairs():
            if isinstance(found, BadLine):
                failed += 1
                complain(f"standard input, line {found.number}: {found.reason}; {found.remedy}")
                if form is Format.JSONL:
                    write(json_line({"error": found.to_dict()}))
            else:
                _put(found, _assessed(found, lang), form)
            progress.done += 1
    return failed


def assess_table(file: str, form: Format, lang: str) -> int:
    """Assess every indicator of a self-evaluation, and compare it with the score it was given."""

    def take(_: str, document: Document) -> None:
        found = assess_document(document, lang=lang)
        if form is Format.JSONL:
            write(b"".join(json_line(one.to_dict()) for one in found))
        else:
            from service.show.assessment import show_table

            show_table(found, console())

    return each([file], take, quiet=True).failed


def _assessed(pair: Pair, lang: str) -> Assessment:
    return assess(pair.target, pair.actual, name=pair.name, weight=pair.weight, lang=lang)


def _put(pair: Pair, found: Assessment, form: Format) -> None:
    if form is Format.JSONL:
        write(json_line(found.to_dict()))
        return
    from service.show.assessment import show_pair

    show_pair(pair.target, pair.actual or "", found, console())


def pairs() -> Iterator[Pair | BadLine]:
    """The pairs of standard input, one for each line; blank lines are passed over."""
    for number, line in decoded_lines(sys.stdin.buffer):
        if isinstance(line, BadLine):
            yield line
        elif line.strip():
            yield _pair(line, number)


def _pair(line: str, number: int) -> Pair | BadLine:
    try:
        given = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except (ValueError, RecursionError, InvalidOperation):
        return BadLine(number, "no JSON that can be read", _REMEDY)
    if not isinstance(given, dict) or "target" not in given or not given.keys() <= _KEYS:
        return BadLine(number, "not target, actual, name and weight", _REMEDY)
    return _checked(given, number)


def _checked(given: dict[str, Any], number: int) -> Pair | BadLine:
    target, actual, name = given["target"], given.get("actual"), given.get("name")
    weight = given.get("weight")
    if not isinstance(target, str) or not all(isinstance(t, str | None) for t in (actual, name)):
        return BadLine(number, "target, actual and name have to be strings", _REMEDY)
    if weight is not None and not (isinstance(weight, Decimal) and 0 <= weight <= MOST_WEIGHT):
        return BadLine(number, f"a weight is a number from 0 to {MOST_WEIGHT}", _REMEDY)
    return Pair(target, actual, name, weight)
