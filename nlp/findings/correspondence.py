"""How the promises of a narrative and the indicators of a project answer each other."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.findings.case import Case
from nlp.findings.matching import Relation
from nlp.findings.traces import unanswered, untraced
from nlp.narrative_schema import Quote
from nlp.schema import Json, Project


@dataclass(frozen=True, slots=True)
class Correspondence:
    """A promise and the requirement that answers it, or one of them without the other."""

    relation: Relation
    promise: Quote | None
    requirement: Quote | None

    def to_dict(self) -> Json:
        """The pair as a JSON object."""
        return {
            "relation": self.relation.value,
            "promise": self.promise.to_dict() if self.promise else None,
            "requirement": self.requirement.to_dict() if self.requirement else None,
        }


def correspondence(project: Project) -> list[Correspondence]:
    """Every promise with its requirement and how they differ, then what has no counterpart.

    >>> from nlp import parse
    >>> from nlp.schema import Indicator, PeriodTarget
    >>> target = PeriodTarget("annual", parse("≥30篇"))
    >>> made = Indicator(None, None, None, "媒体报道数量", "媒体报道数量", [target])
    >>> project = Project("论坛", narrative="宣传报道超过30篇", indicators=[made])
    >>> [found.relation.value for found in correspondence(project)]
    ['strictness']
    """
    case = Case(project, "zh")
    found = [
        Correspondence(
            match.relation,
            case.promised(case.promises[match.promise]),
            case.required(case.options[match.option].indicator, match.period, match.constraint),
        )
        for match in case.matches
    ]
    for promise in unanswered(case):
        found.append(Correspondence(Relation.NO_INDICATOR, case.promised(promise), None))
    for number in untraced(case):
        found.append(Correspondence(Relation.NO_PROMISE, None, case.named(number)))
    return found
