"""Whole tables: `/v1/structure`."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Response

from nlp import structure
from service.bodies import JsonRoute
from service.limits import LimitsOf
from service.models import Document
from service.requests import StructureRequest
from service.routes import answer, examples, refusals

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
    grid = body.grid
    if grid is not None:
        limits.grid(grid)
        characters = sum(len(cell) for row in grid for cell in row)
        return answer((await limits.run(lambda: structure(grid), characters)).to_dict())
    text = body.text or ""
    return answer((await limits.run(lambda: structure(text), len(text))).to_dict())
