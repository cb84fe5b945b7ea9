"""The routes, one file a family; and what they all share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Response

from service.http.errors import MEDIA_TYPE
from service.http.models import ProblemReport
from service.http.work import dumped

_EXAMPLES = Path(__file__).parent.parent / "examples.json"
_REFUSALS = {
    401: "The key is missing or unknown",
    404: "The service does not do this",
    408: "The body did not arrive in time",
    413: "The body is too large",
    415: "The body is of another type or encoding than declared here",
    422: "The body is not what the schema asks for; the problem names the place",
    429: "The key has had its requests; Retry-After says when there are more",
    500: "The service failed",
    503: "The service has all the work it can take; Retry-After says when to ask again",
}
ALL = tuple(_REFUSALS)


@cache
def _examples() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_EXAMPLES.read_text("utf-8"))
    return found


def examples(route: str) -> dict[str, Any]:
    """The examples of a route, as OpenAPI shows them; every one works as it stands."""
    return {name: {"value": value} for name, value in _examples()[route].items()}


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The failures that a route can answer with, for the OpenAPI document."""
    schema = component(ProblemReport.__name__)
    return {
        code: {"description": _REFUSALS[code], "content": {MEDIA_TYPE: {"schema": schema}}}
        for code in codes
    }


def answer(result: object, status: int = 200) -> Response:
    """A result as JSON, Chinese as it is written."""
    return ready(dumped(result), status)


def ready(body: bytes, status: int = 200) -> Response:
    """A result that is JSON already."""
    return Response(body, status, media_type="application/json")


def takes(schemas: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The body of a route for the OpenAPI document: a schema, or all of it, by content type."""
    content = {kind: s if "schema" in s else {"schema": s} for kind, s in schemas.items()}
    return {"requestBody": {"required": True, "content": content}}


def component(name: str) -> dict[str, str]:
    """A reference to a schema of the OpenAPI document."""
    return {"$ref": f"#/components/schemas/{name}"}
