"""Folded text → typed tokens, by one compiled pattern built from the lexicons.

A run once begun is consumed, so that a scan is linear; a unit or scale is one only right after a
number. Each token has a kind of one letter; the grammar's rules are patterns over these letters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import regex

from nlp import dates, lexicon
from nlp.trie import any_of

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
        self.digits = "".join(r[0] for r in numerals if r[1] != "point" and int(r[2]) < 100)
        self.zeros = "".join(row[0] for row in numerals if row[2] == "0" and row[1] == "digit")
        self.tens = "".join(r[0] for r in numerals if r[1] != "point" and 10 <= int(r[2]) < 100)
        self.units = {s for row in tables.table("units") for s in (row[3], *row[4].split())}
        self.by_kind: dict[str, list[str]] = {}
        for name in ("fractions", "rates", "changes", "ranges", "labels"):
            for row in tables.table(name):
                self.by_kind.setdefault(row[0], []).append(row[1])
        fractions = tables.table("fractions")
        self.shares = {w: value for kind, w, value in fractions if kind == "share"}
        self.parts = {w: value for kind, w, value in fractions if kind in ("glyph", "half")}
        self.wholes = {w: value for kind, w, value in fractions if kind == "whole"}
        self.currencies = dict(tables.table("currencies"))
        self.baselines = dict(tables.table("baselines"))
        self.names = [row[0] for row in tables.table("words")]
        self.changes = {
            change: direction
            for direction in ("increase", "decrease")
            for change in self.by_kind[direction]
        }
        self.keywords = self._keywords()

    def _keywords(self) -> dict[str, str]:
        """Every word that is a token by itself, with its kind; the longest one wins."""
        kind = self.by_kind
        lists = (
            ("K", kind["connect"]),
            ("J", kind["and"]),
            ("F", kind["from"] + kind["open"]),
            ("M", kind["plus_minus"]),
            ("H", kind["all"]),
            ("G", kind["respectively"]),
            ("P", kind["placeholder"]),
            ("R", kind["mark"]),
            ("S", [w for w in self.suffix if w not in self.prefix]),
            ("Z", kind["vague"]),
            ("B", [b for b in self.baselines if "Y" not in b]),
            ("O", [w for w in self.prefix if not _is_guarded(w)]),
            ("W", [w for w in self.names if "#" not in w]),
        )
        return {word: letter for letter, spelled in lists for word in spelled}


def _is_guarded(operator: str) -> bool:
    """One Chinese character is an operator only right before a number."""
    return len(operator) == 1 and operator.isalpha()


@cache
def words() -> Words:
    """The words of the lexicon in use."""
    return Words()


class Parts:
    """The pieces of the lexer's pattern; each is readable by itself."""

    def __init__(self) -> None:
        w = words()
        kind = w.by_kind
        self.cn = w.numerals
        marks = any_of(kind["inclusive"] + kind["exclusive"])
        self.mark = rf"[(]{marks}(?:[0-9.,]{{1,12}}+[\w%‰]{{0,3}}+)?[)]"
        self.latin_units = {u for u in w.units if regex.match(r"[A-Za-zμΩ°º]", u)}
        self.han_units = w.units - self.latin_units
        scaled = any_of(u for u in self.han_units if u[0] in w.scales)
        self.scaled = scaled
        self.scale = rf"(?:(?!{scaled})[{''.join(w.scales)}])"
        self.arabic = r"(?:[0-9]++(?:,[0-9]{3}(?![0-9]))*+(?:\.[0-9]++)*+|\.[0-9]++)"
        operators = "".join({word[-1] for word in w.prefix if word[-1].isalpha()})
        self.sign = (
            rf"(?:(?<![0-9A-Za-z%)\u4e00-\u9fff])|(?<=[{operators}]))[-+]{{1,2}}(?=[0-9.])"
        )
        digits = rf"[0-9{w.digits}{''.join(kind['glyph'] + kind['half'])}]"
        self.start = rf"(?:{digits}|[{self.cn}]{any_of(kind['over'])})"
        self.latin = rf"(?:{any_of(self.latin_units)}(?![A-Za-z])|[A-Za-zμΩ°º]++[23²³]?+)"
        amount = rf"(?:{self.arabic}|[{self.cn}]++|{any_of(kind['half'])})?+{self.scale}*+"
        known = any_of(self.han_units | set(kind["period"]))
        self.denominator = rf"(?:{amount}(?:{known}|{self.latin}))"

    def number(self) -> str:
        """Arabic, Chinese and mixed numerals, fractions and shares."""
        w = words()
        kind = w.by_kind
        point = rf"(?:[{w.point}][{self.cn}]++)?+"
        over = any_of(kind["over"])
        glyphs = "".join(kind["glyph"])
        arabic, cn = self.arabic, self.cn
        run = rf"[{w.digits}](?:(?!{self.scaled})[{cn}])*+"
        tail = rf"(?:{self.scale}++(?:{arabic}|{run}{point})?+)*+"
        before = rf"[{cn}](?={over}|{any_of(kind['more'])})"
        return (
            rf"(?:{any_of(kind['whole'])}|[0-9]++/[0-9]++(?![0-9./])|[0-9]*+[{glyphs}]++"
            rf"|{arabic}(?:[eE][+-]?+[0-9]++(?![A-Za-z])|{tail})"
            rf"|(?!{self.scaled})(?:{run}|{before}){point}"
            rf"(?:{over}(?:{arabic}|[{cn}]++{point}))?+{tail}"
            rf"|{any_of(kind['half'])})"
        )

    def quantity(self) -> str:
        """A number with what belongs to it: sign, 余, scale, unit, half, gloss, rate."""
        w = words()
        kind = w.by_kind
        percent, half = any_of(kind["percent"]), any_of(kind["half"])
        second = any_of({pair.partition("/")[2] for pair in kind["pair"]})
        gloss = rf"(?:[(]{percent}[)]|{percent}(?=$|[,;。)]))"
        more = any_of(kind["more"])
        unit = (
            rf"(?: ?+(?P<bracket>[(])?(?(bracket)(?P<mult>{self.scale}++)?+)(?:{any_of(self.han_units)}(?:[(]{second}[)])?+|{self.latin})"
            rf"(?(bracket)[)]))"
        )
        return (
            rf"(?P<currency>{any_of(w.currencies)})?+(?P<sign>{self.sign})?+(?P<num>{self.number()})"
            rf"(?P<more>{more})?+(?P<mult>{self.scale}++)?+(?P<more>{more})?+"
            rf"(?:(?P<mark>{self.mark})(?={any_of(self.han_units)}|[A-Za-z]))?+(?P<unit>{unit})?+"
            rf"(?P<half>{half})?+(?P<gloss>{gloss})?+(?P<rate>{self.rate()})?+"
        )

    def rate(self) -> str:
        """Denominators behind a unit: /人·月, 每人每月; an unknown one only where the piece ends."""
        w = words()
        kind = w.by_kind
        closes = rf"(?=$|[,;。、)(\n]|{any_of(kind['every'])}|{any_of(w.suffix)})"
        slash, join = any_of(kind["slash"]), any_of(kind["join"] + kind["slash"])
        marks = rf"(?:{join}|(?P<every>{any_of(kind['every'])}))"
        known = rf"(?:{marks}[(]?{self.denominator}[)]?(?(every){closes}))++"
        return rf"(?=[{_firsts(kind['slash'] + kind['every'])}])(?:{known}|{slash}[\u4e00-\u9fff]{{1,4}}+{closes})"

    def vague(self) -> str:
        """Two digits side by side that mean one or the other: 三五人, 六七十人."""
        w = words()
        digits = "".join(d for d in w.digits if d not in w.zeros and d not in w.tens)
        places = "".join(c for c in w.numerals if c not in w.digits) + w.tens
        return rf"[{digits}]{{2}}(?![{digits}{w.zeros}{w.point}])[{places}]*+(?:{any_of(self.han_units)})?+"

    def interval(self) -> str:
        """An interval in mathematical notation, one bracket of it square: [70,80)."""
        bounds = r"(?P<low>[0-9]++(?:\.[0-9]++)?+),(?P<high>[0-9]++(?:\.[0-9]++)?+)"
        unit = rf"(?P<measure>{any_of(self.han_units)})?+"
        return rf"(?:\[{bounds}[)\]]|[(]{bounds}\]){unit}"

    def every(self) -> str:
        """A rate before its number: 每人每月, 按月, 一年2次."""
        w = words()
        kind = w.by_kind
        mark, period = any_of(kind["every"]), any_of(kind["period"])
        join = any_of(kind["join"] + kind["slash"] + kind["every"])
        soon = rf"(?={self.start}|[{_firsts(w.prefix)}])"
        return (
            rf"{mark}{self.denominator}(?:{join}{self.denominator})*+"
            rf"|{any_of(kind['by'])}{period}|{any_of(kind['once'])}{period}{soon}"
        )


