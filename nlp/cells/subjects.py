"""What is measured: the words around a quantity, trimmed to the thing that it counts."""

from __future__ import annotations

from functools import cache

from nlp import lexicon
from nlp.cells.vocabulary import words

_EDGES = " \n:、,.;。<>-~*/"


def _strip(text: str) -> str:
    """Without signs at the ends, and without a bracket there whose other half is missing."""
    text = text.strip(_EDGES)
    while text and text[0] in "([)]" and not (text[0] in "([" and text.count(")") > 0):
        text = text[1:].strip(_EDGES)
    while text and text[-1] in "([)]" and not (text[-1] in ")]" and text.count("(") > 0):
        text = text[:-1].strip(_EDGES)
    if text[:1] == "(" and text[-1:] == ")" and text.count("(") == 1:
        return text[1:-1].strip(_EDGES)
    return text


@cache
def _trims() -> dict[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = {
        place: []
        for place in (
            "lead",
            "when",
            "tail",
            "verb",
            "act",
            "stop",
            "deed",
            "preposition",
            "measure",
            "particle",
            "moment",
            "place",
            "gift",
        )
    }
    for place, word in lexicon.current().table("subjects"):
        kinds[place].append(word)
    kinds["tail"] += kinds["verb"] + kinds["act"]
    return {k: tuple(sorted(found, key=len, reverse=True)) for k, found in kinds.items()}


@cache
def _by_first() -> dict[tuple[str, str], tuple[str, ...]]:
    """The words of each kind by their first character, longest first."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for kind, spelled in _trims().items():
        for word in spelled:
            found[kind, word[0]] = (*found.get((kind, word[0]), ()), word)
    return found


def _opening(kind: str, first: str) -> tuple[str, ...]:
    """The words of a kind that begin with a character, longest first."""
    return _by_first().get((kind, first), ())


@cache
def _kept() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words that begin or end like a word to trim and are words of their own."""
    trims = _trims()
    whole = [w for w in words().names if "#" not in w] + words().by_kind["direction"]
    tails = trims["tail"]
    leads = trims["lead"] + trims["verb"] + trims["preposition"]
    return (
        tuple(w for w in whole if w.startswith(leads) and w not in leads),
        tuple(w for w in whole if w.endswith(tails) and w not in tails),
    )


@cache
def _endings() -> tuple[str, ...]:
    rows = lexicon.current().table("names")
    return tuple(sorted({ending for _, ending, _ in rows}, key=len, reverse=True))


def names_measure(text: str) -> bool:
    """Whether words end in what is measured, such as a rate or a number of persons."""
    return text.endswith(_endings())


@cache
def measures() -> tuple[str, ...]:
    """The endings of a name that say what is measured."""
    rows = lexicon.current().table("names")
    return tuple(ending for kind, ending, _ in rows if kind == "measure")


@cache
def _shares() -> tuple[str, ...]:
    rows = lexicon.current().table("names")
    return tuple(ending for kind, ending, _ in rows if kind == "percent")


@cache
def _wholes() -> frozenset[str]:
    return frozenset(words().names)


for _derived in (_wholes, _shares, measures, _trims, _by_first, _kept, _endings):
    lexicon.on_change(_derived.cache_clear)


def trim(text: str, *, verbs: bool = False) -> tuple[str, bool]:
    """The words before a number without verbs and particles; whether they ended in a verb.

    `verbs`: a verb at the end stays, since nothing behind the number is what it is about.

    >>> trim("组织开展"), trim("2024年预计参与人数"[5:])
    (('', True), ('参与人数', False))
    """
    text = _strip(text)
    ended_in_verb = False
    while text:
        if text in _trims()["when"]:
            return "", ended_in_verb
        shorter, verb = _without_tail(text)
        if verb and verbs:
            shorter, verb = text, False
        shorter = _without_lead(shorter)
        ended_in_verb = ended_in_verb or verb
        if shorter == text:
            break
        text = shorter
    return text, ended_in_verb


def _without_tail(text: str) -> tuple[str, bool]:
    trims = _trims()
    if not text.endswith(trims["tail"]) or text.endswith(_kept()[1]):
        return text, False
    tail = next(word for word in trims["tail"] if text.endswith(word))
    return _strip(text[: -len(tail)]), tail in trims["verb"] or tail in trims["act"]


def _without_lead(text: str) -> str:
    trims = _trims()
    if text.startswith(_kept()[0]) or text.endswith(trims["moment"]):
        return text
    lead = next((word for word in _opening("lead", text[:1]) if text.startswith(word)), "")
    verb = next((word for word in _opening("verb", text[:1]) if text.startswith(word)), "")
    rest = _strip(text[max(len(lead), len(verb)) :])
    if (
        len(rest) == 1
        or rest[1:2] == "、"
        or (verb and len(verb) > len(lead) and rest.endswith(_shares()))
    ):
        return text
    return text if len(verb) > len(lead) and rest in ("", *trims["measure"]) else rest


def is_means(text: str) -> bool:
    """Whether the words before a number say where or for whom: 为全区3000名学员."""
    if text in _trims()["place"]:
        return True
    return text.startswith(_trims()["preposition"]) and not text.startswith(_kept()[0])


def beyond_means(text: str) -> str:
    """What is given, behind the one it is given to: 对孵化器给予奖励 → 奖励."""
    if not is_means(text):
        return text
    ends = [at + len(v) for v in _trims()["gift"] if (at := text.find(v)) > 0]
    return _strip(text[max(ends) :]) or text if ends else text


def deeds() -> tuple[str, ...]:
    """Words behind a deadline that say it is met, longest first."""
    return _trims()["deed"]


def verbs() -> tuple[str, ...]:
    """Words of what is done to that which is counted."""
    return _trims()["verb"]


def moments() -> tuple[str, ...]:
    """Words that say before or after what something is done."""
    return _trims()["moment"]


def following(text: str) -> str:
    """The words behind a number up to the next verb.

    >>> following("生物医药项目落地")
    '生物医药项目'
    """
    text = _strip(text)
    for particle in _trims()["particle"]:
        text = text.removeprefix(particle)
    stops = [stop for first in set(text) for stop in _opening("stop", first)]
    cuts = [at for stop in stops if (at := text.find(stop)) > 0]
    text = text[: min(cuts)] if cuts else text
    return _strip(text)


def heads(text: str, count: int | None = None) -> list[str]:
    """The members of a list that shares its end: 猪、牛死亡率 → 猪死亡率, 牛死亡率.

    `count`: how many there must be; another number of members gives the whole text that often.
    """
    parts = [text]
    for connector in sorted(words().by_kind["connect"], key=lambda c: (c.isalnum(), -len(c))):
        if len(parts) != count and not connector.isascii():
            parts = [piece for part in parts for piece in _split(part, connector)]
    if count is not None and len(parts) != count:
        return [text] * count
    if len(parts) < 2:
        return [text]
    measures = _endings()
    shared = _shared_ending(parts, measures)
    if shared.endswith(_shares()):
        measures = _shares()
    return [p if not shared or p.endswith(measures) else p + shared for p in parts]


def _split(text: str, connector: str) -> list[str]:
    """A list at a connector, but not inside a word such as 普及."""
    found, start = [], 0
    at = text.find(connector)
    while at >= 0:
        end = at + len(connector)
        around = (text[max(at - 1, 0) : end], text[at : end + 1])
        if not connector.isalnum() or not _wholes().intersection(around):
            found.append(text[start:at])
            start = end
        at = text.find(connector, end)
    return [part for part in (*found, text[start:]) if part]


def _shared_ending(parts: list[str], measures: tuple[str, ...]) -> str:
    """What all members end with, where the last one names a measure (死亡率, 面积).

    Members of a list are of one length, as a rule: 玉米、大豆|播种面积; else the longest word that
    names a measure is what they share.
    """
    last = parts[-1]
    if not last.endswith(measures):
        return ""
    sizes = {len(part) for part in parts[:-1] if not part.endswith(measures)}
    size = sizes.pop() if len(sizes) == 1 else 0
    alike = last.find(parts[0][-1], 1, size + 1) + 1
    own = alike or size
    longest = next((m for m in measures if last.endswith(m) and len(last) > len(m)), "")
    if 0 < own < len(last) and last[own:].endswith(measures):
        return max(last[own:], longest, key=len)
    return longest
