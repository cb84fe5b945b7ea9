"""Numbers that tell of what kind a thing is, and not how much of it there is: 5G基站, 三级医院."""

from __future__ import annotations

from functools import cache

from nlp import lexicon
from nlp.cells.grammar import Item, Sentence
from nlp.cells.pieces import Piece
from nlp.cells.produced import tells_kind
from nlp.cells.subjects import trim
from nlp.cells.units import factor_between, table
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Constraint, Op

_RATINGS = (
    "power",
    "power_apparent",
    "voltage",
    "current",
    "frequency",
    "data",
    "pressure",
    "pixel",
)
_NO_SIZES = ("money", "percent")
_OPENING, _CLOSING = "“‘「『", "”’」』"
_MARKS = frozenset(_OPENING)
_LISTING = ("、", ",")
_NAME, _FAR = 20, 100


def opens(item: Item, sentence: Sentence) -> bool:
    """Whether nothing stands before an item but a separator or a rate."""
    return item.first == 0 or sentence.tokens[item.first - 1].kind in ",E"


def is_attribute(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a number tells of what kind a thing is, and not how much of it there is."""
    if item.last - item.first == len(sentence.tokens):
        return False
    return (
        _is_scope(item, sentence)
        or _is_age_of(item, piece, sentence)
        or _is_size(item, piece.items[index - 1] if index else None, piece, sentence)
        or _is_grade(item, index, piece, sentence)
        or _is_of_name(item, sentence)
        or _is_of_word(item, piece, sentence)
        or _is_theme(item, piece, sentence)
        or _is_level_before(item, index, piece, sentence)
        or _is_size_before(item, index, piece, sentence)
        or _is_condition(item, index, piece, sentence)
    )


def has_attribute(index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a measure stands between a count and what is counted.

    一座日处理5000吨的污水厂, 5家年产值2000万元以上企业.
    """
    if not 0 <= index == len(piece.items) - 2:
        return False
    item, behind = piece.items[index:]
    between = sentence.text(item.last, behind.first)
    if not between.isalpha() or behind.last == piece.last:
        return False
    counts = (item.reading.constraints[0].unit_code or "").startswith("{")
    if not counts or item.reading.constraints[0].rule != "exact":
        return False
    after = sentence.text(behind.last, behind.last + 1)
    if after.startswith(words().by_kind["of"][0]):
        return True
    measured = behind.reading.constraints[0]
    bounded = measured.rule == "suffix" and not (measured.dimension or "").startswith("time")
    return bounded and sentence.kinds[behind.last : piece.last] == "W" and bool(trim(after)[0])


def _is_grade(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """A model, a grade or an ordinal before what is of it: 5G基站, 四星级20个, 二次开发."""
    made = item.reading.constraints[0]
    if item.last >= piece.last or made.op not in (Op.EQ, Op.RANGE):
        return False
    if not tells_kind(made.unit, sentence.text(item.last - 1, item.last)):
        return False
    counted = made.dimension is not None and any(
        behind.first == item.last for behind in piece.items[index + 1 :]
    )
    return counted or sentence.tokens[item.last].kind == "W"


def _is_of_word(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """A numeral word behind a word and before one: 融为一体, 三减三健."""
    tokens = sentence.tokens
    if tokens[item.last - 1].kind != "C":
        return False
    led = item.last - item.first > 1 and tokens[item.first].kind in "OV"
    goes_on = item.last < piece.last and tokens[item.last].kind in "WV"
    nothing = sentence.text(item.last - 1, item.last) in words().by_kind["zero"]
    return led and goes_on and not nothing


def _is_theme(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """A numeral word that counts what work keeps to, and not what it brings: 围绕两个重点."""
    spelled = sentence.folded.text[sentence.tokens[item.first].start]
    if not spelled.isalpha() or item.reading.constraints[0].rule != "exact":
        return False
    themes = tuple(words().by_kind["theme"])
    return sentence.text(piece.first, item.first).startswith(themes)


def _is_of_name(item: Item, sentence: Sentence) -> bool:
    """A number of a name in quotation marks: 落实“四个不摘”政策, “72小时”应急; not “95%”."""
    if item.reading.constraints[0].rule not in ("exact", "distributive"):
        return False
    text = sentence.folded.text
    start, end = sentence.tokens[item.first].start, sentence.tokens[item.last - 1].end
    before = text[max(start - _NAME, 0) : start]
    if _MARKS.isdisjoint(before):
        return False
    opened, closed = (max(map(before.rfind, marks)) for marks in (_OPENING, _CLOSING))
    if opened <= closed:
        return False
    listed = before[opened + 1 : opened + 2].isdigit() and before.endswith(_LISTING)
    if opened < len(before) - 1 and not text[start].isalpha() and not listed:
        return False
    after = text[end : end + 2]
    return after[:1] not in _CLOSING or after[1:].isalpha()


def _is_level_before(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """The figure that a change starts from: 比2020年的35%提高5个百分点."""
    if index + 1 == len(piece.items) or sentence.tokens[item.last].kind != "V":
        return False
    exact = item.reading.constraints[0].rule == "exact"
    changes = exact and item.last == piece.items[index + 1].first
    return changes and item.last == beyond_level(piece.first, item.last, sentence)


def beyond_level(first: int, last: int, sentence: Sentence) -> int:
    """Behind a baseline with its figure, where these are all before a change; else `first`."""
    tokens = sentence.tokens
    at = sentence.kinds.find("B", first, last) + 1 or last
    at += sentence.text(at, at + 1) in words().by_kind["of"]
    return last if at + 1 == last and tokens[at].kind in "QNC" else first


def _is_age_of(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """An age with those of that age behind it: 60岁以上老年人."""
    aged = item.reading.constraints[0].dimension == "age"
    return aged and item.last < piece.last and sentence.tokens[item.last].kind == "W"


def _is_size(item: Item, earlier: Item | None, piece: Piece, sentence: Sentence) -> bool:
    """A measure right between a count and what is counted: 2套500kW机组, 3个500万元以上项目."""
    if earlier is None or earlier.last != item.first or item.last >= piece.last:
        return False
    counted, made = earlier.reading.constraints[0], item.reading.constraints[0]
    counts = (counted.unit_code or "").startswith("{")
    sized = made.dimension in _measured() or made.unit in words().by_kind["size"]
    named = sentence.tokens[item.last].kind == "W"
    plain = made.rule in ("exact", "suffix")
    return counts and sized and named and plain and made.unit != "%"


def _is_size_before(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """How large a thing is, before the thing and its count: 50kW发电机2台, 5吨洒水车1辆."""
    made = item.reading.constraints[0]
    behind = piece.items[index + 1] if index + 1 < len(piece.items) else None
    if behind is None or sentence.kinds[item.last : behind.first] != "W":
        return False
    named, counted = sentence.text(item.last, behind.first), behind.reading.constraints[0]
    counts = (counted.unit_code or "").startswith("{")
    counts = counts or (made.dimension == "length" and named.startswith(_extents()))
    counts = counts or made.dimension in _RATINGS or _is_thick(made, counted)
    ends = behind.last == piece.last or sentence.tokens[behind.last].kind in "K("
    start = piece.items[index - 1].last if index else piece.first
    done = trim(sentence.text(start, item.first))[0]
    leads = opens(item, sentence) or not done or done in _verbs()
    if not (named[0].isalpha() and counts and ends and leads and _tells_size(made, counted)):
        return False
    if made.dimension not in _RATINGS:
        piece.notes.append(note("size_of", sentence.text(item.first, item.last)))
    return True


def _is_thick(made: Constraint, behind: Constraint) -> bool:
    """Whether a length is how thick or wide a thing is of which there is a length: 800mm管3公里."""
    if made.dimension != "length" or behind.dimension != "length":
        return False
    ratio = factor_between(made.unit or "", behind.unit or "")
    if ratio is None or made.value is None or behind.value is None:
        return False
    return made.value * _FAR * ratio.numerator <= behind.value * ratio.denominator


def _tells_size(made: Constraint, counted: Constraint) -> bool:
    """Whether a number may tell how large a thing is: in a unit that is measured, or in seats."""
    if made.rule != "exact" or made.dimension in _NO_SIZES:
        return False
    if made.dimension in _measured():
        return True
    return made.unit in words().by_kind["size"] and counted.dimension != "person"


@cache
def _measured() -> frozenset[str]:
    """The dimensions of what is measured and not counted."""
    units = table().values()
    return frozenset({*_RATINGS, *(u.dimension for u in units if not u.code.startswith("{"))})


@cache
def _extents() -> tuple[str, ...]:
    return tuple(words().by_kind["extent"])


@cache
def _verbs() -> frozenset[str]:
    """What is done to that which is counted."""
    return frozenset(word for kind, word in lexicon.current().table("counted") if kind == "verb")


lexicon.on_change(_verbs.cache_clear)
lexicon.on_change(_measured.cache_clear)
lexicon.on_change(_extents.cache_clear)


def _is_condition(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a bound says which are meant, itself or with the next of its list.

    不超过5年的车辆12台, 对投资1亿元以上、年产值5亿元以上的项目.
    """
    if not _bounds(item) or index + 1 == len(piece.items):
        return _bounds(item) and _is_whom(item, piece, sentence)
    behind = piece.items[index + 1]
    listed = _bounds(behind) and sentence.kinds[item.last : behind.first] == "KW"
    if _is_whom(item, piece, sentence) or (listed and _is_whom(behind, piece, sentence)):
        return True
    return _tells_which(item, index, piece, sentence) or (
        listed and _tells_which(behind, index + 1, piece, sentence)
    )


def _bounds(item: Item) -> bool:
    """Whether an item is a bound on what is measured."""
    made = item.reading.constraints[0]
    bounds = made.rule in ("comparison", "suffix") and made.op is not Op.EQ and not made.per
    money = (made.dimension or "").startswith("money")
    measured = money or made.dimension in _measured() or tells_kind(made.unit, "")
    return bounds and measured and made.unit != "%"


def _is_whom(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """Whether a bound is of those to whom something is done: 对建成20年以上的燃气管道.

    What is done to them is none: 对企业开展5000平方米以上的绿化; nor is a limit of time.
    """
    made, before = item.reading.constraints[0], sentence.text(piece.first, item.first)
    whom = next((word for word in words().by_kind["whom"] if before.startswith(word)), "")
    limit = made.rule == "suffix" and made.op is Op.LE and (made.dimension or "")[:4] == "time"
    if not whom or limit:
        return False
    named, deed = trim(before.removeprefix(whom))
    behind = sentence.text(item.last, min(item.last + 1, piece.last))
    return behind.startswith(words().by_kind["of"][0]) and not (named and deed)


def _tells_which(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a bound is of those that are counted behind it: 不超过5年的车辆12台."""
    if index + 1 == len(piece.items) or item.reading.constraints[0].rule == "suffix":
        return False
    behind = piece.items[index + 1]
    counted = behind.reading.constraints[0]
    counts = counted.rule == "exact" and (counted.unit_code or "").startswith("{")
    return counts and words().by_kind["of"][0] in sentence.text(item.last, behind.first)


def _is_scope(item: Item, sentence: Sentence) -> bool:
    """What a deed is done to: 对20万元以上的项目全程监管."""
    before = sentence.text(item.first - 1, item.first) if item.first else ""
    op = sentence.text(item.first, item.first + 1)
    scopes = words().by_kind["scope"] + words().by_kind["whom"]
    behind = sentence.text(item.last, min(item.last + 1, len(sentence.tokens)))
    return (before in scopes or op in scopes) and behind.startswith(words().by_kind["of"][0])
