"""The service in this process, and the one shape of its failures."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from service.app import create_app
from service.http import models
from service.http.errors import MEDIA_TYPE
from service.settings import Settings

JSON = {"content-type": "application/json"}
MARK = "泄露"
POSTS = (
    "/v1/parse",
    "/v1/extract",
    "/v1/analyze",
    "/v1/assess",
    "/v1/structure",
    "/v1/review",
    "/v1/feedback",
)


def small(**limits: int) -> TestClient:
    return TestClient(create_app(Settings.model_validate(limits)), raise_server_exceptions=False)


def problem(response: Any, status: int, code: str, place: str = "") -> dict[str, Any]:
    found: dict[str, Any] = response.json()
    assert (response.status_code, found["code"], found["place"]) == (status, code, place)
    assert response.headers["content-type"] == MEDIA_TYPE
    assert found["type"] == f"urn:zhibiao:problem:{code}"
    assert found["status"] == status
    assert found["title"] and found["remedy"]
    assert len(response.content) <= 4096
    assert MARK not in response.text
    models.ProblemReport.model_validate(found, strict=True)
    return found
