"""The speed and the memory of the service, over sockets of this machine."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from live import ROOT, chunk, head, until

from nlp import parse_many
from tests.bench.cells import plain_cells
from tests.bench.load import Seen, load, request

ITEM = json.dumps({"text": "≥5万人", "name": "科普活动受益人数"}).encode()
CELL = request("/v1/parse", ITEM)
WRK = f"""wrk.method = "POST"
wrk.body = [[{ITEM.decode()}]]
wrk.headers["Content-Type"] = "application/json"
"""
CONNECTIONS = 64
TICK = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


@contextmanager
def service(**settings: object) -> Iterator[tuple[int, int]]:
    """The port and the process of a service of its own."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    given = {f"ZHIBIAO_{name.upper()}": str(value) for name, value in settings.items()}
    command = [sys.executable, "-m", "tests.bench.echoing", str(port)]
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **given}, stderr=subprocess.DEVNULL
    ) as process:
        while not _listens(port):
            time.sleep(0.1)
        try:
            yield port, process.pid
        finally:
            process.terminate()


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def family(pid: int) -> list[int]:
    """A process and all that it has begun."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    return [pid, *(member for child in children for member in family(int(child)))]


def processor_seconds(pid: int) -> float:
    """The processor time of a process and all that it has begun."""
    seconds = 0.0
    for member in family(pid):
        fields = Path(f"/proc/{member}/stat").read_text("ascii").rpartition(")")[2].split()
        seconds += (int(fields[11]) + int(fields[12])) / TICK
    return seconds


def resident_bytes(pid: int) -> int:
    """The memory that a process and all that it has begun hold, what they share counted once."""
    found = 0
    for member in family(pid):
        rows = Path(f"/proc/{member}/smaps_rollup").read_text("ascii").splitlines()
        found += next(int(row.split()[1]) for row in rows if row.startswith("Pss:")) * 1024
    return found


def over_echo(cached: int, rounds: int = 15, seconds: int = 1) -> tuple[float, float]:
    """Median and 99 % of the time of one cell, against those of the echo, 64 connections each."""
    medians, tails = [], []
    with service(max_cached=cached) as (port, _):
        _latency(port, "/v1/parse", seconds)
        for _ in range(rounds):
            echo = _latency(port, "/echo", seconds)
            cell = _latency(port, "/v1/parse", seconds)
            medians.append(cell[0] / echo[0])
            tails.append(cell[1] / echo[1])
    return statistics.median(medians), statistics.median(tails)


def of_processor(rounds: int = 5, seconds: float = 2) -> float:
    """Processor time of one cell against that of one echo, which other work does not stretch."""
    ratios = []
    with service(max_cached=0) as (port, pid):
        load(port, CELL, CONNECTIONS, seconds)
        for _ in range(rounds):
            spent = []
            for path in ("/v1/parse", "/echo"):
                began = processor_seconds(pid)
                seen = load(port, request(path, ITEM), CONNECTIONS, seconds)
                spent.append((processor_seconds(pid) - began) / len(seen.seconds))
            ratios.append(spent[0] / spent[1])
    return statistics.median(ratios)


def _latency(port: int, path: str, seconds: int) -> tuple[float, float]:
    """Median and 99 % of the time of an answer; by wrk where it is at hand, which costs less."""
    wrk = shutil.which("wrk")
    if wrk is None:
        seen = load(port, request(path, ITEM), CONNECTIONS, seconds)
        assert set(seen.statuses) == {200}, seen.statuses
        return seen.quantile(0.5), seen.quantile(0.99)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(WRK)
        script.flush()
        command = [wrk, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--latency", "-s", script.name]
        address = f"http://127.0.0.1:{port}{path}"
        told = subprocess.run([*command, address], check=True, capture_output=True, text=True)
    assert "Non-2xx" not in told.stdout, told.stdout
    found = dict(re.findall(r"(50|99)%\s+([\d.]+[mu]?s)", told.stdout))
    return _seconds(found["50"]), _seconds(found["99"])


def _seconds(told: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)([mu]?s)", told).groups()  # type: ignore[union-attr]
    return float(number) / {"us": 1e6, "ms": 1e3, "s": 1}[unit]


def of_lists(lists: int = 40) -> float:
    """Lists of 1,000 a second of processor time, against `parse_many` and JSON in this process."""
    texts = (plain_cells() * 2)[:1000]
    sent = request("/v1/parse", json.dumps(texts, ensure_ascii=False).encode())
    with service() as (port, pid), socket.create_connection(("127.0.0.1", port)) as connection:
        _ask(connection, sent, 5)
        began = processor_seconds(pid)
        _ask(connection, sent, lists)
        served = (processor_seconds(pid) - began) / lists
    for _ in range(3):
        began = time.process_time()
        for _ in range(lists):
            json.dumps([target.to_dict() for target in parse_many(texts)])
        inside = (time.process_time() - began) / lists
    return inside / served


def _ask(connection: socket.socket, sent: bytes, times: int) -> None:
    for _ in range(times):
        connection.sendall(sent)
        found = until(connection, b"}]")
        assert found.startswith(b"HTTP/1.1 200"), found[:100]


def of_a_stream(lines: int = 1_000_000) -> float:
    """MiB by which the service grows over a stream of so many lines."""
    cells = [json.dumps(cell, ensure_ascii=False).encode() + b"\n" for cell in plain_cells()]
    piece = b"".join(cells[:1000])
    with service() as (port, pid), socket.create_connection(("127.0.0.1", port)) as connection:
        _stream(connection, piece, 20)
        before = resident_bytes(pid)
        with socket.create_connection(("127.0.0.1", port)) as second:
            _stream(second, piece, lines // 1000)
        return (resident_bytes(pid) - before) / (1 << 20)


def _stream(connection: socket.socket, piece: bytes, pieces: int) -> None:
    kind = ("Content-Type: application/x-ndjson", "Transfer-Encoding: chunked")
    connection.sendall(head("/v1/parse", *kind))

    def send() -> None:
        for _ in range(pieces):
            connection.sendall(chunk(piece))
        connection.sendall(b"0\r\n\r\n")

    sender = threading.Thread(target=send)
    sender.start()
    found = 0
    tail = b""
    while not tail.endswith(b"\r\n0\r\n\r\n"):
        data = connection.recv(1 << 18)
        found += data.count(b"\n") - data.count(b"\r\n")
        tail = (tail + data)[-7:]
    sender.join()
    assert found >= pieces * 1000 * 0.999, found


def under_overload(seconds: float = 10, times: int = 5) -> tuple[Seen, float]:
    """What became of five times the load that there are places for, and how long it was felt."""
    with service() as (port, _):
        load(port, CELL, CONNECTIONS, 2)
        seen = load(port, CELL, CONNECTIONS * times, seconds)
        began = time.perf_counter()
        while set(load(port, CELL, CONNECTIONS // 2, 0.2).statuses) != {200}:
            pass
        return seen, time.perf_counter() - began - 0.2
