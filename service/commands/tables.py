"""`zhibiao structure`: files in, documents out, each file failing alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from nlp import structure
from nlp.schema import Document
from service.console import Format, Progress, complain, console, end_quietly, write
from service.readers import Refused, read
from service.settings import load
from service.writers import Abandoned, whole_file, writer
from service.writers.jsonl import document_line

Take = Callable[[str, Document], None]


@dataclass(slots=True)
class Tally:
    """What a run did."""

    files: int = 0
    failed: int = 0
    projects: int = 0
    indicators: int = 0


def print_files(files: Sequence[str], form: Format) -> Tally:
    """Structure files onto standard output."""
    shown = sys.stdout.isatty()
    if form is Format.JSONL:
        return _each(files, lambda file, found: write(document_line(file, found)), quiet=shown)
    from service.show_document import show

    terminal = console()
    return _each(files, lambda file, found: show(file, found, terminal), quiet=shown)


def print_flat(files: Sequence[str], form: str, *, bom: bool, guard: bool) -> Tally:
    """Structure files onto standard output in a form that other programs read."""
    try:
        tally = _written(files, form, sys.stdout.buffer, bom=bom, guard=guard)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        end_quietly()
    return tally


def write_files(files: Sequence[str], path: str, form: str, *, bom: bool, guard: bool) -> Tally:
    """Structure files into one file; there is none where every one of them failed."""
    with whole_file(path) as stream:
        tally = _written(files, form, stream, bom=bom, guard=guard)
        if tally.failed == tally.files:
            raise Abandoned
    read = f"{tally.files - tally.failed} of {tally.files} files"
    found = f"{tally.projects} projects, {tally.indicators} indicators"
    complain(f"{read}, {found}" + (f" → {path}" if tally.failed < tally.files else ""))
    return tally


def _written(files: Sequence[str], form: str, stream: BinaryIO, *, bom: bool, guard: bool) -> Tally:
    out = writer(form, stream, bom=bom, guard=guard)

    def take(file: str, document: Document) -> None:
        out.add(file, document)
        if form != "jsonl":
            for note in document.notes:
                complain(f"{file}: {note.message}")

    tally = _each(files, take)
    out.close()
    return tally


def _each(files: Sequence[str], take: Take, *, quiet: bool = False) -> Tally:
    tally = Tally(files=len(files))
    most = load().max_file_bytes
    with Progress("files", len(files), quiet=quiet) as progress:
        for file in files:
            progress.now = os.path.basename(file)
            try:
                document = structure(read(file, most))
                take(file, document)
            except Refused as refused:
                tally.failed += 1
                complain(f"{file}: {refused}")
            else:
                tally.projects += len(document.projects)
                tally.indicators += sum(len(p.indicators) for p in document.projects)
            progress.done += 1
    return tally
