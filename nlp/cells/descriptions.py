"""What the items of a piece are worth: which are values, and which only describe one.

Numbers that only describe the subject (65岁以上老人) and periods that only say when are put back
into the words.
"""

from __future__ import annotations

import re

from nlp.cells.attributes import has_attribute, is_attribute, opens
from nlp.cells.grammar import Item, Sentence
from nlp.cells.lexer import is_large
from nlp.cells.parallel import are_shares, is_parallel
from nlp.cells.pieces import Piece, words_between
from nlp.cells.subjects import deeds, names_measure, trim
from nlp.cells.vocabulary import people, words
from nlp.notes import note
from nlp.schema import Op

YEARS = re.compile(r"(?:199|20[0-9])[0-9](?:[^0-9]{1,2}(?:199|20[0-9])[0-9])?")
TIMES = frozenset({"time", "time_month", "time_workday", "age"})
_SHARES = ("%", "‰", "‱")
_NEAR = 8
_BEHIND_VALUE = "(,;:"
_PLAIN = ("exact", "distributive")
_NUMBERS = frozenset("QNCK")
_DEADLINES = (Op.LE, Op.LT, Op.GE)


def drop_descriptions(
    piece: Piece, sentence: Sentence, *, running: bool, schedule: bool = False
) -> None:
    """Put back what describes a subject; `schedule`: periods that values are told apart by, too."""
    kept: list[Item] = []
    items = piece.items
    if not running and len(items) == 1 and _is_all(items[0], sentence):
        return
    shares = len(items) > 1 and are_shares(piece, sentence) and is_parallel(piece, sentence)
    for index, item in enumerate(items):
        behind = items[index + 1] if index + 1 < len(items) else None
        if item.rule == "date":
            period = item.reading.constraints[0].op is Op.RANGE
            keep = not running and not (schedule and period)
            keep = keep and _says_when(item, index, piece, sentence)
        elif _is_place(item, behind, sentence) or (
            running and _is_no_promise(index, piece, sentence)
        ):
            keep = False
        elif is_bare(item, sentence) and not people_behind(item, sentence):
            keep = _stands_alone(item, piece, sentence, running=running)
        else:
            keep = (
                behind is None
                or shares
                or does_so_often(item, behind, sentence)
                or has_attribute(index, piece, sentence)
                or not _describes(item, behind, sentence)
            )
            keep = keep and not is_attribute(item, index, piece, sentence)
        if keep:
            kept.append(item)
    piece.items = kept


def _is_all(item: Item, sentence: Sentence) -> bool:
    """Whether a number with its unit is all that a cell says."""
    whole = item.rule == "bound" and item.last - item.first == len(sentence.tokens)
    return whole and item.reading.constraints[0].unit is not None


