"""The HTTP application: `uvicorn service.app:app`, or `zhibiao serve`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic.json_schema import models_json_schema
from starlette.exceptions import HTTPException

from nlp import __version__, analyze, parse
from service import errors
from service.limits import Limits
from service.models import ProblemReport
from service.routes import about, cells, feedback, page, tables
from service.settings import Settings, load

DESCRIPTION = """\
Reads the free-text targets of Chinese budget performance tables into operator, value and unit.
Offsets count Unicode code points of the text as sent, from 0, the end excluded.
Every failure is an `application/problem+json` document with a stable `code`.
"""


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The document of the framework, with the schema of problem documents added."""
        document = super().openapi()
        _, problems = models_json_schema(
            [(ProblemReport, "serialization")], ref_template="#/components/schemas/{model}"
        )
        document["components"]["schemas"].update(problems["$defs"])
        return document


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application with these settings, or those of the environment.

    >>> create_app(Settings(max_items=10)).title
    'Zhibiao'
    """
    app = _Application(
        title="Zhibiao",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_warm,
        exception_handlers={
            HTTPException: errors.on_problem,
            RequestValidationError: errors.on_invalid,
            Exception: errors.on_crash,
        },
    )
    app.state.limits = Limits(settings or load())
    for router in (cells.router, tables.router, feedback.router, about.router, page.router):
        app.include_router(router)
    return app


@asynccontextmanager
async def _warm(_: FastAPI) -> AsyncIterator[None]:
    """Load the lexicons before the first request comes."""
    parse("≥1%")
    analyze("举办讲座5场")
    yield


app = create_app()
