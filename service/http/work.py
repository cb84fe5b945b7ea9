"""Bodies → answers, bytes to bytes: what a request asks for, here or in a child process alike."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import TypeAdapter

from nlp import review, structure
from nlp.schema import Json
from service.http.bodies import read_json
from service.http.entries import Entry, valid
from service.http.errors import Fault, Problem
from service.http.limits import Bounds
from service.http.readings import READINGS, Options, Reading
from service.http.requests import ReviewRequest, StructureRequest

LOW_CONFIDENCE = 0.6
_STRUCTURE: TypeAdapter[StructureRequest] = TypeAdapter(StructureRequest)
_REVIEW: TypeAdapter[ReviewRequest] = TypeAdapter(ReviewRequest)


@dataclass(slots=True)
class Tally:
    """What was read: items, those that failed, targets by kind, targets of low confidence."""

    items: int = 0
    failed: int = 0
    low: int = 0
    kinds: dict[str, int] = field(default_factory=dict)

    def add(self, results: Iterable[Json]) -> None:
        """Count these results."""
        for result in results:
            self.items += 1
            if "error" in result:
                self.failed += 1
            elif "kind" in result:
                kind = result["kind"]
                self.kinds[kind] = self.kinds.get(kind, 0) + 1
                self.low += result["confidence"] < LOW_CONFIDENCE

    def merge(self, other: Tally) -> None:
        """Add what `other` has counted."""
        self.items += other.items
        self.failed += other.failed
        self.low += other.low
        for kind, number in other.kinds.items():
            self.kinds[kind] = self.kinds.get(kind, 0) + number


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and what is in it."""

    body: bytes
    tally: Tally


def read_items(name: str, body: bytes, bounds: Bounds, options: Options) -> Answer:
    """The answer to a body of one item or a list; raises `Problem`.

    >>> answer = read_items("extract", b'["5", 5]', Bounds(), Options())
    >>> answer.tally.items, answer.tally.failed
    (2, 1)
    """
    reading = READINGS[name]
    most: int = getattr(bounds, reading.most)
    given = _document(body, bounds)
    if isinstance(given, list):
        results = _each(reading.item.each(given, most), reading, options)
        return _answer(results, results)
    item = reading.item.one(given, most)
    if isinstance(item, Fault):
        if item.code != "text_too_long":
            valid(reading.item.model, given)
        raise Problem(item)
    result = reading.read([item], options)[0]
    return _answer(result, [result])


def read_lines(
    name: str, lines: Sequence[tuple[int, bytes | None]], bounds: Bounds, options: Options
) -> Answer:
    """The answers to lines of a stream, a line each; None stands for one that is too long.

    >>> read_lines("parse", [(7, b"{")], Bounds(), Options()).body[:50]
    b'{"error":{"code":"json_malformed","message":"the b'
    """
    reading = READINGS[name]
    entries = [_line(reading, number, line, bounds) for number, line in lines]
    results = _each(entries, reading, options)
    tally = Tally()
    tally.add(results)
    return Answer(b"".join(dumped(result) + b"\n" for result in results), tally)


def read_table(name: str, body: bytes, bounds: Bounds) -> Answer:
    """The document or the findings of a table sent as text or rows of cells; raises `Problem`."""
    given = _document(body, bounds)
    request = valid(_REVIEW if name == "review" else _STRUCTURE, given)
    if request.grid is not None:
        bounds.grid(request.grid)
    document = structure(request.grid if request.text is None else request.text)
    if isinstance(request, ReviewRequest):
        findings = [found.to_dict() for found in review(document, lang=request.lang)]
        return _answer(findings, findings)
    return _answer(document.to_dict(), [{}])


def dumped(result: object) -> bytes:
    """A result as JSON, Chinese as it is written; half a surrogate pair as its escape."""
    return _encode(result).encode("utf-8", "backslashreplace")


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode


def _answer(document: object, results: Sequence[Json]) -> Answer:
    tally = Tally()
    tally.add(results)
    return Answer(dumped(document), tally)


def _document(body: bytes, bounds: Bounds) -> Any:
    if not body:
        raise Problem(Fault("body_missing"))
    document = read_json(body)
    if isinstance(document, list):
        bounds.items(document)
    return document


def _line(reading: Reading, number: int, line: bytes | None, bounds: Bounds) -> Entry | Fault:
    place = f"line {number}"
    if line is None:
        return Fault("line_too_long", place, bounds.max_line_bytes)
    try:
        found = reading.item.one(read_json(line), getattr(bounds, reading.most))
    except Problem as problem:
        found = problem.faults[0]
        found = replace(found, place=found.place.removeprefix("line 1, "))
    if not isinstance(found, Fault):
        return found
    return replace(found, place=f"{place}, {found.place}" if found.place else place)


def _each(entries: list[Entry | Fault], reading: Reading, options: Options) -> list[Json]:
    items = [entry for entry in entries if not isinstance(entry, Fault)]
    results = iter(reading.read(items, options))
    return [{"error": e.to_dict()} if isinstance(e, Fault) else next(results) for e in entries]