def _says_when(item: Item, index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a date is a target: a deadline, or all that its piece says."""
    made = item.reading.constraints[0]
    if made.op in _DEADLINES:
        return True
    if sentence.kinds[item.first - 2 : item.first] == "DK":
        piece.notes.append(note("text_left_out", sentence.text(item.first - 2, item.last)))
        return False
    if len(piece.items) > 1:
        year = (made.date_low or "").endswith("01-01") and (made.date_high or "").endswith("12-31")
        behind = piece.items[index + 1 : index + 2]
        return not year and bool(behind) and not words_between(sentence, item, behind[0])
    before = trim(sentence.text(piece.first, item.first))[0]
    after = trim(sentence.text(item.last, piece.last))[0]
    return not after or (not before and after in deeds())


def is_bare(item: Item, sentence: Sentence) -> bool:
    """Whether an item is numbers alone, without operator and unit."""
    made = item.reading.constraints
    kinds = sentence.kinds[item.first : item.last]
    return made[-1].unit is None and made[0].rule in _PLAIN and _NUMBERS.issuperset(kinds)


def people_behind(item: Item, sentence: Sentence) -> str:
    """Those whom a number with 万 counts, named right behind it: 5.3万|农村人口."""
    token, text = sentence.tokens[item.last - 1], sentence.folded.text
    if token.kind != "N" or not is_large(token, text):
        return ""
    return people(text[token.end : token.end + _NEAR])


def are_years(item: Item, sentence: Sentence) -> bool:
    """Whether an item is bare numbers that look like years: 3年（2024-2026）."""
    bare = item.reading.constraints[-1].unit is None
    return bare and YEARS.fullmatch(sentence.text(item.first, item.last)) is not None


def _is_day_of_week(item: Item, sentence: Sentence) -> bool:
    """Numeral words without a unit right behind a rate: 每周五, 每周一、三、五."""
    if item.last - item.first < 2:
        return False
    kinds = sentence.kinds[item.first : item.last]
    return "E" in kinds and "C" in kinds and set(kinds) <= set("ECK")


def _is_place(item: Item, behind: Item | None, sentence: Sentence) -> bool:
    """Whether a number says which one, and not how many."""
    if _is_day_of_week(item, sentence) or _is_rank(item, sentence):
        return True
    return _is_ordinal(item, behind, sentence)


def _is_ordinal(item: Item, behind: Item | None, sentence: Sentence) -> bool:
    """Which of several it is that has the value beside it: 一期3000㎡, 100万元（一期）."""
    made = item.reading.constraints[0]
    if made.unit not in words().by_kind["order_unit"]:
        return False
    written = sentence.text(item.first, item.last).removesuffix(made.unit or "")
    beside = behind is not None and item.last == behind.first
    told = item.first > 1 and sentence.kinds[item.first - 2 : item.first] in ("Q(", "N(")
    told = told and sentence.kinds[item.last : item.last + 1] == ")"
    return (beside or told) and written.isalpha()


def _is_rank(item: Item, sentence: Sentence) -> bool:
    """A place among others: 前10%, 前3家企业."""
    if not item.first or (item.first > 1 and sentence.tokens[item.first - 2].kind not in ",("):
        return False
    return sentence.text(item.first - 1, item.first) in words().by_kind["rank"]


def _is_no_promise(index: int, piece: Piece, sentence: Sentence) -> bool:
    """Whether a number of running text is part of a name, or says in how many years."""
    item = piece.items[index]
    behind = piece.items[1] if len(piece.items) > 1 else None
    span = index == 0 and _is_span(item, behind, piece, sentence)
    return span or _is_of_a_name(item, sentence)


def _is_of_a_name(item: Item, sentence: Sentence) -> bool:
    """A number of running text that nobody counts: 4G、5G全覆盖, 确保110、119畅通."""
    made = item.reading.constraints
    if made[0].rule == "exact" and made[0].unit in words().by_kind["generation"]:
        return True
    listed = made[0].rule == "distributive" and all(each.op is Op.EQ for each in made)
    return listed and made[-1].unit is None and not is_zero(item, sentence)


def _is_span(item: Item, behind: Item | None, piece: Piece, sentence: Sentence) -> bool:
    """Whether years say in how long what follows is done: 三年累计培训1.5万人, not 服务3年."""
    made = item.reading.constraints[0]
    if behind is None or made.rule != "exact" or made.unit != words().by_kind["span"][0]:
        return False
    told = words_between(sentence, item, behind)
    counts = (behind.reading.constraints[0].unit_code or "").startswith("{")
    return counts and told.isalpha() and not trim(sentence.text(piece.first, item.first))[0]


def is_zero(item: Item, sentence: Sentence) -> bool:
    """零 before what must not happen: 零事故."""
    return sentence.text(item.first, item.last) in words().by_kind["zero"]


def _stands_alone(item: Item, piece: Piece, sentence: Sentence, *, running: bool) -> bool:
    """Whether a bare number is a value: nothing behind it, and a numeral word only by itself."""
    if running:
        return _is_measured(item, piece, sentence) or (
            is_zero(item, sentence) and item.last < piece.last
        )
    if is_zero(item, sentence):
        return True
    token = sentence.tokens[item.first]
    before = sentence.text(max(piece.first, item.first - _NEAR), item.first).strip(" (")
    after = sentence.text(item.last, min(item.last + _NEAR, piece.last)).strip(" )")
    if token.kind == "C":
        return not (before or after)
    if sentence.kinds[item.first - 1 : item.last + 1] in ("KNW", "KCW", "KNR"):
        return False
    if after.startswith(tuple(words().by_kind["ranked"])):
        return False
    named = sentence.text(item.last + 1, item.last + 2)[:1].isdigit()
    if sentence.kinds[item.last : item.last + 2] == "KW" and named:
        return False
    follows = piece.items[-1] is not item and (bool(before) or _parts(item, piece, sentence))
    return not after or after[0] in _BEHIND_VALUE or follows


def _is_measured(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """Whether a number ends a piece right behind the name of a measure: 水利用系数0.62."""
    ends = item.last == piece.last and sentence.tokens[item.first].kind == "N"
    return ends and names_measure(sentence.text(piece.first, item.first))


def _parts(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """Whether only a blank stands between a number and the next: cells of two columns."""
    behind = next(i for i in piece.items if i.first >= item.last)
    return sentence.text(item.last, behind.first) == " "


def _describes(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether a number belongs to the words before the next one: 30天内重复问题占比≤25%."""
    made, target = item.reading.constraints[0], behind.reading.constraints[0]
    if made.dimension == "age" or _stands_in_brackets(item, behind, sentence):
        return not _are_ages(item, behind, sentence)
    if made.rule == "exact" and target.rule == "distributive" and _has_each(behind, sentence):
        return True
    between = words_between(sentence, item, behind)
    if not between and made.dimension in TIMES and made.rule == "suffix":
        return target.unit in _SHARES
    if not between or between[0] in words().by_kind["connect"] or not between[0].isalnum():
        return False
    if (
        _is_listed(item, behind, sentence)
        or _has_sign(item, sentence)
        or sentence.text(item.first - 1, item.first) == ":"
    ):
        return False
    opens_it = opens(item, sentence)
    if made.rule == "comparison" and not opens_it and between[0] not in words().by_kind["of"]:
        return False
    if made.rule == "suffix" and sentence.tokens[item.last].kind == "W":
        return True
    operated = target.rule in ("comparison", "suffix")
    if operated and (made.rule == "suffix" or (opens_it and made.rule == "exact")):
        return True
    share = target.unit in _SHARES or (target.unit is None and operated)
    if made.dimension in TIMES:
        return made.rule == "suffix" or share
    return share and (made.rule == "suffix" or opens_it)


def _are_ages(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether two ages each stand behind whose they are: 男60岁、女55岁."""
    made, target = item.reading.constraints[0], behind.reading.constraints[0]
    exact = (made.rule, target.rule) == ("exact", "exact")
    aged = made.dimension == target.dimension == "age"
    ends = sentence.kinds[behind.last : behind.last + 1] in ("", ",")
    return exact and aged and ends and sentence.kinds[item.last : behind.first] == "KW"


def does_so_often(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether those counted do something at a rate: 450名护林员每日巡山不少于2次."""
    tokens, last = sentence.tokens, item.last
    if last + 1 >= behind.first or tokens[last].kind != "W" or tokens[last + 1].kind != "E":
        return False
    made = item.reading.constraints[0]
    return made.rule == "exact" and (made.unit_code or "").startswith("{")


def _has_each(item: Item, sentence: Sentence) -> bool:
    """Whether an item has a value for each of several: 分别为5%、6%."""
    return any(sentence.tokens[i].kind == "G" for i in range(item.first, item.last))


def _stands_in_brackets(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether a number is a remark on the words before the next: 除雪及时率（6小时内）≥90%."""
    before = sentence.kinds[max(item.first - 3, 0) : item.first]
    closed = sentence.text(item.last, behind.first) == ")"
    return closed and before.endswith(("W(", "W(W"))


def _is_listed(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether the next number is of a list with this one: 10支以上代表队、500名以上运动员."""
    if sentence.tokens[behind.first - 1].kind != "K":
        return False
    made, target = item.reading.constraints[0], behind.reading.constraints[0]
    counts = all((c.unit_code or "").startswith("{") for c in (made, target))
    terms = all(c.dimension in TIMES for c in (made, target))
    return counts or terms or target.rule != "suffix"


def _has_sign(item: Item, sentence: Sentence) -> bool:
    written = (sentence.text(i, i + 1) for i in range(item.first, item.last))
    return any(not word.isalnum() for word in written if word in words().prefix)
