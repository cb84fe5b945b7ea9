"""A document as rows of the tables of `service.batch.schema`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from nlp import analyze
from nlp.findings import by_project
from nlp.narrative_schema import Commitment, Narrative
from nlp.schema import Constraint, Indicator, Money, Note, Project, Target
from service.batch.forms import Read

Row = dict[str, Any]
Tables = dict[str, list[Row]]

_SUMS = tuple(field.name for field in fields(Money))
_CONSTRAINT = tuple(field.name for field in fields(Constraint))


class Rows:
    """The rows of one document, by table.

    `tables` lacks those that no row belongs to.
    """

    def __init__(self, read: Read, sha256: str | None) -> None:
        self.id = read.id
        self.tables: Tables = {}
        document = read.document
        for number, project in enumerate(document.projects):
            self._project(number, project, read.name)
        self.findings = self._findings(read)
        self._add(
            "documents",
            {"document_id": read.id},
            file=read.name,
            sha256=sha256,
            department=document.department,
            year=document.year,
            money_unit=document.money_unit,
            projects=len(document.projects),
            indicators=sum(len(p.indicators) for p in document.projects),
            findings=self.findings,
            subtotals=[{"name": s.name} | _sums(s.money) for s in document.subtotals],
            notes=_notes(document.notes),
        )

    def _add(self, table: str, key: Row, **rest: Any) -> None:
        self.tables.setdefault(table, []).append(key | rest)

    def _project(self, number: int, project: Project, file: str) -> None:
        key: Row = {"document_id": self.id, "project": number}
        told = analyze(project.narrative) if project.narrative else Narrative("")
        domain = told.domain[0] if told.domain else None
        self._add(
            "projects",
            key,
            file=file,
            name=project.name,
            owner=project.owner,
            **_sums(project.money),
            narrative=project.narrative,
            domain=domain.label if domain else None,
            domain_name=domain.name if domain else None,
            domain_score=domain.score if domain else None,
            activities=[label.label for label in told.activity],
            narrative_notes=_notes(told.notes),
            sheet=project.source.sheet,
            page=project.source.page,
            row=project.source.row,
        )
        self._narrative(key, told)
        for place, indicator in enumerate(project.indicators):
            self._indicator(key | {"indicator": place}, indicator)

    def _narrative(self, key: Row, told: Narrative) -> None:
        for number, clause in enumerate(told.clauses):
            self._add(
                "clauses",
                key,
                clause=number,
                text=clause.text,
                start=clause.start,
                end=clause.end,
                role=clause.role.value,
                indicator_type=clause.indicator_type,
                score=clause.score,
            )
        for number, promise in enumerate(told.commitments):
            rest = {"commitment": number, "clause": promise.clause}
            self._add("commitments", key, **rest, **_constraint(promise))

    def _indicator(self, key: Row, indicator: Indicator) -> None:
        source = indicator.source
        self._add(
            "indicators",
            key,
            level1=indicator.level1,
            level2=indicator.level2,
            code=indicator.code,
            name=indicator.name,
            raw_name=indicator.raw_name,
            weight=indicator.weight,
            score=indicator.score,
            row=source.row,
            column=source.column,
            start=source.start,
            end=source.end,
        )
        targets = [(t.period, t.target) for t in indicator.targets]
        if indicator.actual:
            targets.append(("actual", indicator.actual))
        for number, (period, target) in enumerate(targets):
            self._target(key | {"target": number}, period, target)

    def _target(self, key: Row, period: str, target: Target) -> None:
        self._add(
            "targets",
            key,
            period=period,
            text=target.text,
            kind=target.kind.value,
            qualitative=target.qualitative,
            confidence=target.confidence,
            notes=_notes(target.notes),
        )
        for number, constraint in enumerate(target.constraints):
            rest = {"constraint": number, "period": period}
            self._add("constraints", key, **rest, **_constraint(constraint))

    def _findings(self, read: Read) -> int:
        number = 0
        for place, (project, found) in enumerate(by_project(read.document)):
            for one in found:
                self._add(
                    "findings",
                    {"document_id": self.id, "project": None if project is None else place},
                    finding=number,
                    code=one.code,
                    severity=one.severity.value,
                    message=one.message,
                    remedy=one.remedy,
                    evidence=[quote.to_dict() for quote in one.evidence],
                )
                number += 1
        return number


def _constraint(constraint: Constraint | Commitment) -> Row:
    return {name: getattr(constraint, name) for name in _CONSTRAINT}


def _sums(money: Money) -> Row:
    return {name: getattr(money, name) for name in _SUMS}


def _notes(notes: Iterable[Note]) -> list[Row]:
    return [note.to_dict() for note in notes]
