"""Folded text → typed tokens, by one compiled pattern built from the lexicons.

A run once begun is consumed, so that a scan is linear; a unit or scale is one only right after a
number. Each token has a kind of one letter; the grammar's rules are patterns over these letters.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import regex

from nlp import dates, lexicon

KINDS = {
    "O": "operator before a number",
    "S": "operator after it",
    "Q": "number with unit",
    "N": "number without unit",
    "C": "Chinese numeral without unit",
    "R": "range mark",
    "M": "plus-minus",
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
    match: regex.Match[str]
    unit: str | None = None


class Words:
    """The words of the lexicons as the lexer and the grammar look them up."""

    def __init__(self) -> None:
        tables = lexicon.current()
        rows = tables.table("comparisons")
        self.prefix = {w: (op, force) for op, place, w, force in rows if place != "suffix"}
        self.suffix = {w: (op, force) for op, place, w, force in rows if place == "suffix"}
        self.scales = {w: int(v) for w, v in tables.table("scales")}
        numerals = tables.table("numerals")
        self.point = "".join(row[0] for row in numerals if row[1] == "point")
        self.numerals = "".join(row[0] for row in numerals if row[1] != "point")
        self.units = {
            spelling
            for row in tables.table("units")
            for spelling in (row[3], *row[4].split())
        }
        self.by_kind: dict[str, list[str]] = {}
        names = ("fractions", "rates", "changes", "ranges", "labels")
        for name in names:
            for row in tables.table(name):
                self.by_kind.setdefault(row[0], []).append(row[1])
        fractions = tables.table("fractions")
        self.shares = {w: value for kind, w, value in fractions if kind == "share"}
        self.parts = {w: value for kind, w, value in fractions if kind in ("glyph", "half")}
        self.baselines = dict(tables.table("baselines"))
        self.words = [row[0] for row in tables.table("words")]


@cache
def words() -> Words:
    """The words of the lexicon in use."""
    return Words()


def _any(spellings: list[str] | set[str]) -> str:
    """An alternation, longest first."""
    ordered = sorted(spellings, key=lambda w: (-len(w), w))
    return "(?:" + "|".join(regex.escape(w, literal_spaces=True) for w in ordered) + ")"


class Parts:
    """The pieces of the lexer's pattern; each is readable by itself."""

    def __init__(self) -> None:
        w = words()
        kind = w.by_kind
        cn = regex.escape(w.numerals)
        glyphs = "".join(kind["glyph"])
        latin = {u for u in w.units if regex.match(r"[A-Za-zμΩ°º]", u)}
        han = w.units - latin
        self.define = {
            "han": _any(han),
            "latin": rf"(?:{_any(latin)}(?![A-Za-z])|[A-Za-zμΩ°º]++[23²³]?+)",
            "scaled": _any({u for u in han if u[0] in w.scales}),
            "scale": rf"(?:(?!(?&scaled))[{''.join(w.scales)}])",
            "suffix": _any(set(w.suffix)),
        }
        scale = "(?&scale)"
        arabic = r"(?:[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)*+|\.[0-9]++)"
        point = rf"(?:[{w.point}][{cn}]++)?+"
        tail = rf"(?:{scale}++(?:{arabic}|[{cn}]++{point})?+)*+"
        over = _any(kind["over"])
        self.start = rf"[0-9{cn}{glyphs}{''.join(kind['half'])}]"
        more = rf"(?:{_any(kind['more'])}(?=[{''.join(w.scales)}]|(?&han)|$))"
        gloss = rf"(?:[(]{_any(kind['percent'])}[)]|{_any(kind['percent'])}(?=$|[,;。)]))"
        half = _any(kind["half"])
        number = (
            rf"(?:[0-9]++/[0-9]++(?![0-9./]|(?&han))|[0-9]*+[{glyphs}]"
            rf"|{arabic}[eE][+-]?+[0-9]++(?![A-Za-z])|{arabic}{tail}"
            rf"|(?!(?&scaled))[{cn}]++{point}(?:{over}(?:{arabic}|[{cn}]++{point}))?+{tail}"
            rf"|{half}(?=(?&han)))"
        )
        unit = (
            rf"(?: ?+(?&latin)|(?&han)(?:[(](?&han)[)])?+"
            rf"|[(](?:(?&han)|(?&latin))[)])"
        )
        amount = rf"(?:{arabic}|[{cn}]++|{half})?+{scale}*+"
        self.define["known"] = _any(han | set(kind["period"]))
        self.define["denominator"] = rf"(?:{amount}(?:(?&known)|(?&latin)))"
        denominator = "(?&denominator)"
        every = rf"(?:{_any(kind['every'])}{denominator})"
        join = rf"(?:{_any(kind['join'])}|{_any(kind['slash'])})"
        several = rf"(?:{denominator}(?:{join}{denominator})*+)"
        closes = r"(?=$|[,;。、)(\n]|(?&suffix))"
        unknown = r"[\u4e00-\u9fff]{1,4}+" + closes
        rate = (
            rf"(?:{_any(kind['slash'])}(?:[(]{several}[)]|{several}|{unknown})"
            rf"|{every}++(?={closes}))"
        )
        sign = r"(?<![0-9A-Za-z%)\u4e00-\u9fff])[-+]{1,2}(?=[0-9.])"
        self.quantity = (
            rf"(?P<sign>{sign})?(?P<num>{number})(?P<more>{more})?"
            rf"(?P<mult>{scale}++)?(?P<more>{more})?(?P<unit>{unit})?"
            rf"(?P<half>{half}(?!(?&han)))?(?P<gloss>{gloss})?(?P<rate>{rate})?"
        )
        self.every = rf"{every}(?:{join}{denominator}|{every})*+|{_any(kind['by'])}{_any(kind['period'])}"


