"""The HTTP application: `uvicorn service.app:app`, or `zhibiao serve`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from nlp import __version__
from service.http import closing, errors, openapi
from service.http.envelope import Envelope
from service.http.limits import Limits
from service.http.state import State
from service.routes import about, cells, docs, feedback, page, tables
from service.settings import Settings, load

DESCRIPTION = """\
Reads the free-text targets of Chinese budget performance tables into operator, value and unit.
Offsets count Unicode code points of the text as sent, from 0, the end excluded.
Every failure is an `application/problem+json` document with a stable `code`.
Bodies may be sent and are given as gzip; X-Request-ID comes back as it was sent.
"""


class _Application(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The document of the framework, completed."""
        if not self.openapi_schema:
            self.openapi_schema = openapi.completed(super().openapi())
        return self.openapi_schema

    def build_middleware_stack(self) -> ASGIApp:
        """The handlers of the framework, in the envelope that is around every request."""
        return Envelope(
            super().build_middleware_stack(), self.state.zhibiao, self.state.limits.requests
        )


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application with these settings, or those of the environment.

    >>> create_app(Settings(max_items=10)).title
    'Zhibiao'
    """
    settings = settings or load()
    app = _Application(
        title="Zhibiao",
        version=__version__,
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=_lifespan,
        exception_handlers={
            HTTPException: errors.on_problem,
            RequestValidationError: errors.on_invalid,
            Exception: errors.on_crash,
        },
    )
    app.state.limits = Limits(settings)
    app.state.zhibiao = State(settings)
    routers = (cells, tables, feedback, about, docs, page)
    for router in (module.router for module in routers):
        app.include_router(router)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load everything before the first request comes; end the child processes after the last."""
    from service.http import warm

    warm.load()
    limits: Limits = app.state.limits
    state: State = app.state.zhibiao
    with closing.announced(state, limits.settings.drain_seconds):
        await limits.warm()
        state.loaded = True
        yield
    state.close()
    limits.close()


app = create_app()
