"""The promises of a narrative: every number that it commits to, with its place."""

from __future__ import annotations

from dataclasses import fields

from nlp.counted import counted
from nlp.narrative_schema import Commitment
from nlp.schema import Constraint
from nlp.target import extract

_FIELDS = [f.name for f in fields(Constraint)]


def commitments(text: str) -> list[Commitment]:
    """Every promised number of a narrative, in order.

    >>> [(c.op.value, c.unit, c.subject) for c in commitments("举办讲座48场")]
    [('=', '场', '讲座')]
    """
    return [_promise(found) for found in extract(text)]


def _promise(found: Constraint) -> Commitment:
    made = Commitment(**{name: getattr(found, name) for name in _FIELDS})
    if made.subject:
        made.subject = counted(made.subject)
    return made
