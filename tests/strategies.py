"""Known constraints, and the many ways in which they are written."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st

UNITS = ["人", "人次", "场", "家", "个", "%", "亩", "公里", "次", "台（套）", "平方米", "件", "篇"]
PREFIX = {
    ">=": ["≥", ">=", "≧", "⩾", "大于等于", "不少于", "不低于", "至少", "不得少于", "達到"],
    ">": [">", "＞", "大于", "超过", "超", "突破", "逾", "多于", "高于"],
    "<=": ["≤", "<=", "≦", "小于等于", "不超过", "不高于", "不大于", "至多", "最多", "不得超过"],
    "<": ["<", "＜", "小于", "低于", "少于", "不足"],
    "=": ["=", "＝", "═", "等于", "", "完成", "共"],
    "~": ["约", "大约", "近"],
}
SUFFIX = {
    ">=": ["以上", "及以上", "（含）以上"],
    "<=": ["以下", "以内", "及以下"],
    "~": ["左右", "上下"],
}
INTERVALS = [
    "{a}-{b}{u}",
    "{a}~{b}{u}",
    "{a}至{b}{u}",
    "{a}—{b}{u}",
    "{a}{u}到{b}{u}",
    "≥{a}且≤{b}{u}",
    "≥{a}{u}，≤{b}{u}",
    "{a}≤x≤{b}{u}",
    "{a}{u}以上{b}{u}以下",
    "（≥{a}，<{b}）{u}",
    "大于{a}小于{b}{u}",
    "{a}{u}（含）至{b}{u}",
]
SUBJECTS = ["", "参会人数", "护栏", "标志牌", "救助金发放", "绿化养护", "宣传活动"]
PER = ["", "人", "月", "人·月", "平方米", "千人"]


@dataclass(frozen=True)
class Spelled:
    """A constraint as known beforehand, and one text that says it."""

    op: str
    value: Decimal
    unit: str
    per: str
    subject: str
    text: str


def _with_scale(value: int) -> list[str]:
    forms = [str(value), f"{value:,}"]
    if value % 10000 == 0:
        forms.append(f"{value // 10000}万")
    elif value % 1000 == 0 and value >= 10000:
        forms.append(f"{Decimal(value) / 10000}万")
    return forms


def chinese(value: int) -> str:
    """A whole number below 10,000 as a Chinese numeral."""
    digits = "零一二三四五六七八九"
    text = ""
    for place, word in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, place)
        if digit:
            text += digits[digit] + word
        elif text and not text.endswith("零") and value:
            text += "零"
    return (text + (digits[value] if value else "")).rstrip("零") or "零"


def full_width(text: str) -> str:
    """ASCII digits as full-width forms."""
    return text.translate({ord("0") + i: chr(0xFF10 + i) for i in range(10)})


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Decimal, str]:
    """A number and one way to write it."""
    if draw(st.booleans()):
        value = draw(st.integers(1, 99_999_999))
        forms = _with_scale(value)
        if 2 <= value < 10000:
            forms.append(chinese(value))
        text = draw(st.sampled_from(forms))
    else:
        decimal = draw(st.decimals("0.01", "9999", places=2))
        return decimal, draw(st.sampled_from([str(decimal), full_width(str(decimal))]))
    return Decimal(value), draw(st.sampled_from([text, full_width(text)]))


@st.composite
def spelled(draw: st.DrawFn) -> Spelled:
    """A one-sided, exact or approximate constraint in one of its spellings, with noise."""
    op = draw(st.sampled_from(sorted(PREFIX)))
    value, number = draw(numbers())
    unit = draw(st.sampled_from(UNITS))
    subject = draw(st.sampled_from(SUBJECTS))
    per = draw(st.sampled_from(PER)) if unit != "%" else ""
    amount = number + draw(st.sampled_from(["", " "])) + unit
    rate = f"/{per}" if per else ""
    if op in SUFFIX and draw(st.booleans()):
        body = amount + rate + draw(st.sampled_from(SUFFIX[op]))
    else:
        body = draw(st.sampled_from(PREFIX[op])) + draw(st.sampled_from(["", " "])) + amount + rate
    text = subject + body
    noise = draw(st.sampled_from(["{}", "（{}）", " {} ", "<p>{}</p>", "\ufeff{}", "{}\u200b"]))
    return Spelled(op, value, unit, per, subject, noise.format(text))


@st.composite
def intervals(draw: st.DrawFn) -> tuple[Decimal, Decimal, bool, bool, str, str]:
    """Low, high, their inclusiveness, the unit, and a text."""
    low, high = sorted(draw(st.lists(st.integers(1, 9999), min_size=2, max_size=2, unique=True)))
    unit = draw(st.sampled_from(UNITS))
    closed = (True, True)
    form = draw(st.sampled_from(INTERVALS))
    if "<" in form or "（含）" in form:
        closed = (True, False)
    elif "大于" in form:
        closed = (False, False)
    if form.endswith("）{u}"):
        form = "（≥{a}{u}，<{b}{u}）"
    return Decimal(low), Decimal(high), *closed, unit, form.format(a=low, b=high, u=unit)
