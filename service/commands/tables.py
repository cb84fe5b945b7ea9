"""`zhibiao structure`: files in, documents out, each file failing alone."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import BinaryIO

from nlp.schema import Document
from service.commands.files import Tally, each
from service.console import Format, complain, console, end_quietly, write
from service.writers import Abandoned, whole_file, writer
from service.writers.jsonl import document_line


def print_files(files: Sequence[str], form: Format) -> Tally:
    """Structure files onto standard output."""
    shown = sys.stdout.isatty()
    if form is Format.JSONL:
        return each(files, lambda file, found: write(document_line(file, found)), quiet=shown)
    from service.show.document import show

    terminal = console()
    return each(files, lambda file, found: show(file, found, terminal), quiet=shown)


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

    tally = each(files, take)
    out.close()
    return tally
