"""`zhibiao review`: files in, what a reviewer would stop at out, each file failing alone."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from service.commands.files import Tally, each
from service.console import complain, console, end_quietly
from service.report import Report, report
from service.writers import Abandoned, whole_file
from service.writers.reviews import render


def print_reviews(files: Sequence[str], form: str, lang: str) -> int:
    """Review files onto standard output; the number of files that could not be read."""
    if form != "text":
        return _print_rendered(files, form, lang)
    from service.show.review import show

    terminal = console()
    quiet = sys.stdout.isatty()
    return _each(files, lang, lambda found: show(found, terminal, lang), quiet=quiet).failed


def _print_rendered(files: Sequence[str], form: str, lang: str) -> int:
    found: list[Report] = []
    failed = _each(files, lang, found.append).failed
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
        tally = _each(files, lang, found.append)
        if tally.failed == tally.files:
            raise Abandoned
        stream.write(render(form, found, lang))
    told = sum(sum(one.counts.values()) for one in found)
    read_files = f"{tally.files - tally.failed} of {tally.files} files, {told} findings"
    complain(read_files + (f" → {path}" if found else ""))
    return tally.failed


def _each(
    files: Sequence[str], lang: str, take: Callable[[Report], None], *, quiet: bool = False
) -> Tally:
    return each(files, lambda name, found: take(report(name, found, lang)), quiet=quiet)
