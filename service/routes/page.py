"""The playground: `/`, its files below `/assets/`, what it asks for below `/page/`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, ParamSpec

from fastapi import APIRouter, Body, Depends, Request, Response
from starlette.routing import Match

from nlp import __version__, analyze, lexicon, parse_many, structure
from nlp.notes import CATALOGUE
from service.http import errors, uploads
from service.http.bodies import JsonRoute
from service.http.errors import Fault, Problem
from service.http.limits import Limits, LimitsOf
from service.http.requests import ExtractItem, Language, ParseItem
from service.page import Asset, assets, edition, front, workbook
from service.routes import answer

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
files = APIRouter(include_in_schema=False)


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
async def setup(request: Request, limits: LimitsOf) -> Response:
    """What the page must know of the service: version, abilities, and the words of its remarks."""
    takes_corrections = bool(limits.settings.feedback)
    return answer(
        {
            "version": __version__,
            "lexicon": lexicon.current().version,
            "feedback": takes_corrections and _serves(request, "/v1/feedback", Match.FULL),
            "docs": _serves(request, "/docs", Match.PARTIAL),
            "workbook": workbook.available(),
            "notes": {code: message for code, (_, message) in CATALOGUE.items()},
            "problems": {code: words for code, (_, *words) in errors.CATALOGUE.items()},
        }
    )


def _serves(request: Request, path: str, least: Match) -> bool:
    """Whether the application has a route for a POST to `path`, or one that knows the path."""
    scope = {**request.scope, "path": path, "method": "POST"}
    return any(route.matches(scope)[0].value >= least.value for route in request.app.routes)


def _can_write() -> None:
    if not workbook.available():
        raise Problem(Fault("not_found"))


class TableItem(ExtractItem):
    """A table as text, and the language of what is found in it."""

    lang: Language = "zh"


@router.post("/v1/export/cells", dependencies=[Depends(_can_write)])
async def export_cells(body: Annotated[list[ParseItem], Body()], limits: LimitsOf) -> Response:
    """The readings of cells, as a workbook."""
    texts, names = [item.text for item in body], [item.name for item in body]
    most = limits.settings.max_cell_characters
    if any(len(text) > most for item in body for text in item.texts().values()):
        raise Problem(Fault("text_too_long", limit=most))
    return await _book(limits, sum(map(len, texts)), _cells, texts, names)


@router.post("/v1/export/narrative", dependencies=[Depends(_can_write)])
async def export_narrative(body: ExtractItem, limits: LimitsOf) -> Response:
    """The reading of a narrative, as a workbook."""
    if len(body.text) > limits.settings.max_text_characters:
        raise Problem(Fault("text_too_long", "/text", limits.settings.max_text_characters))
    return await _book(limits, len(body.text), _narrative, body.text)


@router.post("/v1/export/table", dependencies=[Depends(_can_write)])
async def export_table(body: TableItem, limits: LimitsOf) -> Response:
    """The indicators of a table and the findings on it, as a workbook."""
    return await _book(limits, len(body.text), _table, body.text, body.lang)


@files.post("/v1/export/file", dependencies=[Depends(_can_write)])
async def export_file(request: Request, limits: LimitsOf, lang: Language = "zh") -> Response:
    """The indicators of a file that is one document, and the findings on it, as a workbook."""
    if not uploads.is_upload(request):
        raise Problem(Fault("content_type"))
    with limits.uploads:
        file = await uploads.taken(request, None, lang)
        content = await limits.files.run(_file, file)
    return Response(content, media_type=workbook.MEDIA_TYPE)


router.include_router(files)


def _file(upload: uploads.Upload) -> bytes:
    return workbook.of_document(uploads.only_document(upload), upload.lang)


def _cells(texts: list[str], names: list[str | None]) -> bytes:
    return workbook.of_cells(parse_many(texts, names), names)


def _narrative(text: str) -> bytes:
    return workbook.of_narrative(analyze(text))


def _table(text: str, lang: str) -> bytes:
    return workbook.of_document(structure(text), lang)


async def _book(
    limits: Limits,
    size: int,
    make: Callable[Given, bytes],
    /,
    *args: Given.args,
    **kwargs: Given.kwargs,
) -> Response:
    content = await limits.run(size, make, *args, **kwargs)
    return Response(content, media_type=workbook.MEDIA_TYPE)


def _send(request: Request, asset: Asset, keeping: str) -> Response:
    headers = HEADERS | {"ETag": asset.tag, "Cache-Control": keeping}
    if asset.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
