"""One file of an archive made a part, in a child process."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from service.batch import parts
from service.batch.forms import Read, renderer
from service.batch.parts import Failure, Summary
from service.documents import structured
from service.mistakes import Refused
from service.readers import Content, Unread, contents, load


@dataclass(frozen=True, slots=True)
class Job:
    """What every file of a run has in common: where its parts go, in which form, read by what.

    A file has at most `most` bytes.
    """

    work: str
    form: str
    engine: str
    most: int

    def part(self, path: str, sha256: str) -> str:
        """The name of the part of a file."""
        return parts.name_of(self.form, self.engine, path, sha256)


class Unwritable(OSError):
    """The output cannot be written: nothing is wrong with the file that was read."""


def read(job: Job, path: str) -> Summary:
    """Read a file and write its part, unless it is there; raises `Refused` and `Unwritable`."""
    content = load(path, job.most)
    sha256 = hashlib.sha256(content).hexdigest()
    part = job.part(path, sha256)
    known = parts.summary_of(job.work, part)
    if known:
        return known
    summary = Summary(path, sha256, part=part)
    payload = b"".join(_documents(content, path, job.form, summary))
    try:
        parts.write(job.work, summary, payload)
    except OSError as error:
        raise Unwritable(error.errno, error.strerror) from None
    return summary


def _documents(content: bytes, path: str, form: str, summary: Summary) -> Iterator[bytes]:
    """The documents of a file in a form; those that cannot be read go to the summary."""
    for number, found in enumerate(contents(content, path)):
        try:
            yield _document(found, number, form, summary)
        except Refused as refused:
            place = found.name.removeprefix(path).lstrip("!") or None
            summary.errors.append(Failure(place, refused.reason, refused.remedy))


def _document(found: Content | Unread, number: int, form: str, summary: Summary) -> bytes:
    if isinstance(found, Unread):
        raise found.refused
    key = f"{summary.sha256}\0{found.name}\0{number}".encode("utf-8", "surrogatepass")
    identity = hashlib.sha256(key).hexdigest()[:32]
    try:
        document = structured(found)
        made = renderer(form)(Read(identity, found.name, document), summary)
    except (Refused, MemoryError):
        raise
    except Exception as error:
        raise broken(error) from None
    summary.documents += 1
    summary.projects += len(document.projects)
    summary.indicators += sum(len(p.indicators) for p in document.projects)
    return made


def broken(error: Exception) -> Refused:
    """What is told of a fault of ours."""
    return Refused(f"a fault of the program ({type(error).__name__})", "report it, with the file")
