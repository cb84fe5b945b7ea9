"""`python -m tests.bench [PART …]`: every promised ratio, its goal, and whether it holds.

Parts: cells and narratives (fast), linear, column and service (some minutes). Without a part all
are run. Exits with 1 where a goal is missed; nothing here is a test, since a ratio of times is no
fact about the code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.bench import cells, columns, narratives, serving

Row = tuple[str, float, float, bool]


def of_cells() -> Iterator[Row]:
    """Ratios of `parse` on distinct cells, from usual to hard; nothing is known of them before."""
    kinds = {
        "cells as published": cells.published_cells(),
        "plain cells": cells.plain_cells(),
        "forms of all sectors": cells.bureaus_cells(),
        "all cells of the corpus": cells.cells(),
    }
    for engine, scan in cells.lexers().items():
        for kind, texts in kinds.items():
            yield (
                f"parse / bare lexer{engine}, {kind}",
                cells.over_the_lexer(texts, scan),
                4.0,
                False,
            )
    yield "import nlp and parse / import regex", cells.first_parse(), 4.0, False
    try:
        for kind, texts in kinds.items():
            yield f"recognizers / parse, {kind}", cells.under_recognizers(texts), 20.0, True
    except ImportError:
        print("recognizers-text-number / parse: not measured; pip install 'zhibiao[bench]'")


def of_linearity() -> Iterator[Row]:
    """The hostile texts that cost most a character, against ordinary text."""
    costly = sorted(cells.hostile(), key=lambda found: -found[1])[:8]
    for name, found in costly:
        yield f"{name} × {cells.HOSTILE_SIZE:,} / ordinary text", found, 3.0, False


def of_narratives() -> Iterator[Row]:
    """Ratios of `analyze` and of the spaCy pipeline."""
    yield "spaCy zh with jieba tokenising / analyze", narratives.under_spacy(), 3.0, True
    yield "load the pipeline / import spacy", narratives.load(), 1.5, False


def of_the_service() -> Iterator[Row]:
    """What the service adds to reading, what a stream leaves behind, and what overload does."""
    for cached, which in ((4096, "a cell that was asked for"), (0, "a new cell")):
        median, tail = serving.over_echo(cached)
        yield f"POST /v1/parse / echo, {which}, median of 64 connections", median, 1.3, False
        yield f"POST /v1/parse / echo, {which}, 99 % of 64 connections", tail, 1.3, False
    yield "the same for a new cell, in processor time", serving.of_processor(), 1.3, False
    yield "lists of 1,000 / parse_many and JSON, a core", serving.of_lists(), 0.6, True
    yield "MiB more after a stream of 1,000,000 lines", serving.of_a_stream(), 50.0, False
    seen, recovery = serving.under_overload(60)
    failed = sum(n for status, n in seen.statuses.items() if status not in (200, 503))
    yield "answers but 200 and 503 in 60 s of 5 times the load", float(failed), 0.0, False
    yield "seconds that it is felt afterwards", recovery, 2.0, False


def of_columns() -> Iterator[Row]:
    """The cost of `zhibiao column` over that of a copy; rows that repeat, and rows that do not."""
    for name, found, goal in columns.repeated():
        yield name, found, goal, False
    busy, share = columns.all_distinct()
    yield "column, all distinct: processors busy of 2", busy, 1.7, True
    yield "column, all distinct: share of the process that writes", share, 0.25, False


PARTS: dict[str, Callable[[], Iterator[Row]]] = {
    "cells": of_cells,
    "narratives": of_narratives,
    "linear": of_linearity,
    "service": of_the_service,
    "column": of_columns,
}


def main(parts: list[str]) -> int:
    """Print a line a ratio; the number of goals missed."""
    missed = 0
    for part in parts or list(PARTS):
        for name, found, goal, least in PARTS[part]():
            holds = found >= goal if least else found <= goal
            missed += not holds
            sign = "≥" if least else "≤"
            print(f"{found:7.2f}  {sign} {goal:4.1f}  {'' if holds else 'MISSED  '}{name}")
    return missed


if __name__ == "__main__":
    sys.exit(min(main(sys.argv[1:]), 1))
