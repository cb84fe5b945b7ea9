"""Every family of forms, each as what is known beforehand and one text that says it."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st
from strategies import PREFIX, SUFFIX, UNITS, chinese, full_width

COUNTED = ["人", "场", "家", "个", "台", "亩", "件", "篇", "次"]
CHANGES = {
    "increase": ["增长", "提高", "增加", "提升", "上升"],
    "decrease": ["下降", "降低", "减少"],
}
BASELINES = {
    "较上年": "上年",
    "同比": "上年",
    "比去年": "上年",
    "比2020年": "2020年",
    "较2021年": "2021年",
    "较基期": "基期",
    "": None,
}
PERIODS = ["月", "年", "季度", "周", "天", "人", "户", "村"]
THINGS = ["护栏", "标志牌", "参会人数", "垃圾箱", "宣传片", "志愿者", "救护车", "桥梁"]
ANIMALS = ["猪", "牛", "羊", "鸡"]
NAMES = {
    "绿化面积（亩）": ("亩", 1),
    "资金规模(万元)": ("元", 10_000),
    "2.培训人次（人次）": ("人次", 1),
    "★产值（亿元）": ("元", 100_000_000),
    "合格率（%）": ("%", 1),
    "清淤量（万立方米）": ("立方米", 10_000),
}
TRADITIONAL = str.maketrans("场个万达亿过数资训于标写", "場個萬達億過數資訓於標寫")
ENTITIES = {">": "&gt;", "<": "&lt;", "≥": "&ge;", "≤": "&le;"}


@dataclass(frozen=True)
class Known:
    """The fields of one constraint that a text is bound to give."""

    op: str
    value: Decimal | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    per: str | None = None
    subject: str | None = None
    change: str | None = None
    baseline: str | None = None
    date: str | None = None
    date_low: str | None = None
    date_high: str | None = None


@dataclass(frozen=True)
class Form:
    """A cell with its name, and all that it says."""

    text: str
    known: tuple[Known, ...]
    name: str | None = None


def bounds_of(op: str, value: Decimal) -> dict[str, Decimal | None]:
    """What an operator makes of a value: the value itself and the ends that it bounds."""
    return {
        "value": value,
        "low": value if op in {">=", ">", "="} else None,
        "high": value if op in {"<=", "<", "="} else None,
    }


def large_chinese(value: int) -> str:
    """A whole number below 100,000,000 as a Chinese numeral."""
    high, low = divmod(value, 10_000)
    if not high:
        return chinese(low)
    zero = "零" if 0 < low < 1000 else ""
    return chinese(high) + "万" + zero + (chinese(low) if low else "")


@st.composite
def amounts(draw: st.DrawFn) -> tuple[Decimal, str]:
    """A number in Arabic, Chinese or mixed digits."""
    value = draw(st.integers(1, 9_999_999))
    forms = [str(value), f"{value:,}", full_width(str(value))]
    if value > 2:
        forms.append(large_chinese(value))
    if value % 1000 == 0 and value % 10_000 and value > 10_000:
        high, low = divmod(value // 1000, 10)
        forms.append(f"{high}万{low}千")
    if value % 100 == 0:
        forms.append(f"{Decimal(value) / 10_000}万")
    return Decimal(value), draw(st.sampled_from(forms))


@st.composite
def bounds(draw: st.DrawFn, amount: str) -> tuple[str, str]:
    """An operator and an amount with its words before or behind it."""
    op = draw(st.sampled_from([">=", ">", "<=", "<"]))
    if op in SUFFIX and draw(st.booleans()):
        return op, amount + draw(st.sampled_from(SUFFIX[op]))
    return op, draw(st.sampled_from(PREFIX[op])) + amount


@st.composite
def changed(draw: st.DrawFn) -> Form:
    """A change, with or without what it is measured against and what changes."""
    change = draw(st.sampled_from(sorted(CHANGES)))
    spelled, baseline = draw(st.sampled_from(sorted(BASELINES.items())))
    subject = draw(st.sampled_from(["", "旅游收入", "投诉量"]))
    value = draw(st.integers(1, 99))
    unit = draw(st.sampled_from(["%", "个百分点"]))
    op, amount = draw(bounds(f"{value}{unit}"))
    text = subject + spelled + draw(st.sampled_from(CHANGES[change])) + amount
    known = Known(
        op,
        unit=unit,
        subject=subject or None,
        change=change,
        baseline=baseline,
        **bounds_of(op, Decimal(value)),
    )
    return Form(text, (known,))


@st.composite
def levels(draw: st.DrawFn) -> Form:
    """A level left and a level reached."""
    low, high = sorted(draw(st.lists(st.integers(1, 99), min_size=2, max_size=2, unique=True)))
    unit = draw(st.sampled_from(["%", "个", "家"]))
    change = draw(st.sampled_from(sorted(CHANGES)))
    left, right = (low, high) if change == "increase" else (high, low)
    word = draw(st.sampled_from(CHANGES[change])) + draw(st.sampled_from(["到", "至"]))
    text = f"{draw(st.sampled_from('由从'))}{left}{unit}{word}{right}{unit}"
    value = Decimal(right)
    known = Known("=", value, value, value, unit, change=change, baseline=f"{left}{unit}")
    return Form(text, (known,))


@st.composite
def rated(draw: st.DrawFn) -> Form:
    """A rate before the number or behind it."""
    value, number = draw(amounts())
    unit, per = draw(st.sampled_from(COUNTED)), draw(st.sampled_from(PERIODS))
    op = draw(st.sampled_from([">=", ">", "<=", "<"]))
    word = draw(st.sampled_from(PREFIX[op]))
    form = draw(st.sampled_from(["每{p}{o}{n}{u}", "{o}{n}{u}/{p}", "{o}每{p}{n}{u}"]))
    text = form.format(p=per, o=word, n=number, u=unit)
    return Form(text, (Known(op, unit=unit, per=per, **bounds_of(op, value)),))


@st.composite
def deadlines(draw: st.DrawFn) -> Form:
    """A day, the end of a month, or a period of months."""
    year = draw(st.one_of(st.none(), st.integers(2019, 2035)))
    month = draw(st.integers(1, 12))
    last = monthrange(year or 2023, month)[1]
    written, head = (f"{year}年", f"{year}-") if year else ("", "--")
    kind = draw(st.sampled_from(["end", "day", "period"]))
    if kind == "end":
        text = f"{written}{month}月{draw(st.sampled_from(['底', '底前', '末', '底之前']))}"
        return Form(text, (Known("<=", date=f"{head}{month:02d}-{last:02d}"),))
    if kind == "day":
        day = draw(st.integers(1, last))
        word = draw(st.sampled_from(["前", "之前", "以前"]))
        known = Known("<=", date=f"{head}{month:02d}-{day:02d}")
        return Form(f"{written}{month}月{day}日{word}", (known,))
    to = draw(st.integers(month, 12))
    mark = draw(st.sampled_from(["-", "至", "—", "到"]))
    high = f"{head}{to:02d}-{monthrange(year or 2023, to)[1]:02d}"
    known = Known("range", date_low=f"{head}{month:02d}-01", date_high=high)
    return Form(f"{written}{month}月{mark}{to}月", (known,))


@st.composite
def listed(draw: st.DrawFn) -> Form:
    """Several constraints in one cell, each with its subject."""
    things = draw(st.lists(st.sampled_from(THINGS), min_size=2, max_size=4, unique=True))
    parts, known = [], []
    for thing in things:
        value, number = draw(amounts())
        unit = draw(st.sampled_from(COUNTED))
        op, amount = draw(bounds(number + unit))
        parts.append(thing + amount)
        known.append(Known(op, unit=unit, subject=thing, **bounds_of(op, value)))
    return Form(draw(st.sampled_from(["，", "；", "、", ",", ";"])).join(parts), tuple(known))


@st.composite
def respective(draw: st.DrawFn) -> Form:
    """Members of a list, and their numbers in the same order."""
    animals = draw(st.lists(st.sampled_from(ANIMALS), min_size=2, max_size=3, unique=True))
    values = [draw(st.integers(1, 99)) for _ in animals]
    text = f"{'、'.join(animals)}死亡率分别控制在{'、'.join(f'{v}%' for v in values)}以内"
    known = (
        Known("<=", Decimal(v), None, Decimal(v), "%", subject=f"{a}死亡率")
        for a, v in zip(animals, values, strict=True)
    )
    return Form(text, tuple(known))


@st.composite
def named(draw: st.DrawFn) -> Form:
    """A number in its cell whose unit and scale stand in the name."""
    name, (unit, scale) = draw(st.sampled_from(sorted(NAMES.items())))
    value = draw(st.integers(1, 100))
    op = draw(st.sampled_from([">=", ">", "<=", "<"]))
    text = draw(st.sampled_from(PREFIX[op])) + str(value)
    return Form(text, (Known(op, unit=unit, **bounds_of(op, Decimal(value) * scale)),), name)


@st.composite
def split(draw: st.DrawFn) -> Form:
    """Direction, sign, number and unit of neighbouring columns."""
    value = draw(st.integers(1, 99_999))
    unit = draw(st.sampled_from(UNITS))
    op = draw(st.sampled_from([">=", ">", "<=", "<", "="]))
    sign = draw(st.sampled_from([s for s in PREFIX[op] if s]))
    gap = draw(st.sampled_from([" ", " | ", "|", "\t"]))
    direction = draw(st.sampled_from(["", "正向", "反向", "定量"]))
    cells = [cell for cell in (direction, sign, str(value), unit) if cell]
    return Form(gap.join(cells), (Known(op, unit=unit, **bounds_of(op, Decimal(value))),))


@st.composite
def deviations(draw: st.DrawFn) -> Form:
    """A deviation to both sides."""
    value = Decimal(draw(st.integers(1, 50)))
    unit = draw(st.sampled_from(["%", "℃", "人"]))
    text = draw(st.sampled_from(["±{}{}", "±{}{}以内", "正负{}{}"])).format(value, unit)
    return Form(text, (Known("range", None, -value, value, unit),))


def noisy(form: Form) -> st.SearchStrategy[Form]:
    """The same form as pages and scans spell it."""
    text = form.text
    wide = full_width(text)
    marked = "".join(ENTITIES.get(char, char) for char in text)
    spellings = [
        text,
        wide,
        marked,
        text.translate(TRADITIONAL),
        f"<p>{marked}</p>",
        f"&nbsp;{text}",
        f"{text}\u200b",
        f"\ufeff{text}\n",
        f"<span style='x'>{text}</span>",
    ]
    made = (Form(spelled, form.known, form.name) for spelled in spellings)
    return st.sampled_from(list(made))


FORMS = {
    "changed": changed(),
    "levels": levels(),
    "rated": rated(),
    "deadlines": deadlines(),
    "listed": listed(),
    "respective": respective(),
    "named": named(),
    "split": split(),
    "deviations": deviations(),
}