def _change_words() -> str:
    """A change word with its particle; 至少 behind it is an operator, not the particle 至."""
    w = words()
    to = w.by_kind["to"]
    operators = any_of(word[1:] for word in w.prefix if word[0] in to and len(word) > 1)
    return rf"(?P<change>{any_of(w.changes)})(?:{any_of(w.by_kind['by'])}|(?P<to>{any_of(to)})(?!{operators}))?+"


def _firsts(spelled: Iterable[str]) -> str:
    return regex.escape("".join(sorted({word[0] for word in spelled})))


def _names(number: str) -> str:
    """Words around a number that is no quantity: 第三届, 一期工程, PM2.5, 1:15."""
    spelled = [regex.escape(w).replace(r"\#", "#") for w in words().names if "#" in w]
    behind = [w[1:].replace("#", number) for w in spelled if w[0] == "#"]
    before = [w.replace("#", number) for w in spelled if w[0] != "#"]
    side = r"[0-9]{1,5}+(?:\.[0-9]{1,3}+)?+"
    ratio = rf"{side}:{side}(?:[-~]{side}:{side})?+"
    chain = r"[0-9]++(?:/[0-9]++){2,}+|[0-9]{1,2}+(?:,[0-9]{1,2}+(?![0-9])){3,}+"
    model = r"[A-Za-z]++[-.]?[0-9][0-9A-Za-z.-]*+"
    firsts = _firsts(w.lstrip("\\") for w in before)
    return (
        rf"{number}(?:{'|'.join(sorted(behind, key=len, reverse=True))})"
        rf"|(?=[{firsts}])(?:{'|'.join(before)})|{model}|{ratio}|{chain}"
    )


