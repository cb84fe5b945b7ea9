"""Cells with the readings that they must give: JSON lines, or a corpus; bad lines are named."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from nlp.expected import Reading
from nlp.spellings import BadSpelling, read_corpus
from service.evaluation.expectations import GoldLine, reading
from service.http.bodies import read_json
from service.http.errors import Fault, Problem, faults
from service.lines import BadLine, decoded_lines

_REMEDY = 'write {"text": "…", "name": "…", "expected": ">= 60 人"}'
_CORPUS = "write a reading at the beginning of a line, and its cells indented below it"
_UNREADABLE = "?"


@dataclass(frozen=True, slots=True)
class Gold:
    """A cell, what it must give, the line it stands in, and its family where it has one."""

    line: int
    text: str
    name: str | None
    reading: Reading
    family: str | None = None


def gold(content: bytes) -> Iterator[Gold | BadLine]:
    """The gold lines of a file: JSON lines where the first line is an object, else a corpus.

    >>> [g.text for g in gold('= 5 人\\n    5人  五人'.encode())]
    ['5人', '五人']
    """
    lines = list(decoded_lines(io.BytesIO(content)))
    first = next((line for _, line in lines if isinstance(line, str) and line.strip()), "")
    if first.lstrip().startswith("{"):
        return _json_lines(lines)
    return _corpus(lines)


def _corpus(lines: list[tuple[int, str | BadLine]]) -> Iterator[Gold | BadLine]:
    broken = {number: line for number, line in lines if isinstance(line, BadLine)}
    texts = (line if isinstance(line, str) else _UNREADABLE for _, line in lines)
    for found in read_corpus(texts):
        if not isinstance(found, BadSpelling):
            yield Gold(found.line, found.text, found.name, found.reading)
        elif found.line in broken:
            yield broken[found.line]
        else:
            yield BadLine(found.line, found.reason, _CORPUS)


def _json_lines(lines: list[tuple[int, str | BadLine]]) -> Iterator[Gold | BadLine]:
    for number, line in lines:
        if isinstance(line, BadLine):
            yield line
        elif line.strip():
            yield _gold(line, number)


def _gold(line: str, number: int) -> Gold | BadLine:
    try:
        stated = GoldLine.model_validate(read_json(line.encode("utf-8", "surrogatepass")))
        right = reading(stated.expected, stated.text, "/expected")
    except ValidationError as error:
        return _bad(faults(error.errors(include_url=False, include_input=False))[0], number)
    except Problem as problem:
        return _bad(problem.faults[0], number)
    return Gold(number, stated.text, stated.name, right, stated.family)


def _bad(fault: Fault, number: int) -> BadLine:
    told = fault.to_dict()
    if fault.code.startswith("json_"):
        column = fault.place.removeprefix("line 1, ")
        return BadLine(number, f"no JSON that can be read, {column}".rstrip(", "), _REMEDY)
    reason = ": ".join(filter(None, (told["place"], told["message"])))
    return BadLine(number, reason, told["remedy"] if fault.place else _REMEDY)
