"""Cells, texts, narratives: `/v1/parse`, `/v1/extract`, `/v1/assess`, `/v1/analyze`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Body, Response

from nlp import analyze, assess, extract, parse_many
from nlp.schema import Json
from service.bodies import JsonRoute
from service.errors import Fault, Problem
from service.limits import Limits, LimitsOf
from service.models import Assessment, Extraction, ItemError, Narrative, Target
from service.requests import (
    AssessItem,
    AssessRequest,
    ExtractItem,
    ExtractRequest,
    Item,
    ParseItem,
    ParseRequest,
)
from service.routes import answer, examples, refusals

router = APIRouter(prefix="/v1", tags=["cells"], route_class=JsonRoute)
T = TypeVar("T", bound=Item | AssessItem)
Read = Callable[[Sequence[T]], list[Json]]


@router.post(
    "/parse",
    summary="Read target cells",
    response_model=Target | list[Target | ItemError],
    responses=refusals(413, 415, 422, 500),
)
async def parse_cells(
    body: Annotated[ParseRequest, Body(openapi_examples=examples("parse"))], limits: LimitsOf
) -> Response:
    """One item gives its target. A list gives a list, in order: a target or an error for each."""
    return await _answer(body, limits, limits.settings.max_cell_characters, _parse)


@router.post(
    "/extract",
    summary="Find every quantity of running text",
    response_model=Extraction | list[Extraction | ItemError],
    responses=refusals(413, 415, 422, 500),
)
async def extract_quantities(
    body: Annotated[ExtractRequest, Body(openapi_examples=examples("extract"))], limits: LimitsOf
) -> Response:
    """One item gives its constraints. A list gives a list, in order: a result or an error each."""
    return await _answer(body, limits, limits.settings.max_text_characters, _extract)


@router.post(
    "/analyze",
    summary="Read goal narratives",
    response_model=Narrative | list[Narrative | ItemError],
    responses=refusals(413, 415, 422, 500),
)
async def analyze_narratives(
    body: Annotated[ExtractRequest, Body(openapi_examples=examples("analyze"))], limits: LimitsOf
) -> Response:
    """Domain, activities, clauses and promises; a list gives a list: a result or an error each."""
    return await _answer(body, limits, limits.settings.max_text_characters, _analyze)


@router.post(
    "/assess",
    summary="Hold actual values against targets",
    response_model=Assessment | list[Assessment | ItemError],
    responses=refusals(413, 415, 422, 500),
)
async def assess_targets(
    body: Annotated[AssessRequest, Body(openapi_examples=examples("assess"))], limits: LimitsOf
) -> Response:
    """Met or not, how far, the score and why; a list gives a list: a result or an error each."""
    return await _answer(body, limits, limits.settings.max_cell_characters, _assess)


async def _answer(body: Any, limits: Limits, most: int, read: Read[T]) -> Response:
    if not isinstance(body, list):
        fault = _too_long(body, "", most)
        if fault:
            raise Problem(fault)
        return answer((await limits.run(lambda: read([body]), _size([body])))[0])
    entries = [_checked(entry, f"/{index}", most) for index, entry in enumerate(body)]
    items = [entry for entry in entries if not isinstance(entry, Fault)]
    results = iter(await limits.run(lambda: read(items), _size(items)))
    return answer(
        [{"error": e.to_dict()} if isinstance(e, Fault) else next(results) for e in entries]
    )


def _checked(entry: T | Fault, place: str, most: int) -> T | Fault:
    if isinstance(entry, Fault):
        return replace(entry, place=place + entry.place)
    return _too_long(entry, place, most) or entry


def _too_long(item: Item | AssessItem, place: str, most: int) -> Fault | None:
    for key, text in item.texts().items():
        if len(text) > most:
            return Fault("text_too_long", place + key, most)
    return None


def _size(items: Sequence[Item | AssessItem]) -> int:
    return sum(len(text) for item in items for text in item.texts().values())


def _parse(items: Sequence[ParseItem]) -> list[Json]:
    targets = parse_many([item.text for item in items], [item.name for item in items])
    return [target.to_dict() for target in targets]


def _analyze(items: Sequence[ExtractItem]) -> list[Json]:
    return [analyze(item.text).to_dict() for item in items]


def _extract(items: Sequence[ExtractItem]) -> list[Json]:
    return [
        {"text": item.text, "constraints": [found.to_dict() for found in extract(item.text)]}
        for item in items
    ]


def _assess(items: Sequence[AssessItem]) -> list[Json]:
    return [
        assess(i.target, i.actual, name=i.name, weight=i.weight, lang=i.lang).to_dict()
        for i in items
    ]
