"""What the client asks for: each call as a value, for both clients, and how often it tries."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from service.http import models, reports
from service.mistakes import Mistake

try:
    import httpx as httpx
except ImportError:
    raise Mistake("the client needs httpx: pip install 'zhibiao[client]'") from None

Result = TypeVar("Result")
Item = str | Mapping[str, Any]
Table = str | Sequence[Sequence[str | float | None]]
MOST_ITEMS = 500
MOST_BYTES = 1 << 20
BUSY = {429, 502, 503, 504}
LONGEST_WAIT = 30.0


class ServiceError(Exception):
    """An answer that is no result: its status, and the service's problem where it gave one."""

    def __init__(self, status: int, problem: models.ProblemReport | None) -> None:
        self.status = status
        self.problem = problem
        told = f"status {status}"
        if problem:
            told = f"{status} {problem.code} {problem.place}: {problem.title}; {problem.remedy}"
        super().__init__(told)


@dataclass(frozen=True, slots=True)
class Call(Generic[Result]):
    """A request, and what its answer is read as."""

    path: str
    result: TypeAdapter[Result]
    body: bytes | None = None
    params: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"

    def request(self, client: httpx.Client | httpx.AsyncClient) -> httpx.Request:
        """The request that `client` sends."""
        method = "GET" if self.body is None else "POST"
        headers = {} if self.body is None else {"Content-Type": self.kind}
        return client.build_request(
            method, self.path, content=self.body, params=self.params, headers=headers
        )

    def read(self, answer: httpx.Response) -> Result:
        """The result in an answer; raises `ServiceError` where there is none."""
        if answer.is_success:
            return self.result.validate_json(answer.content)
        raise ServiceError(answer.status_code, _problem(answer))


def _problem(answer: httpx.Response) -> models.ProblemReport | None:
    try:
        return models.ProblemReport.model_validate_json(answer.content)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Patience:
    """How often a call is tried, and how long it waits in between.

    >>> Patience(tries=3, first=0.5).wait(0, "7")
    7.0
    """

    tries: int = 5
    first: float = 0.25

    def wait(self, tried: int, retry_after: str | None = None) -> float:
        """Seconds before the next try: what the service says, else twice as many each time.

        A random part keeps clients that were refused together from coming back together.
        """
        if retry_after is not None and retry_after.isdigit():
            return min(float(retry_after), LONGEST_WAIT)
        return min(self.first * 2.0**tried, LONGEST_WAIT) * random.uniform(0.5, 1.0)


PARSE: TypeAdapter[models.Target] = TypeAdapter(models.Target)
EXTRACT: TypeAdapter[models.Extraction] = TypeAdapter(models.Extraction)
ANALYZE: TypeAdapter[models.Narrative] = TypeAdapter(models.Narrative)
ASSESS: TypeAdapter[models.Assessment] = TypeAdapter(models.Assessment)
DOCUMENT: TypeAdapter[models.Document] = TypeAdapter(models.Document)
FINDINGS: TypeAdapter[list[models.Finding]] = TypeAdapter(list[models.Finding])
FILE_DOCUMENTS: TypeAdapter[list[reports.FileDocument | reports.FileError]] = TypeAdapter(
    list[reports.FileDocument | reports.FileError]
)
FILE_FINDINGS: TypeAdapter[list[reports.FileFindings | reports.FileError]] = TypeAdapter(
    list[reports.FileFindings | reports.FileError]
)
TARGETS: TypeAdapter[list[models.Target | models.ItemError]] = TypeAdapter(
    list[models.Target | models.ItemError]
)
EXTRACTIONS: TypeAdapter[list[models.Extraction | models.ItemError]] = TypeAdapter(
    list[models.Extraction | models.ItemError]
)
NARRATIVES: TypeAdapter[list[models.Narrative | models.ItemError]] = TypeAdapter(
    list[models.Narrative | models.ItemError]
)
ASSESSMENTS: TypeAdapter[list[models.Assessment | models.ItemError]] = TypeAdapter(
    list[models.Assessment | models.ItemError]
)
VERSION: TypeAdapter[reports.Version] = TypeAdapter(reports.Version)
LEXICON: TypeAdapter[reports.LexiconReport] = TypeAdapter(reports.LexiconReport)


def read(path: str, result: TypeAdapter[Result], body: object) -> Call[Result]:
    """A call that sends `body` as JSON; keys whose value is None are left out."""
    if isinstance(body, dict):
        body = {key: value for key, value in body.items() if value is not None}
    return Call(path, result, dumped(body))


def table(path: str, result: TypeAdapter[Result], given: Table, lang: str = "") -> Call[Result]:
    """A call that sends a table, as text or as rows of cells."""
    body: dict[str, object] = {"text": given} if isinstance(given, str) else {"grid": given}
    return read(path, result, body | ({"lang": lang} if lang else {}))


def upload(path: str, result: TypeAdapter[Result], content: bytes, **params: str) -> Call[Result]:
    """A call that sends the bytes of a file."""
    return Call(path, result, content, params, "application/octet-stream")


def lists(
    path: str, result: TypeAdapter[list[Result]], items: Iterable[Item]
) -> Iterator[Call[list[Result]]]:
    """Calls that send `items` in lists of bounded length, none of them before it is asked for."""
    batch: list[bytes] = []
    size = 0
    for item in items:
        line = dumped(item)
        if batch and (len(batch) == MOST_ITEMS or size + len(line) > MOST_BYTES):
            yield Call(path, result, b"[" + b",".join(batch) + b"]")
            batch, size = [], 0
        batch.append(line)
        size += len(line) + 1
    if batch:
        yield Call(path, result, b"[" + b",".join(batch) + b"]")


def dumped(value: object) -> bytes:
    """A value as JSON."""
    return json.dumps(value, ensure_ascii=False).encode()
