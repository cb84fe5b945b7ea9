"""Files that come by HTTP: taken whole, then opened in a child process that may die of them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from itertools import islice

from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from nlp import review
from nlp.schema import Document, Json
from service.documents import structured
from service.http.bodies import media_type, received
from service.http.errors import Fault, Problem, pointer, unreadable
from service.http.limits import limits_of
from service.http.work import Answer, Tally, dumped
from service.readers import Content, Unread, contents

FORM = "multipart/form-data"
BYTES = "application/octet-stream"
FIELD = "file"
_LONGEST_NAME = 255
_ENVELOPE = 1 << 14
_PIECE = 1 << 20
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Upload:
    """A body that is a file, bare or in a form; `name` and `lang` come beside it."""

    body: bytes
    declared: str
    name: str | None
    lang: str


def is_upload(request: Request) -> bool:
    """Whether the body of a request is a file, in a form or bare."""
    return media_type(request.headers) in (FORM, BYTES)


async def taken(request: Request, name: str | None, lang: str) -> Upload:
    """The body of an upload as it came; raises `Problem` where it is too large or too slow."""
    limits = limits_of(request)
    most = limits.settings.max_file_bytes
    seconds = limits.settings.upload_seconds
    if media_type(request.headers) == FORM:
        most += _ENVELOPE
    body = await received(request, most, seconds, limits.receiving)
    return Upload(body, request.headers["content-type"], name, lang)


def plain_name(name: str | None) -> str:
    r"""What a file is called, without the folders that it says to be in.

    >>> plain_name("../../etc/passwd"), plain_name("C:\\data\\2025.xlsx"), plain_name("..")
    ('passwd', '2025.xlsx', 'upload')
    """
    last = re.split(r"[/\\]", name or "")[-1].encode("utf-8", "ignore").decode()
    last = _CONTROLS.sub("", last)[-_LONGEST_NAME:]
    return last if last.strip(". ") else "upload"


def only_document(upload: Upload) -> Document:
    """The document of a file that holds one; raises `Problem` where there are several, or none."""
    content, name = _opened(upload)
    first, *more = islice(contents(content, name), 2)
    if more:
        raise Problem(unreadable("an archive of several documents", "send one of them"))
    if isinstance(first, Unread):
        raise Problem(unreadable(first.refused.reason, first.refused.remedy))
    return structured(first)


def read_file(reading: str, upload: Upload, most: int) -> Answer:
    """The documents of a file, or their findings, an entry each; raises `Problem`.

    A file that is one document and cannot be read is a problem; in an archive it is an entry.
    The name is only ever shown, and looked at for its ending.
    """
    content, name = _opened(upload)
    tally = Tally()
    entries: list[bytes] = []
    for found in contents(content, name):
        if isinstance(found, Unread) and found.name == name:
            raise Problem(unreadable(found.refused.reason, found.refused.remedy))
        entry = _entry(reading, found, upload.lang)
        tally.items += 1
        tally.failed += "error" in entry
        entries.append(dumped(entry))
        if sum(map(len, entries)) > most:
            raise Problem(Fault("answer_too_large", limit=most))
    return Answer(b"[" + b",".join(entries) + b"]", tally)


def _entry(reading: str, found: Content | Unread, lang: str) -> Json:
    named: Json = {"name": found.name}
    if isinstance(found, Unread):
        fault = unreadable(found.refused.reason, found.refused.remedy)
        return {**named, "error": fault.to_dict()}
    document = structured(found)
    if reading == "structure":
        return {**named, "document": document.to_dict()}
    return {**named, "findings": [each.to_dict() for each in review(document, lang=lang)]}


def _opened(upload: Upload) -> tuple[bytes, str]:
    if upload.declared.lower().startswith(BYTES):
        if not upload.body:
            raise Problem(Fault("body_missing"))
        return upload.body, plain_name(upload.name)
    return asyncio.run(_from_form(upload))


async def _from_form(upload: Upload) -> tuple[bytes, str]:
    headers = Headers({"content-type": upload.declared})
    try:
        form = await _InMemory(headers, _pieces(upload.body), max_files=1, max_fields=1).parse()
    except MultiPartException:
        raise Problem(Fault("multipart_malformed")) from None
    for field, _ in form.multi_items():
        if field != FIELD:
            raise Problem(Fault("unknown_key", pointer([field])))
    file = form.get(FIELD)
    if not isinstance(file, UploadFile):
        raise Problem(Fault("file_missing"))
    return await file.read(), plain_name(upload.name or file.filename)


class _InMemory(MultiPartParser):
    spool_max_size = 1 << 40


async def _pieces(body: bytes) -> AsyncGenerator[bytes, None]:
    for start in range(0, len(body), _PIECE):
        yield body[start : start + _PIECE]
