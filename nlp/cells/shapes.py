"""The shapes of tokens: the pieces of the lexer's pattern, each readable by itself."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from nlp.cells.trie import any_of
from nlp.cells.vocabulary import words

RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_PLAIN = r"[0-9]++(?:\.[0-9]++)?+"
_EXPONENT = rf"(?:\^[0-9]{{1,2}}|[{RAISED}]{{1,2}})(?![0-9{RAISED}])"
_OPENED, _CLOSED = '“"「『', '”"」』'
TITLE = "《[^《》]{1,100}+》"
_POWER = rf"(?:(?:{_PLAIN}[×xX*]10|10(?=\^|[{RAISED[3:]}])){_EXPONENT})"


class Shapes:
    """Numbers, units and rates, and what stands around them."""

    def __init__(self) -> None:
        w = words()
        kind = w.by_kind
        self.cn = w.numerals
        marks = any_of(kind["inclusive"] + kind["exclusive"])
        self.mark = rf"[(]{marks}(?:[0-9.,{w.numerals}]{{1,12}}+[\w%‰]{{0,3}}+)?[)]"
        told = rf"[(]{marks}[^(),;。\n]{{1,16}}+[)]"
        self.marked_remark = rf"{told}(?={any_of(word for word in w.suffix if len(word) > 1)})"
        self.latin_units = {u for u in w.units if regex.match(r"[A-Za-zμΩ°º]", u)}
        self.han_units = w.units - self.latin_units
        whole = rf"{any_of(self.han_units)}(?=$|[,;。)])"
        shared = rf"[{w.shared}](?![{w.formal}]"
        self.apart = rf"(?!{shared}|{whole})|(?<=[\u4e00-\u9fff]){shared}))"
        scaled = any_of(u for u in self.han_units if u[0] in w.scales)
        self.scaled = scaled
        self.scale = rf"(?:(?!{scaled})[{''.join(w.scales)}])"
        grouped = r"[0-9]{1,3}+(?:,[0-9]{3}(?![0-9]))++"
        self.arabic = rf"(?:(?:{grouped}|[0-9]++)(?:\.[0-9]++|\.(?=%))*+|(?<![0-9.])\.[0-9]++)"
        before_only = w.prefix.keys() - w.suffix.keys()
        operators = "".join({word[-1] for word in before_only if word[-1].isalpha()})
        signed = "|".join(rf"(?<={word})" for word in kind["signed"])
        before = rf"(?:(?<![0-9A-Za-z%‰‱℃℉°㎡²³)\u4e00-\u9fff])|(?<=[{operators}])|{signed})"
        cold = (
            rf"-(?<=[\u4e00-\u9fff]-)(?=[0-9.]++(?:[-~]{{1,2}}[0-9.]++)?{any_of(w.temperatures)})"
        )
        self.sign = rf"(?:{before}[-+]{{1,2}}|{cold}|{any_of(kind['below_zero'])})(?=[0-9.])"
        digits = rf"[0-9{w.digits}{''.join(kind['glyph'] + kind['half'])}]"
        signs = firsts([*w.currencies, *kind["below_zero"]]) + r"+\-."
        self.number_start = f"(?=[0-9{self.cn}{''.join(kind['glyph'] + kind['half'])}{signs}])"
        worth = any_of(w.counting | w.money)
        self.large = rf"[{''.join(w.scales)}]{{2}}(?!{scaled})(?={worth})"
        measured = any_of(self.han_units - w.times - w.ages - w.shares_of)
        self.round = rf"(?!{scaled})[{''.join(w.scales)}](?={measured}(?![{''.join(w.scales)}]))"
        self.start = rf"(?:{digits}|[{self.cn}]{any_of(kind['over'])})"
        self.latin = rf"(?:{any_of(self.latin_units)}(?![A-Za-z])|[A-Za-zμΩ°º]++[23²³]?+)"
        amount = rf"(?:{self.arabic}|[{self.cn}]++|{any_of(kind['half'])})?+{self.scale}*+"
        counted = self.han_units - w.shares_of | set(kind["period"])
        counter, known = any_of(kind["counter"]), any_of(counted)
        short = {u for u in counted if len(u) < 3 and u.isalpha()}
        second = rf"(?:[(][{''.join(sorted(set(''.join(short))))}、]{{1,5}}+[)])?+"
        long = {u for u in counted if len(u) > 1 and u.isalpha()}
        long -= {u for u in long if u.startswith(tuple(kind["counter"]))}
        known = rf"(?:{counter}(?={any_of({*long, *kind['period']})}))?+{known}{second}"
        self.denominator = rf"(?:{amount}(?:{known}|{self.latin}))"

    def number(self) -> str:
        """Arabic, Chinese and mixed numerals, fractions and shares."""
        w = words()
        kind = w.by_kind
        point = rf"(?:[{w.point}][{self.cn}]++)?+"
        over = any_of(kind["over"])
        glyphs = "".join(kind["glyph"])
        arabic, cn = self.arabic, self.cn
        run = rf"{self.apart}[{w.digits}](?:(?!{self.scaled})[{cn}])*+"
        zero = f"[{w.zeros}]?+"
        tail = rf"(?:{self.scale}++(?:{zero}{arabic}|{run}{point})?+)*+"
        before = rf"(?:[{cn}](?={over}[0-9{cn}]|{any_of(kind['more'])})|{self.large}|{self.round})"
        return (
            rf"(?:{any_of(kind['whole'])}|{_POWER}|[0-9]++/[0-9]++(?![0-9./]|{self.scale})|[0-9]*+[{glyphs}]++"
            rf"|{arabic}(?:[eE][+-]?+[0-9]++(?![A-Za-z])|{tail})"
            rf"|(?!{self.scaled})(?:{run}(?:(?<=[{''.join(w.scales)}]){arabic}|)|{before}){point}"
            rf"(?:{over}(?:{arabic}|[{cn}]++{point}))?+{tail}"
            rf"|{any_of(kind['half'])})"
        )

    def quantity(self) -> str:
        """A number with what belongs to it: sign, 余, scale, unit, half, gloss, rate."""
        w = words()
        kind = w.by_kind
        percent, half = any_of(kind["percent"]), any_of(kind["half"])
        second = any_of(w.counting)
        gloss = rf"(?:[(]{percent}[)]|{percent}(?=$|[,;。)]))"
        more = any_of(kind["more"])
        ages = "".join({unit[-1] for unit in w.ages})
        apart = any_of(kind["apart"])
        people = any_of(
            word for word in kind["people"] if word[0] in w.units and word not in w.units
        )
        whole = rf"(?:(?={apart})[{firsts(kind['apart'])}]|(?!{people}){any_of(self.han_units)})"
        known = rf"(?:{whole}(?:[(]{second}[)])?+|{self.latin})"
        opened = rf"(?P<bracket>[(])?(?(bracket)(?P<mult2>{self.scale}++)?+)"
        unit = rf"(?: ?+{opened}{known}(?(bracket)[)]))"
        halves = rf"(?:{any_of(kind['counter'])}(?P<half>{half})(?={any_of(w.times)}))?+"
        return (
            rf"{self.number_start}(?P<currency>{any_of(w.currencies)})?+(?P<sign>{self.sign})?+(?P<num>{self.number()})"
            rf"(?P<more>{more})?+(?P<mult>{self.scale}++)?+(?P<more2>{more})?+"
            rf"{halves}(?:(?P<mark>{self.mark})(?=[{firsts(self.han_units)}A-Za-z]))?+(?P<unit>{unit})?+"
            rf"(?P<half2>{half})?+(?:(?P<more3>{more})(?=$|[,;。)]))?+(?P<gloss>{gloss})?+(?:(?<![{ages}])(?P<rate>{self.rate()}))?+"
        )

    def rate(self) -> str:
        """Denominators behind a unit: /人·月, 每人每月; an unknown one only at the piece's end."""
        w = words()
        kind = w.by_kind
        closes = rf"(?=$|[,;。、)(\n]|{any_of(kind['every'])}|{any_of(w.suffix)})"
        slash, join = any_of(kind["slash"]), any_of(kind["join"] + kind["slash"])
        round_ = rf"(?!{slash}(?:[1-9]0*+[1-9]0*+[1-9]|[0-9]++\.[0-9]))"
        marks = rf"(?:(?![×*·][0-9]){round_}{join}|(?P<every>{any_of(kind['every'])}))"
        one = self.denominator
        bracketed = rf"(?P<opened>[(])?+{one}(?(opened)[)]?+)"
        known = rf"(?:{marks}{bracketed}(?(every){closes}))++(?!{join}[\u4e00-\u9fff])"
        starts = firsts(kind["slash"] + kind["every"])
        scaled = rf"{slash}[0-9]*+{self.scale}++{closes}"
        unknown = rf"(?:{join}[\u4e00-\u9fff]{{1,4}}+)++{closes}"
        worth = (
            rf"{slash}[0-9]*+{self.scale}*+{any_of(w.money)}[A-Za-z\u4e00-\u9fff]{{1,8}}?{closes}"
        )
        return rf"(?=[{starts}])(?:{worth}|{known}|{scaled}|{unknown})"

    def vague(self) -> str:
        """Two digits side by side that mean one or the other: 三五人, 六七十人, 十七八人."""
        w = words()
        digits = "".join(d for d in w.digits if d not in w.zeros and d not in w.tens)
        places = "".join(c for c in w.numerals if c not in w.digits) + w.tens
        unit = any_of(self.han_units)
        higher = rf"(?:[{digits}{places}]{{0,8}}[{places}])?"
        return rf"{higher}[{digits}]{{2}}(?![{digits}{w.zeros}{w.point}])[{places}]*+(?:{unit})?+"

    def interval(self) -> str:
        """An interval in mathematical notation, one bracket of it square: [70,80)."""
        unit = r"[^\W0-9A-Za-z_]{1,4}+|%"
        bounds = rf"(?P<low>{_PLAIN})(?P<measure>{unit})?+,(?P<high>{_PLAIN})(?P<measure2>{unit})?+"
        behind = rf"(?P<measure3>{any_of(self.han_units)})?+"
        return rf"(?:\[|[(](?=[^()\[\]]{{3,30}}+\])){bounds}[)\]]{behind}"

    def every(self) -> str:
        """A rate before its number: 每人每月, 平均每户; 每新增一户 where it is paid for."""
        kind = words().by_kind
        join = any_of(kind["join"] + kind["slash"] + kind["every"])
        one = rf"(?:{any_of(kind['once'])}|1)"
        deed = rf"{any_of(kind['every'])}{any_of(kind['deed'])}{one}{any_of(words().counting)}"
        return (
            rf"(?={any_of(kind['every'])})"
            rf"(?:(?:{join}{self.denominator})++|{deed},?(?=[\u4e00-\u9fff]))"
        )

    def often(self) -> str:
        """How often a turn comes, before it: 两年|一次, 半个月|一次, 一季度|一次."""
        kind = words().by_kind
        digits, half = self.cn, any_of(kind["half"])
        number = rf"(?:[0-9]{{1,2}}|[{digits}]{{1,2}}|{half})"
        few = rf"(?:{any_of(kind['once'])}|{any_of(kind['few'])}|{half})"
        counter = any_of(kind["counter"])
        long, short = any_of(kind["term"]), any_of(kind["season"])
        turn = rf"(?:[{words().digits}]|1){any_of(kind['turn'])}"
        once = rf"(?:{any_of(kind['once'])}|1){any_of(kind['turn'])}"
        before = "".join(word for word in kind["every"] if len(word) == 1)
        return (
            rf"(?=[0-9{digits}{''.join(kind['half'])}])(?<![0-9{digits}{before}.])"
            rf"(?:{number}(?:{counter}|){long}(?={turn})"
            rf"|(?:{few}|{number}{counter}){short}(?={once}(?!.{{2}}{short})))"
        )

    def once(self) -> str:
        """A period before its number: 按月, 一年2次."""
        w = words()
        kind = w.by_kind
        period = any_of(kind["period"])
        half = any_of(kind["half"])
        time = rf"[0-9{self.cn}]{{1,3}}{any_of(w.times)}"
        soon = rf"(?!{half})(?={self.start}|[{firsts(w.prefix)}])(?!{time})"
        once = rf"{any_of(kind['once'])}(?:{any_of(kind['counter'])}|){period}{soon}"
        return rf"{any_of(kind['by'])}{period}|{once}"


