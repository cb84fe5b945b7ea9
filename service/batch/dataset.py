"""The dataset: a folder a table, Parquet files of bounded size in the order of the archive."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import asdict

import pyarrow as pa  # type: ignore[import-untyped]

from nlp import __version__, lexicon
from service.batch.arrow import decoded, encoded, schema
from service.batch.files import publish
from service.batch.forms import Read
from service.batch.parquet import Files
from service.batch.parts import TEMPORARY, Summary
from service.batch.rows import Rows
from service.batch.schema import TABLES
from service.console import json_line
from service.writers.parquet import safe

MANIFEST = "manifest.jsonl"
ROWS = 1_000_000


def render_dataset(read: Read, summary: Summary) -> bytes:
    """The rows of a document, in all tables."""
    rows = Rows(read, summary.sha256)
    made = encoded(rows.tables)
    summary.findings += rows.findings
    return made


class Dataset:
    """Gathers parts into the folder `out`; the manifest is put there last.

    The manifest has a line for the versions and one for each file, in the order of the tables.
    """

    def __init__(self, out: str, work: str) -> None:
        self.out = out
        self.temporary = os.path.join(work, TEMPORARY)
        version = lexicon.current().version
        self.tables = {
            table.name: Files(
                schema(table, version), os.path.join(self.temporary, table.name), ROWS
            )
            for table in TABLES
        }
        self.manifest = open(os.path.join(self.temporary, MANIFEST), "wb")  # noqa: SIM115
        self.manifest.write(json_line({"zhibiao": __version__, "lexicon": version}))

    def add(self, summary: Summary, payload: bytes) -> None:
        """Take the rows of a file and its failures."""
        for name, rows in decoded(payload):
            self.tables[name].add(rows)
        failures = [_safe({"file": summary.file, **asdict(one)}) for one in summary.errors]
        if failures:
            errors = self.tables["errors"]
            errors.add(pa.Table.from_pylist(failures, errors.schema))
        self.manifest.write(summary.line())

    def finish(self) -> None:
        """Put the files under their names; there is no manifest while they are not all there."""
        written = {name: table.close() for name, table in self.tables.items()}
        with suppress(FileNotFoundError):
            os.remove(os.path.join(self.out, MANIFEST))
        for name, streams in written.items():
            folder = os.path.join(self.out, name)
            os.makedirs(folder, exist_ok=True)
            for stream in streams:
                publish(stream, os.path.join(folder, os.path.basename(stream.name)))
            _remove_beyond(folder, len(streams))
        publish(self.manifest, os.path.join(self.out, MANIFEST))

    def close(self) -> None:
        """Let go of what is still open."""
        for table in self.tables.values():
            table.abandon()
        with suppress(OSError):
            self.manifest.close()


def _safe(fields: dict[str, str | None]) -> dict[str, str | None]:
    return {name: safe(text) if text else text for name, text in fields.items()}


def _remove_beyond(folder: str, count: int) -> None:
    """Remove the files of an earlier, larger dataset."""
    for name in os.listdir(folder):
        if name.startswith("part-") and int(name[5:-8]) >= count:
            os.remove(os.path.join(folder, name))
