"""Parts: what one file of an archive gave, in one file that is there whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import zlib
from dataclasses import asdict, dataclass, field, fields
from functools import cache
from pathlib import Path

from nlp import __version__, lexicon
from service.console import json_line

ROOT = Path(__file__).parents[2]
TEMPORARY = "tmp"


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be read: the place within its file (a member of an archive), why, what to do.

    Fields as in the errors table.
    """

    place: str | None
    reason: str
    remedy: str


@dataclass(slots=True)
class Summary:
    """What a file gave, in numbers and failures; `part` is None where nothing of it is kept."""

    file: str
    sha256: str | None = None
    documents: int = 0
    projects: int = 0
    indicators: int = 0
    findings: int = 0
    remarks: list[str] = field(default_factory=list)
    errors: list[Failure] = field(default_factory=list)
    part: str | None = None

    def line(self) -> bytes:
        """The summary as one line of JSON."""
        failures = [asdict(failure) for failure in self.errors]
        return json_line({name: getattr(self, name) for name in _FIELDS} | {"errors": failures})

    @classmethod
    def of_line(cls, line: bytes) -> Summary:
        """The summary that a line holds.

        >>> told = Summary("a.txt", errors=[Failure(None, "empty", "fill it")])
        >>> Summary.of_line(told.line()) == told
        True
        """
        given = json.loads(line)
        given["errors"] = [Failure(**one) for one in given["errors"]]
        return cls(**given)


_FIELDS = tuple(field.name for field in fields(Summary))


@cache
def engine() -> str:
    """Hash of all that decides what is read from a file: code, weights and lexicons."""
    digest = hashlib.sha256(f"{__version__} {lexicon.current().version}".encode())
    for folder in ("nlp", "service"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".npz", ".json"):
                digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


lexicon.on_change(engine.cache_clear)


def name_of(*key: str) -> str:
    """The name of the part that has this key: what was read, from where, by which engine."""
    joined = "\0".join(key).encode("utf-8", "surrogatepass")
    name = hashlib.sha256(joined).hexdigest()[:40]
    return os.path.join(name[:2], name)


def write(work: str, summary: Summary, payload: bytes) -> None:
    """Write a part below the folder `work`, under its name only when all of it is on the disk."""
    path = os.path.join(work, summary.part or "")
    temporary = os.path.join(work, TEMPORARY, f"{os.path.basename(path)}.{os.getpid()}")
    with open(temporary, "wb") as stream:
        stream.write(summary.line())
        stream.write(zlib.compress(payload, 1))
        stream.flush()
        os.fsync(stream.fileno())
    os.makedirs(os.path.dirname(path), exist_ok=True)
    os.replace(temporary, path)


def summary_of(work: str, part: str) -> Summary | None:
    """The summary of a part; None where it is not there, or is damaged."""
    try:
        with open(os.path.join(work, part), "rb") as stream:
            return Summary.of_line(stream.readline())
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def payload_of(work: str, part: str) -> bytes:
    """What a part holds beside its summary; one that is damaged is removed, to be made again."""
    path = os.path.join(work, part)
    with open(path, "rb") as stream:
        stream.readline()
        try:
            return zlib.decompress(stream.read())
        except zlib.error:
            os.remove(path)
            raise OSError(errno.EIO, "a part was damaged on the disk and is removed") from None
