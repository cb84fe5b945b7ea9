"""The productions of the rules for dates and periods, and for a value beside one."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.cells.lexer import Token
from nlp.cells.normalize import Folded
from nlp.cells.operators import LOWER, UPPER, Unreadable, operators, text_of
from nlp.cells.produced import Reading, rate_before
from nlp.cells.rules import SHARES, bound
from nlp.cells.subjects import deeds
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Constraint, Note, Op

_BEHIND = 8


def _is_level(tokens: Sequence[Token], folded: Folded, *, whole_year: bool) -> bool:
    """Whether a period only tells whose figure a bound is: 不低于上半年, 不超过2025年预算数."""
    kind, text = words().by_kind, folded.text
    if any(text_of(t, folded) in kind["level"] for t in tokens if t.kind == "O"):
        return True
    strong = any(
        is_strong and op in UPPER + LOWER for op, is_strong in operators(tokens, folded)[0]
    )
    behind = text[tokens[-1].end : tokens[-1].end + _BEHIND]
    return strong and whole_year and behind[:1].isalpha() and not behind.startswith(deeds())


def dated(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """An operator before a date and the value of that time: ≥2024年85%."""
    sign, when = text_of(tokens[0], folded), text_of(tokens[1], folded)
    compared = sign in words().by_kind["level"]
    if sign[0].isalpha() and not compared:
        return None
    reading = bound([tokens[0], *tokens[2:]], folded)
    if reading is None:
        return None
    share = reading.constraints[0].dimension in SHARES
    if compared and share:
        reading.notes.append(note("share_of", when))
    elif not _is_year(when):
        reading.notes.append(note("text_left_out", when))
    return reading


def _is_year(when: str) -> bool:
    """Whether a date token is a whole year, which never is a target beside a value."""
    from nlp.cells import dates

    try:
        return dates.read(when).is_year
    except dates.DateError:
        return False


def _of_year(written: str) -> list[Note]:
    """A note of a year that is told only from another, or without its century."""
    from nlp.cells.date_patterns import patterns

    known = patterns()
    told = [word for word in known.other if written.startswith(word)]
    if told:
        return [note("year_relative", max(told, key=len))]
    short = known.read_short_year.search(written)
    return [note("year_short", short.group())] if short else []


def date(tokens: Sequence[Token], folded: Folded) -> Reading | None:
    """A date bound or a period."""
    from nlp.cells import dates

    written = next(text_of(t, folded) for t in tokens if t.kind == "D")
    try:
        span = dates.read(written)
    except dates.ApartError:
        return Reading([])
    except dates.DateError as error:
        raise Unreadable(error.code, error) from error
    op = span.op
    notes = _of_year(written)
    prefixes, _ = operators(tokens, folded)
    if op is Op.RANGE and _is_level(tokens, folded, whole_year=span.is_year):
        return Reading([])
    if prefixes and op is not Op.RANGE:
        op = prefixes[0][0]
    if op is Op.RANGE:
        compared = prefixes[0][0] if prefixes else op
        if compared in (Op.LE, Op.GT):
            made = Constraint(compared, date=span.high, rule="date")
        elif compared in (Op.LT, Op.GE):
            made = Constraint(compared, date=span.low, rule="date")
        else:
            made = Constraint(Op.RANGE, date_low=span.low, date_high=span.high, rule="period")
    else:
        made = Constraint(op, date=span.low, rule="date")
    made.low_inclusive = made.op in (Op.GE, Op.EQ, Op.RANGE)
    made.high_inclusive = made.op in (Op.LE, Op.EQ, Op.RANGE)
    return Reading([made], notes).rate(rate_before(tokens, folded))
