"""Two or three families of forms in one cell."""

from __future__ import annotations

from calendar import monthrange
from decimal import Decimal

from hypothesis import strategies as st
from strategies_forms import (
    BASELINES,
    CHANGES,
    COUNTED,
    PERIODS,
    THINGS,
    Form,
    Known,
    amounts,
    bounds,
    bounds_of,
)

SCALES = {"": 1, "万": 10_000, "百": 100, "亿": 100_000_000}
LEVELS = ["全市平均水平", "全省平均水平", "全国平均水平"]
MARKS = ["-", "~", "至", "—", "到", "～"]
DISTANCES = {
    "高于{}": "increase",
    "低于{}": "decrease",
    "比{}高": "increase",
    "比{}低": "decrease",
    "较{}提高": "increase",
    "较{}下降": "decrease",
}
BASES = {spelled: named for spelled, named in BASELINES.items() if named}


def _between(low: int, high: int, scale: int) -> dict[str, Decimal]:
    return {"low": Decimal(low * scale), "high": Decimal(high * scale)}


@st.composite
def rated_ranges(draw: st.DrawFn) -> Form:
    """A range with a scale, a unit and a rate, before or behind it, and a subject."""
    low, more = draw(st.integers(1, 400)), draw(st.integers(1, 400))
    scale, unit = draw(st.sampled_from(sorted(SCALES))), draw(st.sampled_from(COUNTED))
    per, thing = draw(st.sampled_from(PERIODS)), draw(st.sampled_from(["", *THINGS]))
    amount = f"{low}{draw(st.sampled_from(MARKS))}{low + more}{scale}{unit}"
    text = draw(st.sampled_from([f"{thing}{amount}/{per}", f"{thing}每{per}{amount}"]))
    ends = _between(low, low + more, SCALES[scale])
    return Form(text, (Known("range", unit=unit, per=per, subject=thing or None, **ends),))


@st.composite
def compared(draw: st.DrawFn) -> Form:
    """Several subjects, each with a change against a baseline of its own."""
    things = draw(st.lists(st.sampled_from(THINGS), min_size=1, max_size=3, unique=True))
    parts, known = [], []
    for thing in things:
        direction = draw(st.sampled_from(sorted(CHANGES)))
        word, base = draw(st.sampled_from(CHANGES[direction])), draw(st.sampled_from(sorted(BASES)))
        value = draw(st.integers(1, 60))
        op, behind = draw(st.sampled_from([("=", ""), (">=", "以上"), (">=", "及以上")]))
        unit = draw(st.sampled_from(["%", "个百分点"]))
        parts.append(f"{thing}{base}{word}{value}{unit}{behind}")
        told = bounds_of(op, Decimal(value))
        known.append(
            Known(op, unit=unit, subject=thing, change=direction, baseline=BASES[base], **told)
        )
    return Form(draw(st.sampled_from(["，", "；", "、"])).join(parts), tuple(known))


@st.composite
def distances(draw: st.DrawFn) -> Form:
    """How far a subject is to lie above or below a level."""
    thing, level = draw(st.sampled_from(["", *THINGS])), draw(st.sampled_from(LEVELS))
    value = draw(st.integers(1, 30))
    spelled, direction = draw(st.sampled_from(sorted(DISTANCES.items())))
    text = f"{thing}{spelled.format(level)}{value}个百分点"
    told = bounds_of("=", Decimal(value))
    subject = thing or None
    known = Known("=", unit="个百分点", subject=subject, change=direction, baseline=level, **told)
    return Form(text, (known,))


@st.composite
def due(draw: st.DrawFn) -> Form:
    """A deadline, and what has to be reached by then."""
    month, thing = draw(st.integers(1, 12)), draw(st.sampled_from(["", *THINGS]))
    value, number = draw(amounts())
    unit = draw(st.sampled_from(COUNTED))
    op, amount = draw(bounds(number + unit))
    text = f"{month}月底前{thing}{amount}"
    date = Known("<=", date=f"--{month:02d}-{monthrange(2023, month)[1]:02d}")
    return Form(text, (date, Known(op, unit=unit, subject=thing or None, **bounds_of(op, value))))


@st.composite
def years(draw: st.DrawFn) -> Form:
    """One value a year."""
    first, count = draw(st.integers(2019, 2030)), draw(st.integers(2, 3))
    unit = draw(st.sampled_from(COUNTED))
    parts, known = [], []
    for year in range(first, first + count):
        value, number = draw(amounts())
        op, amount = draw(bounds(number + unit))
        parts.append(f"{year}年{draw(st.sampled_from(['', '：']))}{amount}")
        known.append(Known(op, unit=unit, subject=f"{year}年", **bounds_of(op, value)))
    return Form(draw(st.sampled_from(["，", "；", "、"])).join(parts), tuple(known))


COMBINED = {
    "rated_ranges": rated_ranges(),
    "compared": compared(),
    "distances": distances(),
    "due": due(),
    "years": years(),
}
