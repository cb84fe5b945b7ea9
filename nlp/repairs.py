"""Damage by prints and scans, put right where the cell or its name proves it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import regex

from nlp import lexicon
from nlp.names import Name
from nlp.normalize import Folded
from nlp.notes import note
from nlp.schema import Note
from nlp.trie import any_of

_SIGN = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_PERCENT = re.compile(r"[0-9] ?([0-9]{1,3}+(?:\.[0-9]{1,4}+)?+)%?$")
_USUAL = 60


@cache
def glyphs() -> dict[str, tuple[str, str]]:
    """Glyphs that stand for an operator: what each was, and what proves it."""
    rows = lexicon.current().table("repairs")
    return {glyph: (read, proof) for glyph, read, proof in rows if proof != "digit"}


@cache
def _patterns() -> tuple[regex.Pattern[str], regex.Pattern[str], dict[int, str]]:
    rows = lexicon.current().table("repairs")
    digits = {ord(glyph): read for glyph, read, proof in rows if proof == "digit"}
    letters = "".join(map(chr, digits))
    return (
        regex.compile(rf"({any_of(glyphs())}) ?(?=[0-9])"),
        regex.compile(rf"(?<=[0-9])[{letters}]++(?=[0-9]*+%)"),
        digits,
    )


lexicon.on_change(glyphs.cache_clear)
lexicon.on_change(_patterns.cache_clear)


def repair(folded: Folded, name: Name | None) -> list[Note]:
    """Mend damaged signs and digits of a cell in place; a note for each, or for the doubt.

    >>> from nlp.names import read_name
    >>> from nlp.normalize import fold
    >>> cell = fold("294%")
    >>> repair(cell, read_name("产品合格率"))[0].code, cell.text
    ('op_repaired', '≥94%')
    """
    operator, letter, digits = _patterns()
    notes: list[Note] = []
    if (match := letter.search(folded.text)) is not None:
        folded.text = letter.sub(lambda m: m.group().translate(digits), folded.text)
        notes.append(note("digit_repaired", match.group()))
    if (match := operator.match(folded.text)) is not None:
        notes += _operator(folded, name, match)
    return notes


def _operator(folded: Folded, name: Name | None, match: regex.Match[str]) -> list[Note]:
    read, proof = glyphs()[match[1]]
    if proof == "rate" and not (name and "bounded" in name.kinds):
        usual = name is None and _share(folded.text) >= _USUAL
        return [note("op_doubtful", folded.text)] if usual else []
    if proof == "rate" and not _share(folded.text):
        return []
    offset = folded.offset or list(range(len(folded.text)))
    folded.offset = [offset[0], *offset[match.end() :]]
    folded.text = _SIGN[read] + folded.text[match.end() :]
    return [note("op_repaired", match[1])]


def _share(text: str) -> Decimal:
    """What 294% is without the 2, where it can only be a damaged ≥94%; else 0."""
    match = _PERCENT.match(text)
    if match is None or not Decimal(match[1]) <= 100 < Decimal(text.rstrip("%").replace(" ", "")):
        return Decimal(0)
    return Decimal(match[1])
