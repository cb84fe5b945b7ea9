"""Every failure that the service can tell of: code, status, what is wrong, what to do.

A failure leaves as a problem document (RFC 9457) that never repeats what was sent and stays
under 4 KiB; inside a list of results the same failure stands as `{"error": …}` at its item.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import Request

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:zhibiao:problem:"
CLOSE = {"Connection": "close"}
MOST_FAULTS = 20
MOST_WORDS = 300

CATALOGUE: dict[str, tuple[int, str, str]] = {
    "json_malformed": (422, "the body is not JSON", "mend the JSON at the place named"),
    "json_too_deep": (422, "the JSON is nested too deeply", "send the document of the schema"),
    "not_utf8": (422, "the body is not UTF-8", "encode the JSON as UTF-8"),
    "body_missing": (422, "there is no body", "send a JSON document"),
    "body_too_large": (413, "the body is larger than {} bytes", "send it in several requests"),
    "body_slow": (408, "the body did not arrive within {} s", "send it at once, or in pieces"),
    "content_type": (
        415,
        "the body is not declared as JSON",
        "send Content-Type: application/json",
    ),
    "content_encoding": (415, "the body's encoding is not known", "send it plain or as gzip"),
    "gzip_malformed": (422, "the body is not gzip", "send what Content-Encoding says"),
    "parameter": (422, "a parameter has a value that it does not take", "see /openapi.json"),
    "missing": (422, "a required key is missing", "add the key"),
    "unknown_key": (422, "the key is not known", "remove or rename the key"),
    "repeated_key": (422, "a key stands twice in one object", "leave one of the two"),
    "not_text": (422, "the value is not a string", "send a JSON string"),
    "lone_surrogate": (422, "the text holds half a surrogate pair", "send whole characters"),
    "wrong_type": (422, "the value has the wrong type", "send what the schema asks for"),
    "text_or_grid": (422, "a table is either text or grid", "send one of text and grid"),
    "weight": (422, "the weight is out of range", "send a number from 0 to 10000"),
    "too_many_items": (422, "the list has more than {} items", "send it in several requests"),
    "text_too_long": (422, "the text has more than {} characters", "send it in pieces"),
    "line_too_long": (422, "the line has more than {} bytes", "send the text in pieces"),
    "grid_too_large": (422, "the grid has more than {} cells", "send it in several requests"),
    "expected_unread": (
        422,
        "the reading stated cannot be read: {}",
        "write it like >= 60 人, range [6,10) 个, date <= 2025-11-30, qualitative or unparseable",
    ),
    "feedback_off": (404, "no corrections are taken here", "ask who runs it: ZHIBIAO_FEEDBACK"),
    "feedback_full": (503, "there is no room for more corrections", "ask who runs the service"),
    "feedback_busy": (503, "the corrections are being written to", "try again"),
    "feedback_unavailable": (503, "corrections cannot be kept now", "ask who runs the service"),
    "multipart_malformed": (
        422,
        "the form cannot be read",
        "send one file in the field named file",
    ),
    "file_missing": (422, "the form has no file", "send one file in the field named file"),
    "file_unreadable": (422, "the file cannot be read", "open it, save it anew, send that"),
    "answer_too_large": (
        422,
        "the answer is larger than {} bytes",
        "split the file, or read it by zhibiao structure",
    ),
    "took_too_long": (422, "reading it took longer than {} s", "send it in pieces"),
    "unauthorized": (
        401,
        "the key is missing or unknown",
        "send a key as X-Api-Key, or as Authorization: Bearer",
    ),
    "rate_limited": (429, "the key has had its {} requests a minute", "wait for Retry-After"),
    "busy": (503, "the service has all the work that it can take", "wait for Retry-After"),
    "not_ready": (503, "the service is loading or closing", "ask again"),
    "closing": (503, "the service is closing", "send the rest to it again, or to another"),
    "not_found": (404, "there is nothing at this address", "see /openapi.json for the addresses"),
    "method_not_allowed": (405, "the address does not take this method", "see /openapi.json"),
    "refused": (400, "the request was refused", "see /openapi.json for what is accepted"),
    "not_http": (400, "the request is not HTTP/1.1", "send what RFC 9112 says"),
    "head_slow": (408, "the request's head did not arrive within {} s", "send it at once"),
    "internal": (500, "the service failed", "try again; report it if it stays"),
}
_BY_STATUS = {404: "not_found", 405: "method_not_allowed", 500: "internal"}
_BY_PYDANTIC = {
    "missing": "missing",
    "extra_forbidden": "unknown_key",
    "string_type": "not_text",
    "string_unicode": "lone_surrogate",
}
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,39}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: its code, and its place as a JSON pointer (or line and column).

    `reason` and `remedy` are those of the reader of a file, which knows more than the catalogue.
    """

    code: str
    place: str = ""
    limit: float | str = 0
    reason: str = ""
    remedy: str = ""

    def to_dict(self) -> dict[str, str]:
        """The fault as it stands at an item of a list."""
        _, message, remedy = CATALOGUE[self.code]
        return {
            "code": self.code,
            "message": self.reason or message.format(str(self.limit).removesuffix(".0")),
            "place": self.place,
            "remedy": self.remedy or remedy,
        }


