"""Folded text → typed tokens, by one compiled pattern built from the lexicons.

A run once begun is consumed, so that a scan is linear; a unit or scale is one only right after a
number. Each token has a kind of one letter; the grammar's rules are patterns over these letters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from nlp import lexicon
from nlp.cells.engine import Match, Pattern, large
from nlp.cells.vocabulary import is_guarded, people, words
from nlp.schema import Op

_QUOTES = "”’\"'"
_LONGEST_RATE, _LONGEST_PEOPLE = 5, 8
_UNIT_SCALE = 10000

KINDS = {
    "O": "operator before a number",
    "S": "operator after it",
    "Q": "number with unit",
    "N": "number without unit",
    "C": "Chinese numeral without unit",
    "R": "range mark",
    "M": "plus-minus",
    "A": "interval in brackets",
    "J": "and, between two bounds",
    "X": "variable",
    "I": "inclusive or exclusive mark",
    "E": "rate before a number",
    "D": "date",
    "V": "change word",
    "B": "baseline",
    "F": "from",
    "G": "respectively",
    "H": "each of several",
    "K": "connector of a list",
    "L": "list item mark",
    "P": "placeholder",
    "Z": "vague number",
    "T": "name, ordinal or model",
    "W": "word",
    ",": "separator",
    ":": "colon",
    "(": "opening bracket",
    ")": "closing bracket",
}


@dataclass(slots=True)
class Token:
    """A token: its kind, its place in the folded text, and the match that holds its parts.

    `unit` is a measure word behind the number that no lexicon knows.
    """

    kind: str
    start: int
    end: int
    match: Match
    unit: str | None = None


@cache
def pattern() -> Pattern:
    """The compiled lexer of the lexicon in use."""
    return large("lexer", lambda: _spelled("lexer"))


@cache
def running_pattern() -> Pattern:
    """The lexer of running text: it passes over clauses without a number as one word."""
    return large("running", lambda: _spelled("running"))


def _spelled(name: str) -> str:
    from nlp.cells import alphabet

    spelled: str = getattr(alphabet, name)()
    return spelled


_POINTS = {":": ":", "(": "(", ")": ")", "[": "(", "]": ")"}


def tokens(text: str, *, running: bool = False) -> list[Token]:
    """Cut folded text into tokens that cover it without a gap.

    `running`: of running text, where a clause without a number is one word.

    >>> "".join(t.kind for t in tokens("参会人数>500人,企业>100家"))
    'WOQ,WOQ'
    """
    found: list[Token] = []
    bare = False
    keywords, scales = words().keywords, words().scales
    for match in (running_pattern() if running else pattern()).finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind in ("run", "any", "rest"):
            kind = "W"
        elif kind == "keyword":
            kind = keywords[match.group()]
        elif kind in ("once", "often"):
            kind = "E"
        elif kind == "point":
            kind = _POINTS.get(match.group(), ",")
        elif kind == "Q" and match["unit"] is None and match["gloss"] is None:
            kind = _bare(match)
            bare = bare or kind in "NC"
        elif (
            kind == "Q"
            and text[start] in scales
            and match["num"] in scales
            and not _is_round(match, found, text)
        ):
            kind = "W"
        if kind == "W" and found and _goes_on(found):
            found[-1].kind, found[-1].end, found[-1].match = "W", end, match
        else:
            found.append(Token(kind, start, end, match))
    if not bare:
        return found
    found = _with_unknown_units(found, text)
    return _without_numerals_of_words(found, text) if running else found


def _is_round(match: Match, found: list[Token], text: str) -> bool:
    """Whether a bare 百, 千 or 万 is a number: 超|百家, 百人|以上; not 百家|争鸣, ≥|万人."""
    w, last = words(), found[-1] if found else None
    if match["more"] or match["more2"]:
        return True
    if last is not None and last.kind == "O":
        spelled = text[last.start : last.end]
        compared = w.prefix[spelled][0] is not Op.EQ
        if match["unit"] in w.money:
            return compared and is_guarded(spelled)
        return compared and (spelled[0].isalpha() or w.scales[match["num"]] < _UNIT_SCALE)
    if match["unit"] in w.money:
        return False
    behind = tuple(word for word in w.suffix if len(word) > 1)
    return text.startswith(behind, match.end()) and (last is None or last.kind != "P")


def _goes_on(found: list[Token]) -> bool:
    """Whether a word goes on with what stands before it: a word, or 内 of 3台|内燃机."""
    last = found[-1]
    if last.kind == "W":
        return True
    if last.kind != "S" or last.end - last.start > 1 or len(found) < 2 or found[-2].kind != "Q":
        return False
    w = words()
    most = w.suffix.get(found[-1].match.group(), ("",))[0] == Op.LE
    unit = found[-2].match["unit"]
    return most and unit in w.counting and unit not in w.times


def _with_unknown_units(found: list[Token], text: str) -> list[Token]:
    """Take a short word between a bare number and the end of its piece for a measure word."""
    result: list[Token] = []
    for index, token in enumerate(found):
        before = result[-1] if result else None
        if token.kind == "W" and before is not None and before.kind == "N" and not before.unit:
            behind = found[index + 1].kind if index + 1 < len(found) else ","
            operated = len(result) > 1 and result[-2].kind == "O"
            word = text[token.start : token.end]
            if len(result) > 1 and result[-2].kind in "OR":
                word = word.rstrip(_QUOTES)
            ends = behind in ",S)KR" or (operated and behind == "(")
            if ends and _measures(word, before, 3 if operated else 2):
                end = token.start + len(word)
                result[-1] = Token("Q", before.start, end, before.match, word)
                if end < token.end:
                    result.append(replace(token, start=end))
                continue
        result.append(token)
    return result


def _measures(word: str, number: Token, longest: int) -> bool:
    """Whether a word behind a number may be a measure word, with or without what it is one of."""
    measure, *rate = word.split("/")
    if not all(part.replace("·", "").isalpha() and len(part) <= _LONGEST_RATE for part in rate):
        return False
    if is_large(number, number.match.string) and people(word):
        return False
    nothing = number.match.group() in words().by_kind["zero"]
    known = words().keywords.get(measure) == "W"
    short = measure.isalpha() and not measure.isascii() and len(measure) <= longest
    return short and not nothing and not known


def _without_numerals_of_words(found: list[Token], text: str) -> list[Token]:
    """In running text a number right before a word is the word's: 三磷企业; not 零事故."""
    zeros = words().by_kind["zero"]
    result: list[Token] = []
    for index, token in enumerate(found):
        behind = found[index + 1].kind if index + 1 < len(found) else ","
        bare = token.kind in "NC" and token.unit is None and behind == "W"
        if bare and text[token.start : token.end] not in zeros and not _counts(token, text):
            token = replace(token, kind="W")
        if token.kind == "W" and result and result[-1].kind == "W":
            token = replace(result.pop(), end=token.end)
        result.append(token)
    return result


def _counts(number: Token, text: str) -> bool:
    """Whether a number without a unit counts those named behind it: 5.3万|农村人口."""
    large = number.kind == "N" and is_large(number, text)
    return large and bool(people(text[number.end : number.end + _LONGEST_PEOPLE]))


def is_large(number: Token, text: str) -> bool:
    """Whether a number ends in 万 or another scale, with 余 or without."""
    kind = words().by_kind
    spelled = text[number.start : number.end].rstrip("".join(kind["more"]))
    return spelled[-1:] in words().scales


def _bare(match: Match) -> str:
    """A number without a unit: Chinese numerals are one only where nothing else claims them."""
    number = match["num"]
    if number[0] in "0123456789." or not number.isalpha():
        return "N"
    if number in words().parts:
        return "W"
    share = number in words().wholes or words().by_kind["over"][0] in number
    return "Q" if share else "C"


lexicon.on_change(pattern.cache_clear)
lexicon.on_change(running_pattern.cache_clear)
