"""Folded text → typed tokens, by one compiled pattern built from the lexicons.

A run once begun is consumed, so that a scan is linear; a unit or scale is one only right after a
number. Each token has a kind of one letter; the grammar's rules are patterns over these letters.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from nlp import dates, lexicon
from nlp.engine import Match, Pattern, compiled
from nlp.shapes import Shapes, change_words, firsts, names
from nlp.trie import any_of
from nlp.vocabulary import is_guarded, words

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


class Token(NamedTuple):
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
    return compiled("lexer", lambda: _spelled(_run()))


@cache
def running_pattern() -> Pattern:
    """The lexer of running text: it passes over clauses without a number as one word."""
    return compiled("running", lambda: _spelled(f"{_idle()}|{_run()}"))


def _spelled(run: str) -> str:
    w = words()
    kind = w.by_kind
    parts = Shapes()
    number = rf"(?:[0-9]++(?:\.[0-9]++)?+|[{w.numerals}]++)"
    year = r"[0-9]{4}" + dates.patterns().year
    yearly = [regex.escape(b).replace("Y", year) for b in w.baselines if "Y" in b]
    order = rf"[{w.numerals}]{{1,3}}(?:[.、)]|{any_of(kind['order'])})"
    item = (
        rf"(?:[0-9]{{1,2}}[.、)](?![0-9,;。)]|$)|[(](?:[0-9]{{1,2}}|[{w.numerals}]{{1,3}})[)]"
        rf"|{order}|{any_of(kind['item'])}[0-9]{{1,3}}[.:、]|[①-⑳⑴-⒇⒈-⒛])"
    )
    numbered = rf"[(](?:[0-9]{{1,2}}|[{w.numerals}]{{1,3}})[)](?=[\u4e00-\u9fff])"
    guarded = any_of(o for o in w.prefix if is_guarded(o))
    alternatives = {
        "L": rf"(?<![^,;。\n]){item}|[①-⑳⑴-⒇⒈-⒛]|{numbered}",
        "I": parts.mark,
        "D": dates.patterns().token,
        "W": names(number),
        "X": r"[xX](?=[≤≥<>=])",
        "A": parts.interval(),
        "V": change_words(),
        "Z": parts.vague(),
        "E": parts.every(),
        "B": rf"(?=[{firsts(yearly)}])(?:{'|'.join(yearly)})",
        "keyword": rf"(?!{parts.sign}){any_of(w.keywords)}",
        "once": parts.once(),
        "Q": parts.quantity(),
        "O": rf"{guarded}(?=[-+]?{parts.start}|{parts.every()}{parts.start})",
        "point": r"[,;。!?\n:()\[\]]",
        "rest": rf"[A-Za-z]++|[{parts.cn}]++",
    }
    body = "|".join(f"(?P<{name}>{spelled})" for name, spelled in alternatives.items())
    return rf"(?P<run>{run})|{body}|(?P<any>.)"


def _run() -> str:
    """A run of characters that begin no token.

    A character that only begins longer words is passed over where no second one of them follows.
    """
    w = words()
    kind = w.by_kind
    rates = kind["every"] + kind["by"] + kind["once"] + kind["item"]
    lists = (w.keywords, w.changes, w.prefix, w.baselines, w.names, w.currencies, w.parts, rates)
    spelled = {word for each in lists for word in each}
    alone = {word[0] for word in spelled if len(word) == 1 or word[0] == "#" or word[1] in "#Y"}
    alone |= set(dates.patterns().starts) | set(w.numerals) | set(",;。!?\n:()[]±+-.<>=xX")
    alone |= {chr(c) for c in range(0x2460, 0x249C)}
    longer = {
        w[:2] for w in spelled if w[0] not in alone and not (w[0].isascii() and w[0].isalnum())
    }
    first, second = ("".join(sorted({pair[n] for pair in longer})) for n in (0, 1))
    single = regex.escape("".join(sorted(alone - {"#"})))
    first, second = regex.escape(first), regex.escape(second)
    return rf"(?:[^0-9A-Za-z{single}{first}]|[{first}](?![{second}]))++"


def _idle() -> str:
    """A clause in which no number, no baseline and no list can begin."""
    w = words()
    units = "".join(sorted({unit[0] for unit in (*w.units, *w.scales)}))
    other = "".join((*w.by_kind["glyph"], *w.by_kind["zero"]))
    first = "".join(sorted({word[0] for word in w.baselines}))
    second = "".join(sorted({word[1] for word in w.baselines}))
    end = regex.escape(",;。!?\n:()[]")
    more = "".join(word[0] for word in w.by_kind["more"])
    behind = regex.escape(f"{units}{w.numerals}{more}")
    numerals = "".join(c for c in w.numerals if c not in other)
    plain = rf"[^0-9{end}{w.numerals}{regex.escape(other + first)}]"
    careful = rf"[{numerals}](?![0-9{behind}])|[{regex.escape(first)}](?![{regex.escape(second)}])"
    return rf"(?<![^,;。!?\n])(?:{plain}|{careful})++(?=[,;。!?\n]|$)"


_POINTS = {":": ":", "(": "(", ")": ")", "[": "(", "]": ")"}


def tokens(text: str, *, running: bool = False) -> list[Token]:
    """Cut folded text into tokens that cover it without a gap.

    `running`: of running text, where a clause without a number is one word.

    >>> "".join(t.kind for t in tokens("参会人数>500人,企业>100家"))
    'WOQ,WOQ'
    """
    found: list[Token] = []
    bare = False
    keywords = words().keywords
    for match in (running_pattern() if running else pattern()).finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind in ("run", "any", "rest"):
            kind = "W"
        elif kind == "keyword":
            kind = keywords[match.group()]
        elif kind == "once":
            kind = "E"
        elif kind == "point":
            kind = _POINTS.get(match.group(), ",")
        elif kind == "Q" and match["unit"] is None and match["gloss"] is None:
            kind = _bare(match)
            bare = bare or kind in "NC"
        if kind == "W" and found and found[-1].kind == "W":
            found[-1] = Token("W", found[-1].start, end, match)
        else:
            found.append(Token(kind, start, end, match))
    if not bare:
        return found
    found = _with_unknown_units(found, text)
    return _without_numerals_of_words(found, text) if running else found


def _with_unknown_units(found: list[Token], text: str) -> list[Token]:
    """Take a short word between a bare number and the end of its piece for a measure word."""
    result: list[Token] = []
    for index, token in enumerate(found):
        before = result[-1] if result else None
        if token.kind == "W" and before is not None and before.kind == "N" and not before.unit:
            behind = found[index + 1].kind if index + 1 < len(found) else ","
            operated = len(result) > 1 and result[-2].kind == "O"
            short = token.end - token.start <= (3 if operated else 2)
            word = text[token.start : token.end]
            nothing = before.match.group() in words().by_kind["zero"]
            measure = word.isalpha() and not word.isascii() and not nothing
            if behind in ",S)KR" and short and measure:
                result[-1] = Token("Q", before.start, token.end, before.match, word)
                continue
        result.append(token)
    return result


def _without_numerals_of_words(found: list[Token], text: str) -> list[Token]:
    """In running text a number right before a word is the word's: 三磷企业; not 零事故."""
    zeros = words().by_kind["zero"]
    result: list[Token] = []
    for index, token in enumerate(found):
        behind = found[index + 1].kind if index + 1 < len(found) else ","
        bare = token.kind in "NC" and token.unit is None
        if bare and behind == "W" and text[token.start : token.end] not in zeros:
            token = token._replace(kind="W")
        if token.kind == "W" and result and result[-1].kind == "W":
            token = result.pop()._replace(end=token.end)
        result.append(token)
    return result


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
