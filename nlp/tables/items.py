"""Several indicators within one cell, and a value within an indicator's name."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import regex

from nlp import lexicon
from nlp.cells.target import parse
from nlp.tables.headings import words

_LATIN_WRAP = regex.compile(r"(?<=[A-Za-z0-9])[^\S\r\n]*+[\r\n]\s*+(?=[A-Za-z0-9])")
_WRAP = regex.compile(r"(?<![^\S\r\n])[^\S\r\n]*+[\r\n]\s*+")
_SEMICOLON = regex.compile(r"[;；]")
_CUTS = (
    regex.compile(r"[\r\n]++"),
    _SEMICOLON,
    regex.compile(r"[,，、]"),
    regex.compile(r"\s++"),
)
_UNSEEN = regex.compile(r"\p{Cf}++")
_END = " \t\r\n\u3000;；。,，、"


@dataclass(frozen=True, slots=True)
class Item:
    """A part of a cell's text and where it stands in it."""

    text: str
    start: int
    end: int


@cache
def _numbered() -> regex.Pattern[str]:
    labels = "|".join(words("item"))
    digits = rf"([0-9０-９]{{1,3}}+|[{''.join(words('ordinal'))}]{{1,2}}+)"
    return regex.compile(
        rf"(?:{labels})\s*{digits}\s*[:：、.．]?|[(（]\s*{digits}\s*[)）]"
        rf"|(?<![0-9.．]){digits}\s*[、．.)）](?![0-9])|([①-⑳⑴-⒇⒈-⒛])"
    )


lexicon.on_change(_numbered.cache_clear)


def items(text: str) -> list[Item]:
    """The numbered parts of a cell; the whole cell where it is not numbered from one.

    >>> [item.text for item in items("指标1：走访次数 指标2：培训人数")]
    ['指标1：走访次数', '指标2：培训人数']
    """
    starts: list[int] = []
    for match in _numbered().finditer(text):
        mark = next(group for group in match.groups() if group)
        if ordinal(mark) == len(starts) + 1 and (starts or not text[: match.start()].strip()):
            starts.append(match.start())
    if len(starts) < 2:
        return [item(text, 0, len(text))]
    ends = [*starts[1:], len(text)]
    return [item(text, a, b) for a, b in zip(starts, ends, strict=True)]


def item(text: str, start: int, end: int) -> Item:
    """The part of a text from `start` to `end`, without blanks and marks at its ends."""
    body = text[start:end].rstrip(_END)
    lead = len(body) - len(body.lstrip(_END))
    return Item(body[lead:], start + lead, start + len(body))


def ordinal(mark: str) -> int:
    """The number of a mark such as 3, 十二 or ④; 0 where it is none."""
    if mark[0].isdigit() and mark.isdecimal():
        return int(mark)
    if len(mark) == 1:
        return int(unicodedata.numeric(mark, 0))
    ten = unicodedata.numeric(mark[-1], 0) if mark[0] != mark[-1] else 0
    return 10 + int(ten) if unicodedata.numeric(mark[0], 0) == 10 else 0


def unwrapped(text: str) -> str:
    """A name that a narrow cell wrapped, in one line, without signs that nobody sees.

    >>> unwrapped("城区内涝\\n点整治"), unwrapped("GDP\\ngrowth")
    ('城区内涝点整治', 'GDP growth')
    """
    if text.isprintable():
        return text
    return _WRAP.sub("", _LATIN_WRAP.sub(" ", _UNSEEN.sub("", text)))


def lines(text: str, count: int) -> list[Item]:
    """The parts of a cell of values that stand for `count` names; empty where they do not."""
    parts = items(text)
    if len(parts) == count:
        return parts
    told = (_cut(text, pattern) for pattern in _CUTS)
    return next((parts for parts in told if len(parts) == count), [])


def parallel(names: str, values: Sequence[str]) -> list[Item]:
    """Names parted by semicolons, where a column parts as many whole values so; else none.

    >>> [item.text for item in parallel("新建泵站；改造渠道", ["≥3座；≥12公里"])]
    ['新建泵站', '改造渠道']
    """
    parts = [semicolons(text) for text in (names, *values)]
    count = len(parts[0])
    told = [p for p in parts[1:] if len(p) == count and all(is_whole(i.text) for i in p)]
    return parts[0] if count > 1 and told else []


def semicolons(text: str) -> list[Item]:
    """The parts of a text between semicolons."""
    return _cut(text, _SEMICOLON)


def _cut(text: str, pattern: regex.Pattern[str]) -> list[Item]:
    """The parts of a text between what a pattern finds."""
    found: list[Item] = []
    at = 0
    for match in [*pattern.finditer(text), None]:
        made = item(text, at, match.start() if match else len(text))
        found += [made] if made.text else []
        at = match.end() if match else at
    return found


def is_whole(value: str) -> bool:
    """Whether a text is a single target."""
    return len(parse(value).constraints) == 1 and not parse(value).constraints[0].subject


def says_nothing(text: str) -> bool:
    """Whether a text stands for nothing: a dash, 无."""
    return text in words("blank") or not any(c.isalnum() for c in text)


def body(text: str) -> str:
    """A part of a cell without its number.

    >>> body("指标2：≥50人"), body("3.5公里")
    ('≥50人', '3.5公里')
    """
    match = _numbered().match(text)
    return text[match.end() :].lstrip(" \u3000:：、") if match else text


def embedded(text: str) -> tuple[str, str]:
    """The name and the value of a text that holds both; the value is empty where it holds none.

    >>> embedded("指标1：参训人数≥50人"), embedded("走访次数")
    (('指标1：参训人数', '≥50人'), ('走访次数', ''))
    """
    lead = len(text) - len(body(text))
    found = parse(text[lead:])
    start = min((c.start for c in found.constraints), default=0) + lead
    if found.constraints and start > lead:
        name, value = text[:start], text[start:]
        if name.rstrip()[-1:] in ("(", "（") and value.rstrip()[-1:] in (")", "）"):
            name, value = name.rstrip()[:-1], value.rstrip()[:-1]
        if name.strip(_END + ":：")[lead:]:
            return name.strip(_END + ":："), value.strip(_END)
    for colon in ("：", ":"):
        name, found_colon, value = text[lead:].rpartition(colon)
        if found_colon and name.strip() and value.strip():
            return text[:lead] + name.strip(_END), value.strip(_END)
    return text.strip(), ""


@cache
def class_items() -> regex.Pattern[str]:
    """Where an indicator of a cell begins: 3、2-效益指标."""
    rows = lexicon.current().table("classes")
    firsts = sorted({row[0] for row in rows if row[3] == "-"}, key=len, reverse=True)
    spelled = "|".join(regex.escape(first) for first in firsts)
    ends = "|".join(words("indicator"))
    return regex.compile(
        rf"(?<![0-9０-９])([0-9０-９]{{1,3}}+)\s*[、.．]\s*(?=(?:[0-9０-９]\s*[-－—]\s*)?(?:{spelled})(?:{ends})\s*[;；])"
    )


lexicon.on_change(class_items.cache_clear)
