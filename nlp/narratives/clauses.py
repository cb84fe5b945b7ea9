"""A narrative → its clauses: cut at ，；。： and enumerators where each piece has a predicate."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from nlp import lexicon
from nlp.cells.vocabulary import words as vocabulary
from nlp.narratives.segment import Word

_MARK = re.compile(r"[，,；;。：:！!？?\n]++")
_STRONG = frozenset("；;。！!？?\n")
_BRACKET = re.compile(r"([（(“《【\[])|[）)”》】\]]")
_ORDINAL = "第"
_STATES = frozenset(("a", "ad", "z", "i", "l"))
_LONGEST_BRACKET, _LONGEST_LABEL = 60, 8
_DIGITS = frozenset("0123456789０１２３４５６７８９")


class Span(NamedTuple):
    """A clause: its place, from its enumerator to the sign behind it."""

    start: int
    end: int


@cache
def _items() -> re.Pattern[str]:
    """The mark of a list item: 1. （一） 一是 第一， ①."""
    order, digits = "|".join(vocabulary().by_kind["order"]), vocabulary().digits
    return re.compile(
        rf"(?<![0-9０-９a-zA-Z{digits}/:：.])(?:[0-9]{{1,2}}[.．、）)](?![0-9])"
        rf"|[（(](?:[0-9]{{1,2}}|[{digits}]{{1,3}})[)）]"
        rf"|第?[{digits}]{{1,2}}(?:[、]|{order})|[①-⑳])"
    )


lexicon.on_change(_items.cache_clear)


def clauses(text: str, words: Sequence[Word]) -> list[Span]:
    """The clauses of a text, in order, without a gap.

    >>> from nlp.narratives.segment import segment
    >>> text = "通过举办论坛，邀请院士10位；1.满意度≥90%。"
    >>> [text[s.start : s.end] for s in clauses(text, segment(text))]
    ['通过举办论坛，', '邀请院士10位；', '1.满意度≥90%。']
    """
    return _joined(text, _pieces(text), words)


def _pieces(text: str) -> list[Span]:
    """The pieces between signs and before the marks of list items."""
    inside = _bracketed(text)
    cuts = [mark.span() for mark in _MARK.finditer(text) if _cuts(text, mark)]
    cuts += [(item.start(), item.start()) for item in _items().finditer(text)]
    edges = sorted({0, len(text), *(cut for at, cut in cuts if at not in inside)})
    return [Span(a, b) for a, b in pairwise(edges) if text[a:b].strip()]


def _cuts(text: str, mark: re.Match[str]) -> bool:
    """Whether a sign parts clauses: not inside 1,200 or 4：2."""
    start, end = mark.span()
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (after in _DIGITS and before in _DIGITS and mark[0] in ",，:：")


def _bracketed(text: str) -> set[int]:
    """The places inside short brackets and quotation marks."""
    inside: set[int] = set()
    opened: list[int] = []
    for bracket in _BRACKET.finditer(text):
        at = bracket.start()
        if bracket[1]:
            opened.append(at)
        elif opened:
            start = opened.pop()
            if at - start <= _LONGEST_BRACKET:
                inside.update(range(start + 1, at))
    return inside


def _joined(text: str, pieces: list[Span], words: Sequence[Word]) -> list[Span]:
    """Pieces without a predicate put to the piece that they lead into, or to the one before."""
    predicates = [
        told and not _is_label(text[p.start : p.end])
        for p, told in zip(pieces, _predicates(pieces, words), strict=True)
    ]
    found: list[Span] = []
    lead: int | None = None
    for piece, told in zip(pieces, predicates, strict=True):
        start = piece.start if lead is None else lead
        strong = text[piece.end - 1] in _STRONG
        if told or strong:
            if not told and lead is None and found and text[found[-1].end - 1] not in _STRONG:
                start = found.pop().start
            found.append(Span(start, piece.end))
            lead = None
        else:
            lead = start
    if lead is not None:
        start = found.pop().start if found else lead
        found.append(Span(start, pieces[-1].end))
    return [s._replace(end=t.start) for s, t in pairwise(found)] + found[-1:]


def _is_label(piece: str) -> bool:
    """A few words before a colon: 目标1：."""
    return piece.rstrip()[-1:] in ":：" and len(piece) <= _LONGEST_LABEL


def _predicates(pieces: list[Span], words: Sequence[Word]) -> list[bool]:
    """For each piece whether a word of it can be a predicate."""
    found = [
        start
        for text, start, _, tag in words
        if tag[0] == "v" or tag in _STATES or (tag == "m" and text[0] != _ORDINAL)
    ]
    return [bisect_left(found, p.start) < bisect_left(found, p.end) for p in pieces]
