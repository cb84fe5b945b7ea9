"""What the service refuses: one shape, a place, a remedy, nothing of what was sent."""

from __future__ import annotations

import json
from typing import Any

import pytest
from http_client import JSON, MARK, POSTS, problem, small
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from raw_bodies import RAW
from starlette.testclient import TestClient

from nlp import parse
from service.app import create_app
from service.http import models
from service.http.errors import MEDIA_TYPE


@pytest.mark.parametrize(
    ("body", "code", "place"),
    [
        ({}, "text_or_grid", ""),
        ({"text": MARK, "grid": [[MARK]]}, "text_or_grid", ""),
        ({"text": [MARK]}, "not_text", "/text"),
        ({"text": "\ud800"}, "lone_surrogate", "/text"),
        ({"grid": MARK}, "wrong_type", "/grid"),
        ({"grid": [MARK]}, "wrong_type", "/grid/0"),
        ({"grid": [["a"], ["b", True]]}, "wrong_type", "/grid/1/1"),
        ({"grid": [["a", {MARK: MARK}]]}, "wrong_type", "/grid/0/1"),
        ({"grid": [["a", "\ud800"]]}, "lone_surrogate", "/grid/0/1"),
        ({"grid": [[float("inf")]]}, "wrong_type", "/grid/0/0"),
        ([], "wrong_type", ""),
    ],
)
def test_bad_tables(client: TestClient, body: object, code: str, place: str) -> None:
    answer = client.post("/v1/structure", content=json.dumps(body), headers=JSON)
    problem(answer, 422, code, place)


BROKEN = {
    "nothing": (b"", "body_missing", ""),
    "half": (b'{"text": "' + MARK.encode(), "json_malformed", "line 1, column 10"),
    "second line": (b'{"text":\n}', "json_malformed", "line 2, column 1"),
    "two documents": (b'"a" "b"', "json_malformed", "line 1, column 5"),
    "trailing comma": (b'["a",]', "json_malformed", "line 1, column 6"),
    "single quotes": (b"{'text': 'a'}", "json_malformed", "line 1, column 2"),
    "control": (b'"a\x01"', "json_malformed", "line 1, column 3"),
    "gbk": ('"万人"'.encode("gbk"), "not_utf8", "byte 1"),
    "utf-16": (f'"{MARK}"'.encode("utf-16"), "not_utf8", "byte 0"),
    "raw surrogate": (b'"\xed\xa0\x80"', "not_utf8", "byte 1"),
    "surrogate": (b'{"text": "\\ud800"}', "lone_surrogate", "/text"),
    "not a number": (b'{"text": NaN}', "not_text", "/text"),
    "bare not a number": (b"NaN", "wrong_type", ""),
    "infinity": (b'{"text": "5", "name": -Infinity}', "not_text", "/name"),
    "5,000 digits": (b'{"text": ' + b"9" * 5000 + b"}", "not_text", "/text"),
    "1e999": (b"1e999", "wrong_type", ""),
    "deep list": (b"[" * 200_000, "json_too_deep", ""),
    "deep object": (b'{"text":' * 200_000, "json_too_deep", ""),
    "repeated key": (f'{{"text": "{MARK}", "text": "b"}}'.encode(), "repeated_key", ""),
    "null": (b"null", "wrong_type", ""),
    "wrong key": (f'{{"text": "a", "tetx": "{MARK}"}}'.encode(), "unknown_key", "/tetx"),
    "long key": (b'{"text": "a", "' + b"k" * 300_000 + b'": 1}', "unknown_key", ""),
    "key as path": (b'{"text": "a", "../../etc": 1}', "unknown_key", ""),
    "long text": (f'"{MARK * 100_000}"'.encode(), "text_too_long", ""),
    "a million characters": (b'{"text": "' + b"9" * 1_000_000 + b'"}', "text_too_long", "/text"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_bodies(client: TestClient, case: str) -> None:
    body, code, place = BROKEN[case]
    problem(client.post("/v1/parse", content=body, headers=JSON), 422, code, place)
    assert client.post("/v1/parse", json="≥5人").status_code == 200


def test_there_are_forty_of_them() -> None:
    assert len(RAW) >= 40


@pytest.mark.parametrize("name", RAW)
@pytest.mark.parametrize("address", POSTS)
def test_no_body_whatever_is_a_fault_of_ours(client: TestClient, address: str, name: str) -> None:
    answer = client.post(address, content=RAW[name], headers=JSON)
    assert answer.status_code in (200, 422)
    if answer.status_code == 422:
        assert len(answer.content) <= 4096
        assert answer.headers["content-type"] == MEDIA_TYPE
        models.ProblemReport.model_validate(answer.json(), strict=True)
    assert client.post("/v1/parse", json="≥5人").status_code == 200


def test_a_byte_order_mark_is_no_harm(client: TestClient) -> None:
    answer = client.post("/v1/parse", content=b"\xef\xbb\xbf" + '"5人"'.encode(), headers=JSON)
    assert answer.json() == parse("5人").to_dict()


def test_many_faults_make_a_small_answer(client: TestClient) -> None:
    body = {"text": 1, "name": 2, **{f"{'k' * 35}{n}": MARK for n in range(17)}}
    found = problem(client.post("/v1/parse", json=body), 422, "not_text", "/text")
    assert found["error_count"] == 19
    assert {"code": "not_text", "place": "/name"} in found["errors"]


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"content-type": "text/plain"}, 415, "content_type"),
        ({"content-type": "application/xml"}, 415, "content_type"),
        ({"content-type": "application/x-www-form-urlencoded"}, 415, "content_type"),
        ({"content-type": "application/jsonp"}, 415, "content_type"),
        ({}, 415, "content_type"),
        ({"content-type": "application/json; charset=gbk"}, 422, "not_utf8"),
        ({**JSON, "content-encoding": "br"}, 415, "content_encoding"),
        ({**JSON, "content-encoding": "gzip, gzip"}, 415, "content_encoding"),
    ],
)
@pytest.mark.parametrize("address", POSTS)
def test_declared_otherwise(
    client: TestClient, address: str, headers: dict[str, str], status: int, code: str
) -> None:
    problem(client.post(address, content=b'{"text": "5"}', headers=headers), status, code)


