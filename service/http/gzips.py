"""Bodies packed as gzip: those that come, in pieces of bounded size, and those that go."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Send

from service.http.errors import Fault, Problem

PIECE = 1 << 16
LEAST = 1024
LEVEL = 1
GZIP = 16 + zlib.MAX_WBITS
_PACKED = ("application/", "text/", "image/svg")


class Unpacker:
    """A body that is not packed, as it comes."""

    def __call__(self, data: bytes) -> Iterator[bytes]:
        """What `data` adds to the body, in pieces of at most 64 KiB where it was packed."""
        if data:
            yield data

    def check_end(self) -> None:
        """Refuse a body that ends in its midst."""


class Gunzip(Unpacker):
    """A body packed as gzip, of one member or several.

    >>> import gzip
    >>> b"".join(Gunzip()(gzip.compress(b"one ") + gzip.compress(b"two")))
    b'one two'
    """

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(GZIP)

    def __call__(self, data: bytes) -> Iterator[bytes]:
        """What `data` unpacks to; nothing is unpacked before it is asked for."""
        try:
            while data or self._inflate.unconsumed_tail:
                if self._inflate.eof:
                    self._inflate = zlib.decompressobj(GZIP)
                piece = self._inflate.decompress(data, PIECE)
                if piece:
                    yield piece
                data = self._inflate.unconsumed_tail or self._inflate.unused_data
                if not piece and not self._inflate.eof:
                    break
        except zlib.error:
            raise Problem(Fault("gzip_malformed")) from None

    def check_end(self) -> None:
        """Refuse a body whose last member has no end."""
        if not self._inflate.eof:
            raise Problem(Fault("gzip_malformed"))


def unpacker(headers: Headers) -> Unpacker:
    """How the body of a request with these headers is unpacked."""
    encoding = headers.get("content-encoding", "identity").strip().lower()
    if encoding in ("identity", ""):
        return Unpacker()
    if encoding in ("gzip", "x-gzip"):
        return Gunzip()
    raise Problem(Fault("content_encoding"), headers={"Accept-Encoding": "gzip, identity"})


def accepts_gzip(header: str) -> bool:
    """Whether an Accept-Encoding takes gzip.

    >>> accepts_gzip("br, gzip;q=0.5"), accepts_gzip("gzip;q=0, *"), accepts_gzip("")
    (True, False, False)
    """
    if not header:
        return False
    weights = {}
    for choice in header.lower().split(","):
        name, _, weight = choice.partition(";")
        weights[name.strip()] = weight.replace(" ", "").removeprefix("q=") or "1"
    return weights.get("gzip", weights.get("*", "0")).strip("0.") != ""


class Packed:
    """Sends an answer packed as gzip, unless it is short, packed already or no text.

    A stream is packed piece by piece, each as it comes.
    """

    def __init__(self, send: Send) -> None:
        self._send = send
        self._start: Message | None = None
        self._deflate: zlib._Compress | None = None

    async def __call__(self, message: Message) -> None:
        """Send one message of the answer."""
        if message["type"] == "http.response.start":
            return await self._begin(message)
        if message["type"] != "http.response.body":
            return await self._send(message)
        if self._start is not None:
            return await self._whole(self._start, message)
        if self._deflate is not None:
            message = {**message, "body": self._piece(message)}
        return await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = MutableHeaders(raw=message["headers"])
        length = int(headers.get("content-length", LEAST))
        kind = headers.get("content-type", "")
        if length < LEAST or "content-encoding" in headers or not kind.startswith(_PACKED):
            return await self._send(message)
        self._deflate = zlib.compressobj(LEVEL, zlib.DEFLATED, GZIP)
        headers["content-encoding"] = "gzip"
        if "content-length" in headers:
            self._start = message
            return None
        return await self._send(message)

    async def _whole(self, start: Message, message: Message) -> None:
        self._start = None
        body = self._piece(message)
        headers = MutableHeaders(raw=start["headers"])
        if message.get("more_body"):
            del headers["content-length"]
        else:
            headers["content-length"] = str(len(body))
        await self._send(start)
        await self._send({**message, "body": body})

    def _piece(self, message: Message) -> bytes:
        assert self._deflate is not None
        last = not message.get("more_body")
        body = self._deflate.compress(message.get("body", b""))
        return body + self._deflate.flush(zlib.Z_FINISH if last else zlib.Z_SYNC_FLUSH)
