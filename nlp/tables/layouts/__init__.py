"""Table layouts: one file each, tried in this order."""

from __future__ import annotations

from collections.abc import Callable

from nlp.tables.build import Reading
from nlp.tables.layouts import class_columns, indicator_rows, project_rows
from nlp.tables.outline import Table

LAYOUTS: tuple[Callable[[Table, str | None], Reading | None], ...] = (
    project_rows.read,
    indicator_rows.read,
    class_columns.read,
)
