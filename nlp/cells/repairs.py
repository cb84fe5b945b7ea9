"""Damage by prints and scans, put right where the cell or its name proves it."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

import regex

from nlp import lexicon
from nlp.cells import engine
from nlp.cells.normalize import Folded
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Note

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.cells.names import Name

_SIGN = {">=": "≥", "<=": "≤", "=": "=", ">": ">", "<": "<"}
_PERCENT = re.compile(r"[0-9] ?([0-9]{1,3}+(?:\.[0-9]{1,4}+)?+)%?$")
_COMMA = re.compile(r"(?<![0-9.,])[0-9]{1,3},[0-9]{1,2}%")
_USUAL = 60


def _of_proof(*proofs: str) -> dict[str, tuple[str, str]]:
    rows = lexicon.current().table("repairs")
    return {glyph: (read, proof) for glyph, read, proof in rows if proof in proofs}


@cache
def glyphs() -> dict[str, tuple[str, str]]:
    """Glyphs that stand for an operator: what each was, and what proves it."""
    return _of_proof("rate", "start", "doubt")


@cache
def _scale_letters() -> dict[str, tuple[str, str]]:
    return _of_proof("scale")


@cache
def _patterns() -> list[regex.Pattern[str]]:
    """Where damage can be: a sign before a number, a letter or a point inside a share."""
    return engine.compiled("repairs", _compile)


def _compile() -> list[regex.Pattern[str]]:
    from nlp.cells.shapes import TITLE
    from nlp.cells.trie import any_of

    letters, points, scales = (
        regex.escape("".join(_of_proof(p))) for p in ("digit", "point", "scale")
    )
    suffix = any_of(words().suffix)
    counted = any_of(unit for unit in words().counting | words().money if not unit[0].isascii())
    spelled = (
        rf"(?!{TITLE})({any_of(glyphs())}) ?(?=[0-9])",
        rf"(?<=[0-9])[{letters}]++(?=[0-9]*+%)",
        rf"(?<=[0-9])[{points}](?=[0-9]{{1,2}}+%)",
        rf"(?<=[0-9])[{scales}](?=[+]?{counted}(?:$|[,;。)、/]|{suffix}))",
    )
    return [regex.compile(each) for each in spelled]


lexicon.on_change(glyphs.cache_clear)
lexicon.on_change(_scale_letters.cache_clear)
lexicon.on_change(_patterns.cache_clear)


def repair(folded: Folded, name: Name | None) -> list[Note]:
    """Mend damaged signs and digits of a cell in place; a note for each, or for the doubt.

    >>> from nlp.cells.names import read_name
    >>> from nlp.cells.normalize import fold
    >>> cell = fold("294%")
    >>> repair(cell, read_name("产品合格率"))[0].code, cell.text
    ('op_repaired', '≥94%')
    """
    operator, letter, point, _ = _patterns()
    notes = repair_scales(folded)
    if "%" in folded.text:
        notes += _digits(folded, letter, point)
    if (match := operator.match(folded.text)) is not None:
        notes += _operator(folded, name, match)
    return notes


def repair_scales(folded: Folded) -> list[Note]:
    """Mend letters that stand for a scale, in place: 10W人次."""
    read = _scale_letters()
    if read.keys().isdisjoint(folded.text):
        return []
    match = _patterns()[3].search(folded.text)
    if match is None:
        return []
    folded.text = _patterns()[3].sub(lambda m: read[m.group()][0], folded.text)
    return [note("scale_repaired", match.group())]


def _digits(folded: Folded, letter: regex.Pattern[str], point: regex.Pattern[str]) -> list[Note]:
    """Mend letters and points inside a share: 9O%, 95。5%."""
    notes: list[Note] = []
    if (match := letter.search(folded.text)) is not None:
        digits = {ord(glyph): read for glyph, (read, _) in _of_proof("digit").items()}
        folded.text = letter.sub(lambda m: m.group().translate(digits), folded.text)
        notes.append(note("digit_repaired", match.group()))
    if (match := point.search(folded.text)) is not None:
        folded.text = point.sub(".", folded.text)
        notes.append(note("digit_repaired", match.group()))
    if (comma := _COMMA.search(folded.text)) is not None:
        notes.append(note("maybe_glued", comma.group()))
    return notes


def _operator(folded: Folded, name: Name | None, match: regex.Match[str]) -> list[Note]:
    read, proof = glyphs()[match[1]]
    if proof == "doubt":
        _put(folded, "", match.end())
        return [note("op_doubtful", match[1])]
    if proof == "rate" and not (name and "bounded" in name.kinds):
        usual = (name is None or "percent" in name.kinds) and _share(folded.text) >= _USUAL
        return [note("op_doubtful", folded.text)] if usual else []
    if proof == "rate" and not _share(folded.text):
        return []
    _put(folded, _SIGN[read], match.end())
    return [note("op_repaired", match[1])]


def _put(folded: Folded, sign: str, end: int) -> None:
    """Put a sign, or nothing, in the place of what stands before `end`."""
    offset = folded.offset or list(range(len(folded.text)))
    folded.offset = [*offset[: len(sign)], *offset[end:]]
    folded.text = sign + folded.text[end:]


def _share(text: str) -> Decimal:
    """What 294% is without the 2, where it can only be a damaged ≥94%; else 0."""
    match = _PERCENT.match(text)
    if match is None or not Decimal(match[1]) <= 100 < Decimal(text.rstrip("%").replace(" ", "")):
        return Decimal(0)
    return Decimal(match[1])
