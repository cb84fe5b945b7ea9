"""`zhibiao review`: files in, what a reviewer would stop at out, each file failing alone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from nlp import structure
from service.console import Progress, complain, console, end_quietly
from service.readers import Refused, read
from service.report import Report, report
from service.settings import load
from service.writers import Abandoned, whole_file
from service.writers.reviews import render


def print_reviews(files: Sequence[str], form: str, lang: str) -> int:
    """Review files onto standard output; the number of files that could not be read."""
    if form != "text":
        return _print_rendered(files, form, lang)
    from service.show_review import show

    terminal = console()
    quiet = sys.stdout.isatty()
    return _each(files, lang, lambda found: show(found, terminal, lang), quiet=quiet)


def _print_rendered(files: Sequence[str], form: str, lang: str) -> int:
    found: list[Report] = []
    failed = _each(files, lang, found.append)
    try:
        sys.stdout.buffer.write(render(form, found, lang))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        end_quietly()
    return failed


def write_reviews(files: Sequence[str], path: str, form: str, lang: str) -> int:
    """Review files into one file; there is none where every one of them failed."""
    found: list[Report] = []
    with whole_file(path) as stream:
        failed = _each(files, lang, found.append)
        if failed == len(files):
            raise Abandoned
        stream.write(render(form, found, lang))
    told = sum(sum(one.counts.values()) for one in found)
    read_files = f"{len(files) - failed} of {len(files)} files, {told} findings"
    complain(read_files + (f" → {path}" if found else ""))
    return failed


def _each(
    files: Sequence[str], lang: str, take: Callable[[Report], None], *, quiet: bool = False
) -> int:
    failed = 0
    most = load().max_file_bytes
    with Progress("files", len(files), quiet=quiet) as progress:
        for file in files:
            progress.now = os.path.basename(file)
            try:
                take(report(file, structure(read(file, most)), lang))
            except Refused as refused:
                failed += 1
                complain(f"{file}: {refused}")
            progress.done += 1
    return failed
