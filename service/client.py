"""A client of the service: typed results, lists of any length, patience with a busy service.

    with Client("http://127.0.0.1:8000") as client:
        client.parse("≥5万人", name="科普活动受益人数").constraints[0].value

`AsyncClient` has the same methods, to be awaited.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterable, Iterator
from types import TracebackType
from typing import Any, Self, TypeVar

from service import calls
from service.calls import BUSY, Call, Item, Patience, ServiceError, Table, httpx
from service.http import models, reports

__all__ = ["AsyncClient", "Client", "Patience", "ServiceError"]
Result = TypeVar("Result")


def _options(address: str, key: str | None, seconds: float) -> dict[str, Any]:
    headers = {"X-Api-Key": key.encode()} if key else {}
    return {"base_url": address, "headers": headers, "timeout": seconds}


class Client:
    """The service at an address, such as `http://127.0.0.1:8000`.

    Calls raise `ServiceError` where the service refuses, `httpx.TransportError` where there is
    none. `seconds` bound one try; every call may be tried again, since none changes anything.
    """

    def __init__(
        self,
        address: str,
        *,
        key: str | None = None,
        seconds: float = 60,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._http = httpx.Client(transport=transport, **_options(address, key, seconds))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def parse(self, text: str, name: str | None = None) -> models.Target:
        """What one cell says."""
        return self._send(calls.read("/v1/parse", calls.PARSE, {"text": text, "name": name}))

    def parse_many(self, items: Iterable[Item]) -> Iterator[models.Target | models.ItemError]:
        """What each cell says, in order; an item is a text, or a dict of text and name."""
        return self._each(calls.lists("/v1/parse", calls.TARGETS, items))

    def extract(self, text: str) -> models.Extraction:
        """Every quantity of a text."""
        return self._send(calls.read("/v1/extract", calls.EXTRACT, text))

    def extract_many(self, items: Iterable[Item]) -> Iterator[models.Extraction | models.ItemError]:
        """Every quantity of each text, in order."""
        return self._each(calls.lists("/v1/extract", calls.EXTRACTIONS, items))

    def analyze(self, text: str) -> models.Narrative:
        """What a narrative says."""
        return self._send(calls.read("/v1/analyze", calls.ANALYZE, text))

    def analyze_many(self, items: Iterable[Item]) -> Iterator[models.Narrative | models.ItemError]:
        """What each narrative says, in order."""
        return self._each(calls.lists("/v1/analyze", calls.NARRATIVES, items))

    def assess(self, target: str, actual: str | None, **beside: Any) -> models.Assessment:
        """Whether a target is met; `beside` may hold name, weight and lang."""
        body = {"target": target, "actual": actual, **beside}
        return self._send(calls.read("/v1/assess", calls.ASSESS, body))

    def assess_many(self, items: Iterable[Item]) -> Iterator[models.Assessment | models.ItemError]:
        """Whether each target is met, in order."""
        return self._each(calls.lists("/v1/assess", calls.ASSESSMENTS, items))

    def structure(self, table: Table) -> models.Document:
        """A table, given as text or as rows of cells."""
        return self._send(calls.table("/v1/structure", calls.DOCUMENT, table))

    def structure_file(
        self, content: bytes, name: str
    ) -> list[reports.FileDocument | reports.FileError]:
        """Every document of a file: one, or those of an archive."""
        return self._send(calls.upload("/v1/structure", calls.FILE_DOCUMENTS, content, name=name))

    def review(self, table: Table, lang: str = "zh") -> list[models.Finding]:
        """The findings on a table, given as text or as rows of cells."""
        return self._send(calls.table("/v1/review", calls.FINDINGS, table, lang))

    def review_file(
        self, content: bytes, name: str, lang: str = "zh"
    ) -> list[reports.FileFindings | reports.FileError]:
        """The findings on every document of a file."""
        call = calls.upload("/v1/review", calls.FILE_FINDINGS, content, name=name, lang=lang)
        return self._send(call)

    def version(self) -> reports.Version:
        """What serves."""
        return self._send(Call("/version", calls.VERSION))

    def lexicon(self) -> reports.LexiconReport:
        """The words that the service reads with."""
        return self._send(Call("/v1/lexicon", calls.LEXICON))

    def _each(self, requests: Iterator[Call[list[Result]]]) -> Iterator[Result]:
        for call in requests:
            yield from self._send(call)

    def _send(self, call: Call[Result]) -> Result:
        for tried in range(self._patience.tries - 1):
            try:
                answer = self._http.send(call.request(self._http))
            except httpx.TransportError:
                time.sleep(self._patience.wait(tried))
                continue
            if answer.status_code not in BUSY:
                return call.read(answer)
            time.sleep(self._patience.wait(tried, answer.headers.get("retry-after")))
        return call.read(self._http.send(call.request(self._http)))


class AsyncClient:
    """`Client`, for an event loop."""

    def __init__(
        self,
        address: str,
        *,
        key: str | None = None,
        seconds: float = 60,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._patience = patience or Patience()
        self._http = httpx.AsyncClient(transport=transport, **_options(address, key, seconds))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def parse(self, text: str, name: str | None = None) -> models.Target:
        """What one cell says."""
        return await self._send(calls.read("/v1/parse", calls.PARSE, {"text": text, "name": name}))

    def parse_many(self, items: Iterable[Item]) -> AsyncIterator[models.Target | models.ItemError]:
        """What each cell says, in order; an item is a text, or a dict of text and name."""
        return self._each(calls.lists("/v1/parse", calls.TARGETS, items))

    async def extract(self, text: str) -> models.Extraction:
        """Every quantity of a text."""
        return await self._send(calls.read("/v1/extract", calls.EXTRACT, text))

    def extract_many(
        self, items: Iterable[Item]
    ) -> AsyncIterator[models.Extraction | models.ItemError]:
        """Every quantity of each text, in order."""
        return self._each(calls.lists("/v1/extract", calls.EXTRACTIONS, items))

    async def analyze(self, text: str) -> models.Narrative:
        """What a narrative says."""
        return await self._send(calls.read("/v1/analyze", calls.ANALYZE, text))

    def analyze_many(
        self, items: Iterable[Item]
    ) -> AsyncIterator[models.Narrative | models.ItemError]:
        """What each narrative says, in order."""
        return self._each(calls.lists("/v1/analyze", calls.NARRATIVES, items))

    async def assess(self, target: str, actual: str | None, **beside: Any) -> models.Assessment:
        """Whether a target is met; `beside` may hold name, weight and lang."""
        body = {"target": target, "actual": actual, **beside}
        return await self._send(calls.read("/v1/assess", calls.ASSESS, body))

    def assess_many(
        self, items: Iterable[Item]
    ) -> AsyncIterator[models.Assessment | models.ItemError]:
        """Whether each target is met, in order."""
        return self._each(calls.lists("/v1/assess", calls.ASSESSMENTS, items))

    async def structure(self, table: Table) -> models.Document:
        """A table, given as text or as rows of cells."""
        return await self._send(calls.table("/v1/structure", calls.DOCUMENT, table))

    async def structure_file(
        self, content: bytes, name: str
    ) -> list[reports.FileDocument | reports.FileError]:
        """Every document of a file: one, or those of an archive."""
        return await self._send(
            calls.upload("/v1/structure", calls.FILE_DOCUMENTS, content, name=name)
        )

    async def review(self, table: Table, lang: str = "zh") -> list[models.Finding]:
        """The findings on a table, given as text or as rows of cells."""
        return await self._send(calls.table("/v1/review", calls.FINDINGS, table, lang))

    async def review_file(
        self, content: bytes, name: str, lang: str = "zh"
    ) -> list[reports.FileFindings | reports.FileError]:
        """The findings on every document of a file."""
        call = calls.upload("/v1/review", calls.FILE_FINDINGS, content, name=name, lang=lang)
        return await self._send(call)

    async def version(self) -> reports.Version:
        """What serves."""
        return await self._send(Call("/version", calls.VERSION))

    async def lexicon(self) -> reports.LexiconReport:
        """The words that the service reads with."""
        return await self._send(Call("/v1/lexicon", calls.LEXICON))

    async def _each(self, requests: Iterator[Call[list[Result]]]) -> AsyncIterator[Result]:
        for call in requests:
            for result in await self._send(call):
                yield result

    async def _send(self, call: Call[Result]) -> Result:
        for tried in range(self._patience.tries - 1):
            try:
                answer = await self._http.send(call.request(self._http))
            except httpx.TransportError:
                await asyncio.sleep(self._patience.wait(tried))
                continue
            if answer.status_code not in BUSY:
                return call.read(answer)
            await asyncio.sleep(self._patience.wait(tried, answer.headers.get("retry-after")))
        return call.read(await self._http.send(call.request(self._http)))
