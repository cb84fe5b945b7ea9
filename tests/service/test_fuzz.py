"""Whatever the OpenAPI document allows and forbids: every answer is one that it declares."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from starlette.types import Receive, Scope, Send

from service.app import create_app
from service.settings import Settings

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.specs.openapi.checks import (
        negative_data_rejection,
        positive_data_acceptance,
    )

# What makes a file readable, a line of a stream an item, or constraints a reading, no schema says.
OF_JSON = [positive_data_acceptance, negative_data_rejection]
APP = create_app(Settings())
APP.state.zhibiao.loaded = True


async def serving(scope: Scope, receive: Receive, send: Send) -> None:
    """The application in service: never begun, and so never closed."""
    if scope["type"] == "http":
        return await APP(scope, receive, send)
    for stage in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{stage}.complete"})
    return None


@schemathesis.serializer("application/x-ndjson")
def lines(_: object, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")


SCHEMA = schemathesis.openapi.from_asgi("/openapi.json", serving)


@SCHEMA.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_declared(case: Any, caplog: pytest.LogCaptureFixture) -> None:
    told = case.media_type in (None, "application/json") and case.path != "/v1/feedback"
    excluded = [] if told else OF_JSON
    case.call_and_validate(excluded_checks=excluded)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]
