"""Where the subject of a promise stands in its text: its words, and those before it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from nlp.cells.vocabulary import words as vocabulary
from nlp.narratives.edges import ends_in_measure, kinds
from nlp.narratives.segment import Word, segment
from nlp.schema import Constraint

_LABEL = re.compile(r".*:(?![0-9])", re.DOTALL)
_NEAR, _FAR = 32, 64
_ENDS = frozenset("，,；;。：:！!？?\n")
_MARKS = frozenset("、.．)）")
_STOPS = _ENDS | _MARKS
_OPENING, _CLOSING, _LONGEST_TITLE = "《", "》", 24


class Place(NamedTuple):
    """The words of a subject, and those before it back to a sign or a number.

    `fresh`: these begin a clause; `behind`: the subject stands behind its number.
    """

    words: Sequence[Word]
    lead: Sequence[Word] = ()
    fresh: bool = True
    behind: bool = False


class Words:
    """The words of a text, to be found by their places."""

    def __init__(self, text: str, words: Sequence[Word] | None = None) -> None:
        self.text = text
        self.words = _titled(_parted(segment(text) if words is None else words))
        self._starts = [word.start for word in self.words]

    def place(self, made: Constraint, subject: str) -> Place:
        """Where a subject stands; one that is not written as it is has its own words alone."""
        label = _LABEL.match(subject)
        subject = subject[label.end() :] or subject if label else subject
        at = self._find(made, subject)
        if at < 0:
            return Place(segment(self._spliced(made, subject)))
        behind = at >= made.end
        first = bisect_right(self._starts, at) - 1
        whole = not behind and _goes_back(self.words[first], at)
        words = self._between(self.words[first].start if whole else at, at + len(subject))
        begin = self._begin(first)
        torn = behind and self.words[first].start < at
        lead = () if torn else self.words[begin:first]
        return Place(words, lead, self._is_fresh(begin), behind)

    def _find(self, made: Constraint, subject: str) -> int:
        if self.text.startswith(subject, made.end):
            return made.end
        near = len(subject) + _NEAR
        at = self.text.rfind(subject, max(0, made.start - near), made.start)
        return at if at >= 0 else self.text.find(subject, made.start, made.end + near)

    def before(self, made: Constraint) -> Place:
        """What stands before a number, back to a sign or to another number."""
        last = bisect_left(self._starts, made.start)
        begin = self._begin(last)
        return Place(self.words[begin:last], (), self._is_fresh(begin))

    def ahead(self, made: Constraint) -> list[Word]:
        """What stands behind a number, up to a sign or to another number."""
        first = bisect_left(self._starts, made.end)
        near = self.words[first : first + _FAR]
        ends = (at for at, w in enumerate(near) if w.text[0] in _STOPS or w.tag == "m")
        return list(near[: next(ends, None)])

    def clause(self, made: Constraint) -> tuple[list[Word], list[Word]]:
        """What stands before a number and behind it in its clause, other numbers included."""
        begin = middle = bisect_left(self._starts, made.start)
        last = behind = bisect_left(self._starts, made.end)
        least, most = max(0, begin - _NEAR), min(len(self.words), last + _NEAR)
        while begin > least and self.words[begin - 1].text[-1] not in _ENDS:
            begin -= 1
        while last < most and self.words[last].text[0] not in _ENDS:
            last += 1
        return list(self.words[begin:middle]), list(self.words[behind:last])

    def _spliced(self, made: Constraint, subject: str) -> str:
        """A member of a list and the end that it shares, which begins with a word: 海浪|预报."""
        window = self.text[max(0, made.start - len(subject) - _NEAR) : made.start]
        joints = vocabulary().by_kind["connect"]
        sizes = range(1, min(len(subject) - 1, _NEAR))
        tails = (n for n in sizes if subject[n:] in window)
        cut = next((n for n in tails if any(subject[:n] + j in window for j in joints)), None)
        if cut is None:
            return subject
        at = made.start - len(window) + window.rfind(subject[cut:])
        word = self.words[bisect_right(self._starts, at) - 1]
        beyond = word.end - at if word.start < at else 0
        return subject[:cut] + subject[cut + beyond :]

    def _between(self, start: int, end: int) -> list[Word]:
        """The words from one place to another; those that go beyond are cut, and read anew."""
        first, last = bisect_right(self._starts, start) - 1, bisect_left(self._starts, end)
        found = list(self.words[first:last])
        if found[-1].end > end:
            torn = found.pop()
            rest = self._anew(max(start, torn.start), end)
            acts = torn.tag in ("v", "p") and not ends_in_measure(rest)
            if not (found and acts and len(rest[0].text) == 1):
                found += rest
        if found[0].start < start:
            found[:1] = self._anew(start, min(end, found[0].end))
        return found

    def _anew(self, start: int, end: int) -> list[Word]:
        return segment(self.text[start:end])

    def _is_fresh(self, begin: int) -> bool:
        """Whether a clause begins here, or an item of a list behind its number: 1.修剪绿地."""
        if not begin or self.words[begin - 1].text[-1] in _ENDS:
            return True
        marked = begin > 1 and self.words[begin - 1].text in _MARKS
        return marked and self.words[begin - 2].tag == "m"

    def _begin(self, index: int) -> int:
        """Where the words before a place begin: behind a sign or a number, not far off."""
        least = max(0, index - _FAR)
        while index > least and self.words[index - 1].text[-1] not in _STOPS:
            if self.words[index - 1].tag == "m":
                break
            index -= 1
        return index


def _goes_back(word: Word, at: int) -> bool:
    """Whether a subject that begins within a word has all of it: 计划|生育家庭, not 及|其他."""
    if word.text in kinds()["named"]:
        return True
    return word.end - at == 1 and word.tag != "c"


def _parted(words: Sequence[Word]) -> Sequence[Word]:
    """The words with a unit and its thing as two behind a number: 38|个村, 每|头牛."""
    found: list[Word] = []
    units, every = kinds()["taken"], vocabulary().by_kind["every"]
    for word in words:
        unit = word.text[0]
        counts = bool(found) and (found[-1].tag == "m" or found[-1].text in every)
        if counts and unit in units and len(word.text) == 2 and word.tag[0] == "n":
            middle = word.start + 1
            found.append(Word(unit, word.start, middle, "q"))
            word = Word(word.text[1], middle, word.end, "n")
        found.append(word)
    return found


def _titled(words: Sequence[Word]) -> Sequence[Word]:
    """The words with each title in its signs as one: 《营商环境30条》."""
    found: list[Word] = []
    opened: int | None = None
    for word in words:
        found.append(word)
        if word.text == _OPENING:
            opened = len(found) - 1
        elif word.text == _CLOSING and opened is not None:
            title = found[opened:]
            if len(title) <= _LONGEST_TITLE:
                text = "".join(each.text for each in title)
                found[opened:] = [Word(text, title[0].start, word.end, "nz")]
            opened = None
    return found
