"""What an indicator's name adds to a cell, and which readings it makes doubtful."""

from __future__ import annotations

from functools import cache

from nlp import lexicon
from nlp.cells.produced import put_op
from nlp.cells.readings import Findings
from nlp.cells.units import table
from nlp.cells.units import unit as find_unit
from nlp.notes import note
from nlp.schema import Constraint, Op

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.cells.names import Name

_DECIMALS = 3
_GLUED_DIGITS, _UNREADABLE_DIGITS = 5, 7


@cache
def _ambiguous() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    for spelling, cue, name in lexicon.current().table("ambiguous"):
        found.setdefault(spelling, []).append((cue, name))
    return found


lexicon.on_change(_ambiguous.cache_clear)


def infer(found: Findings, name: Name | None, *, repaired: bool) -> None:
    """Fill in what the cell leaves to its name, in place; each thing inferred leaves a note."""
    fraction = any(n.code == "fraction_gloss" for n in found.notes)
    for made in found.constraints:
        if made.date or made.date_low:
            continue
        if made.unit is None and made.subject is not None and made.subject[-1] in ")）":
            _take_unit_of_subject(made)
        if repaired and made is found.constraints[0]:
            made.inferred += ("op",)
        if name is not None and made.subject is None:
            _take_unit(made, name, found, fraction)
            _take_op(made, name, found)
            _check_share(made, name, found)
        elif name is not None and made.unit is None and not _tells_kind(made):
            _take_unit(made, name, found, fraction)
        if made.unit in _ambiguous():
            _settle(made, name, found)
        _doubt(made, found)
    _drop_unreadable(found)


def _tells_kind(made: Constraint) -> bool:
    """Whether the subject has a word that tells its unit: a 率, a 金额."""
    from nlp.cells.names import kinds_of

    return bool(kinds_of(made.subject or "")[0])


def _take_unit_of_subject(made: Constraint) -> None:
    """The unit that the subject carries in brackets: 满意度（%）≥95."""
    from nlp.cells.names import read_name

    own = read_name(made.subject or "")
    if own.unit is not None and own.op is None:
        if made.scale == 1:
            _multiply(made, own.scale)
        _set_unit(made, own.unit)
        made.per = made.per or own.per
        made.subject = own.name


def _take_unit(made: Constraint, name: Name, found: Findings, fraction: bool) -> None:
    if made.unit is not None:
        _compare_unit(made, name, found)
    elif name.unit is not None:
        if made.scale == 1 and name.scale > 1:
            _multiply(made, name.scale)
            made.inferred += ("unit", "scale")
            found.notes.append(note("scale_from_name", name.scale))
        else:
            made.inferred += ("unit",)
        _set_unit(made, name.unit)
        made.per = made.per or name.per
        found.notes.append(note("unit_from_name", name.unit))
    elif "percent" in name.kinds and not fraction:
        _take_percent(made, found)
    elif name.counts is not None:
        _set_unit(made, name.counts)
        made.inferred += ("unit",)
        found.notes.append(note("unit_from_name", name.counts))
    elif "money" in name.kinds and made.scale > 1:
        _set_unit(made, _money())
        made.inferred += ("unit",)
        found.notes.append(note("money_assumed"))


def _money() -> str:
    return next(unit.name for unit in table().values() if unit.dimension == "money")


def _compare_unit(made: Constraint, name: Name, found: Findings) -> None:
    if name.unit is None:
        return
    if made.unit == name.unit:
        if name.per and made.per is None:
            made.per = name.per
            made.inferred += ("unit",)
            found.notes.append(note("unit_from_name", f"{name.unit}/{name.per}"))
        return
    mine, other = find_unit(made.unit or ""), find_unit(name.unit)
    if mine is None or other is None or mine.dimension != other.dimension:
        found.notes.append(note("name_conflict", name.unit))


def _take_percent(made: Constraint, found: Findings) -> None:
    value = made.value if made.value is not None else made.high
    if value is not None and 0 < value <= 1:
        found.notes.append(note("fraction_or_percent", value))
        return
    _set_unit(made, "%")
    made.inferred += ("unit",)
    found.notes.append(note("percent_assumed"))


def _set_unit(made: Constraint, spelling: str) -> None:
    known = find_unit(spelling)
    made.unit = spelling
    made.unit_code = known.code if known else None
    made.dimension = known.dimension if known else None


def _multiply(made: Constraint, scale: int) -> None:
    made.scale = scale
    made.value = made.value * scale if made.value is not None else None
    made.low = made.low * scale if made.low is not None else None
    made.high = made.high * scale if made.high is not None else None


def _take_op(made: Constraint, name: Name, found: Findings) -> None:
    if name.op is None or made.rule != "exact" or made.op is not Op.EQ:
        return
    put_op(made, name.op)
    made.inferred += ("op",)
    found.notes.append(note("op_from_name"))


def _check_share(made: Constraint, name: Name, found: Findings) -> None:
    value = made.value if made.value is not None else made.high
    if "bounded" in name.kinds and made.unit == "%" and value is not None and not 0 <= value <= 100:
        found.notes.append(note("over_100", value))


def _settle(made: Constraint, name: Name | None, found: Findings) -> None:
    """A Latin letter that stands for several units: a word of the name decides."""
    for cue, unit_name in _ambiguous()[made.unit or ""]:
        if name is not None and cue in name.name:
            known = table()[unit_name]
            made.unit_code, made.dimension = known.code, known.dimension
            return
    made.unit_code = made.dimension = None
    found.notes.append(note("unit_ambiguous", made.unit))


def _doubt(made: Constraint, found: Findings) -> None:
    """A long bare number may be two columns run together: 86100, 86.5100."""
    if made.rule != "exact" or made.scale > 1 or made.value is None:
        return
    whole, _, decimals = str(made.value).partition(".")
    bare = made.unit is None or ("unit" in made.inferred and made.dimension != "money")
    if bare and whole.strip("-0") and len(decimals) >= _DECIMALS and decimals.endswith("0"):
        found.notes.append(note("maybe_glued", made.value))
    if made.unit is not None:
        return
    digits = len(str(abs(made.value)).replace(".", ""))
    if digits >= _GLUED_DIGITS and made.end - made.start == digits:
        found.notes.append(note("maybe_glued", made.value))


def _drop_unreadable(found: Findings) -> None:
    """A number so long and bare that no reading can be offered."""
    if not found.notes or all(n.code != "maybe_glued" for n in found.notes):
        return
    limit = 10 ** (_UNREADABLE_DIGITS - 1)
    lost = [c for c in found.constraints if c.unit is None and c.value and c.value >= limit]
    lost = [c for c in lost if c.rule == "exact" and c.value and c.value % 1000]
    if lost:
        unreadable = {id(c) for c in lost}
        found.constraints = [c for c in found.constraints if id(c) not in unreadable]
        found.notes = [n for n in found.notes if n.code != "maybe_glued"]
        found.notes += [note("columns_glued_unreadable", c.value) for c in lost]
