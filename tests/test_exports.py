"""The public surface against its snapshots: names, JSON schema, OpenAPI document, command help.

A change that is meant is written down anew with

    ZHIBIAO_RENEW=1 pytest -n 0 tests/test_exports.py

and the difference then stands in the commit.
"""

from __future__ import annotations

import inspect
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pydantic.json_schema import models_json_schema
from typer.testing import CliRunner

import nlp
from nlp import lexicon
from nlp.findings.catalogue import catalogue
from nlp.notes import CATALOGUE
from service.app import create_app
from service.batch.schema import markdown
from service.cli import app
from service.column.shape import FLAT, NESTED
from service.http import errors, models
from service.settings import Settings, variables
from service.writers.rows import COLUMNS

SNAPSHOTS = Path(__file__).with_name("snapshots")
RESULTS = (
    models.Target,
    models.Extraction,
    models.Narrative,
    models.Document,
    models.Finding,
    models.Assessment,
    models.ItemError,
)
COMMANDS = (
    (),
    ("parse",),
    ("extract",),
    ("analyze",),
    ("structure",),
    ("report",),
    ("review",),
    ("assess",),
    ("evaluate",),
    ("feedback", "list"),
    ("feedback", "export"),
    ("feedback", "drop"),
    ("column",),
    ("serve",),
)


def names() -> str:
    lines = [f"{name}{inspect.signature(getattr(nlp, name))}" for name in sorted(nlp.__all__)]
    return "\n".join(lines)


def codes() -> str:
    faults = [f"{code}\t{status}" for code, (status, _, _) in errors.CATALOGUE.items()]
    found = [f"{code}\t{entry.severity.value}" for code, entry in catalogue().items()]
    told = [row[0] for row in lexicon.current().table("assessments")]
    parts = (("notes", CATALOGUE), ("faults", faults), ("findings", found), ("assessments", told))
    return "\n".join(line for head, lines in parts for line in (f"# {head}", *lines))


def columns() -> str:
    return "\n".join(f"{name}\t{kind}" for name, kind in COLUMNS.items())


def dataset() -> str:
    return "\n".join(markdown())


def settings() -> str:
    return "\n".join("\t".join(row) for row in variables())


def pretty(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)


def schema() -> str:
    _, found = models_json_schema([(model, "serialization") for model in RESULTS])
    return pretty(found)


def openapi() -> str:
    return pretty(create_app(Settings()).openapi())


def helps() -> str:
    environment = {"COLUMNS": "88", "TERM": "dumb", "NO_COLOR": "1"}
    pages = (
        CliRunner().invoke(app, [*command, "--help"], env=environment).stdout
        for command in COMMANDS
    )
    return "\n".join(line.rstrip() for page in pages for line in page.splitlines())


def kind_of(kind: Any) -> str:
    return f"list of {kind_of(kind.value_type)}" if pa.types.is_list(kind) else str(kind)[:6]


def fields(kind: Any, place: str = "") -> Iterator[str]:
    for field in kind.value_type if isinstance(kind, pa.ListType) else kind:
        meaning = field.metadata[b"description"].decode()
        yield f"{place}{field.name}\t{kind_of(field.type)}\t{meaning}"
        if pa.types.is_nested(field.type) and field.type != pa.list_(pa.string()):
            yield from fields(field.type, f"{place}{field.name}.")


def readings() -> str:
    shapes = (("nested", NESTED), ("flat", FLAT))
    return "\n".join(line for head, kind in shapes for line in (f"# {head}", *fields(kind)))


SURFACE: dict[str, Callable[[], str]] = {
    "names.txt": names,
    "codes.txt": codes,
    "columns.txt": columns,
    "dataset.md": dataset,
    "settings.txt": settings,
    "schema.json": schema,
    "openapi.json": openapi,
    "help.txt": helps,
    "readings.txt": readings,
}


@pytest.mark.parametrize("name", SURFACE)
def test_the_surface_is_as_written_down(name: str) -> None:
    path = SNAPSHOTS / name
    found = SURFACE[name]() + "\n"
    if os.environ.get("ZHIBIAO_RENEW"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


def test_every_snapshot_is_of_something() -> None:
    assert {path.name for path in SNAPSHOTS.iterdir()} == SURFACE.keys()


def test_every_public_name_is_at_hand() -> None:
    assert all(callable(getattr(nlp, name)) for name in nlp.__all__)
    assert set(nlp.__all__) <= set(dir(nlp))
