"""Items of a sentence → constraints with subject, rate, baseline and offsets, piece by piece."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field

from nlp.cells.attributes import beyond_level, has_attribute
from nlp.cells.descriptions import drop_descriptions, is_zero, people_behind
from nlp.cells.grammar import Item, Sentence
from nlp.cells.parallel import counts_alone, is_parallel
from nlp.cells.pieces import (
    Piece,
    cut,
    is_schedule,
    shares_operator,
    shares_suffix,
    words_between,
)
from nlp.cells.produced import put_limit, put_op
from nlp.cells.rules import SHARES
from nlp.cells.subjects import heads, trim
from nlp.cells.surroundings import (
    Before,
    as_given,
    baseline_of,
    before,
    is_term,
    right_end,
    subject_of,
)
from nlp.cells.vocabulary import words
from nlp.notes import note
from nlp.schema import Constraint, Note


@dataclass(slots=True)
class Findings:
    """Constraints in order, the pieces without any, and notes.

    `dated` are the values without a subject, with the date before each; `done` those with nothing
    but a verb before them.
    """

    constraints: list[Constraint] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    dated: list[tuple[Constraint, str]] = field(default_factory=list)
    done: list[tuple[Constraint, str]] = field(default_factory=list)


def findings(sentence: Sentence, *, running: bool) -> Findings:
    """Every constraint of a sentence. `running`: of running text, where a bare number is none."""
    found = Findings(notes=list(sentence.unread))
    baseline: str | None = None
    schedule = is_schedule(sentence)
    for piece in cut(sentence):
        drop_descriptions(piece, sentence, running=running, schedule=schedule)
        found.notes += piece.notes
        own = baseline_of(piece.first, piece.last, sentence)
        baseline = own or (baseline if _opens(piece, sentence) else None)
        if piece.items:
            _read_piece(piece, sentence, found, baseline, running=running)
            baseline = None
        elif (phrase := _phrase(piece, sentence)) in words().by_kind["direction"]:
            found.notes.append(note("direction_dropped", phrase))
        elif phrase:
            found.phrases.append(phrase)
    if len({when for _, when in found.dated}) > 1:
        for made, when in found.dated:
            made.subject = when
    _tell_apart(found)
    return found


def _tell_apart(found: Findings) -> None:
    """Let a verb be the subject where another value of the unit has none or another one."""
    verbs = {id(made): verb for made, verb in found.done}
    told: dict[str | None, set[str | None]] = {}
    for each in found.constraints if verbs else ():
        told.setdefault(each.unit, set()).add(each.subject or verbs.get(id(each)))
    for made, verb in found.done:
        if told[made.unit] != {verb}:
            made.subject = verb


def _opens(piece: Piece, sentence: Sentence) -> bool:
    """Whether a piece goes on after a piece that was a baseline alone: 与上年相比，增长6%."""
    return piece.first > 1 and sentence.tokens[piece.first - 2].kind == "B"


def _read_piece(
    piece: Piece, sentence: Sentence, found: Findings, base: str | None, *, running: bool
) -> None:
    boundary = piece.first
    read: list[tuple[Item, Constraint]] = []
    parallel = len(piece.items) > 1 and (
        is_parallel(piece, sentence) or (not running and counts_alone(piece, sentence))
    )
    trailing = False
    for index, item in enumerate(piece.items):
        behind = piece.items[index + 1] if index + 1 < len(piece.items) else None
        if index and _left_out(index, piece, sentence, found, trailing):
            trailing, boundary = True, item.last
            continue
        _note_choice(index, piece, sentence, found)
        context = _before(boundary, item, sentence, found.notes)
        inner = behind is not None and _is_when(item, behind, sentence)
        told = not (inner or parallel or _is_behind(item, piece, sentence))
        left = _without_whole(context.words, item, found.notes) if told else ""
        stop = right_end(item, behind, piece, sentence)
        if parallel:
            stop = behind.first if behind else piece.last
        right = _counted(item) + _right(index, stop, piece, sentence)
        subject = subject_of(left, right, found.notes, item.reading.constraints[0])
        subject = people_behind(item, sentence) or subject
        if subject and ("(" in subject or "," in subject):
            subject = as_given(subject, item, sentence)
        made = _spread(item, item.reading.constraints, subject, sentence)
        put_limit(made, context.limit)
        if index and shares_operator(item, piece.items[index - 1], sentence):
            put_op(made[0], piece.items[index - 1].reading.constraints[0].op)
            made[0].rule = "distributive"
        elif behind and shares_suffix(item, behind, sentence):
            put_op(made[0], behind.reading.constraints[0].op)
            made[0].rule = "distributive"
        own = baseline_of(boundary, item.first, sentence)
        if own is None and not (behind and _is_of(behind, item, sentence)):
            own = base
        _complete(made, context, own, item, sentence)
        found.constraints += made
        read.append((item, made[0]))
        found.dated += _dated(item, made, piece, sentence)
        verb = (trim(left, verbs=True)[0] or left) if left and not subject else ""
        if verb.isalpha() and sentence.text(item.last, item.last + 1) != "(":
            found.done += [(each, verb) for each in made]
        found.notes += item.reading.notes
        if not inner:
            boundary = stop if behind is not None else item.last
    _spread_rates(read, sentence)


def _spread_rates(read: list[tuple[Item, Constraint]], sentence: Sentence) -> None:
    if len(read) > 1:
        from nlp.cells.shared_rates import spread_rates

        spread_rates(read, sentence)


def _left_out(at: int, piece: Piece, sentence: Sentence, found: Findings, trailing: bool) -> bool:
    from nlp.cells.glosses import left_out

    return left_out(piece.items[at], piece.items[at - 1], sentence, found.notes, trailing)


def _before(boundary: int, item: Item, sentence: Sentence, notes: list[Note]) -> Before:
    """What stands before an item, but for a level before it, and with a note of a remark."""
    if sentence.tokens[boundary].kind == "B":
        boundary = beyond_level(boundary, item.first, sentence)
    context = before(boundary, item, sentence)
    if context.remark:
        notes.append(note("remark_left_out", context.remark))
    return context


def _note_choice(index: int, piece: Piece, sentence: Sentence, found: Findings) -> None:
    """A doubt where an item is another choice than what stands before it: ≥5%，或≥10万元."""
    if not found.constraints:
        return
    joint = piece.items[index - 1].last if index else piece.first
    either = sentence.tokens[joint].kind == "K" and sentence.text(joint, joint + 1)
    if either in words().by_kind["either"]:
        found.notes.append(note("either_or", sentence.text(joint, piece.items[index].last)))


def _is_when(item: Item, behind: Item, sentence: Sentence) -> bool:
    """Whether a date only parts a value from its subject: 覆盖率2025年底达90%."""
    return (
        item.rule == "date"
        and behind.rule != "date"
        and not trim(words_between(sentence, item, behind))[0]
    )


def _is_behind(item: Item, piece: Piece, sentence: Sentence) -> bool:
    """Whether what there is none of stands behind 零: 零事故, but 疫情零发生."""
    if item.last == piece.last or not is_zero(item, sentence):
        return False
    after = sentence.text(item.last, piece.last)
    return not after.startswith(tuple(words().by_kind["happen"]))


def _without_whole(left: str, item: Item, notes: list[Note]) -> str:
    """The words before a share without what it is a share of: 为年初预算的98%."""
    kind = words().by_kind
    if not left or item.reading.constraints[0].dimension not in SHARES:
        return left
    lead = next((word for word in kind["amount_of"] if left.startswith(word)), "")
    if not lead or not left.endswith(kind["of"][0]):
        return left
    notes.append(note("share_of", left.removeprefix(lead)))
    return ""


def _is_of(behind: Item, item: Item, sentence: Sentence) -> bool:
    """Whether the first baseline of a piece stands before the next item: 增长1%、比上年下降1%."""
    kinds = sentence.kinds[item.last : behind.first]
    return "B" in kinds and "(B" not in kinds


def _complete(
    made: list[Constraint], context: Before, base: str | None, item: Item, sentence: Sentence
) -> None:
    """Give constraints the rate, the change and the baseline around them, and their place."""
    rate = context.rate
    for each in made:
        each.baseline = each.baseline or base
        each.change = each.change or context.change
        if rate and each.date is None and each.unit != "%" and not is_term(each):
            each.per = f"{rate}·{each.per}" if each.per else rate
        elif rate and each.date is not None:
            each.per = rate
        _place(each, item, sentence)


def _dated(
    item: Item, made: list[Constraint], piece: Piece, sentence: Sentence
) -> list[tuple[Constraint, str]]:
    """Values without a subject behind a date that is no target: 2024年≥85%，2025年≥90%."""
    before = item.first - 1
    while before > 0 and sentence.tokens[before].kind == ":":
        before -= 1
    if before < 0 or sentence.tokens[before].kind != "D":
        return []
    if any(each.rule == "date" for each in piece.items):
        return []
    token = sentence.tokens[before]
    when = sentence.folded.text[token.start : token.end]
    return [(each, when) for each in made if each.subject is None]


def _counted(item: Item) -> str:
    """The words between an operator and its number, where they are more than a verb."""
    counted = item.reading.counted
    return counted if trim(counted)[0] else ""


def _right(index: int, stop: int, piece: Piece, sentence: Sentence) -> str:
    """The words behind an item; of a count and its attribute, the count has them."""
    item = piece.items[index]
    if has_attribute(index, piece, sentence):
        return sentence.text(piece.items[index + 1].last, piece.last)
    if has_attribute(index - 1, piece, sentence):
        return ""
    return sentence.text(item.last, stop)


def _spread(
    item: Item, made: list[Constraint], subject: str | None, sentence: Sentence
) -> list[Constraint]:
    """Give each constraint its subject; 各 gives one constraint to each of the subjects."""
    if subject and len(made) == 1 and "H" in sentence.kinds[item.first : item.last]:
        members = heads(subject)
        made = [copy(made[0]) for _ in members]
    elif len(made) > 1 and subject:
        members = heads(subject, len(made))
    else:
        members = [subject or ""] * len(made)
    for each, member in zip(made, members, strict=True):
        each.subject = each.subject or member or None
    return made


def _place(made: Constraint, item: Item, sentence: Sentence) -> None:
    folded = sentence.folded
    start, end = made.start, made.end
    if not end:
        start = sentence.tokens[item.first].start
        end = sentence.tokens[item.last - 1].end
    made.start, made.end = folded.start(start), folded.end(end)


def _phrase(piece: Piece, sentence: Sentence) -> str:
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
