"""The routes, one file a family; and what they all share."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Response

from service.errors import MEDIA_TYPE
from service.models import ProblemReport

_EXAMPLES = Path(__file__).parent.parent / "examples.json"
_REFUSALS = {
    404: "The service does not do this",
    413: "The body is too large",
    415: "The body is not declared as JSON",
    422: "The body is not what the schema asks for; the problem names the place",
    500: "The service failed",
    503: "The service cannot do this now",
}


@cache
def _examples() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(_EXAMPLES.read_text("utf-8"))
    return found


def examples(route: str) -> dict[str, Any]:
    """The examples of a route, as OpenAPI shows them; every one works as it stands."""
    return {name: {"value": value} for name, value in _examples()[route].items()}


def refusals(*codes: int) -> dict[int | str, dict[str, Any]]:
    """The failures that a route can answer with, for the OpenAPI document."""
    schema = {"$ref": f"#/components/schemas/{ProblemReport.__name__}"}
    return {
        code: {"description": _REFUSALS[code], "content": {MEDIA_TYPE: {"schema": schema}}}
        for code in codes
    }


def answer(result: object, status: int = 200) -> Response:
    """A result as JSON, Chinese as it is written."""
    body = json.dumps(result, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return Response(body.encode(), status, media_type="application/json")
