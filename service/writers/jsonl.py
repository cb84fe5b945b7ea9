"""One JSON document a line: everything that `structure` gives, and the file that it came from."""

from __future__ import annotations

from typing import BinaryIO

from nlp.schema import Document
from service.console import json_line


def document_line(file: str, document: Document) -> bytes:
    """A document as one line, each project with its file."""
    for project in document.projects:
        project.source.file = file
    return json_line({"file": file, **document.to_dict()})


class JsonlWriter:
    """Documents as JSON lines."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def add(self, file: str, document: Document) -> None:
        """One line."""
        self.stream.write(document_line(file, document))

    def close(self) -> None:
        """Nothing is held back."""
