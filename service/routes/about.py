"""What the service is and how it fares: `/livez`, `/readyz`, `/version`, `/metrics`, the words."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from nlp import __version__, lexicon
from service.http.errors import Fault, Problem
from service.http.limits import RETRY_AFTER
from service.http.metrics import MEDIA_TYPE
from service.http.reports import Alive, Health, LexiconReport, Version
from service.http.state import state_of
from service.routes import answer, refusals

IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "an ETag that you have",
    "schema": {"type": "string"},
}
router = APIRouter(tags=["about"], responses=refusals(500))


@router.get("/healthz", summary="Whether the service answers")
async def healthz(request: Request) -> Health:
    """The service answers, with this version and these words."""
    return Health(status="ok", version=__version__, lexicon=state_of(request).lexicon)


@router.get("/livez", summary="Whether the service runs")
async def livez() -> Alive:
    """The service runs; whether requests should go to it says `/readyz`."""
    return Alive(status="ok")


@router.get("/readyz", summary="Whether requests should be sent", responses=refusals(503))
async def readyz(request: Request) -> Alive:
    """Words and pipeline are loaded; 503 until they are, and from when the service closes."""
    if not state_of(request).ready:
        raise Problem(Fault("not_ready"), headers=RETRY_AFTER)
    return Alive(status="ok")


@router.get("/version", summary="What serves")
async def version(request: Request) -> Version:
    """The version of engine and words, as in the headers of every answer."""
    return Version(version=__version__, lexicon=state_of(request).lexicon)


@router.get(
    "/metrics",
    summary="Counters for Prometheus",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "string"}}}}},
)
async def metrics(request: Request) -> Response:
    """Requests, seconds, items, kinds of targets, low confidence, since the start."""
    return Response(state_of(request).metrics.text(), headers={"Content-Type": MEDIA_TYPE})


@router.get(
    "/v1/lexicon",
    summary="The words that the service reads with",
    response_model=LexiconReport,
    responses={**refusals(401, 429), 304: {"description": "The words are those that you have"}},
    openapi_extra={"parameters": [IF_NONE_MATCH]},
)
async def lexicon_report(request: Request) -> Response:
    """The hash of all entries, and how many entries each table has; the hash is its ETag."""
    words = state_of(request).lexicon
    tag = {"ETag": f'W/"{words}"', "Cache-Control": "no-cache"}
    known = request.headers.get("if-none-match", "").split(",")
    given = [each.strip().removeprefix("W/") for each in known]
    if f'"{words}"' in given or "*" in given:
        return Response(status_code=304, headers=tag)
    report = answer({"version": words, "counts": lexicon.current().counts})
    report.headers.update(tag)
    return report
