"""The playground: `/`, its files below `/assets/`, what it asks for below `/page/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ParamSpec

from fastapi import APIRouter, Body, Depends, Request, Response

from nlp import __version__, analyze, lexicon, parse_many, structure
from nlp.notes import CATALOGUE
from service import errors
from service.bodies import JsonRoute
from service.errors import Fault, Problem
from service.limits import Limits, LimitsOf
from service.page import Asset, assets, edition, front, workbook
from service.requests import ExtractItem, ParseItem, ReviewRequest
from service.routes import answer
from service.settings import Settings

POLICY = (
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"
Given = ParamSpec("Given")
router = APIRouter(include_in_schema=False, route_class=JsonRoute)


@router.api_route("/", methods=["GET", "HEAD"])
async def page(request: Request) -> Response:
    """The page."""
    return _send(request, front(), ASK_AGAIN)


@router.api_route("/assets/{of}/{name:path}", methods=["GET", "HEAD"])
async def asset(request: Request, of: str, name: str) -> Response:
    """A file of the page; kept for ever under its own edition, and asked for anew under another."""
    found = assets().get(name)
    if found is None:
        raise Problem(Fault("not_found"))
    return _send(request, found, FOR_EVER if of == edition() else ASK_AGAIN)


@router.get("/page/setup.json")
async def setup(request: Request) -> Response:
    """What the page must know of the service: version, abilities, and the words of its remarks."""
    paths = {getattr(route, "path", "") for route in request.app.routes}
    return answer(
        {
            "version": __version__,
            "lexicon": lexicon.current().version,
            "feedback": "/v1/feedback" in paths,
            "workbook": workbook.available(),
            "notes": {code: message for code, (_, message) in CATALOGUE.items()},
            "problems": {code: words for code, (_, *words) in errors.CATALOGUE.items()},
        }
    )


def _can_write() -> None:
    if not workbook.available():
        raise Problem(Fault("not_found"))


@router.post("/v1/export/cells", dependencies=[Depends(_can_write)])
async def export_cells(body: Annotated[list[ParseItem], Body()], limits: LimitsOf) -> Response:
    """The readings of cells, as a workbook."""
    texts, names = [item.text for item in body], [item.name for item in body]
    _bounded([text for item in body for text in item.texts().values()], limits.settings)
    return await _book(limits, sum(map(len, texts)), _cells, texts, names)


@router.post("/v1/export/narrative", dependencies=[Depends(_can_write)])
async def export_narrative(body: ExtractItem, limits: LimitsOf) -> Response:
    """The reading of a narrative, as a workbook."""
    if len(body.text) > limits.settings.max_text_characters:
        raise Problem(Fault("text_too_long", "/text", limits.settings.max_text_characters))
    return await _book(limits, len(body.text), _narrative, body.text)


@router.post("/v1/export/table", dependencies=[Depends(_can_write)])
async def export_table(body: ReviewRequest, limits: LimitsOf) -> Response:
    """The indicators of a table and the findings on it, as a workbook."""
    if body.grid is not None:
        limits.grid(body.grid)
        size = sum(len(cell) for row in body.grid for cell in row)
        return await _book(limits, size, _table, body.grid, body.lang)
    text = body.text or ""
    return await _book(limits, len(text), _table, text, body.lang)


def _bounded(texts: list[str], settings: Settings) -> None:
    if any(len(text) > settings.max_cell_characters for text in texts):
        raise Problem(Fault("text_too_long", limit=settings.max_cell_characters))


def _cells(texts: list[str], names: list[str | None]) -> bytes:
    return workbook.of_cells(parse_many(texts, names), names)


def _narrative(text: str) -> bytes:
    return workbook.of_narrative(analyze(text))


def _table(given: str | list[list[str]], lang: str) -> bytes:
    return workbook.of_document(structure(given), lang)


async def _book(
    limits: Limits,
    size: int,
    make: Callable[Given, bytes],
    /,
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Response:
    content = await limits.run(lambda: make(*args, **kwargs), size)
    return Response(content, media_type=workbook.MEDIA_TYPE)


def _send(request: Request, asset: Asset, keeping: str) -> Response:
    headers = HEADERS | {"ETag": asset.tag, "Cache-Control": keeping}
    if asset.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
