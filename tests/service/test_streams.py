"""Streams of JSON lines: a line for a line, in order, whatever the lines hold."""

from __future__ import annotations

import gzip
import itertools
import json
from collections.abc import Iterator
from typing import Any

import pytest
from http_client import MARK, problem, small
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from nlp import analyze, assess, extract, parse
from service.http import models
from service.http.streams import Lines

NDJSON = {"content-type": "application/x-ndjson"}


def send(client: TestClient, address: str, body: bytes, **headers: str) -> list[Any]:
    answer = client.post(address, content=body, headers={**NDJSON, **headers})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.text.endswith("\n")
    return [json.loads(line) for line in answer.text.splitlines()]


def test_a_line_is_answered_by_a_line(client: TestClient) -> None:
    body = '"≥5人"\n{"text": "≥95", "name": "上报率（%）"}\n'.encode()
    assert send(client, "/v1/parse", body) == [
        parse("≥5人").to_dict(),
        parse("≥95", "上报率（%）").to_dict(),
    ]


def test_every_reading_streams(client: TestClient) -> None:
    text = "开展义诊12场"
    line = json.dumps(text).encode()
    found = [c.to_dict() for c in extract(text)]
    assert send(client, "/v1/extract", line) == [{"text": text, "constraints": found}]
    assert send(client, "/v1/analyze", line) == [analyze(text).to_dict()]
    pair = json.dumps({"target": "≥5场", "actual": "6场"}).encode()
    assert send(client, "/v1/assess", pair) == [assess("≥5场", "6场").to_dict()]


@pytest.mark.parametrize(
    ("line", "code", "place"),
    [
        (b"{", "json_malformed", "line 2, column 2"),
        (b'{"text": "a"} "b"', "json_malformed", "line 2, column 15"),
        ('"万人"'.encode("gbk"), "not_utf8", "line 2, byte 1"),
        (b"NaN", "wrong_type", "line 2"),
        (b"[" * 100_000, "json_too_deep", "line 2"),
        (b'["a", "b"]', "wrong_type", "line 2"),
        (b'"\\ud800"', "lone_surrogate", "line 2"),
        (f'{{"text": "{MARK}", "nmae": 1}}'.encode(), "unknown_key", "line 2, /nmae"),
        (f'{{"text": "{MARK}", "text": 1}}'.encode(), "repeated_key", "line 2"),
        (f'"{MARK * 3000}"'.encode(), "text_too_long", "line 2"),
        (b'"' + b"9" * 300_000 + b'"', "line_too_long", "line 2"),
        (b"\x00", "json_malformed", "line 2, column 1"),
    ],
)
def test_a_bad_line_spoils_only_itself(
    client: TestClient, line: bytes, code: str, place: str
) -> None:
    before, failed, after = send(client, "/v1/parse", b'"5"\n%b\n"9"' % line)
    assert (before["text"], after["text"]) == ("5", "9")
    assert (failed["error"]["code"], failed["error"]["place"]) == (code, place)
    assert MARK not in json.dumps(failed, ensure_ascii=False)
    models.ItemError.model_validate(failed, strict=True)


def test_blank_lines_and_line_ends_are_no_items(client: TestClient) -> None:
    body = b'\xef\xbb\xbf"1"\r\n\n  \n"2"\r\n"3'
    found = send(client, "/v1/parse", body)
    assert [line.get("text") for line in found] == ["1", "2", None]
    assert found[2]["error"]["place"] == "line 5, column 1"
    assert client.post("/v1/parse", content=b"", headers=NDJSON).content == b""


def test_long_lines_are_read_in_a_child_process(client: TestClient) -> None:
    text = "开展义诊12场，" * 5000
    found = send(client, "/v1/extract", json.dumps(text).encode() + '\n"5人"'.encode())
    assert [len(line["constraints"]) for line in found] == [5000, 1]


def test_a_line_that_takes_too_long_spoils_only_itself() -> None:
    client = small(work_seconds=0.2, max_inline_bytes=500)
    hard = json.dumps(
        "举办社区运动会12场，参与群众超过3万人次。" * 4000, ensure_ascii=False
    ).encode()
    first, slow, last = send(client, "/v1/analyze", b'"5"\n%b\n"6"' % hard)
    assert (first["text"], last["text"]) == ("5", "6")
    assert (slow["error"]["code"], slow["error"]["place"]) == ("took_too_long", "line 2")


def test_packed_streams(client: TestClient) -> None:
    body = gzip.compress(b'"1"\n') + gzip.compress(b'"2"\n')
    found = send(client, "/v1/parse", body, **{"content-encoding": "gzip"})
    assert [line["text"] for line in found] == ["1", "2"]
    cut = send(client, "/v1/parse", body[:-9], **{"content-encoding": "gzip"})
    assert cut[-1]["error"]["code"] == "gzip_malformed"


def test_what_is_wrong_before_the_first_line_is_a_problem(client: TestClient) -> None:
    headers = {**NDJSON, "content-encoding": "br"}
    problem(client.post("/v1/parse", content=b"1", headers=headers), 415, "content_encoding")
    headers = {"content-type": "application/x-ndjson; charset=gbk"}
    problem(client.post("/v1/parse", content=b"1", headers=headers), 422, "not_utf8")
    answer = client.post("/v1/structure", content=b"1", headers=NDJSON)
    problem(answer, 415, "content_type")


def test_streams_have_their_places() -> None:
    client = small(max_streams=1)
    client.app.state.limits.streams.taken = 1  # type: ignore[attr-defined]
    answer = client.post("/v1/parse", content=b'"5"', headers=NDJSON)
    problem(answer, 503, "busy")
    assert answer.headers["retry-after"] == "1"


@given(body=st.binary(max_size=60), cuts=st.lists(st.integers(0, 60), max_size=5))
def test_lines_do_not_depend_on_how_they_come(body: bytes, cuts: list[int]) -> None:
    def read(pieces: Iterator[bytes]) -> list[tuple[int, bytes | None]]:
        lines = Lines(8)
        found = [line for piece in pieces for line in lines.add(piece)]
        return found + lines.end()

    bounds = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]
    pieces = (body[a:b] for a, b in itertools.pairwise(bounds))
    wanted = [
        (number, line.strip() if len(line) <= 8 else None)
        for number, line in enumerate(body.split(b"\n"), 1)
    ]
    assert read(pieces) == [(number, line) for number, line in wanted if line != b""]
