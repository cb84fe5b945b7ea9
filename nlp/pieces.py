"""Items of a sentence → constraints with subject, rate, baseline and offsets, piece by piece.

A piece is what stands between separators. Numbers that only describe the subject (65岁以上老人) and
periods that only say when are put back into the words.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from nlp.grammar import Item, Sentence
from nlp.notes import note
from nlp.quantities import per
from nlp.schema import Constraint, Note, Op
from nlp.subjects import deeds, following, heads, is_means, trim
from nlp.units import unit as find_unit
from nlp.vocabulary import words

_TIMES = frozenset({"time", "time_month", "time_workday", "age"})
_DEADLINES = (Op.LE, Op.LT, Op.GE)


@dataclass(slots=True)
class Findings:
    """Constraints in order, the pieces without any, and notes."""

    constraints: list[Constraint] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class _Piece:
    """Tokens [first, last) between separators, and the items among them."""

    first: int
    last: int
    items: list[Item]


def findings(sentence: Sentence, *, running: bool) -> Findings:
    """Every constraint of a sentence. `running`: of running text, where a bare number is none."""
    found = Findings(notes=list(sentence.unread))
    baseline: str | None = None
    for piece in _cut(sentence):
        _drop_descriptions(piece, sentence, running=running)
        baseline = _baseline(piece, sentence) or (baseline if _opens(piece, sentence) else None)
        if piece.items:
            _read_piece(piece, sentence, found, baseline)
            baseline = None
        elif phrase := _phrase(piece, sentence):
            found.phrases.append(phrase)
    return found


def _cut(sentence: Sentence) -> list[_Piece]:
    """Pieces between separators; a separator inside an item does not cut."""
    ends = [i for i, t in enumerate(sentence.tokens) if t.kind == ","]
    if not ends:
        return [_Piece(0, len(sentence.tokens), sentence.items)]
    taken = {i for item in sentence.items for i in range(item.first, item.last)}
    pieces: list[_Piece] = []
    first = 0
    queue = list(reversed(sentence.items))
    for last in (*(i for i in ends if i not in taken), len(sentence.tokens)):
        items: list[Item] = []
        while queue and queue[-1].first < last:
            items.append(queue.pop())
        if last > first:
            pieces.append(_Piece(first, last, items))
        first = last + 1
    return pieces


def _between(sentence: Sentence, one: Item, other: Item) -> str:
    return sentence.text(one.last, other.first).strip()


def _drop_descriptions(piece: _Piece, sentence: Sentence, *, running: bool) -> None:
    kept: list[Item] = []
    items = piece.items
    for index, item in enumerate(items):
        behind = items[index + 1] if index + 1 < len(items) else None
        if item.rule == "date":
            keep = not running and _says_when(item, piece, sentence)
        elif _is_bare(item, sentence):
            keep = _stands_alone(item, piece, sentence, running=running)
        else:
            keep = behind is None or not _describes(item, behind, piece, sentence)
        if keep:
            kept.append(item)
    piece.items = kept


def _says_when(item: Item, piece: _Piece, sentence: Sentence) -> bool:
    """Whether a date is a target: a deadline, or all that its piece says."""
    made = item.reading.constraints[0]
    if made.op in _DEADLINES:
        return True
    if len(piece.items) > 1:
        year = (made.date_low or "").endswith("01-01") and (made.date_high or "").endswith("12-31")
        return not year and any(other.first == item.last for other in piece.items)
    before = trim(sentence.text(piece.first, item.first))[0]
    after = trim(sentence.text(item.last, piece.last))[0]
    return not after and (not before or made.op is Op.EQ or sentence.tokens[item.last - 1].end > 0)


def _is_bare(item: Item, sentence: Sentence) -> bool:
    made = item.reading.constraints[0]
    return made.rule == "exact" and made.unit is None and item.last - item.first == 1


def _is_zero(item: Item, sentence: Sentence) -> bool:
    """零 before what must not happen: 零事故."""
    return sentence.text(item.first, item.last) in words().by_kind["zero"]


def _stands_alone(item: Item, piece: _Piece, sentence: Sentence, *, running: bool) -> bool:
    """Whether a bare number is a value: nothing behind it, and a numeral word only by itself."""
    if running:
        return _is_zero(item, sentence) and item.last < piece.last
    token = sentence.tokens[item.first]
    before = sentence.text(piece.first, item.first).strip(" (")
    after = sentence.text(item.last, piece.last).strip(" )")
    if token.kind == "C":
        zero = _is_zero(item, sentence)
        return zero or not (before or after)
    return not after or not after[0].isalnum() or bool(piece.items[-1] is not item and before)


def _describes(item: Item, behind: Item, piece: _Piece, sentence: Sentence) -> bool:
    """Whether a number belongs to the words before the next one: 30天内重复问题占比≤25%."""
    between = _between(sentence, item, behind)
    if not between or between[0] in words().by_kind["connect"] or not between[0].isalnum():
        return False
    made, target = item.reading.constraints[0], behind.reading.constraints[0]
    if any(t.kind == "O" and t.end - t.start == 1 for t in sentence.tokens[item.first : item.last]):
        return False
    share = target.unit in ("%", "‰", "‱") or (target.unit is None and target.rule == "comparison")
    if made.dimension in _TIMES:
        return made.rule == "suffix" or share
    opens = item.first == piece.first or sentence.tokens[item.first - 1].kind == "E"
    return share and (made.rule == "suffix" or opens)


def _baseline(piece: _Piece, sentence: Sentence) -> str | None:
    for token in sentence.tokens[piece.first : piece.last]:
        if token.kind == "B":
            return baseline(sentence.folded.text[token.start : token.end])
    return None


def baseline(spelled: str) -> str:
    """The baseline that a spelling names: 同比 → 上年, 比2020年 → 2020年."""
    table = words().baselines
    if spelled in table:
        return table[spelled]
    for spelling, meant in table.items():
        head, _, tail = spelling.partition("Y")
        if meant == "Y" and spelled.startswith(head) and spelled.endswith(tail):
            return spelled[len(head) : len(spelled) - len(tail)]
    return spelled


def _opens(piece: _Piece, sentence: Sentence) -> bool:
    """Whether a piece goes on after a piece that was a baseline alone: 与上年相比，增长6%."""
    return piece.first > 1 and sentence.tokens[piece.first - 2].kind == "B"


def _read_piece(piece: _Piece, sentence: Sentence, found: Findings, base: str | None) -> None:
    boundary = piece.first
    parallel = _is_parallel(piece, sentence)
    for index, item in enumerate(piece.items):
        behind = piece.items[index + 1] if index + 1 < len(piece.items) else None
        before = piece.items[index - 1] if index else None
        if _left_out(item, before, sentence, found.notes):
            continue
        made = item.reading.constraints
        left, rate = _left(boundary, item, sentence)
        if _is_zero(item, sentence):
            left = ""
        stop = _right_end(item, behind, piece, sentence)
        if parallel:
            left, stop = "", behind.first if behind else piece.last
        subject = _subject(left, sentence.text(item.last, stop), found.notes, made[0])
        if subject and "(" in subject:
            subject = _as_given(subject, item, sentence)
        made = _spread(item, made, subject, sentence)
        for each in made:
            each.baseline = each.baseline or base
            if rate and each.date is None and each.unit != "%" and each.dimension not in _TIMES:
                each.per = f"{rate}·{each.per}" if each.per else rate
            elif rate and each.date is not None:
                each.per = rate
            _place(each, item, sentence)
        found.constraints += made
        found.notes += item.reading.notes
        boundary = stop if behind is not None else item.last


def _is_parallel(piece: _Piece, sentence: Sentence) -> bool:
    """Whether what is counted stands behind each of several numbers: 12个乡镇168个行政村."""
    if len(piece.items) < 2:
        return False
    ends = [*(item.first for item in piece.items[1:]), piece.last]
    for item, end in zip(piece.items, ends, strict=True):
        kinds = "".join(t.kind for t in sentence.tokens[item.last : end])
        bare = item.reading.constraints[0].rule == "exact"
        if kinds != "W" or not bare or item.rule != "bound":
            return False
    return True


def _as_given(subject: str, item: Item, sentence: Sentence) -> str:
    """A subject with its brackets as they are written."""
    folded = sentence.folded
    start = folded.text.rfind(subject, 0, sentence.tokens[item.first].start)
    if start < 0:
        start = folded.text.find(subject)
    return folded.source[folded.start(start) : folded.end(start + len(subject))]


def _left_out(item: Item, before: Item | None, sentence: Sentence, notes: list[Note]) -> bool:
    """Whether a bare number behind a complete value is a gloss, a weight or a score."""
    if before is None:
        return False
    between = _between(sentence, before, item)
    written = sentence.text(item.first, item.last)
    if _is_bare(item, sentence) and before.reading.constraints[0].unit is not None:
        if between in ("(", ""):
            notes.append(note("gloss_dropped" if between else "trailing_number", written))
            return True
    if not between and item.rule != "date" and before.rule != "date":
        notes.append(note("columns_glued"))
    return False


def _left(boundary: int, item: Item, sentence: Sentence) -> tuple[str, str | None]:
    """The words before an item, without baselines and a leading rate, and that rate."""
    first, last = boundary, item.first
    rate: str | None = None
    tokens = sentence.tokens
    opened = [i for i in range(first, last) if tokens[i].kind == "("]
    closed = any(tokens[i].kind == ")" for i in range(opened[-1], last)) if opened else True
    if not closed and opened[-1] + 1 < last:
        first = opened[-1] + 1
    while first < last and tokens[first].kind in "KL,:)":
        first += 1
    if first < last and tokens[first].kind == "E":
        made = item.reading.constraints[0]
        if made.unit not in ("%", "‰") and made.dimension not in _TIMES:
            rate = per(sentence.text(first, first + 1))
            first += 1
    while first < last and tokens[first].kind in "BD":
        first += 1
    while first < last and tokens[last - 1].kind in "BHGFRV:":
        last -= 1
    inner = next((i for i in range(first, last) if tokens[i].kind == "B"), None)
    if inner is not None:
        last = inner
    return sentence.text(first, last), rate


def _right_end(item: Item, behind: Item | None, piece: _Piece, sentence: Sentence) -> int:
    """Where the words behind an item end: at a connector before the next item, or with the piece."""
    if behind is None:
        return piece.last
    for index in range(item.last, behind.first):
        if sentence.tokens[index].kind in "K(":
            return index
    return item.last


def _subject(left: str, right: str, notes: list[Note], made: Constraint) -> str | None:
    if not left and not right:
        return None
    before, verb = trim(left)
    if before in words().by_kind["direction"]:
        notes.append(note("direction_dropped", before))
        before = ""
    for direction in words().by_kind["direction"]:
        if before.startswith(direction + ":"):
            before = before[len(direction) + 1 :]
    if not any(c.isalnum() for c in before) or (find_unit(before) and not before.isalpha()):
        before = ""
    after = right.strip()
    if after.startswith("("):
        if after[1:2].isalnum() and after.strip("()") not in words().by_kind["fraction"]:
            notes.append(note("remark_left_out", after))
        after = ""
    if made.date is not None or made.date_low is not None:
        return before or trim(following(after.strip()).removeprefix(_deed(after)))[0] or None
    behind = trim(following(after))[0]
    if not any(c.isalnum() for c in behind):
        behind = ""
    if before and not (behind and (verb or is_means(before))):
        return before
    return behind or before or None


def _deed(after: str) -> str:
    """The word behind a deadline that says it is met, such as 到位 or 完成."""
    return next((w for w in deeds() if after.startswith(w)), "")


def _spread(
    item: Item, made: list[Constraint], subject: str | None, sentence: Sentence
) -> list[Constraint]:
    """Give each constraint its subject; 各 gives one constraint to each of the subjects."""
    kinds = {sentence.tokens[i].kind for i in range(item.first, item.last)}
    if "H" in kinds and subject and len(made) == 1:
        members = heads(subject)
        made = [_copy(made[0]) for _ in members]
    elif len(made) > 1 and subject:
        members = heads(subject, len(made))
    else:
        members = [subject or ""] * len(made)
    for each, member in zip(made, members, strict=True):
        each.subject = member or None
    return made


def _copy(made: Constraint) -> Constraint:
    from copy import copy

    return copy(made)


def _place(made: Constraint, item: Item, sentence: Sentence) -> None:
    folded = sentence.folded
    start, end = made.start, made.end
    if not end:
        start = sentence.tokens[item.first].start
        end = sentence.tokens[item.last - 1].end
    made.start, made.end = folded.start(start), folded.end(end)


def _phrase(piece: _Piece, sentence: Sentence) -> str:
    """The words of a piece without a value, as given."""
    first, last = piece.first, piece.last
    while first < last and sentence.tokens[first].kind in "L,:":
        first += 1
    text = sentence.text(first, last)
    if not any(char.isalnum() for char in text):
        return ""
    start, end = sentence.tokens[first].start, sentence.tokens[last - 1].end
    folded = sentence.folded
    return folded.source[folded.start(start) : folded.end(end)].strip(" \t\r\n:：()（）")
