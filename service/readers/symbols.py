"""Signs of symbol fonts as the characters that a reader of the page sees."""

from __future__ import annotations

from functools import cache

from nlp import lexicon

_PLAIN = "0123456789 %()+,./:;<=>?[]{}|!#&"
_RAISED = dict(zip(map(ord, "0123456789+-"), "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True))


@cache
def _signs() -> dict[tuple[str, int], str]:
    rows = lexicon.current().table("symbols")
    return {(font, int(code, 16)): sign for font, code, sign in rows}


lexicon.on_change(_signs.cache_clear)


def is_symbol_font(font: str | None) -> bool:
    """Whether a font has codes of its own.

    >>> is_symbol_font("Symbol"), is_symbol_font("SimSun")
    (True, False)
    """
    return any(font == known for known, _ in _signs())


def sign(font: str, code: int) -> str | None:
    """What the code of a symbol font shows; None where that is not known.

    >>> sign("Symbol", 0xF0B3)
    '≥'
    """
    place = code - 0xF000 if code >= 0xF000 else code
    found = _signs().get((font, place))
    if found is None and font == "Symbol" and chr(place) in _PLAIN:
        return chr(place)
    return found


def raised(text: str) -> str:
    """Digits set higher, so that 10 and a small 4 do not make 104.

    >>> "10" + raised("4"), raised("注")
    ('10⁴', '注')
    """
    bare = text.strip()
    return bare.translate(_RAISED) if bare and all(ord(c) in _RAISED for c in bare) else text
