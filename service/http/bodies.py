"""Request bodies: bounded while they arrive, strict JSON, every refusal with its place."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from service.http.errors import CLOSE, Fault, Problem
from service.http.gzips import Unpacker, unpacker
from service.http.limits import Slots, limits_of

Json = Any
RECEIVED, HASH = "zhibiao.received", "zhibiao.sha256"
_MOST_HASHED = 1 << 20
_WITH_BODY = ("POST", "PUT", "PATCH")


class Numeral(str):
    """A JSON number as it was written: no digit lost, and never mistaken for a text."""


class Repeated(dict[str, Json]):
    """A JSON object in which a key stands twice."""


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    return found if len(found) == len(pairs) else Repeated(found)


_decoder = json.JSONDecoder(object_pairs_hook=_object, parse_int=Numeral, parse_float=Numeral)


def read_json(body: bytes) -> Json:
    """The JSON document in `body`, numbers as `Numeral`; raises `Problem` where there is none.

    >>> read_json(b'{"text": 1.50}')
    {'text': '1.50'}
    """
    try:
        return _decoder.decode(body.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Problem(Fault("not_utf8", f"byte {error.start}")) from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise Problem(Fault("json_malformed", place)) from None
    except RecursionError:
        raise Problem(Fault("json_too_deep")) from None


class JsonRequest(Request):
    """A request whose body is read only where it is JSON and within the limits."""

    async def body(self) -> bytes:
        """The whole body; raises `Problem` as soon as it cannot be taken."""
        if not hasattr(self, "_body"):
            check_json(self.headers)
            limits = limits_of(self)
            settings = limits.settings
            self._body = await received(
                self, settings.max_body_bytes, settings.body_seconds, limits.receiving
            )
        return self._body

    async def json(self) -> Json:
        """The body as strict JSON; a list is counted before its items are looked at."""
        document = read_json(await self.body())
        if isinstance(document, list):
            limits_of(self).bounds.items(document)
        return document


def check_json(headers: Headers) -> None:
    """Refuse a body that is not declared as JSON in UTF-8."""
    if media_type(headers) != "application/json":
        raise Problem(Fault("content_type"))
    check_charset(headers)


def check_charset(headers: Headers) -> None:
    """Refuse a charset other than UTF-8."""
    _, _, parameters = headers.get("content-type", "").lower().partition(";")
    if parameters.partition("charset=")[2].strip().strip('"') not in ("", "utf-8", "utf8"):
        raise Problem(Fault("not_utf8"))


def media_type(headers: Headers) -> str:
    """The declared type of a body, without its parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


async def received(request: Request, most: int, seconds: float, slots: Slots) -> bytes:
    """The whole body, unpacked; raises `Problem` where it is too large or too slow.

    What does not come in one piece takes one of `slots` while it comes.
    """
    if _length(request.headers.get("content-length", "")) > most:
        raise too_large(most)
    unpack = unpacker(request.headers)
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            message = await request.receive()
            _take(message, unpack, body, most)
            if message.get("more_body"):
                with slots:
                    while message.get("more_body"):
                        message = await request.receive()
                        _take(message, unpack, body, most)
    except TimeoutError:
        raise Problem(Fault("body_slow", limit=seconds), headers=CLOSE) from None
    unpack.check_end()
    request.scope[RECEIVED] = len(body)
    if len(body) <= _MOST_HASHED:
        request.scope[HASH] = hashlib.sha256(body).hexdigest()[:16]
    return bytes(body)


def _take(message: Message, unpack: Unpacker, body: bytearray, most: int) -> None:
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    for piece in unpack(message.get("body", b"")):
        body += piece
        if len(body) > most:
            raise too_large(most)


def _length(declared: str) -> int:
    return int(declared) if declared.isascii() and declared.isdigit() else 0


def too_large(most: int) -> Problem:
    """The answer to a body of more than `most` bytes; what is left of it is not read."""
    return Problem(Fault("body_too_large", limit=most), headers=CLOSE)


class JsonRoute(APIRoute):
    """A route whose model comes out of a `JsonRequest`; it needs a free place in the service."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the framework, given a `JsonRequest`."""
        handle = super().get_route_handler()

        async def handle_json(request: Request) -> Response:
            taken = JsonRequest(request.scope, request.receive)
            if request.method not in _WITH_BODY:
                return await handle(taken)
            await taken.body()
            async with limits_of(request).requests:
                return await handle(taken)

        return handle_json
