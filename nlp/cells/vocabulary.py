"""The words of the lexicons as the lexer and the grammar look them up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from nlp import lexicon
from nlp.schema import Op

_SHARES = ("percent", "permyriad")


class Words:
    """The words of the lexicons as the lexer and the grammar look them up."""

    def __init__(self) -> None:
        tables = lexicon.current()
        rows = tables.table("comparisons")
        self.prefix = {w: (Op(op), force) for op, place, w, force in rows if place != "suffix"}
        self.suffix = {w: (Op(op), force) for op, place, w, force in rows if place == "suffix"}
        self.before_round = {w for _, place, w, _ in rows if place == "round"}
        self.scales = {w: int(v) for w, v in tables.table("scales")}
        numerals = tables.table("numerals")
        self.point = "".join(row[0] for row in numerals if row[1] == "point")
        self.numerals = "".join(row[0] for row in numerals if row[1] != "point")
        self.digits = "".join(r[0] for r in numerals if r[1] != "point" and int(r[2]) < 100)
        self.zeros = "".join(row[0] for row in numerals if row[2] == "0" and row[1] == "digit")
        self.tens = "".join(r[0] for r in numerals if r[1] != "point" and 10 <= int(r[2]) < 100)
        self.shared = "".join(row[0] for row in numerals if row[3] == "shared")
        formal = "".join(row[0] for row in numerals if row[3])
        self.units = {s for row in tables.table("units") for s in (row[3], *row[4].split())}
        self.ages = self._measuring(lambda _, dimension: dimension == "age")
        self.shares_of = self._measuring(lambda _, dimension: dimension in _SHARES)
        self.times = self._measuring(lambda _, dimension: dimension.startswith("time"))
        self.temperatures = self._measuring(lambda _, dimension: dimension == "temperature")
        self.acidity = self._measuring(lambda _, dimension: dimension == "acidity")
        self.money = self._measuring(lambda _, dimension: dimension.startswith("money"))
        groups = [row[0] for row in numerals if row[1] == "group"]
        self.formal = "".join(sorted({*formal, *groups, *(unit[0] for unit in self.money)}))
        self.counting = self._measuring(lambda code, _: code.startswith("{"))
        self.by_kind: dict[str, list[str]] = {}
        for name in ("fractions", "rates", "changes", "ranges", "labels"):
            for row in tables.table(name):
                self.by_kind.setdefault(row[0], []).append(row[1])
        fractions = tables.table("fractions")
        self.shares = {w: value for kind, w, value in fractions if kind == "share"}
        self.parts = {w: value for kind, w, value in fractions if kind in ("glyph", "half")}
        self.wholes = {w: value for kind, w, value in fractions if kind == "whole"}
        self.currencies = tables.pairs("currencies")
        self.baselines = tables.pairs("baselines")
        self.names = [row[0] for row in tables.table("words")]
        self.changes = {
            change: direction
            for direction in ("increase", "decrease")
            for change in self.by_kind[direction]
        }
        self.transitive = {row[1] for row in tables.table("changes") if row[2] == "object"}
        self.keywords = self._keywords()

    @staticmethod
    def _measuring(wanted: Callable[[str, str], bool]) -> set[str]:
        """Every spelling of the units whose code and dimension are wanted."""
        rows = lexicon.current().table("units")
        return {s for r in rows if wanted(r[0], r[1]) for s in (r[3], *r[4].split())}

    def _keywords(self) -> dict[str, str]:
        """Every word that is a token by itself, with its kind; the longest one wins."""
        kind = self.by_kind
        lists = (
            ("K", kind["connect"]),
            ("J", kind["and"]),
            ("F", [word for word in kind["from"] + kind["open"] if len(word) > 1]),
            ("M", kind["plus_minus"]),
            ("H", kind["all"]),
            ("G", kind["respectively"]),
            ("P", kind["placeholder"]),
            ("R", kind["mark"]),
            ("S", [w for w in self.suffix if w not in self.prefix]),
            ("Z", kind["vague"]),
            ("B", [b for b in self.baselines if is_closed(b)]),
            ("O", [w for w in self.prefix if not is_guarded(w)]),
            ("W", [w for w in self.names if "#" not in w]),
        )
        return {word: letter for letter, spelled in lists for word in spelled}


def is_guarded(operator: str) -> bool:
    """One Chinese character is an operator only right before a number."""
    return len(operator) == 1 and operator.isalpha()


_BEFORE_PEOPLE = 4


def people(behind: str) -> str:
    """The people whom words behind a number with 万 name, without a measure word: 5万|农村人口."""
    found = [
        (at, word)
        for word in words().by_kind["people"]
        if 0 <= (at := behind.find(word)) <= _BEFORE_PEOPLE
    ]
    if not found:
        return ""
    at, word = min(found, key=lambda each: (each[0], -len(each[1])))
    named = behind[: at + len(word)]
    return named if named.isalpha() else ""


def is_closed(baseline: str) -> bool:
    """Whether a baseline is spelled out, without a year or words to fill in."""
    return "Y" not in baseline and "*" not in baseline


@cache
def words() -> Words:
    """The words of the lexicon in use."""
    return Words()


lexicon.on_change(words.cache_clear)
