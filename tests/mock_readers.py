"""Work that misbehaves as a reader may on a hostile file."""

from __future__ import annotations

import ctypes
import os
import time


def die() -> None:
    """End the process in the midst of the work."""
    os._exit(3)


def crash() -> None:
    """Read where nothing is mapped."""
    ctypes.string_at(0)


def run_on() -> None:
    """Never end."""
    while True:
        pass


def eat(size: int) -> None:
    """Take memory, `size` bytes at a time, and keep it."""
    kept = []
    while True:
        kept.append(bytearray(size))


def fail() -> None:
    """Raise what no reader should."""
    raise KeyError("x")


def echo(value: object, seconds: float = 0.0) -> object:
    """Do what is asked for."""
    time.sleep(seconds)
    return value


def version() -> str:
    """The version of the lexicons that the process uses."""
    from nlp import lexicon

    return lexicon.current().version


def measured(content: bytes, name: str) -> tuple[list[str], int]:
    """The reasons why documents were refused, and the peak of memory in MiB."""
    import resource

    from service.documents import all_of
    from service.readers import Unread

    found = [one for one in all_of(content, name) if isinstance(one, Unread)]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return [one.refused.reason for one in found], peak
