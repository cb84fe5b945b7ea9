"""The service as a process of its own, spoken to over sockets."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).parents[1]
# With several workers uvicorn leaves the socket that they share to the end of the process.
WARNINGS = ("-W", "error", "-W", "ignore:unclosed <socket:ResourceWarning")
_ADDRESS = re.compile(r"running on http://127\.0\.0\.1:(\d+)")


class Live:
    """`zhibiao serve` on a free port of this machine, with these settings, until the block ends."""

    def __init__(self, *arguments: str, **settings: object) -> None:
        environment = {f"ZHIBIAO_{name.upper()}": str(value) for name, value in settings.items()}
        self.process = subprocess.Popen(
            [sys.executable, *WARNINGS, "-m", "service", "serve", "--port", "0", *arguments],
            cwd=ROOT,
            env={**os.environ, "ZHIBIAO_DRAIN_SECONDS": "0.3", **environment},
            stderr=subprocess.PIPE,
        )
        self.log: list[dict[str, Any]] = []
        self.port = 0
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read)

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            entry = json.loads(line)
            self.log.append(entry)
            found = _ADDRESS.search(str(entry.get("message")))
            if found:
                self.port = int(found[1])
                self._ready.set()
        self._ready.set()

    def __enter__(self) -> Self:
        self._reader.start()
        assert self._ready.wait(60)
        assert self.port, self.log
        while not self._listens():
            assert self.process.poll() is None, self.log
            time.sleep(0.05)
        return self

    def _listens(self) -> bool:
        try:
            self.connect().close()
        except ConnectionRefusedError:
            return False
        return True

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), 30)

    def answered(self, route: str) -> list[dict[str, Any]]:
        return [entry for entry in self.log if entry.get("route") == route]

    def terminate(self) -> None:
        self.process.send_signal(signal.SIGTERM)

    def stop(self) -> int:
        if self.process.poll() is None:
            self.terminate()
        code = self.process.wait(60)
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code


def head(path: str, *headers: str, method: str = "POST") -> bytes:
    lines = (f"{method} {path} HTTP/1.1", "Host: localhost", *headers, "", "")
    return "\r\n".join(lines).encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def until(connection: socket.socket, end: bytes) -> bytes:
    """What comes, up to and with `end`, or to where the connection closes."""
    found = b""
    while not found.endswith(end):
        piece = connection.recv(1 << 16)
        if not piece:
            break
        found += piece
    return found
