"""The OpenAPI document: what the framework writes, with the schemas of what it does not read."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from service.http import requests
from service.http.models import ProblemReport

TEMPLATE = "#/components/schemas/{model}"
REQUESTS: dict[str, Any] = {
    "ParseRequest": requests.ParseRequest,
    "ExtractRequest": requests.ExtractRequest,
    "AssessRequest": requests.AssessRequest,
    "StructureRequest": requests.StructureRequest,
    "ReviewRequest": requests.ReviewRequest,
}
KEYS = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Api-Key"},
    "bearer": {"type": "http", "scheme": "bearer"},
}
HEADERS = {
    "X-Request-ID": "the id that the request came with, or a new one",
    "X-Zhibiao-Version": "the version of the engine",
    "X-Zhibiao-Lexicon": "the hash of the words that it reads with",
}


def completed(document: dict[str, Any]) -> dict[str, Any]:
    """`document` with requests, problems, keys, and the headers that every answer has."""
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name, request in REQUESTS.items():
        schemas.update(_schemas(name, request, "validation"))
    schemas.update(_schemas("ProblemReport", ProblemReport, "serialization"))
    components["securitySchemes"] = KEYS
    components["headers"] = {
        name: {"description": meaning, "schema": {"type": "string"}}
        for name, meaning in HEADERS.items()
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _complete(path, operation)
    return document


def _schemas(name: str, type_: Any, mode: Any) -> dict[str, Any]:
    schema = TypeAdapter(type_).json_schema(ref_template=TEMPLATE, mode=mode)
    inner = schema.pop("$defs", {})
    return inner if schema.get("$ref") == TEMPLATE.format(model=name) else {**inner, name: schema}


def _complete(path: str, operation: dict[str, Any]) -> None:
    if path.startswith("/v1/"):
        operation["security"] = [{}, *({name: []} for name in KEYS)]
    for response in operation["responses"].values():
        links = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
        response["headers"] = {**links, **response.get("headers", {})}
