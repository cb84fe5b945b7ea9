"""Outputs on the disk: temporary names, complete files, one run at a time."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from service.batch.parts import TEMPORARY
from service.mistakes import Mistake


@contextmanager
def work_folder(work: str) -> Iterator[None]:
    """A folder for the parts of a run, this run's alone; what a run before left half is removed."""
    os.makedirs(work, exist_ok=True)
    with open(os.path.join(work, "lock"), "wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Mistake(f"{work}: another run writes there; wait for it") from None
        temporary = os.path.join(work, TEMPORARY)
        shutil.rmtree(temporary, ignore_errors=True)
        os.makedirs(temporary)
        yield


def publish(stream: BinaryIO, path: str) -> None:
    """Give a file that was written under a temporary name, and is closed by this, its own name."""
    stream.flush()
    os.fsync(stream.fileno())
    stream.close()
    os.replace(stream.name, path)
    sync_folder(os.path.dirname(path))


def sync_folder(path: str) -> None:
    """Put the names in a folder on the disk."""
    folder = os.open(path or ".", os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
