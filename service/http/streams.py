"""Streams of JSON lines: each line is answered as it comes, by a line; memory stays flat."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from service.http.bodies import RECEIVED, check_charset
from service.http.errors import Fault, Problem
from service.http.gzips import unpacker
from service.http.limits import limits_of
from service.http.readings import READINGS, Options
from service.http.state import state_of
from service.http.work import Answer, Tally, dumped, read_lines

MEDIA_TYPE = "application/x-ndjson"
BATCH = 1 << 15
Line = tuple[int, bytes | None]


class Lines:
    """The lines of a stream as its bytes come; of one that is too long nothing is kept.

    >>> lines = Lines(5)
    >>> lines.add(b'"a"\\n\\n"b'), lines.add(b'"\\n"too long"\\n'), lines.end()
    ([(1, b'"a"')], [(3, b'"b"'), (4, None)], [])
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.number = 0
        self._rest = bytearray()
        self._skips = False

    def add(self, piece: bytes) -> list[Line]:
        """The lines that `piece` ends."""
        first, *more = piece.split(b"\n")
        self._append(first)
        found: list[Line] = []
        for part in more:
            found += self._line()
            self._append(part)
        return found

    def end(self) -> list[Line]:
        """The last line, where no line end closes it."""
        return self._line() if self._rest or self._skips else []

    def _append(self, part: bytes) -> None:
        if self._skips or len(self._rest) + len(part) > self.most:
            self._skips = True
            self._rest.clear()
        else:
            self._rest += part

    def _line(self) -> list[Line]:
        self.number += 1
        line = None if self._skips else bytes(self._rest).strip()
        self._rest.clear()
        self._skips = False
        return [] if line == b"" else [(self.number, line)]


class LineStream(Response):
    """Answers every line of a request; the next is read when the client has taken the last."""

    media_type = MEDIA_TYPE

    def __init__(self, name: str, options: Options, request: Request) -> None:
        super().__init__()
        check_charset(request.headers)
        self._unpack = unpacker(request.headers)
        self._limits = limits_of(request)
        self._state = state_of(request)
        self._name = name
        self._options = options
        self._received = 0
        del self.headers["content-length"]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the request."""
        with self._limits.streams, self._state.told() as self._closing:
            start = {"status": self.status_code, "headers": self.raw_headers}
            await send({"type": "http.response.start", **start})
            reader = Lines(self._limits.bounds.max_line_bytes)
            try:
                await self._answer(reader, receive, send)
            except Problem as problem:
                fault = problem.faults[0]
                last = Fault(fault.code, f"line {reader.number + 1}", fault.limit)
                await self._send(send, dumped({"error": last.to_dict()}) + b"\n")
            scope[RECEIVED] = self._received
            await self._send(send, b"", more=False)

    async def _answer(self, reader: Lines, receive: Receive, send: Send) -> None:
        async for data in self._pieces(receive):
            for piece in self._unpack(data):
                await self._batches(reader.add(piece), send)
        self._unpack.check_end()
        await self._batches(reader.end(), send)

    async def _pieces(self, receive: Receive) -> AsyncIterator[bytes]:
        message: Message = {"more_body": True}
        while message.get("more_body"):
            message = await self._next(receive)
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            data = message.get("body", b"")
            self._received += len(data)
            yield data

    async def _next(self, receive: Receive) -> Message:
        """The next piece; raises `Problem` where none comes, or the service closes."""
        limit = self._limits.settings.idle_seconds
        coming = asyncio.ensure_future(receive())
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait(
                (coming, closing), timeout=limit, return_when=asyncio.FIRST_COMPLETED
            )
            if coming.done():
                return coming.result()
            raise Problem(Fault("closing") if closing.done() else Fault("body_slow", limit=limit))
        finally:
            coming.cancel()
            closing.cancel()

    async def _batches(self, lines: list[Line], send: Send) -> None:
        for batch in _batches(lines):
            answer = await self._read(batch)
            self._state.metrics.count(self._name, answer.tally)
            await self._send(send, answer.body)

    async def _read(self, batch: list[Line]) -> Answer:
        """The answers to a batch; where it takes too long, to each of its lines alone."""
        size = sum(len(line or b"") for _, line in batch) * READINGS[self._name].weight
        try:
            return await self._limits.run(
                size, read_lines, self._name, batch, self._limits.bounds, self._options
            )
        except Problem as problem:
            if len(batch) == 1:
                return _failed(batch[0], problem)
        answers = [await self._read([line]) for line in batch]
        tally = Tally()
        for answer in answers:
            tally.merge(answer.tally)
        return Answer(b"".join(answer.body for answer in answers), tally)

    async def _send(self, send: Send, body: bytes, *, more: bool = True) -> None:
        await send({"type": "http.response.body", "body": body, "more_body": more})


def _batches(lines: list[Line]) -> Iterator[list[Line]]:
    batch: list[Line] = []
    size = 0
    for line in lines:
        length = len(line[1] or b"")
        if batch and size + length > BATCH:
            yield batch
            batch, size = [], 0
        batch.append(line)
        size += length
    if batch:
        yield batch


def _failed(line: Line, problem: Problem) -> Answer:
    fault = problem.faults[0]
    error = Fault(fault.code, f"line {line[0]}", fault.limit, fault.reason, fault.remedy)
    return Answer(dumped({"error": error.to_dict()}) + b"\n", Tally(items=1, failed=1))
