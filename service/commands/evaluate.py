"""`zhibiao evaluate`: gold lines in, scores out."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from nlp import __version__, lexicon
from service.console import Progress, complain, console, json_line, write
from service.evaluation.comparison import Comparison, compare, saved
from service.evaluation.gold import Gold, gold
from service.evaluation.scores import Outcome, Scores
from service.lines import BadLine
from service.mistakes import Refused
from service.readers import load
from service.settings import load as settings

OWN = "package"
Lines = list[tuple[str, Gold]]


def evaluate(
    files: Sequence[str], against: str | None, fail_under: float | None, *, table: bool, worst: int
) -> int:
    """Score the gold lines of files; how many lines and files failed, or missed the mark."""
    lines, failed = _lines(files)
    before = None if against is None else _before(lines, against)
    scores = _scores(lines)
    change = None if before is None else compare(scores.outcomes, before)
    if table:
        from service.show.scores import show

        show(scores, change, console(), worst)
    else:
        write(json_line(_document(scores, change, failed)))
    return failed + _missed(scores, fail_under)


def _lines(files: Sequence[str]) -> tuple[Lines, int]:
    found: Lines = []
    failed = 0
    most = settings().max_file_bytes
    for file in files:
        name = "standard input" if file == "-" else file
        try:
            content = load(file, most)
        except Refused as refused:
            complain(f"{name}: {refused}")
            failed += 1
            continue
        for line in gold(content):
            if isinstance(line, BadLine):
                complain(f"{name}, line {line.number}: {line.reason}; {line.remedy}")
                failed += 1
            else:
                found.append((f"{os.path.basename(file)}:{line.line}", line))
    return found, failed


def _scores(lines: Lines) -> Scores:
    scores = Scores()
    with Progress("lines", len(lines), quiet=sys.stdout.isatty()) as progress:
        for place, line in lines:
            scores.add(line, place)
            progress.done += 1
    return scores


def _before(lines: Lines, against: str) -> list[Outcome]:
    """The outcomes to compare with: saved ones, or those of another lexicon."""
    if against != OWN and not os.path.isdir(against):
        return saved(against)
    now = lexicon.current().folders[1:]
    lexicon.use(*(() if against == OWN else (against,)))
    try:
        return _scores(lines).outcomes
    finally:
        lexicon.use(*now)


def _document(scores: Scores, change: Comparison | None, failed: int) -> dict[str, object]:
    by = {"engine": __version__, "lexicon": lexicon.current().version, "failed": failed}
    against = {} if change is None else {"against": change.to_dict()}
    return {**by, **scores.to_dict(), **against}


def _missed(scores: Scores, fail_under: float | None) -> int:
    if fail_under is None:
        return 0
    if not scores.outcomes:
        complain("no line was scored")
        return 1
    if scores.exact.right < fail_under * scores.exact.of:
        complain(f"{scores.exact.percent} exact, less than {fail_under:.2%}")
        return 1
    return 0
