"""Pairs read in processes of their own: Arrow bytes there, Arrow bytes back."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any

import pyarrow as pa  # type: ignore[import-untyped]

from nlp import lexicon, parse
from service.column.build import built
from service.column.shape import Shape
from service.mistakes import Refused

CHUNK = 4096
ENDED = "a process that reads cells was ended from outside", "free memory, or give --jobs 1"


def read(shape: Shape, values: list[str], names: list[str]) -> Any:
    """The readings of pairs of value and name, in this process.

    >>> read(Shape.FLAT, ["≥9座"], [""]).field("unit").to_pylist()
    ['座']
    """
    return built(shape, [parse(v, n or None) for v, n in zip(values, names, strict=True)])


class Workers:
    """Processes that read pairs while this one reads and writes files."""

    def __init__(self, jobs: int) -> None:
        self._pool = ProcessPoolExecutor(
            jobs,
            multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(lexicon.current().folders[1:],),
        )

    def submit(self, shape: Shape, values: list[str], names: list[str]) -> Callable[[], Any]:
        """Begin to read; what is returned waits for the array."""
        try:
            task = self._pool.submit(_work, shape, values, names)
        except BrokenProcessPool:
            raise Refused(*ENDED) from None
        return lambda: _result(task)

    def close(self) -> None:
        """End the processes; what they have not begun is left undone."""
        self._pool.shutdown(cancel_futures=True)


def _result(task: Future[bytes]) -> Any:
    try:
        content = task.result()
    except BrokenProcessPool:
        raise Refused(*ENDED) from None
    with pa.ipc.open_stream(content) as stream:
        return stream.read_next_batch().column(0)


def _begin(overlays: tuple[str, ...]) -> None:
    if overlays != lexicon.current().folders[1:]:
        lexicon.use(*overlays)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _work(shape: Shape, values: list[str], names: list[str]) -> bytes:
    batch = pa.record_batch([read(shape, values, names)], ["reading"])
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, batch.schema) as stream:
        stream.write_batch(batch)
    return sink.getvalue().to_pybytes()  # type: ignore[no-any-return]
