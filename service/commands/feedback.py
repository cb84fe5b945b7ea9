"""`zhibiao feedback`: corrections listed, written as gold lines, dropped."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nlp import parse
from nlp.expected import Reading, differences
from nlp.notation import read_reading
from nlp.schema import Json
from nlp.spellings import ORIGIN, write_group
from service.console import Format, complain, console, json_line, write
from service.feedback import Entry, Feedback
from service.mistakes import Mistake
from service.settings import load


def store(path: str | None) -> Feedback:
    """The corrections at `path`, else those of the settings; raises `Mistake` without a file."""
    settings = load()
    chosen = path or settings.feedback
    if not chosen:
        raise Mistake("no file of corrections; give --store, or set ZHIBIAO_FEEDBACK")
    if not os.path.isfile(chosen):
        raise Mistake(f"{chosen}: no such file; it comes with the first correction")
    return Feedback(chosen, settings.max_feedback_bytes)


def list_entries(entries: Sequence[Entry], form: Format) -> None:
    """Print corrections, each beside what was read."""
    if form is Format.JSONL:
        write(b"".join(json_line(entry.to_dict()) for entry in entries))
        return
    from service.show.feedback import show

    show(entries, console())


def export(kept: Feedback, entries: Sequence[Entry], *, corpus: bool) -> None:
    """Write corrections as gold lines, and note that they were."""
    chosen = list(_newest(entries))
    if corpus:
        lines = "".join(f"{line}\n" for line in _corpus(chosen))
        write(lines.encode("utf-8", "backslashreplace"))
    else:
        write(b"".join(json_line(_gold(entry)) for entry in chosen))
    kept.mark_exported(entries)


def drop(kept: Feedback, ids: Sequence[str]) -> int:
    """Remove corrections; how many there were not."""
    missing = kept.drop(ids)
    for entry in missing:
        complain(f"{entry}: no such entry; see `zhibiao feedback list`")
    complain(f"{len(ids) - len(missing)} dropped")
    return len(missing)


def _newest(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Of corrections that contradict each other only the newest."""
    newest: dict[tuple[str, str | None], Entry] = {}
    for entry in sorted(entries, key=lambda e: e.time):
        newest[entry.text, entry.name] = entry
    for entry in entries:
        settled = newest[entry.text, entry.name]
        if settled is entry:
            yield entry
        else:
            complain(f"{entry.id}: left out; {settled.id} says otherwise of the same cell")


def _gold(entry: Entry) -> Json:
    """A gold line; what was not said is left out."""
    said = ("id", "text", "name", "expected", "comment")
    return {key: value for key in said if (value := getattr(entry, key)) is not None}


def _corpus(entries: Sequence[Entry]) -> Iterator[str]:
    groups: dict[Reading, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(_stated(entry), []).append(entry)
    if groups:
        yield f"{ORIGIN} feedback"
    for reading, same in groups.items():
        for entry in same:
            if entry.comment:
                yield f"# {entry.id}: {' '.join(entry.comment.split())}"
        yield from write_group(reading, [(entry.name, entry.text) for entry in same])


def _stated(entry: Entry) -> Reading:
    """The reading that is right; where it is what is read now, with what was inferred for it."""
    reading = read_reading(entry.expected)
    target = parse(entry.text, entry.name)
    if entry.name is not None or differences(reading, target):
        return reading
    constraints = tuple(
        replace(stated, inferred=found.inferred) if found.inferred else stated
        for stated, found in zip(reading.constraints, target.constraints, strict=True)
    )
    return replace(reading, constraints=constraints)