@cache
def pattern() -> regex.Pattern[str]:
    """The compiled lexer of the lexicon in use."""
    return lexicon.compiled("lexer", _compile)


def _compile() -> regex.Pattern[str]:
    w = words()
    kind = w.by_kind
    parts = Parts()
    number = rf"(?:[0-9]++(?:\.[0-9]++)?+|[{w.numerals}]++)"
    year = r"[0-9]{4}" + dates.patterns().year
    yearly = [regex.escape(b).replace("Y", year) for b in w.baselines if "Y" in b]
    order = rf"[{w.numerals}]{{1,3}}(?:[.、)]|{any_of(kind['order'])})"
    item = (
        rf"(?:[0-9]{{1,2}}[.、)](?![0-9])|[(](?:[0-9]{{1,2}}|[{w.numerals}]{{1,3}})[)]"
        rf"|{order}|[①-⑳⑴-⒇⒈-⒛])"
    )
    guarded = any_of(o for o in w.prefix if _is_guarded(o))
    alternatives = {
        "L": rf"(?<![^,;。\n]){item}",
        "I": parts.mark,
        "D": dates.patterns().token,
        "W": _names(number),
        "X": r"[xX](?=[≤≥<>=])",
        "A": parts.interval(),
        "V": _change_words(),
        "Z": parts.vague(),
        "keyword": rf"(?!{parts.sign}){any_of(w.keywords)}",
        "Q": parts.quantity(),
        "E": parts.every(),
        "B": "|".join(yearly),
        "O": rf"{guarded}(?=[-+]?{parts.start})",
        "point": r"[,;。!?\n:()\[\]]",
        "rest": rf"[A-Za-z]++|[{parts.cn}]++",
    }
    body = "|".join(f"(?P<{name}>{spelled})" for name, spelled in alternatives.items())
    whole = rf"(?P<run>[^{_first_characters()}]++)|{body}|(?P<any>.)"
    return regex.compile(whole, flags=regex.DOTALL)


def _first_characters() -> str:
    """Every character that a token may begin with; runs of others are words."""
    w = words()
    kind = w.by_kind
    rates = kind["every"] + kind["by"] + kind["once"]
    lists = (w.keywords, w.changes, w.prefix, w.baselines, w.names, w.currencies, w.parts, rates)
    found = {word[0] for spelled in lists for word in spelled}
    found |= set(dates.patterns().starts) | set(w.numerals) | set(",;。!?\n:()±+-.<>=xX")
    found |= {chr(c) for c in range(0x2460, 0x249C)} | set("[]")
    return "0-9A-Za-z" + regex.escape("".join(sorted(found - {"#"})))


_POINTS = {":": ":", "(": "(", ")": ")", "[": "(", "]": ")"}


def tokens(text: str) -> list[Token]:
    """Cut folded text into tokens that cover it without a gap.

    >>> "".join(t.kind for t in tokens("参会人数>500人,企业>100家"))
    'WOQ,WOQ'
    """
    found: list[Token] = []
    bare = False
    keywords = words().keywords
    for match in pattern().finditer(text):
        kind = match.lastgroup or ""
        start, end = match.span()
        if kind in ("run", "any", "rest"):
            kind = "W"
        elif kind == "keyword":
            kind = keywords[match.group()]
        elif kind == "point":
            kind = _POINTS.get(match.group(), ",")
        elif kind == "Q" and match["unit"] is None and match["gloss"] is None:
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
    if number in words().parts:
        return "W"
    share = number in words().wholes or words().by_kind["over"][0] in number
    return "Q" if share else "C"


def _forget() -> None:
    words.cache_clear()
    pattern.cache_clear()


lexicon.on_change(_forget)
