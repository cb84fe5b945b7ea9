"""Every distinct pair of value and name read once, rows given what was read."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Any, Self

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]

from service.column.build import empty
from service.column.shape import Shape
from service.column.workers import CHUNK, Workers, read
from service.mistakes import Refused

KEPT = 1 << 18
"""Distinct pairs remembered between batches, about 0.5 KB each."""
MANY = 8 * CHUNK
"""From so many pairs unknown at once, processes of their own are worth their start."""
AHEAD = 1


@dataclass(slots=True)
class _Known:
    """Pairs by name and cell, what was read of the first of them, and what is still to come."""

    readings: Any
    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    count: int = 0
    coming: deque[Callable[[], Any]] = field(default_factory=deque)
    begun: int = 0
    done: int = 0

    def settle(self, begun: int) -> Any:
        """The readings of everything that had been begun at that count."""
        parts = []
        while self.done < begun:
            parts.append(self.coming.popleft()())
            self.done += 1
        if parts:
            self.readings = pa.concat_arrays([self.readings, *parts])
        return self.readings


@dataclass(frozen=True, slots=True)
class Task:
    """Rows whose pairs are being read."""

    known: _Known
    rows: Any
    begun: int

    def result(self) -> Any:
        """The reading of every row."""
        return self.known.settle(self.begun).take(self.rows)


class Readings:
    """Reads columns of cells; remembers up to `kept` distinct pairs from one to the next.

    With more than one of `jobs` large numbers of new pairs are read in processes of their own.
    Safe to call from several threads.

    >>> import pyarrow as pa
    >>> with Readings() as readings:
    ...     found = readings(pa.array(["≥5万人", "≥5万人", None]))
    >>> found.field("kind").to_pylist()
    ['quantitative', 'quantitative', 'unparseable']
    """

    def __init__(self, shape: Shape = Shape.NESTED, *, jobs: int = 1, kept: int = KEPT) -> None:
        self.shape = shape
        self.jobs = jobs
        self.kept = kept
        self._workers: Workers | None = None
        self._lock = threading.Lock()
        self.forget()

    def __call__(self, values: Any, names: Any = None) -> Any:
        """The readings of an Arrow array of cells and one of names, or none, as an array."""
        with self._lock:
            try:
                return self.begin(values, names).result()
            except BaseException:
                self.forget()
                raise

    def begin(self, values: Any, names: Any = None) -> Task:
        """Begin to read: the pairs that are not yet known."""
        texts, titles, rows = distinct(values, names)
        if self._known.count >= self.kept:
            self.forget()
        known = self._known
        places = []
        new = []
        for text, title in zip(texts, titles, strict=True):
            of = known.numbers.get(title)
            if of is None:
                of = known.numbers[title] = {}
            place = of.get(text)
            if place is None:
                place = of[text] = known.count
                known.count += 1
                new.append((text, title))
            places.append(place)
        if new:
            self._read(known, new)
        return Task(known, pa.array(places, pa.int32()).take(rows), known.begun)

    def forget(self) -> None:
        """Forget every reading, as when another lexicon is put in use."""
        self._known = _Known(empty(self.shape))

    def close(self) -> None:
        """End the processes that read."""
        if self._workers:
            self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, known: _Known, new: list[tuple[str, str]]) -> None:
        if self._workers is None and self.jobs > 1 and len(new) >= MANY:
            self._workers = Workers(self.jobs)
        for first in range(0, len(new), CHUNK):
            values, names = map(list, zip(*new[first : first + CHUNK], strict=True))
            if self._workers:
                known.coming.append(self._workers.submit(self.shape, values, names))
            else:
                known.coming.append(partial(_same, read(self.shape, values, names)))
            known.begun += 1


def _same(part: Any) -> Any:
    return part


def in_order(
    batches: Iterable[Any], readings: Readings, value: int, name: int | None
) -> Iterator[tuple[Any, Any]]:
    """Every record batch with the readings of its rows, the next ones being read meanwhile."""
    ahead = AHEAD if readings.jobs > 1 else 0
    waiting: deque[tuple[Any, Task]] = deque()
    for batch in batches:
        names = None if name is None else batch.column(name)
        waiting.append((batch, readings.begin(batch.column(value), names)))
        if len(waiting) > ahead:
            found, task = waiting.popleft()
            yield found, task.result()
    while waiting:
        found, task = waiting.popleft()
        yield found, task.result()


def distinct(values: Any, names: Any) -> tuple[list[str], list[str], Any]:
    """The cells and names of the distinct pairs of two Arrow arrays; each row's pair by number.

    >>> distinct(pa.array(["≥5人", "及时", "≥5人"]), pa.array(["人数", None, "人数"]))[:2]
    (['≥5人', '及时'], ['人数', ''])
    """
    cells = encoded(values)
    if names is None:
        pairs = cells.indices.dictionary_encode()
        texts = cells.dictionary.take(pairs.dictionary).to_pylist()
        return [text or "" for text in texts], [""] * len(texts), pairs.indices
    called = encoded(names)
    width = max(len(called.dictionary), 1)
    codes = pc.add(pc.multiply(cells.indices.cast(pa.int64()), width), called.indices)
    pairs = codes.dictionary_encode()
    places = pc.divide(pairs.dictionary, width)
    texts = cells.dictionary.take(places).to_pylist()
    of = pc.subtract(pairs.dictionary, pc.multiply(places, width))
    titles = called.dictionary.take(of).to_pylist()
    return [text or "" for text in texts], [title or "" for title in titles], pairs.indices


def encoded(column: Any) -> Any:
    """A column of anything that has a text as a dictionary array of strings, nulls in it too.

    Raises `Refused` where the column holds lists, structs or bytes.
    """
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks()
    if pa.types.is_dictionary(column.type):
        if column.null_count == 0 and pa.types.is_string(column.type.value_type):
            return column
        column = column.dictionary_decode()
    if not pa.types.is_string(column.type):
        column = _as_text(column)
    return column.dictionary_encode(null_encoding="encode")


def _as_text(column: Any) -> Any:
    kind = column.type
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        raise Refused(f"cells of type {kind}, not text", "give a column of strings or numbers")
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        raise Refused(f"cells of type {kind}, not text", "turn them into strings") from None
