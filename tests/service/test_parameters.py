"""What a request asks for beside its body: offsets in UTF-16, the tokens of a cell."""

from __future__ import annotations

import json
from typing import Any

import pytest
from http_client import MARK, problem
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from starlette.testclient import TestClient

from nlp import parse
from service.http import models
from service.http.offsets import in_utf16

TEXT = "𠀀𠀁共≥5人，𠀂满意度≥90%"


def spans(node: object) -> list[tuple[int, int]]:
    if isinstance(node, list):
        return [span for each in node for span in spans(each)]
    if not isinstance(node, dict):
        return []
    own = [(node["start"], node["end"])] if node.get("start") is not None else []
    return own + [span for value in node.values() for span in spans(value)]


@pytest.mark.parametrize("address", ["/v1/parse", "/v1/extract", "/v1/analyze"])
def test_offsets_in_utf16(client: TestClient, address: str) -> None:
    points = spans(client.post(address, json=TEXT).json())
    units = spans(client.post(f"{address}?offsets=utf16", json=[TEXT]).json())
    wide = TEXT.encode("utf-16-le")
    assert points
    assert [TEXT[a:b] for a, b in points] == [
        wide[2 * a : 2 * b].decode("utf-16-le") for a, b in units
    ]
    line = json.dumps(TEXT).encode()
    headers = {"content-type": "application/x-ndjson"}
    streamed = client.post(f"{address}?offsets=utf16", content=line, headers=headers)
    assert spans(streamed.json()) == units


@given(st.text(), st.data())
def test_any_span_holds_the_same_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    found: dict[str, Any] = in_utf16({"spans": [{"start": start, "end": end}]}, text)
    [(first, last)] = spans(found)
    wide = text.encode("utf-16-le", "surrogatepass")
    assert wide[2 * first : 2 * last].decode("utf-16-le", "surrogatepass") == text[start:end]


def test_an_explanation_is_the_tokens(client: TestClient) -> None:
    text = "𠀀不少于５0人次"
    plain, explained = parse(text).to_dict(), client.post("/v1/parse?explain=true", json=text)
    found = explained.json()
    tokens = found.pop("tokens")
    assert found == plain
    assert all(text[t["start"] : t["end"]] == t["text"] for t in tokens)
    assert {"kind": "number with unit", "text": "５0人次", "start": 4, "end": 8} in tokens
    TypeAdapter(models.ExplainedTarget).validate_json(explained.content, strict=True)
    wide = client.post("/v1/parse?explain=true&offsets=utf16", json=text).json()
    assert wide["tokens"][-1]["end"] == 9


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (f"/v1/parse?offsets={MARK}", "/offsets"),
        (f"/v1/parse?explain={MARK}", "/explain"),
        ("/v1/review?lang=fr", "/lang"),
        (f"/v1/structure?name={'x' * 1001}", "/name"),
    ],
)
def test_a_parameter_that_is_none(client: TestClient, address: str, place: str) -> None:
    problem(client.post(address, json="5"), 422, "parameter", place)
