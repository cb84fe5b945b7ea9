"""The table of rules: each a name, a pattern over token kinds, and a production.

The letters are the kinds of `nlp.cells.lexer.KINDS`; q stands for any number token. The first
rule that matches at a place and whose production accepts it wins; what no rule takes is context.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex

from nlp.cells import engine, intervals, periods, rules
from nlp.cells.lexer import KINDS, Token
from nlp.cells.normalize import Folded
from nlp.cells.numerals import NumeralError
from nlp.cells.operators import Unreadable
from nlp.cells.produced import Reading
from nlp.notes import note
from nlp.schema import Note

Production = Callable[[Sequence[Token], Folded], Reading | None]

# Behind a list of values with units of their own: no name that the last number belongs to, such as
# 2型糖尿病患者50人, 90岁以上老人20人, 1-6年级600人.
_NO_NAME = "(?:(?<=Q)|(?!W))(?!S?(?:q|R)|S?W[EOVFH]{0,4}q)"

RULES: tuple[tuple[str, str, Production], ...] = (
    (
        "from_to",
        "(?:F[OFE]{0,4}(?:DW?)?qS{0,2}W?|q)V[OE]{0,3}(?:DW?)?qI?(?:WS{1,2}(?=[,:()]|$)|S{0,2})",
        rules.from_to,
    ),
    ("becomes", "(?:F[OFE]{0,4})?qW[OR]?qI?S{0,2}", rules.becomes),
    ("interval", "A", intervals.interval_in_brackets),
    ("plus_minus", "[OF]{0,3}MqI?S{0,2}", intervals.plus_minus),
    ("deviation", "O{0,2}q(?:MqI?|\\(MqI?\\))", intervals.deviation),
    (
        "two_bounds",
        "E?(?:O{1,3}qI?,?[JK]?O{1,3}qI?|O{0,3}qI?SI?,?[JK]?(?:O{1,3}q|O{0,3}qI?S)I?)S{0,2}",
        intervals.two_bounds,
    ),
    ("variable", "qO[XW]OqI?", intervals.around_variable),
    ("range", "E?V?[OF]{0,3}E?qI?S?RqI?S{0,2}I?", intervals.between),
    ("between", "F?qI?KqI?(?=W)", intervals.between_words),
    (
        "distributive",
        "E?(?:GV?[EO]{0,3}qI?S?(?:[KJ]O{0,2}qI?S?)+|V?[EO]{0,3}"
        f"(?:[NC](?:[KJ]q)+(?![QNC])|Q(?:[KJ]q)+{_NO_NAME})I?S?)S?I?",
        rules.several,
    ),
    ("bound_behind", "H?[EVO]{0,4}qO(?![QNC])", rules.bound_behind),
    ("turned", "qOW(?=[,()]|$)", rules.turned),
    ("share_of", "E?[VO]{1,3}WqI?S{0,2}", rules.share_of),
    ("bound_around", "H?[EVO]{0,4}H?qI?WS{1,2}(?=[,:()]|$)", rules.bound_around),
    ("bound", "H?[EVO]{0,4}H?qI?S{0,2}I?", rules.bound),
    ("dated", "OD[EO]{0,2}qI?S{0,2}I?", periods.dated),
    ("date", "[OEF]{0,3}D", periods.date),
)


@cache
def _patterns() -> list[regex.Pattern[str]]:
    """The compiled patterns of the rules, in their order."""
    spelled = [pattern.replace("q", "[QNC]") for _, pattern, _ in RULES]
    return engine.compiled("rules", lambda: [regex.compile(each) for each in spelled])


_LONGEST = 64
_FOREIGN = "".join(kind for kind in KINDS if all(kind not in pattern for _, pattern, _ in RULES))
# What a rule may look at: no kind that stands in no rule, and no second separator.
_AHEAD = re.compile(rf"[^{_FOREIGN},]*+,?[^{_FOREIGN},]*+.?")
_START = re.compile("[HEVOFGMQNCDA]")


@dataclass(slots=True)
class Item:
    """A reading and the tokens [first, last) that it took."""

    reading: Reading
    first: int
    last: int
    rule: str


@dataclass(slots=True)
class Sentence:
    """Tokens of a text, the items found in them, and the forms that could not be read.

    `kinds` is the kinds of the tokens, a letter each.
    """

    folded: Folded
    tokens: list[Token]
    kinds: str
    items: list[Item] = field(default_factory=list)
    unread: list[Note] = field(default_factory=list)

    def text(self, first: int, last: int) -> str:
        """The folded text of tokens [first, last); nothing beyond either end."""
        tokens = self.tokens
        if first < 0:
            first = 0
        if last > len(tokens):
            last = len(tokens)
        return self.folded.text[tokens[first].start : tokens[last - 1].end] if first < last else ""


def apply(folded: Folded, tokens: list[Token]) -> Sentence:
    """Apply the rules from left to right.

    >>> from nlp.cells.lexer import tokens
    >>> from nlp.cells.normalize import fold
    >>> [item.rule for item in apply(fold("培训5场"), tokens("培训5场")).items]
    ['bound']
    """
    kinds = "".join([token.kind for token in tokens])
    sentence = Sentence(folded, tokens, kinds)
    position = 0
    while match := _START.search(kinds, position):
        item = _item_at(match.start(), kinds, sentence)
        if item is None:
            position = match.start() + 1
        else:
            position = item.last
            if item.reading.constraints:
                sentence.items.append(item)
    return sentence


@lru_cache(maxsize=4096)
def _candidates(kinds: str) -> tuple[tuple[int, int], ...]:
    """The rules that match where these kinds begin, and where their matches end."""
    found = []
    for index, pattern in enumerate(_patterns()):
        match = pattern.match(kinds)
        if match is not None:
            found.append((index, match.end()))
    return tuple(found)


def _item_at(start: int, kinds: str, sentence: Sentence) -> Item | None:
    ahead = _AHEAD.match(kinds, start, start + _LONGEST)
    assert ahead is not None
    for index, size in _candidates(ahead.group()):
        name, _, production = RULES[index]
        end = start + size
        span = sentence.tokens[start:end]
        try:
            reading = production(span, sentence.folded)
        except (NumeralError, Unreadable) as error:
            sentence.unread.append(note(error.code, error.detail))
            return Item(Reading([]), start, end, name)
        if reading is not None:
            return Item(reading, start, end, name)
    return None
