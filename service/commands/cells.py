"""`zhibiao parse`, `extract` and `analyze`: texts of the command line, or lines of input."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from nlp import analyze, extract, lexicon, parse
from service.console import Format, Progress, complain, console, json_line, write
from service.lines import BadLine, Item, items

if TYPE_CHECKING:
    from rich.console import Console

PAGE = 200
KEPT = 16_384


def parse_texts(texts: Sequence[str], name: str | None, form: Format) -> int:
    """Read texts, or standard input where there are none; the number of lines that failed."""
    if form is Format.JSONL:
        return _write_lines(_given(texts, name), _parsed)
    return _show(_given(texts, name), _show_targets)


def extract_texts(texts: Sequence[str], form: Format) -> int:
    """Find the quantities of texts, or of standard input; the number of lines that failed."""
    if form is Format.JSONL:
        return _write_lines(_given(texts, None), _extracted)
    return _show(_given(texts, None), _show_extractions)


def analyze_texts(texts: Sequence[str], form: Format) -> int:
    """Read narratives, or standard input; the number of lines that failed."""
    if form is Format.JSONL:
        return _write_lines(_given(texts, None), _analyzed)
    return _show(_given(texts, None), _show_narratives)


def _given(texts: Sequence[str], name: str | None) -> Iterator[Item | BadLine]:
    if texts:
        return (Item(text, name) for text in texts)
    return items(sys.stdin.buffer, name)


@lru_cache(KEPT)
def _parsed(item: Item) -> bytes:
    return json_line(parse(item.text, item.name).to_dict())


@lru_cache(KEPT)
def _extracted(item: Item) -> bytes:
    return json_line({"text": item.text, "constraints": [c.to_dict() for c in extract(item.text)]})


@lru_cache(KEPT)
def _analyzed(item: Item) -> bytes:
    return json_line(analyze(item.text).to_dict())


lexicon.on_change(_parsed.cache_clear)
lexicon.on_change(_analyzed.cache_clear)
lexicon.on_change(_extracted.cache_clear)


def _write_lines(given: Iterable[Item | BadLine], read: Callable[[Item], bytes]) -> int:
    failed = 0
    with Progress("lines", quiet=sys.stdout.isatty()) as progress:
        for item in given:
            if isinstance(item, BadLine):
                failed += 1
                _complain(item)
                write(json_line({"error": item.to_dict()}))
            else:
                write(read(item))
            progress.done += 1
    return failed


def _complain(bad: BadLine) -> None:
    complain(f"standard input, line {bad.number}: {bad.reason}; {bad.remedy}")


def _show(given: Iterator[Item | BadLine], show: Callable[[Sequence[Item], Console], None]) -> int:
    terminal = console()
    failed = 0
    while page := list(islice(given, PAGE)):
        good = [item for item in page if isinstance(item, Item)]
        for item in page:
            if isinstance(item, BadLine):
                failed += 1
                _complain(item)
        show(good, terminal)
    return failed


def _show_targets(page: Sequence[Item], terminal: Console) -> None:
    from service.show.results import lines, table

    named = any(item.name for item in page)
    headings = ("indicator", "text") if named else ("text",)
    rows = [
        line
        for item in page
        for line in lines(
            (item.name or "", item.text) if named else (item.text,), parse(item.text, item.name)
        )
    ]
    terminal.print(table(headings, rows, terminal))


def _show_extractions(page: Sequence[Item], terminal: Console) -> None:
    from service.show.results import show_extraction

    for item in page:
        show_extraction(item.text, extract(item.text), terminal)


def _show_narratives(page: Sequence[Item], terminal: Console) -> None:
    from service.show.narrative import show

    for item in page:
        show(analyze(item.text), terminal)