def unreadable(reason: str, remedy: str) -> Fault:
    """The fault of a file, in its reader's words cut to a length that an answer bears."""
    return Fault("file_unreadable", reason=_brief(reason), remedy=_brief(remedy))


def _brief(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text)
    return plain if len(plain) <= MOST_WORDS else plain[:MOST_WORDS] + "…"


class Problem(HTTPException):
    """Faults that end a request.

    >>> Problem(Fault("not_text", "/text")).status_code
    422
    """

    def __init__(self, *faults: Fault, headers: dict[str, str] | None = None) -> None:
        self.faults = faults
        super().__init__(CATALOGUE[faults[0].code][0], headers=headers)

    def __reduce__(self) -> tuple[object, ...]:
        return _problem, (self.faults, self.headers)

    def to_dict(self) -> dict[str, Any]:
        """The problem document: the first fault, and all of them where there are several."""
        first = self.faults[0].to_dict()
        document: dict[str, Any] = {
            "type": TYPE + first["code"],
            "title": first["message"],
            "status": self.status_code,
            "code": first["code"],
            "place": first["place"],
            "remedy": first["remedy"],
        }
        if len(self.faults) > 1:
            shown = self.faults[:MOST_FAULTS]
            document["errors"] = [{"code": f.code, "place": f.place} for f in shown]
            document["error_count"] = len(self.faults)
        return document


def _problem(faults: tuple[Fault, ...], headers: dict[str, str] | None) -> Problem:
    return Problem(*faults, headers=headers)


def faults(errors: Iterable[Any]) -> list[Fault]:
    """What pydantic found wrong, in the words of the catalogue.

    >>> [(f.code, f.place) for f in faults([{"type": "missing", "loc": ("body", "text")}])]
    [('missing', '/text')]
    """
    return [_fault(error) for error in errors]


def _fault(error: dict[str, Any]) -> Fault:
    path: Sequence[int | str] = error["loc"]
    if path[:1] == ("body",):
        path = path[1:]
        if not path and error["type"] == "missing":
            return Fault("body_missing")
    kind = error["type"]
    code = kind if kind in CATALOGUE else _BY_PYDANTIC.get(kind, "wrong_type")
    return Fault(code, pointer(path))


def pointer(path: Sequence[int | str]) -> str:
    """A JSON pointer to `path`; it ends before a key that is no plain name of ours to repeat.

    >>> pointer(["<list>", 3, "text"]), pointer([0, "any <b>text</b>"])
    ('/3/text', '/0')
    """
    pointer = ""
    for step in path:
        if isinstance(step, int) or _PLAIN_KEY.fullmatch(step):
            pointer += f"/{step}"
        elif not step.startswith("<"):
            break
    return pointer


def response(problem: Problem) -> JSONResponse:
    """The answer to a request that ends in `problem`."""
    return JSONResponse(
        problem.to_dict(), problem.status_code, headers=problem.headers, media_type=MEDIA_TYPE
    )


async def on_problem(_: Request, error: Exception) -> JSONResponse:
    """Answer a `Problem`, and what the framework itself refuses, in the one shape."""
    if isinstance(error, Problem):
        return response(error)
    assert isinstance(error, HTTPException)
    problem = Problem(Fault(_BY_STATUS.get(error.status_code, "refused")))
    problem.status_code = error.status_code
    problem.headers = error.headers
    return response(problem)


async def on_invalid(_: Request, error: Exception) -> JSONResponse:
    """Answer a parameter, or a body of a plain route, that does not fit its model."""
    assert isinstance(error, RequestValidationError)
    found = error.errors()
    if found[0]["loc"][:1] == ("query",):
        return response(Problem(Fault("parameter", pointer(found[0]["loc"][1:]))))
    return response(Problem(*faults(found)))


async def on_crash(_: Request, error: Exception) -> JSONResponse:
    """Answer a fault of ours, without its inside."""
    return response(Problem(Fault("internal")))
