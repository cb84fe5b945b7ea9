"""Bodies → answers, bytes to bytes: what a request asks for, here or in a child process alike."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter, ValidationError

from nlp import analyze, assess, extract, parse_many, review, structure
from nlp.schema import Json
from service.bodies import read_json
from service.errors import Fault, Problem, faults
from service.explain import explained
from service.limits import Bounds
from service.offsets import in_utf16
from service.requests import (
    AssessItem,
    AssessLine,
    AssessRequest,
    ExtractItem,
    ExtractLine,
    ExtractRequest,
    Item,
    ParseItem,
    ParseLine,
    ParseRequest,
    ReviewRequest,
    StructureRequest,
)

CHOICES = {
    "offsets": ("utf16", {"points": False, "utf16": True}),
    "explain": ("explain", {"false": False, "true": True}),
}
LOW_CONFIDENCE = 0.6
Entry = Item | AssessItem


@dataclass(frozen=True, slots=True)
class Options:
    """What a request asks for beside its body."""

    utf16: bool = False
    explain: bool = False

    @classmethod
    def of(cls, query: str) -> Options:
        """What the parameters of an address ask for; raises `Problem` where one is none.

        >>> Options.of("offsets=utf16")
        Options(utf16=True, explain=False)
        """
        chosen = {}
        for name, choice in parse_qsl(query, keep_blank_values=True):
            if name in CHOICES:
                field, values = CHOICES[name]
                if choice not in values:
                    raise Problem(Fault("parameter", f"/{name}"))
                chosen[field] = values[choice]
        return cls(**chosen)


@dataclass(slots=True)
class Tally:
    """What was read: items, those that failed, targets by kind, targets of low confidence."""

    items: int = 0
    failed: int = 0
    low: int = 0
    kinds: Counter[str] = field(default_factory=Counter)

    def add(self, results: Iterable[Json]) -> None:
        """Count these results."""
        for result in results:
            self.items += 1
            if "error" in result:
                self.failed += 1
            elif "kind" in result:
                self.kinds[result["kind"]] += 1
                self.low += result["confidence"] < LOW_CONFIDENCE

    def merge(self, other: Tally) -> None:
        """Add what `other` has counted."""
        self.items += other.items
        self.failed += other.failed
        self.low += other.low
        self.kinds.update(other.kinds)


@dataclass(frozen=True, slots=True)
class Answer:
    """The body of an answer, and what is in it."""

    body: bytes
    tally: Tally


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read items: what it takes, how long a text may be, what it does.

    `weight` is what a byte costs beside one of a cell.
    """

    request: TypeAdapter[Any]
    line: TypeAdapter[Any]
    most: str
    read: Callable[[Sequence[Any], Options], list[Json]]
    weight: int = 1


def _parse(items: Sequence[ParseItem], options: Options) -> list[Json]:
    targets = parse_many([item.text for item in items], [item.name for item in items])
    results = [target.to_dict() for target in targets]
    if options.explain:
        results = [{**r, "tokens": explained(r["text"])} for r in results]
    return _offsets(results, items, options)


def _extract(items: Sequence[ExtractItem], options: Options) -> list[Json]:
    results: list[Json] = [
        {"text": item.text, "constraints": [found.to_dict() for found in extract(item.text)]}
        for item in items
    ]
    return _offsets(results, items, options)


def _analyze(items: Sequence[ExtractItem], options: Options) -> list[Json]:
    return _offsets([analyze(item.text).to_dict() for item in items], items, options)


def _assess(items: Sequence[AssessItem], _: Options) -> list[Json]:
    return [
        assess(i.target, i.actual, name=i.name, weight=i.weight, lang=i.lang).to_dict()
        for i in items
    ]


def _offsets(results: list[Json], items: Sequence[Item], options: Options) -> list[Json]:
    if not options.utf16:
        return results
    return [in_utf16(r, item.text) for r, item in zip(results, items, strict=True)]


READINGS = {
    "parse": Reading(
        TypeAdapter(ParseRequest), TypeAdapter(ParseLine), "max_cell_characters", _parse
    ),
    "extract": Reading(
        TypeAdapter(ExtractRequest), TypeAdapter(ExtractLine), "max_text_characters", _extract
    ),
    "analyze": Reading(
        TypeAdapter(ExtractRequest), TypeAdapter(ExtractLine), "max_text_characters", _analyze, 20
    ),
    "assess": Reading(
        TypeAdapter(AssessRequest), TypeAdapter(AssessLine), "max_cell_characters", _assess
    ),
}
_STRUCTURE: TypeAdapter[StructureRequest] = TypeAdapter(StructureRequest)
_REVIEW: TypeAdapter[ReviewRequest] = TypeAdapter(ReviewRequest)


def read_items(name: str, body: bytes, bounds: Bounds, options: Options) -> Answer:
    """The answer to a body of one item or a list; raises `Problem`.

    >>> answer = read_items("extract", b'["5", 5]', Bounds(), Options())
    >>> answer.tally.items, answer.tally.failed
    (2, 1)
    """
    reading = READINGS[name]
    most: int = getattr(bounds, reading.most)
    given = _document(body, bounds)
    taken = _valid(reading.request, given)
    if isinstance(taken, list):
        entries = [_checked(entry, f"/{index}", most) for index, entry in enumerate(taken)]
        results = _each(entries, reading, options)
        return _answer(results, results)
    fault = _too_long(taken, "", most)
    if fault:
        raise Problem(fault)
    result = reading.read([taken], options)[0]
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
    request = _valid(_REVIEW if name == "review" else _STRUCTURE, given)
    if request.grid is not None:
        bounds.grid(request.grid)
    document = structure(request.grid if request.text is None else request.text)
    if isinstance(request, ReviewRequest):
        findings = [found.to_dict() for found in review(document, lang=request.lang)]
        return _answer(findings, findings)
    return _answer(document.to_dict(), [{}])


def dumped(result: object) -> bytes:
    """A result as JSON, Chinese as it is written."""
    text = json.dumps(result, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


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


def _valid(adapter: TypeAdapter[Any], given: object) -> Any:
    try:
        return adapter.validate_python(given)
    except ValidationError as error:
        raise Problem(*faults(error.errors(include_url=False, include_input=False))) from None


def _line(reading: Reading, number: int, line: bytes | None, bounds: Bounds) -> Entry | Fault:
    place = f"line {number}"
    if line is None:
        return Fault("line_too_long", place, bounds.max_line_bytes)
    try:
        taken = _valid(reading.line, read_json(line))
    except Problem as problem:
        fault = problem.faults[0]
        return replace(fault, place=_place(place, fault.place.removeprefix("line 1, ")))
    long = _too_long(taken, "", getattr(bounds, reading.most))
    return replace(long, place=_place(place, long.place)) if long else taken


def _place(line: str, inside: str) -> str:
    return f"{line}, {inside}" if inside else line


def _each(entries: list[Entry | Fault], reading: Reading, options: Options) -> list[Json]:
    items = [entry for entry in entries if not isinstance(entry, Fault)]
    results = iter(reading.read(items, options))
    return [{"error": e.to_dict()} if isinstance(e, Fault) else next(results) for e in entries]


def _checked(entry: Entry | Fault, place: str, most: int) -> Entry | Fault:
    if isinstance(entry, Fault):
        return replace(entry, place=place + entry.place)
    return _too_long(entry, place, most) or entry


def _too_long(item: Entry, place: str, most: int) -> Fault | None:
    for key, text in item.texts().items():
        if len(text) > most:
            return Fault("text_too_long", place + key, most)
    return None
