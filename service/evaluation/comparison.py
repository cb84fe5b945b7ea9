"""Two evaluations of the same gold lines, line by line: what got better, what got worse."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from nlp.schema import Json
from service.evaluation.scores import Outcome
from service.mistakes import Mistake

_REMEDY = "give what `zhibiao evaluate --format json` wrote, or a lexicon directory"


@dataclass(frozen=True, slots=True)
class Change:
    """A gold line that is read otherwise than before."""

    before: Outcome
    now: Outcome

    def to_dict(self) -> Json:
        """The line, what is expected, and both readings."""
        return {
            "place": self.now.place,
            "text": self.now.text,
            "name": self.now.name,
            "expected": self.now.expected,
            "before": self.before.read,
            "now": self.now.read,
            "confidence_before": self.before.confidence,
            "confidence_now": self.now.confidence,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed; `missing` counts the lines that only one of the two evaluations has."""

    better: list[Change]
    worse: list[Change]
    otherwise: list[Change]
    missing: int

    def to_dict(self) -> Json:
        """The changes as a JSON object."""
        told = {name: [c.to_dict() for c in getattr(self, name)] for name in ("better", "worse")}
        return {
            **told,
            "otherwise_wrong": [c.to_dict() for c in self.otherwise],
            "missing": self.missing,
        }


def compare(now: Iterable[Outcome], before: Iterable[Outcome]) -> Comparison:
    """The changes from one evaluation to the next; lines are told apart by what they state."""
    old = {_key(outcome): outcome for outcome in before}
    new = {_key(outcome): outcome for outcome in now}
    pairs = [Change(old[key], new[key]) for key in new if key in old]
    return Comparison(
        better=[p for p in pairs if p.now.exact and not p.before.exact],
        worse=[p for p in pairs if p.before.exact and not p.now.exact],
        otherwise=[
            p for p in pairs if not (p.now.exact or p.before.exact) and p.now.read != p.before.read
        ],
        missing=len(old.keys() ^ new.keys()),
    )


def _key(outcome: Outcome) -> tuple[str, str, str]:
    return outcome.text, outcome.name or "", outcome.expected


def saved(path: str) -> list[Outcome]:
    """The outcomes in a file that an evaluation wrote; raises `Mistake`."""
    try:
        with open(path, "rb") as file:
            document = json.load(file)
        return [_outcome(line) for line in document["lines"]]
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror}; {_REMEDY}") from None
    except (ValueError, RecursionError, LookupError, TypeError):
        raise Mistake(f"{path}: not the result of an evaluation; {_REMEDY}") from None


def _outcome(line: dict[str, Any]) -> Outcome:
    found = {field.name: line[field.name] for field in fields(Outcome)}
    texts = [value for key, value in found.items() if key not in ("confidence", "differences")]
    if not all(isinstance(text, str) for text in texts if text is not None):
        raise TypeError
    float(found["confidence"]), list(found["differences"])
    return Outcome(**found)
