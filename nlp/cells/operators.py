"""The operator of a rule's tokens: prefix words, suffix words, 余 and （含） together."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from nlp import lexicon
from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.numerals import numeral
from nlp.cells.quantities import quantity
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Note, Op

LOWER = (Op.GE, Op.GT)
UPPER = (Op.LE, Op.LT)


class Unreadable(ValueError):
    """A form that is recognised and cannot hold; `code` is its note."""

    def __init__(self, code: str, detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def operator(tokens: Sequence[Token], folded: Folded, notes: list[Note], *, more: bool) -> Op:
    """The operator that prefix words, suffix words and 余/多 make together."""
    prefixes, spelled = operators(tokens, folded)
    if len(tokens) - len(prefixes) == 1 and len(prefixes) < 2 and not more:
        op = prefixes[0][0] if prefixes else Op.EQ
        return _inclusive(op, inclusions(tokens, folded, notes))
    strong = [op for op, is_strong in prefixes if is_strong]
    if len(strong) > 1 or len(set(spelled)) < len(spelled):
        notes.append(note("op_repeated"))
    suffixes = [words().suffix[text_of(t, folded)][0] for t in tokens if t.kind == "S"]
    if len(set(strong)) > 1 and set(strong) in ({*LOWER}, {*UPPER}):
        notes.append(note("op_doubtful", "".join(spelled)))
        strong = [op for op in strong if op in (Op.GE, Op.LE)]
    if len(set(strong)) > 1 or (strong and suffixes and _opposed(strong[0], suffixes[0])):
        raise Unreadable("bounds_contradict", folded.text[tokens[0].start : tokens[-1].end])
    if suffixes:
        strong = []
    op = _decide(strong, [op for op, _ in prefixes], suffixes, more=more)
    return _inclusive(op, inclusions(tokens, folded, notes))


def _opposed(one: Op, other: Op) -> bool:
    return (one in LOWER and other in UPPER) or (one in UPPER and other in LOWER)


def operators(tokens: Sequence[Token], folded: Folded) -> tuple[list[tuple[Op, bool]], list[str]]:
    w = words()
    spelled = [text_of(t, folded) for t in tokens if t.kind == "O"]
    return [(w.prefix[s][0], w.prefix[s][1] == "strong") for s in spelled], spelled


def _decide(strong: list[Op], weak: list[Op], suffixes: list[Op], *, more: bool) -> Op:
    if strong:
        return strong[0]
    if suffixes:
        return suffixes[0]
    if more:
        return Op.GT
    if Op.APPROX in weak:
        return Op.APPROX
    return next((op for op in weak if op is not Op.EQ), Op.EQ)


def _inclusive(op: Op, marks: list[bool]) -> Op:
    if not marks:
        return op
    closed = marks[0]
    if op in LOWER:
        return Op.GE if closed else Op.GT
    if op in UPPER:
        return Op.LE if closed else Op.LT
    return op


def inclusions(tokens: Sequence[Token], folded: Folded, notes: list[Note]) -> list[bool]:
    """For each mark such as （含） or （不含10个） whether it includes the bound.

    One that holds another number is a remark, which is left out: 1套（含5个模块）.
    """
    spelled = [
        text_of(t, folded) if t.kind == "I" else t.match["mark"] for t in tokens if t.kind in "IQ"
    ]
    exclusive = tuple(words().by_kind["exclusive"])
    found = []
    for mark in filter(None, spelled):
        if _is_remark(mark, tokens, folded):
            notes.append(note("remark_left_out", mark))
        else:
            found.append(not mark[1:].startswith(exclusive))
    return found


def _is_remark(mark: str, tokens: Sequence[Token], folded: Folded) -> bool:
    told = _number().search(mark.replace(",", ""))
    if told is None:
        return mark[1:-1] not in words().by_kind["inclusive"] + words().by_kind["exclusive"]
    found = [quantity(t, folded) for t in tokens if t.kind in "QNC"]
    own = {value for q in found for value in (q.value, q.value / q.scale)}
    return numeral(told.group()) not in own


@cache
def _number() -> re.Pattern[str]:
    return re.compile(rf"[0-9]++(?:\.[0-9]++)?+|[{words().numerals}]++")


lexicon.on_change(_number.cache_clear)


def text_of(token: Token, folded: Folded) -> str:
    return folded.text[token.start : token.end]
