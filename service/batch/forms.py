"""The forms of an output: how a part is made of documents, and the output of parts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Protocol

from nlp.schema import Document
from service.batch.parts import Summary


@dataclass(frozen=True, slots=True)
class Read:
    """A document that was read: its id, its name as in `service.readers.Content`, what it says."""

    id: str
    name: str
    document: Document


WITH_ERRORS = frozenset({"dataset", "xlsx"})
"""The forms with a table of what could not be read."""

Render = Callable[[Read, Summary], bytes]
"""A document → what its part holds of it; findings and remarks go to the summary."""


class Gather(Protocol):
    """Takes parts one after the other into an output that appears whole or not at all."""

    def add(self, summary: Summary, payload: bytes) -> None:
        """Take what a file gave; `payload` is empty where it gave nothing but failures."""

    def finish(self) -> None:
        """Put the output under its name."""

    def close(self) -> None:
        """Let go of what is still open, after `finish` or instead of it."""


_HOMES = {
    "dataset": "service.batch.dataset",
    "xlsx": "service.batch.workbook",
    "jsonl": "service.batch.flat",
    "csv": "service.batch.flat",
    "unguarded_csv": "service.batch.flat",
    "parquet": "service.batch.flat_parquet",
}


def renderer(form: str) -> Render:
    """What makes the parts of a form."""
    made: Render = getattr(import_module(_HOMES[form]), f"render_{form}")
    return made


def gather(form: str, out: str, work: str, *, bom: bool = False) -> Gather:
    """What makes the output of a form; `bom` begins csv with a byte order mark.

    Raises `Mistake` where the form's library is not installed.
    """
    if form == "dataset":
        from service.batch.dataset import Dataset

        return Dataset(out, work)
    if form == "xlsx":
        from service.batch.workbook import Workbook

        return Workbook(out, work)
    if form == "parquet":
        from service.batch.flat_parquet import FlatParquet

        return FlatParquet(out, work)
    from service.batch.flat import Flat, headings

    return Flat(out, work, headings(bom=bom) if form != "jsonl" else b"")
