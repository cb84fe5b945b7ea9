"""Corpus lines: a reading at column 0, below it the cells that give it, each with its name.

>= 60 人
    ≥60人  (受益人数) ≥60
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.expected import Reading
from nlp.notation import NotationError, quoted, read_reading, write_reading

ORIGIN = "# origin:"
_WIDTH = 96
_INDENT = " " * 4
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_AS_NAME = re.compile(r"[()\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_GAP = re.compile(r"\t| {2}")
_PARENTHESES = re.compile(r"[()]")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A cell with the reading that it must give, the line it stands in, and whence it comes."""

    line: int
    text: str
    name: str | None
    reading: Reading
    origin: str


@dataclass(frozen=True, slots=True)
class BadSpelling:
    """A line of a corpus that cannot be read, and why."""

    line: int
    reason: str


def read_corpus(lines: Iterable[str]) -> Iterator[Spelling | BadSpelling]:
    """The spellings of a corpus; below a reading that cannot be read each line is bad.

    >>> [(s.name, s.text) for s in read_corpus([">= 60 人", "    ≥60人  (受益人数) ≥60"])]
    [(None, '≥60人'), ('受益人数', '≥60')]
    """
    origin, reading = "", None
    for number, line in enumerate(lines, 1):
        if line.startswith(ORIGIN):
            origin = line.removeprefix(ORIGIN).strip()
        elif not line.strip() or line.startswith("#"):
            continue
        elif line[0].isspace() and reading is None:
            yield BadSpelling(number, "spellings without a reading above them")
        else:
            try:
                if line[0].isspace() and reading is not None:
                    pairs = list(read_spellings(line))
                    yield from (Spelling(number, t, n, reading, origin) for n, t in pairs)
                else:
                    reading = None
                    reading = read_reading(line)
            except NotationError as error:
                yield BadSpelling(number, str(error))


def read_spellings(line: str) -> Iterator[tuple[str | None, str]]:
    """The (name, cell) pairs of an indented line, parted by a tab or two blanks.

    >>> list(read_spellings('    (公众满意度) 90  "(70,80]"'))
    [('公众满意度', '90'), (None, '(70,80]')]
    """
    at = 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
            continue
        name = None
        if line[at] == "(":
            end = _closing(line, at)
            name, at = line[at + 1 : end], end + 2
            if name.startswith('"'):
                name, _ = _json(name, 0, at)
        if line[at : at + 1] == '"':
            text, at = _json(line, at, at)
        else:
            end = _cell_end(line, at)
            text, at = line[at:end], end
        yield name, text


def _json(line: str, start: int, at: int) -> tuple[str, int]:
    try:
        found, end = json.JSONDecoder().raw_decode(line, start)
    except ValueError:
        raise NotationError("no JSON string", at) from None
    return str(found), end


def _closing(line: str, at: int) -> int:
    depth = 0
    for end in range(at, len(line)):
        depth += {"(": 1, ")": -1}.get(line[end], 0)
        if depth == 0:
            return end
    raise NotationError("a name that is not closed with )", at)


def _cell_end(line: str, at: int) -> int:
    gap = _GAP.search(line, at)
    return gap.start() if gap else len(line.rstrip())


def write_spelling(name: str | None, text: str) -> str:
    """A cell, with its name before it, as `read_spellings` gives it back.

    >>> write_spelling("受益人数（人）", "(70,80]")
    '(受益人数（人）) "(70,80]"'
    """
    plain = text == text.strip() != "" and text[0] not in '("' and "  " not in text
    cell = text if plain and not _CONTROL.search(text) else quoted(text, _CONTROL)
    return cell if name is None else f"({_name(name)}) {cell}"


def _name(name: str) -> str:
    balanced = _PARENTHESES.search(name) is None or _closes(name)
    plain = balanced and not name.startswith('"') and not _CONTROL.search(name)
    return name if plain else quoted(name, _AS_NAME)


def _closes(name: str) -> bool:
    try:
        return _closing(f"({name})", 0) == len(name) + 1
    except NotationError:
        return False


def write_group(reading: Reading, pairs: Iterable[tuple[str | None, str]]) -> Iterator[str]:
    """The lines of a reading and the spellings that must give it.

    >>> list(write_group(read_reading(">= 60 人"), [(None, "≥60人"), ("受益人数", "≥60")]))
    ['>= 60 人', '    ≥60人  (受益人数) ≥60']
    """
    yield write_reading(reading)
    line = ""
    for name, text in pairs:
        spelling = write_spelling(name, text)
        if line and len(line) + len(spelling) > _WIDTH:
            yield _INDENT + line
            line = ""
        line += ("  " if line else "") + spelling
    if line:
        yield _INDENT + line
