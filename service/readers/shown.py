"""Numbers of a spreadsheet as their number formats show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache

import regex

from nlp import lexicon
from service.readers.moments import has_moments, moment

_TOKEN = regex.compile(
    r'"(?P<quoted>[^"]*+)"?+|[\\!](?P<escaped>.)|(?P<skipped>[_*].)|\[\$(?P<money>[^\]\-]*+)[^\]]*+\]'
    r"|\[(?P<condition>[<>=]{1,2}+-?[0-9.]++)\]|(?P<elapsed>\[(?:h+|m+|s+)\])|\[[^\]]*+\]"
    r"|(?P<power>[Ee][+\-]0++)|(?P<general>General)|(?P<digit>[0#?])"
    r"|(?P<other>[\s\S])",
    regex.IGNORECASE,
)
_CONDITION = regex.compile(r"([<>=]{1,2}+)(-?[0-9.]++)")
_COMPARED = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
    "<>": Decimal.__ne__,
}
Token = tuple[str, str]


@dataclass(slots=True)
class _Section:
    """A format of numbers of one kind (positive, negative, zero, or by a condition)."""

    tokens: list[Token] = field(default_factory=list)
    condition: tuple[str, Decimal] | None = None

    def has(self, *kinds: str) -> bool:
        return any(kind in kinds for kind, _ in self.tokens)


def displayed(value: object, code: str, *, from_1904: bool = False) -> str:
    """The text that a cell shows; `value` is a number, a serial date or a text.

    >>> displayed(0.95, "0%"), displayed(50, '"≥"0"人"'), displayed(1234567, '0!.0,"万"')
    ('95%', '≥50人', '123.5万')
    >>> displayed(376, "#,##0.00"), displayed(45991, 'yyyy"年"m"月"d"日"')
    ('376.00', '2025年11月30日')
    """
    sections = _sections(code or "General")
    if isinstance(value, str):
        return _text(value, sections)
    number = exact(value)
    section, signed = _chosen(number, sections)
    shown = abs(number) if signed else number
    if section.has("general") or (not section.tokens and len(sections) == 1):
        return _around(section, _plain(shown))
    if has_moments(section.tokens):
        return moment(number, section.tokens, from_1904=from_1904)
    return _number(shown, section)


@cache
def _codes() -> dict[str, str]:
    return lexicon.current().pairs("number_formats")


lexicon.on_change(_codes.cache_clear)


def coded(number: int, otherwise: str = "") -> str:
    """The format that a spreadsheet in Chinese has under a number, where it has its own.

    >>> coded(57)
    'yyyy"年"m"月"'
    """
    return _codes().get(str(number), otherwise)


def exact(value: object) -> Decimal:
    """A number as a spreadsheet holds it, of 15 digits.

    >>> exact(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, float):
        return Decimal(f"{value:.15g}")
    return Decimal(str(value))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def _sections(code: str) -> list[_Section]:
    found = [_Section()]
    code = code.replace(coded(0), "General")
    for match in _TOKEN.finditer(code):
        kind, text = str(match.lastgroup), match[match.lastgroup] if match.lastgroup else ""
        if kind == "other" and text == ";":
            found.append(_Section())
        elif kind == "condition" and (told := _CONDITION.fullmatch(text)):
            found[-1].condition = told[1], Decimal(told[2])
        elif kind in ("quoted", "escaped", "money"):
            found[-1].tokens.append(("literal", text))
        elif kind not in ("skipped", "None"):
            found[-1].tokens.append((kind, text))
    return found


def _text(value: str, sections: list[_Section]) -> str:
    told = [s for s in sections if ("other", "@") in s.tokens]
    if not told:
        return value
    return "".join(value if token == ("other", "@") else token[1] for token in told[-1].tokens)


def _chosen(number: Decimal, sections: list[_Section]) -> tuple[_Section, bool]:
    """The section that holds for a number, and whether the section itself tells the sign."""
    sections = [s for s in sections if ("other", "@") not in s.tokens] or [_Section()]
    for section in sections:
        if section.condition and _COMPARED[section.condition[0]](number, section.condition[1]):
            return section, number < 0 and len(sections) > 1
    if any(s.condition for s in sections):
        return next((s for s in sections if not s.condition), sections[-1]), False
    if number < 0 and len(sections) > 1:
        return sections[1], True
    if number == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _around(section: _Section, number: str) -> str:
    if not section.tokens:
        return number
    return "".join(number if kind == "general" else text for kind, text in section.tokens)


def _number(number: Decimal, section: _Section) -> str:
    tokens = section.tokens
    digits = [i for i, (kind, _) in enumerate(tokens) if kind == "digit"]
    if not digits:
        return "".join(text for _, text in tokens if text != "@")
    if section.has("power"):
        return _power(number, tokens)
    if any(token == ("other", "/") for token in tokens[digits[0] : digits[-1]]):
        return _plain(number)
    point = tokens.index(("other", ".")) if ("other", ".") in tokens else len(tokens)
    whole = [i for i in digits if i < point]
    scaled = sum(_commas(tokens, last) for last in {digits[-1], *whole[-1:]})
    number = number * 100 ** sum(token == ("other", "%") for token in tokens)
    number = number / Decimal(1000) ** scaled
    places = Decimal(1).scaleb(-sum(i > point for i in digits))
    number = number.quantize(places, ROUND_HALF_UP)
    grouped = bool(whole) and _COMMA in tokens[whole[0] : whole[-1]]
    integer, _, fraction = f"{abs(number):f}".partition(".")
    sign = "-" if number < 0 else ""
    return sign + _integer(integer, tokens[:point], grouped) + _fraction(fraction, tokens[point:])


_COMMA = ("other", ",")


def _commas(tokens: list[Token], last: int) -> int:
    """The commas right behind a place of digits: each divides by a thousand."""
    end = last + 1
    while end < len(tokens) and tokens[end] == _COMMA:
        end += 1
    return end - last - 1


def _integer(number: str, tokens: list[Token], grouped: bool) -> str:
    """Digits laid from the right into their places; the first place takes all that are left."""
    left = list(number.lstrip("0"))
    first = next((i for i, (kind, _) in enumerate(tokens) if kind == "digit"), -1)
    made: list[str] = []
    laid = 0
    for index in range(len(tokens) - 1, -1, -1):
        kind, text = tokens[index]
        if kind != "digit":
            made += [] if (kind, text) == _COMMA else [text]
            continue
        taken = len(left) if index == first else min(1, len(left))
        for digit in [left.pop() for _ in range(taken)] or {"0": ["0"], "?": [" "]}.get(text, []):
            made += [","] if grouped and laid and laid % 3 == 0 else []
            made.append(digit)
            laid += 1
    return "".join(reversed(made))


def _fraction(digits: str, tokens: list[Token]) -> str:
    made: list[str] = []
    at = 0
    for kind, text in tokens:
        if kind != "digit":
            made += [] if (kind, text) == _COMMA else [text]
            continue
        rest = digits[at:].rstrip("0")
        made.append(digits[at] if text == "0" or rest else " " if text == "?" else "")
        at += 1
    return "".join(made)


def _power(number: Decimal, tokens: list[Token]) -> str:
    point = tokens.index(("other", ".")) if ("other", ".") in tokens else len(tokens)
    places = sum(kind == "digit" for kind, _ in tokens[point:])
    return f"{number:.{places}E}"
