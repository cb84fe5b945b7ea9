"""Files of a command, one after the other, each failing alone."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.schema import Document
from service.console import Progress, complain
from service.documents import Reading
from service.mistakes import Refused
from service.readers import Unread
from service.settings import load

Take = Callable[[str, Document], None]


@dataclass(slots=True)
class Tally:
    """What a run did, counted in documents: an archive holds several."""

    files: int = 0
    failed: int = 0
    projects: int = 0
    indicators: int = 0


def each(files: Sequence[str], take: Take, *, quiet: bool = False) -> Tally:
    """Hand on every document of `files`; what cannot be read is named on standard error."""
    tally = Tally()
    with Reading(load()) as reading, Progress("files", len(files), quiet=quiet) as progress:
        for file in files:
            progress.now = os.path.basename(file)
            try:
                for found in reading.read(file):
                    _one(found, take, tally)
            except Refused as refused:
                _failed(file, refused, tally)
            progress.done += 1
    return tally


def _one(found: tuple[str, Document] | Unread, take: Take, tally: Tally) -> None:
    if isinstance(found, Unread):
        return _failed(found.name, found.refused, tally)
    name, document = found
    try:
        take(name, document)
    except Refused as refused:
        return _failed(name, refused, tally)
    tally.files += 1
    tally.projects += len(document.projects)
    tally.indicators += sum(len(p.indicators) for p in document.projects)
    return None


def _failed(name: str, refused: Refused, tally: Tally) -> None:
    tally.files += 1
    tally.failed += 1
    complain(f"{name}: {refused}")
