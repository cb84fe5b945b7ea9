"""The service over real sockets: as it comes, as it ends, and with clients that behave badly."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from command import spawn
from live import Live, chunk, head, until
from raw_bodies import RAW

from nlp import parse

NDJSON = ("Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
JSON = "Content-Type: application/json"
ASK = head("/v1/parse", JSON, "Content-Length: 3") + b'"5"'


@pytest.fixture(scope="module")
def live() -> Iterator[Live]:
    with Live(header_seconds=1, body_seconds=1, idle_seconds=1, max_receiving=300) as live:
        yield live
        assert live.stop() == 0


def header(connection: socket.socket) -> bytes:
    found = b""
    while not found.endswith(b"\r\n\r\n"):
        found += connection.recv(1)
    return found


def line_of(connection: socket.socket) -> bytes:
    found = b""
    while not found.endswith(b"\r\n"):
        found += connection.recv(1)
    return found


def one_chunk(connection: socket.socket) -> bytes:
    size = int(line_of(connection), 16) + 2
    found = b""
    while len(found) < size:
        found += connection.recv(size - len(found))
    return found[:-2]


def test_each_line_is_answered_before_the_next_is_sent(live: Live) -> None:
    with live.connect() as connection:
        connection.sendall(head("/v1/parse", *NDJSON))
        assert b"200 OK" in header(connection)
        for number in range(50):
            text = f"≥{number}人"
            connection.sendall(chunk(json.dumps(text).encode() + b"\n"))
            assert json.loads(one_chunk(connection)) == parse(text).to_dict()
        connection.sendall(b"0\r\n\r\n")
        assert line_of(connection) == b"0\r\n"


def test_a_client_that_does_not_read_is_not_read_from(live: Live) -> None:
    with live.connect() as connection:
        connection.sendall(head("/v1/parse", *NDJSON))
        lines = chunk(b'"5"\n' * 10_000)
        connection.settimeout(0.5)
        sent = 0
        with pytest.raises(TimeoutError):
            for _ in range(10_000):
                connection.sendall(lines)
                sent += len(lines)
        assert sent < 20_000_000
        connection.settimeout(30)
        with pytest.raises((ConnectionError, TimeoutError)):
            while True:
                time.sleep(0.1)
                connection.send(b"x")


def test_a_stream_that_stands_still_is_ended(live: Live) -> None:
    with live.connect() as connection:
        connection.sendall(head("/v1/parse", *NDJSON) + chunk(b'"5"\n'))
        last = until(connection, b"0\r\n\r\n")
    assert b'{"error":{"code":"body_slow"' in last
    assert b'"place":"line 2"' in last


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (b"", b"head_slow"),
        (b"POST /v1/parse HTT", b"head_slow"),
        (b"POST /v1/parse HTTP/1.1\r\nHost: a\r\nX-Slow: ", b"head_slow"),
        (head("/v1/parse", JSON, "Content-Length: 9") + b'"5', b"body_slow"),
        (head("/v1/parse", JSON, "Content-Length: 9"), b"body_slow"),
        (head("/v1/parse", JSON, "Transfer-Encoding: chunked") + b'2\r\n"5', b"body_slow"),
        (ASK + ASK[:20], b"head_slow"),
    ],
)
def test_a_slow_client_is_told_and_closed(live: Live, sent: bytes, code: bytes) -> None:
    with live.connect() as connection:
        connection.sendall(sent)
        found = until(connection, b"no end")
    assert b"HTTP/1.1 408" in found
    assert b"application/problem+json" in found
    assert b'"' + code + b'"' in found


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET / HTTX/1.1\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"POST /v1/parse HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/parse HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 100_000,
    ],
)
def test_what_is_no_http_is_a_problem_too(live: Live, sent: bytes) -> None:
    with live.connect() as connection:
        connection.sendall(sent)
        found = until(connection, b"no end")
    assert found.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in found
    assert b"x-request-id: " in found and b"x-zhibiao-lexicon: " in found
    assert len(found) < 4096


@pytest.mark.parametrize("kind", ["application/json", "application/x-ndjson"])
def test_no_body_whatever_ends_the_service(live: Live, kind: str) -> None:
    for body in RAW.values():
        headers = (f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close")
        with live.connect() as connection:
            connection.sendall(head("/v1/parse", *headers) + body)
            found = until(connection, b"no end")
        assert found[9:12] in (b"200", b"422")
        assert kind != "application/json" or found[9:12] == b"200" or len(found) < 5000
    with live.connect() as connection:
        connection.sendall(ASK)
        assert header(connection).startswith(b"HTTP/1.1 200")


def test_slow_clients_do_not_keep_others_waiting(live: Live) -> None:
    with ExitStack() as open_:
        for number in range(200):
            slow = open_.enter_context(live.connect())
            slow.sendall(head("/v1/parse", JSON, "Content-Length: 9") + b'"' * (number % 2))
        with live.connect() as connection:
            connection.sendall(ASK)
            assert header(connection).startswith(b"HTTP/1.1 200")


def test_a_body_too_large_is_refused_before_it_comes(live: Live) -> None:
    with live.connect() as connection:
        connection.sendall(
            head("/v1/parse", JSON, "Content-Length: 99999999", "Expect: 100-continue")
        )
        found = until(connection, b"no end")
    assert found.startswith(b"HTTP/1.1 413")


def test_the_log_is_json_without_texts(live: Live) -> None:
    with live.connect() as connection:
        connection.sendall(head("/v1/parse", JSON, "Content-Length: 12") + '"泄露泄"'.encode()[:12])
        until(connection, b"]}")
    assert live.answered("/v1/parse")
    assert "泄" not in json.dumps(live.log, ensure_ascii=False)
    assert not [entry for entry in live.log if entry["level"] == "error"]


def asks(live: Live, results: list[bytes], stop: threading.Event) -> None:
    """Ask again and again, on a connection for some questions each; keep what was answered."""
    while not stop.is_set():
        try:
            with live.connect() as connection:
                for _ in range(7):
                    connection.sendall(ASK)
                    found = until(connection, b"]}")
                    results.append(found)
                    if not found or b"connection: close" in found:
                        break
        except ConnectionError:
            if stop.wait(0.01):
                return


def test_what_was_accepted_when_the_end_came_is_answered() -> None:
    results: list[bytes] = []
    stop = threading.Event()
    with Live() as live:
        load = [threading.Thread(target=asks, args=(live, results, stop)) for _ in range(8)]
        for thread in load:
            thread.start()
        with live.connect() as stream, live.connect() as late:
            stream.sendall(head("/v1/parse", *NDJSON) + chunk(b'"5"\n'))
            header(stream)
            one_chunk(stream)
            late.sendall(ASK[:-1])
            time.sleep(0.5)
            live.terminate()
            time.sleep(0.1)
            with live.connect() as probe:
                probe.sendall(head("/readyz", method="GET"))
                assert until(probe, b"}").startswith(b"HTTP/1.1 503")
            late.sendall(ASK[-1:])
            assert until(late, b"]}").startswith(b"HTTP/1.1 200")
            ending = one_chunk(stream)
            assert b'"code":"closing"' in ending
            assert b'"place":"line 2"' in ending
        code = live.stop()
        stop.set()
        for thread in load:
            thread.join()
    assert code == 0
    whole = [found for found in results if found.startswith(b"HTTP/1.1 200")]
    assert all(found.endswith(b"]}") for found in results if found)
    assert len(live.answered("/v1/parse")) == len(whole) + 2
    assert len(whole) > 50


def test_several_processes_count_together() -> None:
    with Live(workers=2, access_log=False) as live:
        for _ in range(20):
            with live.connect() as connection:
                connection.sendall(ASK)
                assert until(connection, b"]}").startswith(b"HTTP/1.1 200")
        with live.connect() as connection:
            connection.sendall(head("/metrics", "Connection: close", method="GET"))
            found = until(connection, b"no end")
        assert b'zhibiao_items_total{reading="parse"} 20.0' in found
        assert live.stop() == 0
        assert live.answered("/v1/parse") == []


@pytest.mark.parametrize("workers", [1, 2])
def test_an_address_in_use_is_told(live: Live, workers: int) -> None:
    process = spawn("serve", "--port", live.port, "--workers", workers)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 2
    assert b"the service could not start; the line above says why" in told
