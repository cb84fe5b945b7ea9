"""Whole tables, as JSON or as files: `/v1/structure` and `/v1/review`."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from service.http import uploads
from service.http.bodies import check_json, received
from service.http.limits import limits_of
from service.http.models import Document, Finding
from service.http.reports import FileDocument, FileError, FileFindings
from service.http.requests import Language
from service.http.state import state_of
from service.http.work import read_table
from service.routes import ALL, component, examples, ready, refusals, takes

WEIGHT = 4
router = APIRouter(prefix="/v1", tags=["tables"], responses=refusals(*ALL))
Name = Annotated[str | None, Query(description="what an uploaded file is called", max_length=1000)]
Lang = Annotated[Language, Query(description="the language of findings on an uploaded file")]


def _takes(name: str, request: str) -> dict[str, Any]:
    file = {"type": "string", "format": "binary", "description": "the file or archive"}
    form = {"type": "object", "required": ["file"], "properties": {"file": file}}
    return takes(
        {
            "application/json": {"schema": component(request), "examples": examples(name)},
            uploads.FORM: {"schema": {**form, "additionalProperties": False}},
            uploads.BYTES: {"schema": file},
        }
    )


@router.post(
    "/structure",
    summary="Read a whole table",
    response_model=Document | list[FileDocument | FileError],
    openapi_extra=_takes("structure", "StructureRequest"),
)
async def structure_table(request: Request, name: Name = None) -> Response:
    """The projects, sums, indicators and targets of a table given as text or as rows of cells.

    A file gives a list with an entry for each document that it holds: one, or those of an archive.
    """
    return await _answer(request, "structure", name)


@router.post(
    "/review",
    summary="Find what a reviewer would stop at",
    response_model=list[Finding] | list[FileFindings | FileError],
    openapi_extra=_takes("review", "ReviewRequest"),
)
async def review_table(request: Request, name: Name = None, lang: Lang = "zh") -> Response:
    """The findings on a table, project by project, the most important first.

    A file gives a list with an entry for each document that it holds: one, or those of an archive.
    """
    return await _answer(request, "review", name, lang)


async def _answer(request: Request, reading: str, name: str | None, lang: str = "zh") -> Response:
    limits = limits_of(request)
    settings = limits.settings
    if uploads.is_upload(request):
        with limits.uploads:
            file = await uploads.taken(request, name, lang)
            found = await limits.files.run(
                uploads.read_file, reading, file, settings.max_answer_bytes
            )
    else:
        check_json(request.headers)
        body = await received(
            request, settings.max_body_bytes, settings.body_seconds, limits.receiving
        )
        async with limits.requests:
            size = len(body) * WEIGHT
            found = await limits.run(size, read_table, reading, body, limits.bounds)
    state_of(request).metrics.count(reading, found.tally)
    return ready(found.body)
