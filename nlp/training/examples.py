"""The example narratives of `lexicons/narratives`, in the notation that its NOTATION.md tells."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from nlp.lexicon import LexiconError
from nlp.narrative_schema import Role

HOME = Path(__file__).parents[2] / "lexicons" / "narratives"


@dataclass(frozen=True, slots=True)
class Example:
    """A clause: its text, its role, the code of its indicator type, its promises as written."""

    text: str
    role: Role
    indicator_type: str | None
    promises: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Story:
    """A narrative with the labels that it was given by hand."""

    place: str
    domain: str
    activities: tuple[str, ...]
    clauses: list[Example] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The narrative: its clauses put together."""
        return "".join(clause.text for clause in self.clauses)


def stories(home: str | os.PathLike[str] = HOME) -> list[Story]:
    """Every narrative, file by file; `LexiconError` names file and line of what is broken."""
    return [s for path in sorted(Path(home).glob("*.txt")) for s in read(path)]


def read(path: Path) -> Iterator[Story]:
    """The narratives of one file."""
    story: Story | None = None
    for number, line in enumerate(_text(path).splitlines(), 1):
        place = f"{path.name}:{number}"
        if line.startswith("= "):
            if story is not None:
                yield story
            story = _story(line, place)
        elif line.strip() and not line.startswith("# "):
            if story is None:
                raise LexiconError(f"{place}: a clause before the first line '= …'")
            _add(story, line, place)
    if story is not None:
        yield story


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}: not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _story(line: str, place: str) -> Story:
    code, *activities = line[2:].split()
    if not code.isdigit():
        raise LexiconError(f"{place}: {code} is no code; write: = code, two blanks, activities")
    return Story(place, code, tuple(a for a in activities if a != "-"))


def _add(story: Story, line: str, place: str) -> None:
    if line.startswith("    "):
        if not story.clauses:
            raise LexiconError(f"{place}: a promise before the first clause")
        story.clauses[-1].promises.append(line.strip())
        return
    cells = line.split("\t")
    if len(cells) != 3 or cells[0] not in set(Role) or not cells[2]:
        raise LexiconError(f"{place}: write: role TAB indicator type TAB text")
    role, kind, text = cells
    story.clauses.append(Example(text, Role(role), None if kind == "-" else kind))
