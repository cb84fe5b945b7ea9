"""Text as given → folded text, with the way back to the original offsets.

Look-alike glyphs, full-width and compatibility forms, traditional characters, tags, entities and
blanks go; enumerators, superscripts and fraction glyphs stay, because folding them would invent
numbers (①50人 is not 150人).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import regex

from nlp import lexicon
from nlp.cells import engine
from nlp.cells.vocabulary import words

_MARKUP = (
    r"</?(?:p|br|div|span|td|tr|th|table|tbody|b|i|u|font|strong|em|su[bp]|li|[uo]l|a|h[1-6]|o:p|img"
    r"|caption|thead|tfoot|section|article|center|small|big|nobr|ins|del)"
    r"(?:[\s/][^<>]{0,500}+)?+>|<!--[^<>]{0,500}+>|&(?:amp;){0,3}(?:#[0-9]{1,7}+|#[xX][0-9a-fA-F]{1,6}+|[a-zA-Z]{2,20}+);"
    r"|\x1b\[[0-9;]{0,20}+[A-Za-z]"
)
_PARTED = re.compile(r"(?<=[0-9])[ \n,。](?=[0-9])")
_DIGITS = frozenset("0123456789")
_BLANK = re.compile(r"\s")
_QUOTED = ("“”", "‘’", "「」", "『』", '""', "''")
_OPENING = frozenset(pair[0] for pair in _QUOTED)
_LINE_BREAKS = ("<br", "</p", "<li", "</tr", "</div")


@dataclass(slots=True)
class Folded:
    """Folded text; `offset[i]` is where its character i stood (None where nothing moved).

    `joined` is a number with its blanks closed; `parted` are the ends, in the original, of numbers
    that stand before another with nothing but a blank or a line break between them.
    """

    text: str
    source: str
    offset: list[int] | None = None
    joined: str | None = None
    parted: tuple[int, ...] = ()

    def start(self, index: int) -> int:
        """Offset in the original of the folded character at `index`; of an entity, its `&`."""
        if self.offset is None:
            return index
        at = self.offset[index]
        if self.source[at] == ";" and self.text[index] != ";":
            at = max(self.source.rfind("&", 0, at), 0)
        return at

    def end(self, index: int) -> int:
        """Offset in the original behind the folded character before `index`."""
        return index if self.offset is None else self.offset[index - 1] + 1


class _Glyphs(dict[str, str]):
    """Folding of one character; what no table names goes through NFKC where that is harmless."""

    def __missing__(self, char: str) -> str:
        folded = unicodedata.normalize("NFKC", char)
        harmless = len(folded) == 1 and unicodedata.category(char) not in ("No", "So")
        result = folded if harmless and not "\ud800" <= char <= "\udfff" else char
        if unicodedata.category(char) == "Cf":
            result = ""
        self[char] = result
        return result


@cache
def _plain() -> regex.Pattern[str]:
    """What needs no folding: most cells."""
    (pattern,) = engine.compiled("plain", _compile_plain)
    return pattern


def _compile_plain() -> list[regex.Pattern[str]]:
    moved = regex.escape("".join(row[0] for row in lexicon.current().table("traditional")))
    signs = regex.escape("%.,;:()≥≤>=~/、。+*·-")
    return [regex.compile(rf"(?V1)(?:[[\u4e00-\u9fff]--[{moved}]]|[0-9A-Za-z{signs}])*+")]


_glyphs: _Glyphs | None = None


def _table() -> _Glyphs:
    global _glyphs
    if _glyphs is None:
        tables = lexicon.current()
        _glyphs = _Glyphs()
        for glyph, read in tables.table("glyphs"):
            _glyphs[chr(int(glyph[2:], 16)) if glyph.startswith("U+") else glyph] = read
        _glyphs.update(tables.pairs("traditional"))
        units = {c for row in tables.table("units") for c in row[3] + row[4]}
        for char in units:
            _glyphs.setdefault(char, char)
    return _glyphs


@cache
def _item() -> re.Pattern[str]:
    """The mark of an item of a list: 1、 （一） ① 指标1."""
    w = words()
    labels = "|".join(map(re.escape, w.by_kind["item"]))
    return re.compile(
        rf"[(]?[0-9{w.digits}]{{1,3}}+[)、.](?![0-9])|[①-⑳⑴-⒇⒈-⒛㈠-㈩]|(?:{labels})[0-9]"
    )


def _forget() -> None:
    global _glyphs
    _glyphs = None
    _plain.cache_clear()
    _item.cache_clear()


lexicon.on_change(_forget)


def fold(text: str) -> Folded:
    """Fold a cell or a text.

    >>> fold("＞ 1２ 個").text
    '>12个'
    """
    plain = _plain().match(text)
    if plain and plain.end() == len(text):
        return _marked(Folded(text, text))
    if not _has_markup(text):
        same = list(map(_table().__getitem__, text))
        whole = "".join(same)
        if len(whole) == len(text) and "" not in same and not _BLANK.search(whole):
            return _marked(Folded(whole, text))
    chars, offset = _without_markup(text)
    if any(char.isspace() for char in chars):
        chars, offset = _without_blanks(chars, offset)
    folded = Folded("".join(chars), text, offset)
    if " " in folded.text:
        from nlp.cells.digits import joined

        folded = joined(folded.text, offset, text)
    return _marked(folded)


def unquoted(folded: Folded) -> Folded:
    """The same without quotation marks around the whole of it."""
    text = folded.text
    if text[:1] not in _OPENING:
        return folded
    last = len(text) - 1
    pair = text[:1] + text[-1:]
    if last < 2 or pair not in _QUOTED or pair[0] in text[1:last] or pair[1] in text[1:last]:
        return folded
    offset = folded.offset or list(range(last + 1))
    return Folded(text[1:last], folded.source, offset[1:last], folded.joined, folded.parted)


def _has_markup(text: str) -> bool:
    return "<" in text or "&" in text or "\x1b" in text


def _marked(folded: Folded) -> Folded:
    """The same, with the ends of numbers that run on into another and into no mark of a list."""
    text = folded.text
    found = (m for m in _PARTED.finditer(text) if not _item().match(text, m.end()))
    folded.parted = tuple([folded.end(m.start()) for m in found])
    return folded


def _without_markup(text: str) -> tuple[list[str], list[int]]:
    table = _table()
    chars: list[str] = []
    offset: list[int] = []
    done = 0
    for markup in markup_in(text) if _has_markup(text) else ():
        _fold_span(text, done, markup.start(), table, chars, offset)
        for char in markup_text(markup.group()):
            chars.append(table[char])
            offset.append(markup.end() - 1)
        done = markup.end()
    _fold_span(text, done, len(text), table, chars, offset)
    return chars, offset


def _fold_span(
    text: str, start: int, end: int, table: _Glyphs, chars: list[str], offset: list[int]
) -> None:
    for index in range(start, end):
        for char in table[text[index]]:
            chars.append(char)
            offset.append(index)


def markup_in(text: str) -> Iterator[re.Match[str]]:
    """Tags, entities and the colour codes of terminals."""
    return re.finditer(_MARKUP, text, re.IGNORECASE)


def markup_text(markup: str) -> str:
    if markup[0] in "<\x1b":
        return "\n" if markup.lower().startswith(_LINE_BREAKS) else ""
    import html

    decoded = html.unescape(html.unescape(markup)).replace("\xa0", " ")
    return decoded if len(decoded) < len(markup) else markup


def _without_blanks(chars: list[str], offset: list[int]) -> tuple[list[str], list[int]]:
    """Drop blanks but those between two words or numbers; keep the line breaks of a list."""
    text = "".join(chars)
    kept: list[str] = []
    places: list[int] = []
    index, size = 0, len(chars)
    while index < size:
        char = chars[index]
        if not char.isspace():
            kept.append(char)
            places.append(offset[index])
            index += 1
            continue
        run = index
        while index < size and chars[index].isspace():
            index += 1
        stands = _blank_between(text, run, index) if kept and index < size else ""
        if stands:
            kept.append(stands)
            places.append(offset[run])
    return kept, places


def _blank_between(text: str, start: int, end: int) -> str:
    before, after = text[start - 1], text[end]
    broken = "\n" in text[start:end] or "\r" in text[start:end]
    if (broken or before.isalnum() or before == "%") and _item().match(text, end):
        return "\n"
    if broken and before in _DIGITS and after in _DIGITS:
        return "\n"
    if broken:
        from nlp.cells.lines import parts_values

        if parts_values(text, start, end):
            return "\n"
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return " "
    return ""
