"""Load on a service of this machine: so many connections, each asking anew when it is answered."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Seen:
    """Answers by status, and the seconds that those of status 200 took."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    refused_seconds: list[float] = field(default_factory=list)

    def quantile(self, part: float) -> float:
        """The seconds within which this part of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


async def answer(reader: asyncio.StreamReader) -> tuple[int, bool, bytes]:
    """The status of the next answer, whether it closes the connection, its body."""
    head = await reader.readuntil(b"\r\n\r\n")
    lowered = head.lower()
    length = int(lowered.partition(b"content-length:")[2].split(b"\r\n")[0])
    body = await reader.readexactly(length)
    return int(head[9:12]), b"connection: close" in lowered, body


def request(path: str, body: bytes, kind: str = "application/json") -> bytes:
    """The bytes of a request."""
    head = f"POST {path} HTTP/1.1\r\nHost: a\r\nContent-Type: {kind}\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


async def _connection(port: int, sent: bytes, end: float, seen: Seen) -> None:
    while time.perf_counter() < end:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        closes = False
        while not closes and time.perf_counter() < end:
            began = time.perf_counter()
            writer.write(sent)
            status, closes, _ = await answer(reader)
            seen.statuses[status] += 1
            took = time.perf_counter() - began
            (seen.seconds if status == 200 else seen.refused_seconds).append(took)
        writer.close()


async def _all(port: int, sent: bytes, connections: int, seconds: float) -> Seen:
    seen = Seen()
    end = time.perf_counter() + seconds
    await asyncio.gather(*(_connection(port, sent, end, seen) for _ in range(connections)))
    return seen


def load(port: int, sent: bytes, connections: int, seconds: float) -> Seen:
    """What became of asking `sent` on so many connections for so long."""
    return asyncio.run(_all(port, sent, connections, seconds))