@pytest.mark.parametrize("declared", ["application/JSON", 'application/json; charset="UTF-8"'])
def test_declared_as_json(client: TestClient, declared: str) -> None:
    answer = client.post("/v1/parse", content=b'"5"', headers={"content-type": declared})
    assert answer.status_code == 200


@pytest.mark.parametrize("chunked", [False, True])
@pytest.mark.parametrize("address", POSTS)
def test_a_large_body_has_one_answer(address: str, chunked: bool) -> None:
    body = json.dumps(MARK * 200).encode()
    content: Any = iter([body[:500], body[500:]]) if chunked else body
    answer = small(max_body_bytes=1000).post(address, content=content, headers=JSON)
    found = problem(answer, 413, "body_too_large")
    assert "1000" in found["title"]


def test_limits_are_settings() -> None:
    client = small(max_items=2, max_cell_characters=5, max_text_characters=9, max_grid_cells=3)
    problem(client.post("/v1/parse", json=["a", "b", "c"]), 422, "too_many_items")
    problem(client.post("/v1/parse", json={"text": "123456"}), 422, "text_too_long", "/text")
    assert client.post("/v1/extract", json="123456789").status_code == 200
    problem(client.post("/v1/extract", json="1234567890"), 422, "text_too_long")
    grid = {"grid": [["a", "b"], ["c", "d"]]}
    problem(client.post("/v1/structure", json=grid), 422, "grid_too_large", "/grid")
    rows: dict[str, list[list[str]]] = {"grid": [[], [], [], []]}
    problem(client.post("/v1/structure", json=rows), 422, "grid_too_large", "/grid")


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ZHIBIAO_MAX_ITEMS", "1")
    client = TestClient(create_app())
    problem(client.post("/v1/parse", json=["a", "b"]), 422, "too_many_items")


def test_other_addresses_and_methods(client: TestClient) -> None:
    problem(client.get("/nowhere"), 404, "not_found")
    answer = client.get("/v1/parse")
    problem(answer, 405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


def test_a_crash_tells_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_: object) -> None:
        raise RuntimeError(MARK)

    monkeypatch.setattr("service.http.work.structure", crash)
    problem(client.post("/v1/structure", json={"text": "a"}), 500, "internal")


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers(-(10**30), 10**30)
    | st.text(st.characters(categories=("L", "N", "P", "S", "Z", "C")), max_size=30),
    lambda inner: (
        st.lists(inner, max_size=5)
        | st.dictionaries(st.sampled_from(["text", "name", "grid", "x", "", "\ud800"]), inner)
    ),
    max_leaves=20,
)


@given(address=st.sampled_from(POSTS), body=VALUES)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_json_has_a_sound_answer(client: TestClient, address: str, body: object) -> None:
    answer = client.post(address, content=json.dumps(body).encode(), headers=JSON)
    assert answer.status_code in (200, 422)
    answer.content.decode()
    if answer.status_code == 422:
        assert len(answer.content) <= 4096
        models.ProblemReport.model_validate(answer.json(), strict=True)
