"""Whole tables: `/v1/structure` and `/v1/review`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

from fastapi import APIRouter, Body, Response

from nlp import review, structure
from nlp.narrative_schema import Finding as Reviewed
from service.bodies import JsonRoute
from service.limits import Limits, LimitsOf
from service.models import Document, Finding
from service.requests import ReviewRequest, StructureRequest
from service.routes import answer, examples, refusals

Given = str | list[list[str]]
Result = TypeVar("Result")
router = APIRouter(prefix="/v1", tags=["tables"], route_class=JsonRoute)


@router.post(
    "/structure",
    summary="Read a whole table",
    response_model=Document,
    responses=refusals(413, 415, 422, 500),
)
async def structure_table(
    body: Annotated[StructureRequest, Body(openapi_examples=examples("structure"))],
    limits: LimitsOf,
) -> Response:
    """The projects, sums, indicators and targets of a table given as text or as rows of cells."""
    return answer((await _read(body, limits, structure)).to_dict())


@router.post(
    "/review",
    summary="Find what a reviewer would stop at",
    response_model=list[Finding],
    responses=refusals(413, 415, 422, 500),
)
async def review_table(
    body: Annotated[ReviewRequest, Body(openapi_examples=examples("review"))],
    limits: LimitsOf,
) -> Response:
    """The findings on a table, project by project, the most important first."""

    def reviewed(given: Given) -> list[Reviewed]:
        return review(structure(given), lang=body.lang)

    return answer([found.to_dict() for found in await _read(body, limits, reviewed)])


async def _read(body: StructureRequest, limits: Limits, work: Callable[[Given], Result]) -> Result:
    grid = body.grid
    if grid is not None:
        limits.grid(grid)
        characters = sum(len(cell) for row in grid for cell in row)
        return await limits.run(lambda: work(grid), characters)
    text = body.text or ""
    return await limits.run(lambda: work(text), len(text))
