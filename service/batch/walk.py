"""The files of an archive, in the order of their names, whatever links lead to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.mistakes import Refused

_NO_DOCUMENTS = frozenset({"Thumbs.db", "desktop.ini", "__MACOSX"})
_LOOP = Refused("a link to a folder that is read under its own name", "remove the link")
_NOWHERE = Refused("a link that leads nowhere", "remove it, or mend what it leads to")
_NO_FILE = Refused("not a regular file", "give files and folders")


@dataclass(frozen=True, slots=True)
class Passed:
    """A path that the walk cannot enter, and why."""

    path: str
    refused: Refused


class Walk:
    """Every file of `inputs` (files and folders), folders depth first, without those of `without`.

    Links to files are files; a link to a folder is entered unless that folder is met anyway, so
    that no loop is followed. Hidden files and those that office programs leave beside an open
    document are counted in `skipped`.
    """

    def __init__(self, inputs: Sequence[str], without: Sequence[str] = ()) -> None:
        self.inputs = _apart(inputs)
        self.without = frozenset(os.path.realpath(path) for path in without)
        self._names = frozenset(os.path.basename(path) for path in self.without)
        self.skipped = 0
        self._entered = [os.path.realpath(path) for path in self.inputs]

    def __iter__(self) -> Iterator[str | Passed]:
        stack = [iter(self.inputs)]
        while stack:
            path = next(stack[-1], None)
            if path is None:
                stack.pop()
                continue
            try:
                found = self._look(path, given=len(stack) == 1)
            except OSError as error:
                yield Passed(path, _refusal(error))
                continue
            if isinstance(found, list):
                stack.append(iter(found))
            elif found is not None:
                yield found

    def _look(self, path: str, *, given: bool) -> list[str] | str | Passed | None:
        """What a path is: a folder's paths, a file, what cannot be read, or nothing to read."""
        if not given and _hidden(os.path.basename(path)):
            self.skipped += 1
            return None
        try:
            mode = os.stat(path).st_mode
        except FileNotFoundError:
            return path if given else Passed(path, _NOWHERE)
        if os.path.basename(path) in self._names and os.path.realpath(path) in self.without:
            return None
        if stat.S_ISDIR(mode):
            if not given and os.path.islink(path) and not self._enters(os.path.realpath(path)):
                return Passed(path, _LOOP)
            return [os.path.join(path, name) for name in sorted(os.listdir(path))]
        return path if stat.S_ISREG(mode) else Passed(path, _NO_FILE)

    def _enters(self, folder: str) -> bool:
        if any(_within(folder, e) or _within(e, folder) for e in self._entered):
            return False
        self._entered.append(folder)
        return True


def _apart(inputs: Sequence[str]) -> list[str]:
    """The inputs in order, without those that are, or lie within, another one."""
    kept: list[str] = []
    reals: set[str] = set()
    for path in sorted(inputs, key=lambda path: (os.path.realpath(path), path)):
        real = os.path.realpath(path)
        if not any(above in reals for above in _upwards(real)):
            kept.append(path)
            reals.add(real)
    return sorted(kept)


def _upwards(path: str) -> Iterator[str]:
    yield path
    while path != os.path.dirname(path):
        path = os.path.dirname(path)
        yield path


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _hidden(name: str) -> bool:
    return name.startswith((".", "~$")) or name in _NO_DOCUMENTS


def _refusal(error: OSError) -> Refused:
    if isinstance(error, PermissionError):
        return Refused("reading it is not permitted", "change its permissions")
    reason = os.strerror(error.errno) if error.errno else "the system cannot read it"
    return Refused(reason, "check the disk, the network or the link")
