"""JSON and JSON Lines → grids: rows as lists or objects, or documents of `zhibiao structure`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.mistakes import Refused
from service.readers.documents import is_document, rows_of

_DEEP = Refused("JSON too deep to be a table", "give rows as lists or objects")


def read_text(text: str, origin: Origin) -> tuple[list[Grid], list[Note]] | None:
    """The grids of JSON or JSON Lines; None for another text.

    >>> read_text('[{"三级指标": "走访", "指标值": 5.0}]', Origin())[0][0].rows[1][1].text
    '5.0'
    """
    if text.lstrip()[:1] not in ("[", "{"):
        return None
    reading = _Reading(origin)
    value = reading.value(text)
    if value is None:
        return None
    return [Grid.of(rows, Origin(origin.file, name)) for name, rows in reading.tables(value)], list(
        reading.notes.values()
    )


class _Reading:
    def __init__(self, origin: Origin) -> None:
        self.origin = origin
        self.notes: dict[str, Note] = {}
        self.decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_int=str, parse_float=str, parse_constant=str
        )

    def value(self, text: str) -> object:
        """The value of a text, a list of them where each line holds one; None where none does."""
        try:
            return self.decoder.decode(text)
        except RecursionError:
            raise _DEEP from None
        except ValueError:
            return self._lines(text)

    def _lines(self, text: str) -> list[object] | None:
        try:
            return [self.decoder.decode(line) for line in text.splitlines() if line.strip()]
        except RecursionError:
            raise _DEEP from None
        except ValueError:
            return None

    def _object(self, pairs: list[tuple[str, object]]) -> dict[str, object]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                if key in seen:
                    self.notes[key] = note("key_repeated", key)
                seen.add(key)
        return made

    def tables(self, value: object) -> Iterator[tuple[str | None, list[list[object]]]]:
        """The tables that a value holds, each under the key that it stands under."""
        if isinstance(value, dict) and not is_document(value):
            lists = {k: v for k, v in value.items() if isinstance(v, list) and _holds_rows(v)}
            facts = [[k, _text(v)] for k, v in value.items() if k not in lists]
            if facts:
                yield None, facts
            for key, rows in lists.items():
                yield key, _rows(rows)
        else:
            given = value if isinstance(value, list) else [value]
            for document in (v for v in given if is_document(v)):
                yield document.get("file"), rows_of(document)
            rest = [v for v in given if not is_document(v)]
            if rest:
                yield None, _rows(rest)


def _holds_rows(values: list[Any]) -> bool:
    return any(isinstance(v, list | dict) for v in values)


def _rows(values: list[Any]) -> list[list[object]]:
    """Lists as rows, objects as rows below their keys, single values as rows of one cell."""
    keys: dict[str, None] = {}
    for value in values:
        keys |= dict.fromkeys(value) if isinstance(value, dict) else {}
    rows: list[list[object]] = []
    headed = False
    for value in values:
        if isinstance(value, dict):
            rows += [] if headed else [list(keys)]
            rows.append([_text(value.get(key)) for key in keys])
            headed = True
        else:
            rows.append([_text(v) for v in value] if isinstance(value, list) else [_text(value)])
    return rows


def _text(value: object) -> str:
    """What a cell shows of a value; values within it part by line."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False)
