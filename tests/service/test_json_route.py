"""A route with a model of its own has the same limits and refusals as those of the service."""

from __future__ import annotations

import gzip
from typing import Annotated

import pytest
from fastapi import APIRouter, Body, Response
from http_client import JSON, MARK, problem
from starlette.testclient import TestClient

from service.app import create_app
from service.http.bodies import JsonRoute
from service.http.limits import LimitsOf
from service.http.requests import ParseItem
from service.routes import answer
from service.settings import Settings

router = APIRouter(route_class=JsonRoute)


@router.post("/own")
async def own(items: Annotated[list[ParseItem], Body()], limits: LimitsOf) -> Response:
    return answer([len(items), limits.settings.max_items])


@router.get("/own")
async def nothing() -> Response:
    return answer("without a body")


@pytest.fixture(scope="module")
def client() -> TestClient:
    app = create_app(Settings(max_items=2, max_body_bytes=100, max_requests=1))
    app.include_router(router)
    return TestClient(app, raise_server_exceptions=False)


def test_its_model_is_filled(client: TestClient) -> None:
    assert client.post("/own", json=[{"text": "5"}]).json() == [1, 2]
    packed = gzip.compress(b'[{"text": "5"}]')
    headers = {**JSON, "content-encoding": "gzip"}
    assert client.post("/own", content=packed, headers=headers).json() == [1, 2]
    assert client.get("/own").json() == "without a body"


@pytest.mark.parametrize(
    ("body", "status", "code", "place"),
    [
        (b"", 422, "body_missing", ""),
        (b"[1", 422, "json_malformed", "line 1, column 3"),
        (f'[{{"text": 1, "{MARK}": 1}}]'.encode(), 422, "not_text", "/0/text"),
        (b"[1, 2, 3]", 422, "too_many_items", ""),
        (b" " * 101, 413, "body_too_large", ""),
    ],
)
def test_what_it_does_not_take(
    client: TestClient, body: bytes, status: int, code: str, place: str
) -> None:
    problem(client.post("/own", content=body, headers=JSON), status, code, place)


def test_it_needs_a_place(client: TestClient) -> None:
    with client.app.state.limits.requests:  # type: ignore[attr-defined]
        problem(client.post("/own", json=[]), 503, "busy")
    problem(client.post("/own", content=b"[]"), 415, "content_type")
