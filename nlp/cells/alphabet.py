"""How the lexer's pattern is made of the lexicons; loaded only where none is kept."""

from __future__ import annotations

import regex

from nlp.cells.date_patterns import patterns
from nlp.cells.shapes import Shapes, change_words, firsts, names
from nlp.cells.subjects import measures
from nlp.cells.trie import any_of
from nlp.cells.vocabulary import is_closed, is_guarded, words
from nlp.schema import Op


def lexer() -> str:
    """The pattern of cells."""
    return _spelled(_run())


def running() -> str:
    """The pattern of running text: it passes over clauses without a number as one word."""
    return _spelled(f"{_idle()}|{_run()}")


def _spelled(run: str) -> str:
    w = words()
    kind = w.by_kind
    parts = Shapes()
    number = rf"(?:[0-9]++(?:\.[0-9]++)?+|[{w.numerals}]++)"
    year = r"[0-9]{4}" + patterns().year
    opened = [
        regex.escape(b).replace("Y", year).replace(r"\*", r"[\u4e00-\u9fff]{2,8}?")
        for b in sorted(w.baselines, key=len, reverse=True)
        if not is_closed(b) and b[-1] != "*"
    ]
    against = rf"(?!{any_of(kind['fairly'])})[\u4e00-\u9fff]{{2,8}}?"
    more = any_of(kind["higher"] + kind["lower"])
    change = any_of(word for word in w.changes if len(word) > 1)
    changed = rf"(?={change}|(?:{more}|[+-])[0-9])"
    opened += [rf"{regex.escape(b[:-1])}{against}{changed}" for b in w.baselines if b[-1] == "*"]
    ends = rf"(?:[.)]|、(?!{patterns().goes_on}))"
    order = rf"[{w.numerals}]{{1,3}}(?:{ends}|{any_of(kind['order'])})"
    item = (
        rf"(?:[0-9]{{1,2}}{ends}(?![0-9.,;。)%]|$)"
        rf"|[(](?:[0-9]{{1,2}}|[{w.numerals}]{{1,3}})[)](?!$)"
        rf"|{order}|{any_of(kind['item'])}[0-9]{{1,3}}[.:、]|[①-⑳⑴-⒇⒈-⒛])"
    )
    numbered = rf"[(](?:[0-9]{{1,2}}|[{w.numerals}]{{1,3}})[)](?=[\u4e00-\u9fff])"
    every = rf"{any_of(kind['every'])}[^0-9,;。]{{1,8}}?{parts.start}"
    short = {o for o in w.prefix if is_guarded(o)} - w.before_round
    guarded = any_of(short)
    compared = any_of(o for o in short if w.prefix[o][0] is not Op.EQ)
    measured = "".join(each for each in measures() if len(each) == 1)
    opening = rf"(?<![^,;。\n:{measured}]){any_of(w.before_round)}"
    average = any_of(kind["average"])
    before = "".join(word for word in kind["from"] + kind["open"] if len(word) == 1)
    led = any_of([*w.prefix, *kind["plus_minus"]])
    alternatives = {
        "L": rf"(?<![^,;。\n]){item}|[①-⑳⑴-⒇⒈-⒛]|{numbered}",
        "I": rf"{parts.mark}|{parts.marked_remark}",
        "often": parts.often(),
        "D": patterns().token,
        "W": names(number),
        "X": r"[xX](?=[≤≥<>=])",
        "A": parts.interval(),
        "V": change_words(),
        "Z": parts.vague(),
        "E": parts.every(),
        "B": rf"(?=[{firsts(opened)}])(?:{'|'.join(opened)})",
        "keyword": rf"(?!{parts.sign}){any_of(w.keywords)}",
        "once": parts.once(),
        "Q": parts.quantity(),
        "O": rf"{guarded}(?={average}?+[-+]?{parts.start}|{every}|{parts.large})"
        rf"|(?:{compared}|{opening})(?={parts.round})",
        "F": rf"[{before}](?=[-+]?{parts.start}|{every}|{led})",
        "point": r"[,;。!?\n:()\[\]]",
        "rest": rf"[A-Za-z]++|{parts.apart}[{parts.cn}]++",
    }
    body = "|".join(f"(?P<{name}>{spelled})" for name, spelled in alternatives.items())
    return rf"(?P<run>{run})|{body}|(?P<any>.)"


def _run() -> str:
    """A run of characters that begin no token.

    A character that only begins longer words is passed over where no second one of them follows.
    """
    w = words()
    kind = w.by_kind
    before = kind["from"] + kind["open"]
    rates = kind["every"] + kind["by"] + kind["once"] + kind["item"]
    lists = (
        w.keywords,
        w.changes,
        w.prefix,
        w.baselines,
        w.names,
        w.currencies,
        w.parts,
        rates,
        before,
    )
    spelled = {word for each in lists for word in each} - w.before_round
    spelled |= {word + scale for word in w.before_round for scale in w.scales}
    alone = {word[0] for word in spelled if len(word) == 1 or word[0] == "#" or word[1] in "#Y*"}
    alone |= set(patterns().starts) | set(w.numerals) | set(',;。!?\n:()[]±+-.<>=xX《“"「『')
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
    first = "".join(sorted({word[0] for word in w.baselines if word[1] != "*"}))
    second = "".join(sorted({word[1] for word in w.baselines if word[1] != "*"}))
    end = regex.escape(",;。!?\n:()[]")
    more = "".join(word[0] for word in w.by_kind["more"])
    behind = regex.escape(f"{units}{w.numerals}{more}")
    numerals = "".join(c for c in w.numerals if c not in other)
    plain = rf"[^0-9{end}{w.numerals}{regex.escape(other + first)}《]"
    careful = rf"[{numerals}](?![0-9{behind}])|[{regex.escape(first)}](?![{regex.escape(second)}])"
    return rf"(?<![^,;。!?\n])(?:{plain}|{careful})++(?=[,;。!?\n]|$)"
