"""Numeral strings → exact Decimals: Arabic, Chinese and mixed."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from nlp import lexicon

MAX_DIGITS = 30
_ARABIC = frozenset("0123456789.")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(r"(?:([0-9.]+)[×xX*])?10(?:\^([0-9]{1,2})|([⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))")


class NumeralError(ValueError):
    """A numeral that cannot be a target's number; `code` is its note."""

    def __init__(self, code: str, detail: object) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


@cache
def _words() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    digits: dict[str, int] = {}
    places: dict[str, int] = {}
    groups: dict[str, int] = {}
    for char, kind, value, _ in lexicon.current().table("numerals"):
        if kind == "group":
            groups[char] = int(value)
        elif kind == "place":
            places[char] = int(value)
        elif kind != "point":
            digits[char] = int(value)
    return digits, places, groups


lexicon.on_change(_words.cache_clear)


def numeral(text: str) -> Decimal:
    """The value of a numeral, exact.

    Raises `NumeralError` where it has more than 30 digits or cannot be one number.

    >>> numeral("3万5千"), numeral("1,234.5"), numeral("三百二十")
    (Decimal('35000'), Decimal('1234.5'), Decimal('320'))
    """
    plain = text.replace(",", "")
    if _ARABIC.issuperset(plain):
        if len(plain) > MAX_DIGITS + 1:
            raise NumeralError("number_too_long", len(plain))
        padded = plain[0] == "0" and len(plain) > 3 and plain.isdigit()
        if plain.count(".") > 1 or plain == "." or padded:
            raise NumeralError("number_malformed", text)
        return Decimal(plain)
    if "e" in plain or "E" in plain:
        return _scientific(plain)
    if match := _POWER.fullmatch(plain):
        return _power(match)
    if len(plain) > MAX_DIGITS:
        raise NumeralError("number_too_long", len(plain))
    return _mixed(plain)


def _scientific(text: str) -> Decimal:
    mantissa, _, exponent = text.lower().partition("e")
    if len(exponent) > 3 or abs(int(exponent)) > MAX_DIGITS or len(mantissa) > MAX_DIGITS:
        raise NumeralError("number_too_long", exponent)
    return Decimal(text)


def _power(match: re.Match[str]) -> Decimal:
    exponent = int(match[2] or match[3].translate(_RAISED))
    if exponent > MAX_DIGITS:
        raise NumeralError("number_too_long", exponent)
    return Decimal(match[1] or 1).scaleb(exponent)


def _mixed(text: str) -> Decimal:
    digits, places, groups = _words()
    total = section = Decimal(0)
    number: Decimal | None = None
    last, fraction = 0, Decimal(0)
    for piece in _pieces(text):
        if piece in groups:
            section, last = section + (number or 0), groups[piece]
            total = _close_group(total, section, last)
            section, number, fraction = Decimal(0), None, Decimal(0)
        elif piece in places:
            last = places[piece]
            section += (Decimal(1) if number is None else number) * last
            number, fraction = None, Decimal(0)
        elif piece in digits and digits[piece] >= 10:
            section, last = section + digits[piece], 10
        elif piece in digits and fraction:
            number, fraction = (number or 0) + digits[piece] * fraction, fraction / 10
        elif piece in digits:
            last = 0 if digits[piece] == 0 or number is not None else last
            number = (number or Decimal(0)) * 10 + digits[piece]
        elif piece[0] not in _ARABIC:
            number, total, section = total + section + (number or 0), Decimal(0), Decimal(0)
            fraction = Decimal("0.1")
        elif number:
            raise NumeralError("number_malformed", text)
        else:
            number = Decimal(piece)
    short_form = number is not None and last >= 100 and number < 10 and number % 1 == 0
    return total + section + (number or 0) * (last // 10 if short_form else 1)


def _close_group(total: Decimal, section: Decimal, group: int) -> Decimal:
    if not total:
        return (section or Decimal(1)) * group
    if not section or total < group:
        return (total + section) * group
    return total + section * group


def _pieces(text: str) -> list[str]:
    pieces: list[str] = []
    arabic = ""
    for char in text:
        if char in _ARABIC:
            arabic += char
            continue
        if arabic:
            pieces.append(arabic)
            arabic = ""
        pieces.append(char)
    if arabic:
        pieces.append(arabic)
    if any(piece.count(".") > 1 for piece in pieces if piece[0] in _ARABIC):
        raise NumeralError("number_malformed", text)
    return pieces


def written_scale(text: str) -> int:
    """The multiplier written behind a numeral, 1 where there is none or where it is compound.

    >>> written_scale("5万"), written_scale("12百万"), written_scale("3万5千")
    (10000, 1000000, 1)
    """
    _, places, groups = _words()
    if text[-1] not in groups and text[-1] not in places:
        return 1
    arabic = text[0] in _ARABIC
    scales = {**places, **groups} if arabic else groups
    bare = text.rstrip("".join(scales))
    product = 1
    for char in text[len(bare) :]:
        product *= scales[char]
    compound = arabic and not _ARABIC.issuperset(bare.replace(",", ""))
    inner = not arabic and any(char in groups for char in bare)
    return 1 if compound or inner else product