def change_words() -> str:
    """A change word with its particle; 至少 behind it is an operator, not the particle 至.

    A longer word that begins like one, such as 增加值, is none.
    """
    w = words()
    longer = [name for name in w.names if name.startswith(tuple(w.changes))]
    plain = f"(?!{any_of(longer)})" if longer else ""
    to = w.by_kind["to"]
    operators = any_of(word[1:] for word in w.prefix if word[0] in to and len(word) > 1)
    level = rf"(?P<to>{any_of(to)})(?!{operators})"
    return rf"{plain}(?P<change>{any_of(w.changes)})(?:{any_of(w.by_kind['by'])}|{level})?+"


def firsts(spelled: Iterable[str]) -> str:
    return regex.escape("".join(sorted({word[0] for word in spelled})))


def names(number: str) -> str:
    """Words around a number that is no quantity: 第三届, 一期工程, PM2.5, 1:15, T+1, 5², “33条”."""
    spelled = any_of((w for w in words().names if "#" in w), number)
    side = r"[0-9]{1,5}+(?:\.[0-9]{1,3}+)?+"
    ratio = rf"{side}(?::{side})++(?:[-~]{side}:{side})?+"
    digits = words().numerals
    once, counted = any_of(words().by_kind["once"]), any_of(words().units)
    word = rf"(?![{digits}])[\u4e00-\u9fff]"
    paired = rf"{once}(?:{word}){{1,2}}{once}(?!{counted}){word}"
    chain = r"[0-9]++(?:/[0-9]++){2,}+|[0-9]{1,2}+(?:,[0-9]{1,2}+(?![0-9])){3,}+"
    money = any_of(c for c in words().currencies if c.isascii() and c.isalpha())
    measured = any_of(u for u in words().units if not u[0].isascii())
    value = rf"[A-Za-z]{{2,}}+{_PLAIN}{measured}(?=$|[,;。、)])"
    acid = any_of(words().acidity)
    model = (
        rf"(?!{money}[0-9]|{acid}[0-9]|{value})" r"[A-Za-z]++(?:/[A-Z])?+[-.]?[0-9][0-9A-Za-z.-]*+"
    )
    starts = firsts(w for w in words().names if "#" in w) + "《" + _OPENED
    article = any_of(words().by_kind["article"])
    articles = rf"[{_OPENED}]{word}(?:{word}){{0,7}}?[0-9{digits}]{{1,3}}{article}[{_CLOSED}]"
    raised = rf"{_PLAIN}[{RAISED}]++"
    standard = (
        r"[A-Z]{2,5}+(?:/[A-Z]{1,2}+)?+ [A-Z]?+[0-9]{1,6}+(?:[./][0-9]{1,3}+){0,2}+"
        r"[-—](?:19|20)[0-9]{2}(?![0-9])"
    )
    later = r"[A-Za-z]++\+[0-9]++(?!\.?[0-9])"
    told = rf"{TITLE}|{articles}|{raised}|{spelled}|{later}|{standard}|{model}|{ratio}"
    told = rf"{told}|{chain}|{paired}"
    return rf"(?=[0-9A-Za-z{digits}{starts}])(?!{_POWER})(?:{told})"
