"""More than the service can take: what is over is told to come again, at once, and alone."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from http_client import JSON, problem, small
from starlette.testclient import TestClient
from starlette.types import Message

from service.app import create_app
from service.http.children import Children
from service.http.errors import Problem
from service.http.limits import Bounds
from service.http.readings import Options
from service.http.work import read_items
from service.settings import Settings

NARRATIVE = "举办社区运动会12场，参与群众超过3万人次。" * 4000


async def ask(app: Any, body: bytes) -> tuple[int, bytes]:
    """One request, given to the application itself."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body}

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": "/v1/parse",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"content-type", b"application/json")],
    }
    await app(scope, receive, send)
    return sent[0]["status"], b"".join(message.get("body", b"") for message in sent[1:])


def test_of_a_burst_as_many_are_answered_as_there_are_places() -> None:
    app = create_app(Settings(max_requests=10))

    async def burst() -> list[tuple[int, bytes]]:
        return await asyncio.gather(*(ask(app, b'"5"') for _ in range(50)))

    for _ in range(2):
        found = asyncio.run(burst())
        assert Counter(status for status, _ in found) == {200: 10, 503: 40}
        assert {json.loads(body)["code"] for status, body in found if status == 503} == {"busy"}


def test_who_finds_no_place_is_told_when_to_come_again() -> None:
    client = small(max_requests=1)
    client.app.state.limits.requests.taken = 1  # type: ignore[attr-defined]
    for address in ("/v1/parse", "/v1/structure"):
        answer = client.post(address, json={"text": "5"})
        problem(answer, 503, "busy")
        assert answer.headers["retry-after"] == "1"
    assert client.get("/livez").status_code == 200


def test_a_place_is_free_again_after_a_failure() -> None:
    client = small(max_requests=1, max_uploads=1)
    for _ in range(3):
        problem(
            client.post("/v1/parse", content=b"{", headers=JSON),
            422,
            "json_malformed",
            "line 1, column 2",
        )
        problem(client.post("/v1/structure", files={"other": b""}), 422, "unknown_key", "/other")
    assert client.post("/v1/parse", json="5").status_code == 200


def test_work_that_takes_too_long_is_stopped() -> None:
    client = small(work_seconds=0.3, children=1)
    problem(client.post("/v1/analyze", json=NARRATIVE), 422, "took_too_long")
    assert len(client.post("/v1/parse", json=["≥5人"] * 900).json()) == 900


def test_children_that_are_killed_come_again(client: TestClient) -> None:
    texts = ["≥5人"] * 900
    wanted = client.post("/v1/parse", json=texts).content

    async def kill_and_ask() -> None:
        own = Children(1, 10, 3 << 29)
        first = await own.run(os.getpid)
        os.kill(first, signal.SIGKILL)
        while Path(f"/proc/{first}").exists():
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.5)
        for _ in range(20):
            try:
                assert await own.run(os.getpid) != first
                break
            except Problem as refused:
                assert refused.faults[0].code in ("busy", "file_unreadable")
        else:
            pytest.fail("no child came")
        own.close()

    asyncio.run(kill_and_ask())
    assert client.post("/v1/parse", json=texts).content == wanted


def test_a_cancelled_request_stops_its_child() -> None:
    async def leave() -> int:
        own = Children(1, 60, 3 << 29)
        first = await own.run(os.getpid)
        body = json.dumps(NARRATIVE).encode()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await own.run(read_items, "analyze", body, Bounds(), Options())
        second = await own.run(os.getpid)
        own.close()
        return second - first

    assert asyncio.run(leave()) != 0
