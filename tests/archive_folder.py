"""A folder of sample tables, and what an output holds byte for byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from archive import FORMS, LAYOUTS, glued

NOISE = bytes(range(256)) * 9
"""The content of a file that no reader takes for a document."""
WHY = "not UTF-8 at byte 128, not GB18030 at byte 128"
WAYS = [(layout, form) for layout in LAYOUTS for form in FORMS if form is not glued]


def write_archive(folder: Path, count: int) -> None:
    """`count` files in folders of ten, each layout and form in turn, no two of the same content."""
    for number in range(count):
        layout, form = WAYS[number % len(WAYS)]
        path = folder / f"{number // 10:03}" / f"{number:05}-{layout.__name__}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(form(layout()).replace("460", str(400 + number)), "utf-8")


def written(output: Path) -> dict[str, bytes]:
    """The files of a dataset, or the one file of another output."""
    if output.is_file():
        return {"": output.read_bytes()}
    paths = (p for p in sorted(output.rglob("*")) if p.is_file() and ".work" not in p.parts)
    return {p.relative_to(output).as_posix(): p.read_bytes() for p in paths}


def table(dataset: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table of a dataset."""
    rows: list[dict[str, Any]] = pq.read_table(dataset / name).to_pylist()
    return rows
