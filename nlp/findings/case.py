"""One project under review: what every family of findings asks about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from nlp.attainment.self_evaluation import assess_project
from nlp.findings.catalogue import finding
from nlp.findings.matching import MOST_OPTIONS, MOST_PROMISES, Match, Option, match, options
from nlp.findings.promises import Promise, promises
from nlp.narrative_schema import Finding, Quote, SelfAssessment
from nlp.schema import Constraint, Indicator, PeriodTarget, Project


class Case:
    """A project, and what is worked out about it once."""

    def __init__(self, project: Project, lang: str) -> None:
        self.project, self.lang = project, lang
        self.narrative = project.narrative or ""

    @cached_property
    def promises(self) -> list[Promise]:
        """The promised quantities of the narrative."""
        return promises(self.narrative) if self.narrative.strip() else []

    @cached_property
    def options(self) -> list[Option]:
        """The quantities that the indicators require."""
        return options(self.project.indicators)

    @cached_property
    def matches(self) -> list[Match]:
        """Which promise and which indicator speak of the same thing."""
        return match(self.promises[:MOST_PROMISES], self.options[:MOST_OPTIONS])

    @cached_property
    def assessed(self) -> list[SelfAssessment]:
        """The indicators with an actual value, assessed."""
        return assess_project(self.project, lang=self.lang)

    def found(self, code: str, quotes: Sequence[Quote] = (), **fields: str) -> Finding:
        """A finding on this project."""
        return finding(code, quotes, lang=self.lang, project=self.project.name, **fields)

    def targets(self) -> Iterator[tuple[int, Indicator, PeriodTarget]]:
        """Every target with its indicator; of equal texts in both periods only the first."""
        for number, indicator in enumerate(self.project.indicators):
            seen: set[str] = set()
            for target in indicator.targets:
                if target.target.text not in seen:
                    seen.add(target.target.text)
                    yield number, indicator, target

    def promised(self, promise: Promise) -> Quote:
        """The words of a promise in the narrative."""
        start, end = promise.span
        return Quote("narrative", self.narrative[start:end], start=start, end=end)

    def required(self, number: int, period: str, constraint: Constraint) -> Quote:
        """The words of a requirement in its target."""
        targets = self.project.indicators[number].targets
        text = next(t.target.text for t in targets if t.period == period)
        start, end = constraint.start, constraint.end
        return Quote("target", text[start:end], number, period, start, end)

    def named(self, number: int) -> Quote:
        """The name of an indicator."""
        return Quote("indicator", self.project.indicators[number].raw_name, number)

    def written(self, number: int, target: PeriodTarget) -> Quote:
        """The whole text of a target."""
        text = target.target.text
        return Quote("target", text, number, target.period, 0, len(text))

    def came(self, number: int) -> Quote:
        """The whole text of an actual value."""
        actual = self.project.indicators[number].actual
        text = actual.text if actual else ""
        return Quote("actual", text, number, None, 0, len(text))
