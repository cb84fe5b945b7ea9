"""Kinds 7 and 13: one indicator set twice, one value for all."""

from __future__ import annotations

from collections.abc import Iterator

from nlp.cells.normalize import fold
from nlp.findings.case import Case
from nlp.narrative_schema import Finding, Quote
from nlp.schema import Indicator
from nlp.wording import limit


def twice(case: Case) -> Iterator[Finding]:
    """The same name again: in one class, or with the same values in another."""
    seen: dict[str, list[int]] = {}
    for number, indicator in enumerate(case.project.indicators):
        name = _plain(indicator.name)
        if not name:
            continue
        earlier = next((e for e in seen.get(name, ()) if _same(case, e, number)), None)
        if earlier is None:
            seen.setdefault(name, []).append(number)
            continue
        texts = {"value": _text(case, earlier), "other": _text(case, number)}
        quotes = [q for place in (earlier, number) for q in _quotes(case, place)]
        yield case.found("indicator_repeated", quotes, name=indicator.name, **texts)


def _same(case: Case, one: int, other: int) -> bool:
    a, b = case.project.indicators[one], case.project.indicators[other]
    return (a.level1, a.level2) == (b.level1, b.level2) or _texts(a) == _texts(b)


def _texts(indicator: Indicator) -> list[tuple[str, str]]:
    return [(t.period, t.target.text) for t in indicator.targets]


def _text(case: Case, number: int) -> str:
    return " / ".join(dict.fromkeys(text for _, text in _texts(case.project.indicators[number])))


def _quotes(case: Case, number: int) -> list[Quote]:
    targets = case.project.indicators[number].targets
    return [case.named(number), *(case.written(number, t) for t in targets[:1])]


def _plain(name: str) -> str:
    return "".join(c for c in fold(name[:200]).text if c.isalnum())


def throughout(case: Case) -> Iterator[Finding]:
    """One value for every indicator, in several classes."""
    indicators = case.project.indicators
    texts = {t.target.text for i in indicators for t in i.targets}
    many = len(indicators) >= limit("same_value") and len({i.level1 for i in indicators}) > 1
    if many and len(texts) == 1 and all(i.targets and not i.actual for i in indicators):
        text = texts.pop()
        if text.strip():
            quotes = [case.written(n, i.targets[0]) for n, i in enumerate(indicators)]
            count = str(len(indicators))
            yield case.found("same_value_throughout", quotes, value=count, other=text)
