"""Cells, texts, narratives: `/v1/parse`, `/v1/extract`, `/v1/assess`, `/v1/analyze`."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from nlp import lexicon
from service.http import streams
from service.http.bodies import check_json, media_type, received
from service.http.limits import Limits, limits_of
from service.http.models import (
    Assessment,
    ExplainedTarget,
    Extraction,
    ItemError,
    Narrative,
    Target,
)
from service.http.readings import READINGS, Options
from service.http.state import State, state_of
from service.http.work import Answer, read_items
from service.routes import ALL, component, examples, ready, refusals, takes

MOST_KEPT = 512
router = APIRouter(prefix="/v1", tags=["cells"], responses=refusals(*ALL))


OFFSETS = {
    "name": "offsets",
    "in": "query",
    "description": "what offsets count: Unicode code points, or UTF-16 units as JavaScript does",
    "schema": {"enum": ["points", "utf16"], "default": "points"},
}
EXPLAIN = {
    "name": "explain",
    "in": "query",
    "description": "add the tokens that each cell was cut into",
    "schema": {"type": "boolean", "default": False},
}


def _takes(name: str, item: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    """What a reading takes: an item or a list as JSON, or a stream of items, one a line."""
    schema = component(f"{item}Request")
    body = takes(
        {
            "application/json": {"schema": schema, "examples": examples(name)},
            streams.MEDIA_TYPE: {"schema": {"type": "string", "description": _STREAM}},
        }
    )
    return {**body, "parameters": list(parameters)}


_STREAM = "one item a line, in UTF-8; each is answered by a line as it comes"


def _gives(item: str) -> dict[int | str, dict[str, Any]]:
    """The answer to a stream, beside that to JSON."""
    described = f"one {item} or ItemError a line, in the order of the lines that came"
    content = {streams.MEDIA_TYPE: {"schema": {"type": "string", "description": described}}}
    return {200: {"content": content}}


@router.post(
    "/parse",
    summary="Read target cells",
    response_model=Target | ExplainedTarget | list[Target | ExplainedTarget | ItemError],
    responses=_gives("Target"),
    openapi_extra=_takes("parse", "Parse", OFFSETS, EXPLAIN),
)
async def parse_cells(request: Request) -> Response:
    """One item gives its target. A list gives a list, in order: a target or an error for each."""
    return await _answer(request, "parse")


@router.post(
    "/extract",
    summary="Find every quantity of running text",
    response_model=Extraction | list[Extraction | ItemError],
    responses=_gives("Extraction"),
    openapi_extra=_takes("extract", "Extract", OFFSETS),
)
async def extract_quantities(request: Request) -> Response:
    """One item gives its constraints. A list gives a list, in order: a result or an error each."""
    return await _answer(request, "extract")


@router.post(
    "/analyze",
    summary="Read goal narratives",
    response_model=Narrative | list[Narrative | ItemError],
    responses=_gives("Narrative"),
    openapi_extra=_takes("analyze", "Extract", OFFSETS),
)
async def analyze_narratives(request: Request) -> Response:
    """Domain, activities, clauses and promises; a list gives a list: a result or an error each."""
    return await _answer(request, "analyze")


@router.post(
    "/assess",
    summary="Hold actual values against targets",
    response_model=Assessment | list[Assessment | ItemError],
    responses=_gives("Assessment"),
    openapi_extra=_takes("assess", "Assess"),
)
async def assess_targets(request: Request) -> Response:
    """Met or not, how far, the score and why; a list gives a list: a result or an error each."""
    return await _answer(request, "assess")


async def _answer(request: Request, name: str) -> Response:
    query: bytes = request.scope["query_string"]
    options = Options.of(query.decode("latin-1")) if query else Options()
    if media_type(request.headers) == streams.MEDIA_TYPE:
        return streams.LineStream(name, options, request)
    check_json(request.headers)
    limits = limits_of(request)
    settings = limits.settings
    body = await received(request, settings.max_body_bytes, settings.body_seconds, limits.receiving)
    async with limits.requests:
        found = await _found(name, body, options, limits, state_of(request))
    state_of(request).metrics.count(name, found.tally)
    return ready(found.body)


async def _found(name: str, body: bytes, options: Options, limits: Limits, state: State) -> Answer:
    size = len(body) * READINGS[name].weight
    if len(body) > MOST_KEPT:
        return await limits.run(size, read_items, name, body, limits.bounds, options)
    key = (name, body, options, lexicon.current())
    found = state.cache.get(key)
    state.metrics.looked_up(found=found is not None)
    if found is None:
        found = await limits.run(size, read_items, name, body, limits.bounds, options)
        state.cache.keep(key, found)
    return found
