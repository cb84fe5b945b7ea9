"""Files → documents: read, structured, every failure beside its neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from nlp import structure
from nlp.schema import Document
from service.readers import Content, Unread, contents, load


def structured(content: Content) -> Document:
    """The document that a content holds, with the remarks of its reader first."""
    document = structure(content.grids)
    document.notes[:0] = content.notes
    for project in document.projects:
        project.source.file = content.name
    return document


def read(path: str, most: int) -> Iterator[tuple[str, Document] | Unread]:
    """Every document of a file of at most `most` bytes; raises `Refused` where it has none."""
    for found in contents(load(path, most), path):
        yield found if isinstance(found, Unread) else (found.name, structured(found))
