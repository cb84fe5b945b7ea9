"""Request bodies: bounded while they arrive, strict JSON, every refusal with its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Response
from fastapi.routing import APIRoute
from starlette.requests import Request

from service.errors import Fault, Problem

Json = Any


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
    """A request whose body is read only where it is JSON and within the limit."""

    async def body(self) -> bytes:
        """The whole body; raises `Problem` as soon as it cannot be taken."""
        if not hasattr(self, "_body"):
            self._check_headers()
            most: int = self.app.state.limits.settings.max_body_bytes
            body = bytearray()
            if _length(self.headers.get("content-length", "")) > most:
                raise _too_large(most)
            async for chunk in self.stream():
                body += chunk
                if len(body) > most:
                    raise _too_large(most)
            self._body = bytes(body)
        return self._body

    async def json(self) -> Json:
        """The body as strict JSON; a list is counted before its items are looked at."""
        document = read_json(await self.body())
        if isinstance(document, list):
            self.app.state.limits.items(document)
        return document

    def _check_headers(self) -> None:
        declared, _, parameters = self.headers.get("content-type", "").lower().partition(";")
        if declared.strip() != "application/json":
            raise Problem(Fault("content_type"))
        charset = parameters.partition("charset=")[2].strip().strip('"')
        if charset not in ("", "utf-8", "utf8"):
            raise Problem(Fault("not_utf8"))
        if self.headers.get("content-encoding", "identity").lower() != "identity":
            raise Problem(Fault("content_encoding"))


def _length(declared: str) -> int:
    return int(declared) if declared.isascii() and declared.isdigit() else 0


def _too_large(most: int) -> Problem:
    return Problem(Fault("body_too_large", limit=most), headers={"Connection": "close"})


class JsonRoute(APIRoute):
    """A route that takes its body by `JsonRequest`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler of the framework, given a `JsonRequest`."""
        handle = super().get_route_handler()

        async def handle_json(request: Request) -> Response:
            return await handle(JsonRequest(request.scope, request.receive))

        return handle_json
