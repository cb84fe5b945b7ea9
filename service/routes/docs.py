"""The documentation page: `/docs`, drawn from `/openapi.json` by files of the package alone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from fastapi import APIRouter, Response

FOLDER = Path(__file__).parent.parent / "docs"
KINDS = {"docs.html": "text/html", "docs.js": "text/javascript", "docs.css": "text/css"}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
router = APIRouter(include_in_schema=False)


@cache
def _file(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@router.get("/docs")
async def page() -> Response:
    """The page."""
    return await part("docs.html")


@router.get("/docs/{name}")
async def part(name: Literal["docs.html", "docs.js", "docs.css"]) -> Response:
    """A file of the page."""
    kind = f"{KINDS[name]}; charset=utf-8"
    return Response(_file(name), headers={**HEADERS, "Content-Type": kind})
