"""A target and what came of it → met or not, how far, and the score."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from nlp import lexicon
from nlp.attainment.bands import Band, bands, claimed, shown
from nlp.attainment.deadlines import is_date
from nlp.attainment.partners import partner
from nlp.attainment.verdict import Verdict
from nlp.attainment.verdicts import verdict
from nlp.cells.spelling import spell
from nlp.cells.target import parse
from nlp.narrative_schema import Assessment, Check
from nlp.notes import confidence
from nlp.schema import Constraint, Kind, Note, Target
from nlp.wording import checked, filled, limit

MOST_WEIGHT = 10_000
_CENT = Decimal("0.01")
_SURE = 0.5
_GLUED = "maybe_glued"
_PLAIN = frozenset({"met", "not_met"})
Number = Decimal | int | float | str


def assess(
    target: str | Target,
    actual: str | Target | None,
    *,
    weight: Number | None = None,
    name: str | None = None,
    bands: Sequence[Band] | None = None,
    lang: str = "zh",
) -> Assessment:
    """Hold an actual value against a target; a score where there is a weight.

    >>> found = assess("≥5万元", "48000元", weight=10)
    >>> found.met, found.attainment, found.score
    (False, 0.96, Decimal('9.60'))
    """
    wanted = parse(target, name=name) if isinstance(target, str) else target
    came = parse(actual or "", name=name) if not isinstance(actual, Target) else actual
    points = None if weight is None else Decimal(str(weight))
    if points is not None and not (points.is_finite() and 0 <= points <= MOST_WEIGHT):
        raise ValueError(f"a weight is a number from 0 to {MOST_WEIGHT}, not {weight}")
    return _Assessing(wanted, came, points, bands, lang).assess()


class _Assessing:
    def __init__(
        self,
        target: Target,
        actual: Target,
        weight: Decimal | None,
        among: Sequence[Band] | None,
        lang: str,
    ) -> None:
        self.target, self.actual, self.weight = target, actual, weight
        self.bands = bands() if among is None else among
        self.lang, self.place = lang, checked(lang)
        self.notes: dict[str, Note] = {}

    def assess(self) -> Assessment:
        reason = self._unreadable()
        if reason is not None:
            self._note(reason)
            return Assessment(None, None, notes=list(self.notes.values()))
        if not self.target.constraints:
            return self._judged()
        pairs = [(c, self._verdict(c)) for c in self.target.constraints]
        verdicts = [found for _, (_, found) in pairs]
        if not _plausible(self.target, verdicts) or not _plausible(self.actual, verdicts):
            self._note("target_doubtful" if _glued(self.target) else "actual_doubtful")
            return Assessment(None, None, notes=list(self.notes.values()))
        checks = [self._check(c, actual, found) for c, (actual, found) in pairs]
        return self._whole(verdicts, checks)

    def _unreadable(self) -> str | None:
        if self.target.kind is Kind.UNPARSEABLE:
            return "target_unread"
        if not self.actual.text.strip():
            return "actual_missing"
        if not self.target.constraints:
            return None
        if _doubtful(self.target):
            return "target_doubtful"
        if self.actual.kind is Kind.UNPARSEABLE:
            return "actual_unread"
        return "actual_doubtful" if _doubtful(self.actual) else None

    def _judged(self) -> Assessment:
        self._note("judged_by_person", detail=shown(self.bands, self.weight, self.lang))
        band = claimed(self.actual.text, self.bands)
        if band is not None:
            self._note("band_claimed", detail=band.named(self.lang))
        return Assessment(None, None, notes=list(self.notes.values()))

    def _verdict(self, wanted: Constraint) -> tuple[Constraint | None, Verdict]:
        if not self.actual.constraints:
            return None, Verdict(None, ("kind_unlike",))
        found = partner(wanted, self.target.constraints, self.actual.constraints)
        if isinstance(found, str):
            return None, Verdict(None, (found,))
        return found, verdict(wanted, found)

    def _check(self, wanted: Constraint, actual: Constraint | None, found: Verdict) -> Check:
        spelled = spell(wanted)
        came = spell(actual) if actual is not None else self.actual.text.strip()
        for code in found.codes:
            if code not in _PLAIN:
                self._note(code, target=spelled, actual=came, detail=_detail(code, wanted, found))
        return Check(
            wanted.op,
            spelled,
            _as_decimal(found.measured) if found.measured is not None else _dated(actual, came),
            found.met,
            _as_float(found.attainment),
            self._message(found.codes[0], target=spelled, actual=came),
        )

    def _whole(self, verdicts: list[Verdict], checks: list[Check]) -> Assessment:
        words = self.target.qualitative
        if words:
            self._note("words_beside", detail=words)
        if len(verdicts) > 1:
            self._note("equal_parts")
        met = _all(v.met for v in verdicts)
        if words and met:
            met = None
        attainment = verdicts[0].attainment if len(verdicts) == 1 else _mean(verdicts)
        share = None if words else _shared(verdicts)
        return Assessment(
            met, _as_float(attainment), self._score(share), checks, list(self.notes.values())
        )

    def _score(self, share: Fraction | None) -> Decimal | None:
        if share is None or self.weight is None:
            return None
        earned = _as_decimal(share) * self.weight
        return min(self.weight, earned.quantize(_CENT, ROUND_HALF_UP))

    def _note(self, code: str, **fields: str) -> None:
        self.notes.setdefault(code, Note(code, self._message(code, **fields)))

    def _message(self, code: str, **fields: str) -> str:
        given = {"target": self.target.text, "actual": self.actual.text, "detail": ""}
        return filled(_messages()[code][self.place], **(given | fields))


@cache
def _messages() -> dict[str, tuple[str, str]]:
    return {code: (zh, en) for code, zh, en in lexicon.current().table("assessments")}


lexicon.on_change(_messages.cache_clear)


def _glued(found: Target) -> bool:
    return any(n.code == _GLUED for n in found.notes)


def _doubtful(found: Target) -> bool:
    return confidence([n for n in found.notes if n.code != _GLUED]) < _SURE


def _plausible(found: Target, verdicts: list[Verdict]) -> bool:
    """What may be two columns run together is one number where both sides are of one size."""
    most = Fraction(limit("plausible"))
    each = [v.attainment for v in verdicts]
    return not _glued(found) or all(a is not None and 1 / most <= a <= most for a in each)


def _detail(code: str, wanted: Constraint, found: Verdict) -> str:
    if code == "target_too_low" and found.attainment is not None:
        return f"{float(found.attainment):.0%}"
    return f"{wanted.scale:,}" if code == "scale_assumed" else ""


def _dated(actual: Constraint | None, came: str) -> str | None:
    if actual is None:
        return None
    return actual.date or actual.date_high if is_date(actual) else came


def _all(each: Iterable[bool | None]) -> bool | None:
    found = list(each)
    if False in found:
        return False
    return None if None in found else True


def _mean(verdicts: list[Verdict]) -> Fraction | None:
    each = [v.attainment for v in verdicts if v.attainment is not None]
    if len(each) < len(verdicts):
        return None
    return sum((min(a, Fraction(1)) for a in each), Fraction(0)) / len(each)


def _shared(verdicts: list[Verdict]) -> Fraction | None:
    each = [v.share for v in verdicts if v.share is not None]
    return sum(each, Fraction(0)) / len(each) if len(each) == len(verdicts) else None


def _as_decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def _as_float(exact: Fraction | None) -> float | None:
    return None if exact is None else round(float(exact), 6)
