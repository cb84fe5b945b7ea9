"""What every answer carries: ids, versions, packing, keys, counters, a line in the log."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from collections.abc import Iterator

import pytest
from http_client import JSON, MARK, POSTS, problem, small
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from nlp import __version__, lexicon, parse
from service.app import create_app
from service.http import logs
from service.http.errors import Problem
from service.http.gzips import Gunzip, accepts_gzip
from service.http.keys import Keys
from service.settings import Settings

EVERYWHERE = ("/livez", "/readyz", "/healthz", "/version", "/metrics", "/v1/lexicon", "/nowhere")
KEYS = {"first": "宝钥", "second": "k" * 40}


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_tells_what_gave_it(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["x-zhibiao-version"] == __version__
    assert answer.headers["x-zhibiao-lexicon"] == lexicon.current().version
    assert len(answer.headers["x-request-id"]) == 32


@pytest.mark.parametrize("given", ["a", "2026-11-26T09:00:00.1", "x" * 128])
def test_an_id_comes_back(client: TestClient, given: str) -> None:
    answer = client.post("/v1/parse", json=1, headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"] == given


@pytest.mark.parametrize("given", ["", "x" * 129, "a b", "<b>", "a\tb"])
def test_an_id_that_is_none_is_made_anew(client: TestClient, given: str) -> None:
    answer = client.get("/livez", headers={"X-Request-ID": given})
    assert answer.headers["x-request-id"].isalnum()
    assert len(answer.headers["x-request-id"]) == 32


def test_versions(client: TestClient) -> None:
    wanted = {"version": __version__, "lexicon": lexicon.current().version}
    assert client.get("/version").json() == wanted


def test_the_lexicon_has_a_tag(client: TestClient) -> None:
    tag = client.get("/v1/lexicon").headers["etag"]
    for known in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        answer = client.get("/v1/lexicon", headers={"If-None-Match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
    answer = client.get("/v1/lexicon", headers={"If-None-Match": '"other"'})
    assert answer.status_code == 200


def test_ready_only_while_it_is_loaded_and_open() -> None:
    app = create_app(Settings())
    client = TestClient(app)
    problem(client.get("/readyz"), 503, "not_ready")
    assert client.get("/livez").json() == {"status": "ok"}
    with client:
        assert client.get("/readyz").json() == {"status": "ok"}
        app.state.zhibiao.close()
        answer = client.get("/readyz")
        problem(answer, 503, "not_ready")
        assert answer.headers["connection"] == "close"
        assert client.post("/v1/parse", json="5").status_code == 200


def test_packed_bodies_come_in(client: TestClient) -> None:
    headers = {**JSON, "content-encoding": "gzip"}
    body = gzip.compress('"≥5人"'.encode())
    assert client.post("/v1/parse", content=body, headers=headers).json() == parse("≥5人").to_dict()
    for broken in (b"", body[:-4], body[:9], b'"5"', body + b"x"):
        answer = client.post("/v1/parse", content=broken, headers=headers)
        problem(answer, 422, "gzip_malformed")


def test_a_packed_body_is_bounded_while_it_is_unpacked(client: TestClient) -> None:
    bomb = gzip.compress(b'"' + b"9" * (1 << 25), 9)
    answer = client.post("/v1/parse", content=bomb, headers={**JSON, "content-encoding": "gzip"})
    problem(answer, 413, "body_too_large")


def test_packed_members_are_unpacked_in_bounded_pieces() -> None:
    pieces = Gunzip()(gzip.compress(b"a" * 300_000) + gzip.compress(b"b" * 300_000))
    lengths = [len(piece) for piece in pieces]
    assert (max(lengths), sum(lengths)) == (1 << 16, 600_000)


def test_answers_are_packed_where_that_is_taken(client: TestClient) -> None:
    texts = [f"≥{n}人" for n in range(100)]
    packed = client.post("/v1/parse", json=texts)
    assert packed.headers["content-encoding"] == "gzip"
    plain = client.post("/v1/parse", json=texts, headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert packed.json() == plain.json()
    assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    assert int(packed.headers["content-length"]) < len(plain.content) / 5
    assert "content-encoding" not in client.post("/v1/parse", json="5").headers


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("gzip", True),
        ("GZIP ; q=0.001", True),
        ("deflate, *;q=0.1", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000, *", False),
        ("*;q=0", False),
        ("gzipped", False),
        (";;,,=", False),
    ],
)
def test_what_is_taken(header: str, taken: bool) -> None:
    assert accepts_gzip(header) is taken


@pytest.fixture(scope="module")
def guarded() -> TestClient:
    hashes = " ".join(hashlib.sha256(key.encode()).hexdigest() for key in KEYS.values())
    return TestClient(create_app(Settings(api_keys=hashes)), raise_server_exceptions=False)


@pytest.mark.parametrize("headers", [{}, {"X-Api-Key": "other"}, {"Authorization": "Basic eA=="}])
@pytest.mark.parametrize("address", POSTS)
def test_without_a_key_nothing_is_read(
    guarded: TestClient, address: str, headers: dict[str, str]
) -> None:
    answer = guarded.post(address, content=b'"5"', headers={**JSON, **headers})
    problem(answer, 401, "unauthorized")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_each_key_opens(guarded: TestClient) -> None:
    for key in KEYS.values():
        for headers in ({"X-Api-Key": key.encode()}, {"Authorization": b"Bearer " + key.encode()}):
            assert guarded.post("/v1/parse", json="5", headers=headers).status_code == 200
            assert guarded.get("/v1/lexicon", headers=headers).status_code == 200
    assert guarded.get("/livez").status_code == 200
    problem(guarded.get("/v1/lexicon"), 401, "unauthorized")


def test_each_key_has_its_rate() -> None:
    now = [0.0]
    first, second = (hashlib.sha256(key).digest() for key in (b"first", b"second"))
    keys = Keys((first, second), per_minute=2, clock=lambda: now[0])
    asks = Headers({"X-Api-Key": "first"})
    for _ in range(2):
        assert keys.check(asks) == first.hex()[:8]
    with pytest.raises(Problem) as refused:
        keys.check(asks)
    assert refused.value.status_code == 429
    assert refused.value.headers == {"Retry-After": "30"}
    assert keys.check(Headers({"X-Api-Key": "second"})) == second.hex()[:8]
    now[0] = 30
    assert keys.check(asks)


def test_a_rate_is_a_problem() -> None:
    hashed = hashlib.sha256(b"key").hexdigest()
    client = TestClient(create_app(Settings(api_keys=hashed, requests_per_minute=1)))
    headers = {"X-Api-Key": "key"}
    assert client.post("/v1/parse", json="5", headers=headers).status_code == 200
    answer = client.post("/v1/parse", json="5", headers=headers)
    problem(answer, 429, "rate_limited")
    assert 1 <= int(answer.headers["retry-after"]) <= 60


def counted(client: TestClient) -> dict[str, float]:
    lines = client.get("/metrics").text.splitlines()
    return {k: float(v) for k, v in (line.rsplit(" ", 1) for line in lines if line[0] != "#")}


def test_metrics_count_requests_items_and_kinds() -> None:
    client = small()
    client.post("/v1/parse", json=["≥5人", "及时", 7, "二十左右"])
    client.post("/v1/parse", content=b'"5"\n{', headers={"content-type": "application/x-ndjson"})
    client.post(f"/v1/{MARK}", json=1)
    client.request("BREW", "/v1/parse")
    found = counted(client)
    route = 'route="/v1/parse"'
    assert found[f'zhibiao_requests_total{{method="POST",{route},status="200"}}'] == 2
    assert found[f'zhibiao_requests_total{{method="other",{route},status="405"}}'] == 1
    assert found['zhibiao_requests_total{method="POST",route="other",status="404"}'] == 1
    assert found[f"zhibiao_request_seconds_count{{{route}}}"] == 3
    assert found['zhibiao_items_total{reading="parse"}'] == 6
    assert found['zhibiao_items_failed_total{reading="parse"}'] == 2
    assert found['zhibiao_targets_total{kind="qualitative"}'] == 1
    low = parse("二十左右").confidence < 0.6
    assert found["zhibiao_targets_low_confidence_total"] == low + (parse("5").confidence < 0.6)


def test_a_short_item_is_kept() -> None:
    client = small(max_cached=1)
    first = client.post("/v1/parse", json="≥5人")
    again = client.post("/v1/parse", json="≥5人")
    assert again.content == first.content
    assert client.post("/v1/extract", json="≥5人").json() != first.json()
    assert client.post("/v1/parse?explain=true", json="≥5人").json()["tokens"]
    for _ in range(2):
        broken = client.post("/v1/parse", content=b"{", headers=JSON)
        problem(broken, 422, "json_malformed", "line 1, column 2")
    found = counted(client)
    assert found['zhibiao_cache_lookups_total{found="true"}'] == 1
    assert found['zhibiao_cache_lookups_total{found="false"}'] == 5
    assert found['zhibiao_items_total{reading="parse"}'] == 3


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    caplog.set_level(logging.INFO, "zhibiao")
    yield caplog


def stream_of(text: str) -> bytes:
    return json.dumps(parse(text).to_dict(), ensure_ascii=False, separators=(",", ":")).encode()


def test_a_request_is_a_line_without_its_text(
    client: TestClient, lines: pytest.LogCaptureFixture
) -> None:
    client.post(f"/v1/parse?offsets={MARK}", json=MARK, headers={"X-Request-ID": "r1"})
    client.post("/v1/parse", json=MARK, headers={"X-Request-ID": "r2"})
    client.post("/v1/parse", content=b'"5"', headers={"content-type": "application/x-ndjson"})
    client.get("/livez")
    found = [json.loads(logs.Lines().format(record)) for record in lines.records]
    first, second, stream = (each for each in found if each["logger"] == "zhibiao.access")
    assert (first["id"], first["route"], first["status"]) == ("r1", "/v1/parse", 422)
    assert (second["status"], second["received"]) == (200, len(MARK.encode()) + 2)
    assert len(second["sha256"]) == 16
    assert (stream["received"], stream["sent"]) == (3, len(stream_of("5")) + 1)
    assert MARK not in json.dumps(found, ensure_ascii=False)


def test_a_crash_is_logged_without_its_words(
    client: TestClient, lines: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(_: object) -> None:
        raise RuntimeError(MARK)

    monkeypatch.setattr("service.http.work.structure", crash)
    client.post("/v1/structure", json={"text": "a"}, headers={"X-Request-ID": "r3"})
    found = [json.loads(logs.Lines().format(record)) for record in lines.records]
    [told] = [each for each in found if each["logger"] == "zhibiao.error"]
    assert (told["id"], told["error"]) == ("r3", "RuntimeError")
    assert "crash (test_envelope.py" in told["where"][-1]
    assert MARK not in json.dumps(found, ensure_ascii=False)
