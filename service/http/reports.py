"""What the service gives beside results: of files, and of itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from service.http.models import Document, FaultReport, Finding, Report


class FileDocument(Report):
    """A document of a file that was sent."""

    name: str = Field(description="of a member of an archive: archive!member")
    document: Document


class FileFindings(Report):
    """The findings on a document of a file that was sent."""

    name: str
    findings: list[Finding]


class FileError(Report):
    """A document of an archive that could not be read."""

    name: str
    error: FaultReport


class LexiconReport(Report):
    """The words that the service reads with."""

    version: str = Field(description="hash of all entries")
    counts: dict[str, int] = Field(description="entries by table")


class Version(Report):
    """What serves."""

    version: str
    lexicon: str = Field(description="hash of all entries")


class Alive(Report):
    """The service runs, or is ready for requests."""

    status: Literal["ok"]


class Health(Report):
    """The service answers."""

    status: Literal["ok"]
    version: str
    lexicon: str
