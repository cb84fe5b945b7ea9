"""The words around an item of a piece: its rate, its baseline, and what it counts."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.cells.descriptions import TIMES, does_so_often
from nlp.cells.grammar import Item, Sentence
from nlp.cells.pieces import Piece
from nlp.cells.quantities import per
from nlp.cells.subjects import beyond_means, deeds, following, is_means, moments, trim, verbs
from nlp.cells.units import table as unit_table
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Change, Constraint, Note, Op

_NEAR, _COUNTED = 32, 4


@dataclass(slots=True)
class Before:
    """What stands before an item: the words of its subject, a rate, a change."""

    words: str
    rate: str | None = None
    change: Change | None = None
    remark: str = ""
    limit: str = ""


def before(boundary: int, item: Item, sentence: Sentence) -> Before:
    """The words before an item, and what they say beside the subject; baselines are left out."""
    if boundary == item.first:
        return Before("")
    first, last = _opened(boundary, item.first, sentence), item.first
    tokens = sentence.tokens
    found = Before("")
    beyond = _beyond_remark(boundary, first, last, sentence)
    found.remark, first = sentence.text(first, beyond), beyond
    while first < last and tokens[first].kind in "KJL,:)":
        first += 1
    first = _beyond_date(first, last, sentence)
    told = sentence.text(first, last)
    found.limit = next((w for w in words().by_kind["limit"] if w in told), "")
    rated = _rated(first, last, item, sentence)
    if rated is not None:
        found.rate = per(sentence.text(rated, rated + 1))
        outer = sentence.kinds.rfind("E", first, rated)
        if outer >= 0 and sentence.kinds[outer + 1 : rated] == "W":
            found.rate = f"{per(sentence.text(outer, outer + 1))}·{found.rate}"
            first = outer + 1
        behind = trim(sentence.text(rated + 1, last))[0]
        if _is_weekday(rated, last, sentence):
            found.words = sentence.text(rated, last)
            return found
        if counted := _counted_off(found.rate, sentence.text(rated + 1, last)):
            found.rate += counted
            found.words = sentence.text(rated + 1, last).removeprefix(counted)
            return found
        first, last = (first, rated) if first < rated and not behind else (rated + 1, last)
    while first < last and tokens[first].kind in "BD":
        first += 1
    while first < last and tokens[last - 1].kind in "BDHGFRX:":
        last -= 2 if sentence.kinds[last - 2 : last] == "OD" and last - first > 1 else 1
    inner = sentence.kinds.find("B", first, last)
    found.change = _compared(first if inner < 0 else inner + 1, last, sentence)
    if inner >= 0 or found.change:
        last = first if inner < 0 else inner
    transitive = _change(first, last, item, sentence)
    found.change = found.change or transitive
    found.words = sentence.text(first + 1 if transitive else first, last)
    found.words = found.words.replace(found.limit, "", 1)
    return found


def _is_weekday(rated: int, last: int, sentence: Sentence) -> bool:
    """Whether a rate and what stands behind it name a day of the week: 每周|一."""
    behind = sentence.text(rated + 1, last)
    day = sentence.text(rated, rated + 1)[-1:] + behind[:1]
    return len(day) > 1 and day in words().keywords and not is_means(behind)


def _counted_off(rate: str, behind: str) -> str:
    """Those that a rate counts off, of the words behind it: 每500名|学生|配备教师1名."""
    if not rate.endswith(tuple(words().by_kind["counts_off"])) or rate[:1] == rate[-1:]:
        return ""
    ends = [at for verb in verbs() if (at := behind.find(verb)) > 0]
    counted = behind[: min(ends, default=len(behind))]
    return counted if len(counted) <= _COUNTED and counted.isalpha() else ""


def _beyond_date(first: int, last: int, sentence: Sentence) -> int:
    """Behind a date that only verbs and particles lead up to: 力争到2025年底覆盖率达到95%."""
    tokens = sentence.tokens
    dates = [i for i in range(first, last - 1) if tokens[i].kind == "D"]
    if not dates:
        return first
    leading = [t for t in tokens[first : dates[-1]] if t.kind not in "DRFK"]
    text = sentence.folded.text
    idle = all(t.kind == "W" and not trim(text[t.start : t.end])[0] for t in leading)
    return dates[-1] + 1 if idle else first


def _beyond_remark(boundary: int, first: int, last: int, sentence: Sentence) -> int:
    """Behind a remark on the item before: ≥98%(A类)、≥95%(B类)."""
    tokens = sentence.tokens
    opened = first == boundary and first > 0 and tokens[first].kind == "("
    if not opened or tokens[first - 1].kind in ",L":
        return first
    return next((i + 1 for i in range(first, last) if tokens[i].kind == ")"), first)


def _compared(first: int, last: int, sentence: Sentence) -> Change | None:
    """The change that a word right behind a baseline says: 比上年高2个百分点."""
    if not first or sentence.tokens[first - 1].kind != "B":
        return None
    kind, word = words().by_kind, sentence.text(first, last)
    if word in kind["higher"]:
        return Change.INCREASE
    return Change.DECREASE if word in kind["lower"] else None


def _rated(first: int, last: int, item: Item, sentence: Sentence) -> int | None:
    """The last rate among the words before an item that can have one: 校车每年检测2次."""
    made = item.reading.constraints[0]
    if made.unit in ("%", "‰") or is_term(made):
        return None
    rated = sentence.kinds.rfind("E", first, last)
    return rated if rated >= 0 else None


def is_term(made: Constraint) -> bool:
    """Whether a constraint says within what time, and not how long at least."""
    return made.dimension in TIMES and made.op in (Op.LE, Op.LT)


def _opened(first: int, last: int, sentence: Sentence) -> int:
    """Behind the bracket that is still open before an item; else where the piece begins."""
    opened = sentence.kinds.rfind("(", first, last)
    if opened < 0 or opened + 1 >= last or ")" in sentence.kinds[opened:last]:
        return first
    return opened + 1


def _change(first: int, last: int, item: Item, sentence: Sentence) -> Change | None:
    """The change of 降低成本2%: a transitive change word, what changes, and the bare amount."""
    if first + 1 >= last or sentence.tokens[first].kind != "V":
        return None
    word = sentence.tokens[first].match["change"]
    operated = "O" in sentence.kinds[item.first : item.last]
    if sentence.tokens[first].match["to"] or operated or word not in words().transitive:
        return None
    return Change(words().changes[word])


def right_end(item: Item, behind: Item | None, piece: Piece, sentence: Sentence) -> int:
    """Where the words behind an item end: at a connector before the next, or with the piece."""
    if behind is None:
        return piece.last
    if sentence.tokens[item.last].kind == ")":
        return item.last + 1
    if does_so_often(item, behind, sentence):
        return item.last + 1
    for index in range(item.last, behind.first):
        if sentence.tokens[index].kind in "K(":
            return index
    return item.last


def subject_of(left: str, right: str, notes: list[Note], made: Constraint) -> str | None:
    """What is counted, of the words before and behind an item."""
    if not left and not right:
        return None
    before, verb = trim(left)
    before = _without_direction(before, notes)
    if not any(c.isalpha() for c in before) or (before in unit_table() and not before.isalpha()):
        if any(c.isdigit() for c in before):
            notes.append(note("text_left_out", before))
        before = ""
    after = _without_remark(right.strip(), notes)
    if made.date is not None or made.date_low is not None:
        return before or following(_beyond_deeds(after)) or None
    if made.dimension in TIMES:
        after = _beyond_time(after, made, notes)
    behind = following(after)
    if behind and behind == made.unit:
        notes.append(note("unit_gloss", behind))
        behind = ""
    if not any(c.isalnum() for c in behind):
        behind = ""
    if before and verb and not behind:
        before = trim(left, verbs=True)[0]
    if before and not (behind and (verb or is_means(before))):
        return beyond_means(before)
    return behind or before or None


def _without_direction(before: str, notes: list[Note]) -> str:
    directions = words().by_kind["direction"]
    if before in directions:
        notes.append(note("direction_dropped", before))
        return ""
    for direction in directions if ":" in before else ():
        before = before.removeprefix(direction + ":")
    return before


def _without_remark(after: str, notes: list[Note]) -> str:
    if after.startswith("/"):
        notes.append(note("text_left_out", after))
        return ""
    if not after.startswith("("):
        return after
    if after.strip("()") in words().by_kind["fraction"]:
        notes.append(note("fraction_gloss", after))
    elif after[1:2].isalnum():
        notes.append(note("remark_left_out", after))
    return ""


def _beyond_time(after: str, made: Constraint, notes: list[Note]) -> str:
    """What stands behind a time, but for words that say before what, or that it is met: 30天前."""
    for moment in moments():
        if after.startswith(moment) and not _beyond_deeds(after.removeprefix(moment)):
            notes.append(note("text_left_out", moment))
            return ""
    return _beyond_deeds(after) if made.op in (Op.LE, Op.LT) else after


def _beyond_deeds(after: str) -> str:
    """What stands behind the words that say a deadline is met, such as 完成竣工验收."""
    while after and (deed := next((w for w in deeds() if after.startswith(w)), "")):
        after = after.removeprefix(deed)
    return after


def as_given(subject: str, item: Item, sentence: Sentence) -> str:
    """A subject with its brackets and commas as they are written."""
    folded = sentence.folded
    at, near = sentence.tokens[item.first].start, len(subject) + _NEAR
    start = folded.text.rfind(subject, max(0, at - near), at)
    if start < 0:
        start = folded.text.find(subject, at)
    return folded.source[folded.start(start) : folded.end(start + len(subject))]


def baseline_of(first: int, last: int, sentence: Sentence) -> str | None:
    at = sentence.kinds.find("B", first, last)
    return baseline(sentence.text(at, at + 1)) if at >= 0 else None


def baseline(spelled: str) -> str:
    """The baseline that a spelling names: 同比 → 上年, 比2020年 → 2020年."""
    table = words().baselines
    if spelled in table:
        return table[spelled]
    for spelling, meant in table.items():
        head, _, tail = spelling.partition("Y")
        if meant == "Y" and spelled.startswith(head) and spelled.endswith(tail):
            return spelled[len(head) : len(spelled) - len(tail)]
        if "*" in meant and spelled.startswith(spelling[0]) and spelled.endswith(meant[1:]):
            return spelled[1:]
    return spelled
