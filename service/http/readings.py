"""What can be read: cells, texts, narratives, pairs of target and actual; and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from pydantic import TypeAdapter

from nlp import analyze, assess, extract, parse_many
from nlp.schema import Json
from service.http.entries import Cell, Shape
from service.http.errors import Fault, Problem
from service.http.explain import explained
from service.http.offsets import in_utf16
from service.http.requests import (
    AssessItem,
    AssessLine,
    ExtractLine,
    Item,
    ParseItem,
    ParseLine,
)

CHOICES = {
    "offsets": ("utf16", {"points": False, "utf16": True}),
    "explain": ("explain", {"false": False, "true": True}),
}


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


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read items: what it takes, how long a text may be, what it does.

    `weight` is what a byte costs beside one of a cell.
    """

    item: Shape
    most: str
    read: Callable[[Sequence[Any], Options], list[Json]]
    weight: int = 1


def _parse(items: Sequence[Cell | ParseItem], options: Options) -> list[Json]:
    targets = parse_many([item.text for item in items], [item.name for item in items])
    results = [target.to_dict() for target in targets]
    if options.explain:
        results = [{**r, "tokens": explained(r["text"])} for r in results]
    return _offsets(results, items, options)


def _extract(items: Sequence[Cell | Item], options: Options) -> list[Json]:
    results: list[Json] = [
        {"text": item.text, "constraints": [found.to_dict() for found in extract(item.text)]}
        for item in items
    ]
    return _offsets(results, items, options)


def _analyze(items: Sequence[Cell | Item], options: Options) -> list[Json]:
    return _offsets([analyze(item.text).to_dict() for item in items], items, options)


def _assess(items: Sequence[AssessItem], _: Options) -> list[Json]:
    return [
        assess(i.target, i.actual, name=i.name, weight=i.weight, lang=i.lang).to_dict()
        for i in items
    ]


def _offsets(results: list[Json], items: Sequence[Cell | Item], options: Options) -> list[Json]:
    if not options.utf16:
        return results
    return [in_utf16(r, item.text) for r, item in zip(results, items, strict=True)]


_TEXT = Shape(TypeAdapter(ExtractLine), ("text",))
READINGS = {
    "parse": Reading(
        Shape(TypeAdapter(ParseLine), ("text", "name")),
        "max_cell_characters",
        _parse,
    ),
    "extract": Reading(_TEXT, "max_text_characters", _extract),
    "analyze": Reading(_TEXT, "max_text_characters", _analyze, 20),
    "assess": Reading(
        Shape(TypeAdapter(AssessLine), ()),
        "max_cell_characters",
        _assess,
    ),
}
