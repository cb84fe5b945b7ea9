"""Indicator classes: the official words of both levels, however a document spells them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from nlp import lexicon
from nlp.cells.normalize import fold
from nlp.tables.headings import words

_LONGEST = 40
_NUMBERING = "0123456789."
_JOINTS = regex.compile(r"[-—/\\>→·_:]++")


@dataclass(frozen=True, slots=True)
class IndicatorClass:
    """A class in the official words; level2 and code are None where the class has none."""

    level1: str
    level2: str | None = None
    code: str | None = None


@cache
def _table() -> dict[str, list[IndicatorClass]]:
    found: dict[str, list[IndicatorClass]] = {}
    for spelled, code, level1, level2 in lexicon.current().table("classes"):
        made = IndicatorClass(
            level1, None if level2 == "-" else level2, None if code == "-" else code
        )
        found.setdefault(fold(spelled).text, []).append(made)
    return found


@cache
def _code() -> regex.Pattern[str]:
    ordinals = "".join(words("ordinal"))
    return regex.compile(
        rf"[0-9]{{1,2}}[-.、:](?![0-9])|\([0-9{ordinals}]{{1,2}}\)|[{ordinals}][、.]"
    )


@cache
def _behind() -> regex.Pattern[str]:
    points = "|".join((*words("score"), "%"))
    return regex.compile(
        rf"(?:[(\[【][^()\[\]【】]{{0,20}}+[)\]】]|:?[0-9.]{{1,5}}(?:{points})?|[:、,;*])$"
    )


def classes(text: str) -> list[IndicatorClass]:
    """The classes that a cell may name; several where one word stands on both levels.

    >>> [c.code for c in classes("12-质量指标（20分）")], len(classes("满意度指标"))
    (['12'], 2)
    """
    return list(_classes(text)) if 0 < len(text) <= _LONGEST else []


@lru_cache(maxsize=8192)
def _classes(text: str) -> tuple[IndicatorClass, ...]:
    bare = stem(text)
    found = _table().get(bare)
    return tuple(found) if found else _merged(bare)


def stem(text: str) -> str:
    """A class as the lexicon spells it: without code, brackets, weight and ending."""
    bare = _unwrapped(text)
    code = _code().match(bare)
    if code:
        bare = bare[code.end() :]
    bare = bare.lstrip(_NUMBERING) or bare
    if bare in _table():
        return bare
    while (shorter := _behind().sub("", bare)) != bare:
        bare = shorter
    for end in (*words("others"), *words("indicator")):
        if bare not in _table() and len(bare) > len(end):
            bare = bare.removesuffix(end)
    return bare


def _unwrapped(text: str) -> str:
    """Folded, without blanks and without brackets around the whole."""
    bare = "".join(fold(text).text.split())
    return bare[1:-1] if bare[:1] in "([" and bare[-1:] in ")]" and bare[1:] else bare


def _merged(bare: str) -> tuple[IndicatorClass, ...]:
    """社会、经济、生态效益: one class that keeps all three."""
    end = next((e for e in words("benefit") if bare.endswith(e)), None)
    joints = "|".join(regex.escape(w) for w in words("and_class"))
    parts = regex.split(joints, bare) if end else []
    if end is None or not 2 <= len(parts) <= 5:
        return ()
    single = [_table().get(p if p.endswith(end) else p + end) for p in parts]
    members = [found[0] for found in single if found and found[0].level2]
    if len(members) != len(parts):
        return ()
    return (IndicatorClass(members[0].level1, "、".join(m.level2 or "" for m in members)),)


def pair(text: str) -> tuple[str, str] | None:
    """Both classes of a text such as 产出指标-数量指标; None where it is no such pair.

    >>> pair("【产出指标-数量指标】"), pair("1-产出指标/11-数量指标")
    (('产出指标', '数量指标'), ('产出指标', '数量指标'))
    """
    if not 0 < len(text) <= _LONGEST:
        return None
    bare = _unwrapped(text)
    code = _code().match(bare)
    joined = _JOINTS.split(bare[code.end() :] if code else bare)
    parts = [part for part in joined if not part.isdigit()]
    if len(parts) == 2 and any(not c.level2 for c in classes(parts[0])) and classes(parts[1]):
        return parts[0], parts[1]
    return None


def resolve(level1: str, level2: str) -> IndicatorClass | None:
    """The class that the cells of both levels name together; either may be blank.

    >>> resolve("产出指标", "成本指标").code, resolve("", "社会效益指标").level1
    ('14', '效益指标')
    """
    first = next((c for c in classes(level1) if c.level2 is None), None)
    seconds = [c for c in classes(level2) if c.level2 is not None]
    seconds = seconds or _satisfaction(first, level2)
    if not seconds:
        alone = [c for c in classes(level1) if c.level2 is not None]
        return _alone(first, level2) or (alone[0] if alone else None)
    if first is not None:
        same = next((c for c in seconds if c.level1 == first.level1), None)
        if same is not None:
            return same
        if first.level1 == _cost_level1() and len(seconds) == 1 and seconds[0].code == "14":
            return first
    return seconds[0]


def _satisfaction(first: IndicatorClass | None, level2: str) -> list[IndicatorClass]:
    """The satisfaction of whomever, under the class of the first level that has only this one."""
    ends = tuple(words("satisfied"))
    if first is None or not stem(level2).endswith(ends):
        return []
    found = [c for end in ends for c in _table().get(end, [])]
    return [c for c in found if c.level1 == first.level1 and c.level2][:1]


def _alone(first: IndicatorClass | None, level2: str) -> IndicatorClass | None:
    if first is not None:
        return first
    return next((c for c in classes(level2) if c.level2 is None), None)


def _cost_level1() -> str:
    return next(c.level1 for found in _table().values() for c in found if c.code is None)


for _derived in (_table, _code, _behind, _classes):
    lexicon.on_change(_derived.cache_clear)
