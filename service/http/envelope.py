"""What is around every request: its id, its key, its log line, its counters, versions, packing."""

from __future__ import annotations

import re
import time
import uuid

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http import logs
from service.http.bodies import HASH, RECEIVED
from service.http.errors import Fault, Problem, response
from service.http.gzips import Packed, accepts_gzip
from service.http.limits import Slots
from service.http.state import State

_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
GUARDED = "/v1/"
QUIET = {"/livez", "/readyz", "/healthz", "/metrics"}
OTHER = "other"
GONE = 499


class Envelope:
    """The application in its envelope; no request leaves it without an answer."""

    def __init__(self, app: ASGIApp, state: State, places: Slots) -> None:
        self._app = app
        self._state = state
        self._places = places

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        passage = _Passage(scope, send, self._state)
        try:
            posts = scope["method"] == "POST"
            if posts or scope["path"].startswith(GUARDED):
                passage.key = self._state.keys.check(Headers(scope=scope))
            if posts:
                self._places.check()
            await self._app(scope, receive, passage.send)
        except Problem as problem:
            await response(problem)(scope, receive, passage.send)
        except ClientDisconnect:
            passage.status = GONE
        except Exception as error:
            logs.crash(error, passage.id)
            if not passage.status:
                await response(Problem(Fault("internal")))(scope, receive, passage.send)
        finally:
            passage.end()
        return None


class _Passage:
    """One request on its way through the envelope."""

    def __init__(self, scope: Scope, send: Send, state: State) -> None:
        heads = dict(scope["headers"])
        given = heads.get(b"x-request-id", b"").decode("latin-1")
        self.id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        self.key = ""
        self.status = 0
        self._sent = 0
        self._scope = scope
        self._state = state
        self._started = time.perf_counter()
        packs = accepts_gzip(heads.get(b"accept-encoding", b"").decode("latin-1"))
        self._send = Packed(send) if packs else send

    async def send(self, message: Message) -> None:
        """Send a message of the answer, its head with what every answer carries."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = [*message["headers"], *self._state.versions]
            headers.append((b"x-request-id", self.id.encode()))
            headers.append((b"vary", b"Accept-Encoding"))
            if self._state.closing:
                headers.append((b"connection", b"close"))
            message = {**message, "headers": headers}
        else:
            self._sent += len(message.get("body", b""))
        await self._send(message)

    def _route(self) -> str:
        """The address as declared; of a request refused before its way was looked for, if known."""
        path: str = self._scope["path"]
        known = self._state.routes
        if "route" not in self._scope:
            return path if path in known else OTHER
        route: str = self._scope["route"].path
        if route == path:
            known.add(path)
        return route

    def end(self) -> None:
        """Count the request and log it."""
        seconds = time.perf_counter() - self._started
        route = self._route()
        method = self._scope["method"] if self._scope["method"] in _METHODS else OTHER
        self._state.metrics.answered(route, method, self.status, seconds)
        if route in QUIET and self.status == 200:
            return
        logs.request(
            id=self.id,
            method=method,
            route=route,
            status=self.status,
            ms=round(seconds * 1000, 2),
            received=self._scope.get(RECEIVED, 0),
            sha256=self._scope.get(HASH, ""),
            sent=self._sent,
            key=self.key,
        )