def _operators(prefixes: dict[str, tuple[str, str]], start: str) -> str:
    """Operators before a number; one Chinese character is one only right before a number."""
    guarded = {w for w in prefixes if len(w) == 1 and w.isalpha()}
    free = set(prefixes) - guarded
    return rf"(?:{_any(free)}|{_any(guarded)}(?=[-+]?{start}))"


def _names(spellings: list[str], number: str) -> str:
    """Words that are no quantities; # stands for a number."""

    def spelled(words: list[str]) -> str:
        ordered = sorted(words, key=lambda w: -len(w))
        return "|".join(regex.escape(w).replace(r"\#", number) for w in ordered)

    counted = [w[1:] for w in spellings if w[0] == "#"]
    others = [w for w in spellings if w[0] != "#"]
    return rf"(?:{number}(?:{spelled(counted)})|{spelled(others)})"


def _alternatives(parts: Parts) -> dict[str, str]:
    w = words()
    kind = w.by_kind
    number = rf"(?:[0-9]++(?:\.[0-9]++)?+|[{w.numerals}]++)"
    year = r"[0-9]{4}" + dates.patterns().year
    baselines = sorted(w.baselines, key=lambda b: -len(b))
    change = _any(kind["increase"] + kind["decrease"])
    item = r"(?:[0-9]{1,2}[.、)](?![0-9])|[(][0-9]{1,2}[)]|[①-⑳⑴-⒇⒈-⒛])"
    return {
        "L": rf"(?<![^,;。\n]){item}",
        "I": rf"[(](?:{_any(kind['inclusive'] + kind['exclusive'])})[)]",
        "W": rf"{_names(w.words, number)}|[A-Za-z]++[-.]?[0-9][0-9A-Za-z.-]*+",
        "D": dates.patterns().token,
        "Z": _any(kind["vague"]),
        "Q": parts.quantity,
        "X": r"[xX](?=[≤≥<>=])",
        "E": parts.every,
        "B": "|".join(regex.escape(b).replace("Y", year) for b in baselines),
        "O": _operators(w.prefix, parts.start),
        "S": r"(?&suffix)",
        "V": rf"(?P<change>{change})(?:{_any(kind['by'])}|(?P<to>{_any(kind['to'])}))?+",
        "M": r"±|\+/-",
        "R": _any(kind["mark"]),
        "P": _any(kind["placeholder"]),
        "G": _any(kind["respectively"]),
        "H": _any(kind["all"]),
        "F": _any(kind["from"]),
        "K": _any(kind["connect"]),
        "J": _any(kind["and"]),
        "separator": r"[,;。!?\n]",
        "colon": ":",
        "open": r"[(]",
        "close": r"[)]",
    }


@cache
def pattern() -> regex.Pattern[str]:
    """The compiled lexer of the lexicon in use."""
    parts = Parts()
    alternatives = _alternatives(parts)
    starts = _first_characters()
    body = "|".join(f"(?P<{name}>{spelled})" for name, spelled in alternatives.items())
    define = "".join(f"(?P<{name}>{spelled})" for name, spelled in parts.define.items())
    whole = rf"(?(DEFINE){define})(?:(?P<run>[^{starts}]++)|{body}|(?P<any>.))"
    return regex.compile(whole, flags=regex.DOTALL)


def _first_characters() -> str:
    """Every character that a token may begin with; runs of others are words."""
    w = words()
    lists = (*w.by_kind.values(), w.prefix, w.suffix, w.baselines, w.words)
    found = {spelled[0] for spellings in lists for spelled in spellings}
    found |= set(dates.patterns().starts) | set(w.numerals)
    found |= set(",;。!?\n:()±+-.<>=xX①⑴⒈") | {chr(c) for c in range(ord("①"), ord("⒛") + 1)}
    return "0-9A-Za-z" + regex.escape("".join(sorted(found - {"#"})))


_KIND = {"run": "W", "any": "W", "separator": ",", "colon": ":", "open": "(", "close": ")"}


def tokens(text: str) -> list[Token]:
    """Cut folded text into tokens that cover it without a gap.

    >>> "".join(t.kind for t in tokens("参会人数>500人,企业>100家"))
    'WOQ,WOQ'
    """
    found: list[Token] = []
    bare = False
    for match in pattern().finditer(text):
        name = match.lastgroup or ""
        kind = _KIND.get(name, name)
        start, end = match.span()
        if kind == "Q" and match["unit"] is None and match["gloss"] is None:
            kind = _bare(match)
            bare = bare or kind == "N"
        if kind == "W" and found and found[-1].kind == "W":
            found[-1] = Token("W", found[-1].start, end, match)
        else:
            found.append(Token(kind, start, end, match))
    return _with_unknown_units(found, text) if bare else found


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
            if behind in ",S)KR" and short and word.isalpha() and not word.isascii():
                result[-1] = Token("Q", before.start, token.end, before.match, word)
                continue
        result.append(token)
    return result


def _bare(match: regex.Match[str]) -> str:
    """A number without a unit: Chinese numerals are one only where nothing else claims them."""
    number = match["num"]
    if number[0] in "0123456789." or not number.isalpha():
        return "N"
    return "Q" if _is_share(number) else "C"


def _is_share(number: str) -> bool:
    over = words().by_kind["over"][0]
    return over in number


def _forget() -> None:
    words.cache_clear()
    pattern.cache_clear()


lexicon.on_change(_forget)
