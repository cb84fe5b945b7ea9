"""A cell, and its indicator's name, → Target; running text → constraints."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from nlp import lexicon
from nlp.cells.descriptions import YEARS
from nlp.cells.grammar import Sentence, apply
from nlp.cells.inference import infer
from nlp.cells.lexer import tokens
from nlp.cells.moulds import cast
from nlp.cells.normalize import Folded, fold, unquoted
from nlp.cells.readings import Findings, findings
from nlp.cells.repairs import glyphs, repair, repair_scales
from nlp.cells.subjects import deeds
from nlp.cells.units import table
from nlp.cells.vocabulary import words
from nlp.notes import confidence, note
from nlp.schema import Constraint, Kind, Note, Op, Target

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.cells.names import Name

_VALUES = "OQNSRMIADE"
_LONGEST_DATE = 8


def parse(text: str, name: str | None = None) -> Target:
    """Read a target cell; `name`, the indicator's, settles what the cell leaves open.

    Never raises on any string. What cannot be read is `unparseable`, with the reason in `notes`.

    >>> target = parse("≥5万人", name="科普活动受益人数")
    >>> target.constraints[0].value, target.constraints[0].unit, target.confidence
    (Decimal('50000'), '人', 1.0)
    """
    known = _told(name) if name else None
    return cast(text, known, _read) or _read(text, known)


def _told(name: str) -> Name:
    from nlp.cells.names import read_name

    return read_name(name)


def _read(text: str, known: Name | None = None) -> Target:
    folded = _value_in_quotes(fold(text))
    nothing = _nothing(folded.text)
    if nothing is not None:
        return Target(text, Kind.UNPARSEABLE, confidence=0.0, notes=[nothing])
    notes = repair(folded, known)
    sentence = apply(folded, tokens(folded.text))
    found = findings(sentence, running=False)
    if folded.joined:
        notes.append(note("number_joined", folded.joined))
    if notes or found.notes:
        found.notes = _distinct(notes + found.notes)
    if not found.constraints:
        return _without_value(text, sentence, found)
    infer(found, known, repaired=bool(notes) and notes[0].code == "op_repaired")
    if not found.constraints:
        return _without_value(text, sentence, found)
    if folded.parted or folded.joined:
        found.notes += _columns(folded, found)
    found.notes += _years(text, found)
    if "E" in sentence.kinds:
        found.notes += _seasons(sentence)
    return _target(text, found)


def _value_in_quotes(folded: Folded) -> Folded:
    """A cell without quotation marks around it where they hold nothing but a value: “72小时”."""
    inner = unquoted(folded)
    if inner is folded or any(t.unit or t.kind not in _VALUES for t in tokens(inner.text)):
        return folded
    return inner


def _columns(folded: Folded, found: Findings) -> list[Note]:
    """A doubt for each bare number that may be two columns: parted from another, or closed up."""
    if any(n.code == "trailing_number" for n in found.notes):
        return []
    values = [c for c in found.constraints if c.value is not None]
    joined = folded.joined is not None and len(values) == 1
    return [
        note("maybe_glued", c.value)
        for c in values
        if c.end in folded.parted or (joined and c.unit is None)
    ]


def _years(text: str, found: Findings) -> list[Note]:
    """A doubt for bare numbers, neither compared nor named, that look like years."""
    return [
        note("maybe_year", text[c.start : c.end])
        for c in found.constraints
        if c.op in (Op.EQ, Op.RANGE)
        and c.unit is None
        and c.subject is None
        and YEARS.fullmatch(text[c.start : c.end])
    ]


def _seasons(sentence: Sentence) -> list[Note]:
    """A doubt for each rate that may be the first month or quarter of a year: 一季度一次."""
    kind = words().by_kind
    doubtful = {once + season for once in kind["once"] for season in kind["season"]}
    rates = (sentence.text(i, i + 1) for i, k in enumerate(sentence.kinds) if k == "E")
    return [note("maybe_first", rate) for rate in rates if rate in doubtful]


def parse_many(texts: Iterable[str], names: Sequence[str | None] | None = None) -> list[Target]:
    """Read many cells, order kept; equal pairs of cell and name share one result.

    >>> [t.kind.value for t in parse_many(["≥5人", "及时"])]
    ['quantitative', 'qualitative']
    """
    texts = list(texts)
    pairs = zip(texts, names, strict=True) if names is not None else ((t, None) for t in texts)
    seen: dict[tuple[str, str | None], Target] = {}
    results: list[Target] = []
    for pair in pairs:
        target = seen.get(pair)
        if target is None:
            target = seen[pair] = parse(*pair)
        results.append(target)
    return results


def running(text: str) -> list[Constraint]:
    """Every quantity of running text, with the words around it as its subject.

    >>> [c.subject for c in running("带动就业超10万人，增收1.2亿元")]
    ['带动就业', '增收']
    """
    folded = fold(text)
    repair_scales(folded)
    found = findings(apply(folded, tokens(folded.text, running=True)), running=True)
    infer(found, None, repaired=False)
    return found.constraints


def _distinct(notes: list[Note]) -> list[Note]:
    return list(dict.fromkeys(notes))


def _nothing(text: str) -> Note | None:
    if not text:
        return note("empty")
    if text in words().by_kind["no_value"]:
        return note("no_value", text)
    if not any(char.isalnum() or char in "%≥≤><=*_½²°" for char in text):
        return note("no_content")
    return None


def _without_value(text: str, sentence: Sentence, found: Findings) -> Target:
    if found.notes and any(confidence([n]) == 0 for n in found.notes):
        return Target(text, Kind.UNPARSEABLE, confidence=0.0, notes=found.notes)
    reason = _template(sentence)
    if reason is not None:
        return Target(text, Kind.UNPARSEABLE, confidence=0.0, notes=[reason])
    spelled = sentence.folded.text
    kinds = "".join(token.kind for token in sentence.tokens)
    if "Z" in kinds:
        found.notes.append(note("vague_number", spelled))
    elif "O" in kinds and _compares(sentence):
        found.notes.append(note("comparison_without_number", spelled))
    phrase = "；".join(found.phrases) or text.strip()
    return Target(text, Kind.QUALITATIVE, [], phrase, confidence(found.notes), found.notes)


def _compares(sentence: Sentence) -> bool:
    prefix = words().prefix
    spelled = (sentence.folded.text[t.start : t.end] for t in sentence.tokens if t.kind == "O")
    return any(prefix[s][1] == "strong" for s in spelled)


def _template(sentence: Sentence) -> Note | None:
    """Why a cell without a number is no phrase either: only a unit, only an operator, or both."""
    operators = placeholders = False
    rest = ""
    for token in sentence.tokens:
        if token.kind in "OS":
            operators = True
        elif token.kind == "P":
            placeholders = True
        elif token.kind not in ",:()LRM":
            rest += sentence.folded.text[token.start : token.end]
    stripped = rest.lstrip(_signs())
    if stripped != rest:
        operators = True
    if not stripped and sentence.folded.text in deeds():
        return None
    if not stripped:
        return note("empty_template" if placeholders else "operator_only")
    if _is_blank_date(stripped):
        return note("empty_template")
    if not _is_unit(stripped):
        return None
    return note("empty_template" if operators or placeholders else "unit_only")


@cache
def _signs() -> str:
    """The signs that stand for an operator."""
    return "".join(g for g in glyphs() if len(g) == 1 and not g.isalnum())


lexicon.on_change(_signs.cache_clear)


@cache
def _date_words() -> dict[str, list[str]]:
    kinds: dict[str, list[str]] = {}
    for kind, word, _ in lexicon.current().table("dates"):
        kinds.setdefault(kind, []).append(word)
    return kinds


lexicon.on_change(_date_words.cache_clear)


def _is_blank_date(text: str) -> bool:
    """Whether only the words of a date are left, its numbers to be filled in: 年 月 日前."""
    if len(text) > _LONGEST_DATE:
        return False
    kinds, rest = _date_words(), text
    for kind in ("year", "month", "day"):
        rest = next((rest.removeprefix(w) for w in kinds[kind] if rest.startswith(w)), rest)
    rest = next((rest.removeprefix(w) for w in kinds["end"] if rest.startswith(w)), rest)
    behind = ("", *kinds["before"], *kinds["until"])
    return len(text) - len(rest) > 1 and rest in behind


def _is_unit(text: str) -> bool:
    units = table()
    if text in units:
        return len(text) > 1 or not text.isupper()
    unit, _, denominator = text.partition("/")
    return unit.lstrip("".join(words().scales)) in units and not any(map(str.isdigit, denominator))


def _target(text: str, found: Findings) -> Target:
    dates = [c for c in found.constraints if c.date or c.date_low]
    if found.phrases or 0 < len(dates) < len(found.constraints):
        kind = Kind.MIXED
    else:
        kind = Kind.DATE if dates else Kind.QUANTITATIVE
    notes = _distinct(found.notes) if found.notes else []
    qualitative = "；".join(found.phrases) or None
    return Target(text, kind, found.constraints, qualitative, confidence(notes), notes)
