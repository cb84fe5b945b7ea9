"""Zhibiao: the text of budget performance tables as data.

The public names load what they need when first used, so that importing `nlp` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.attainment.scoring import assess
    from nlp.cells.target import parse, parse_many
    from nlp.findings import review
    from nlp.narratives.classify import classify_indicator
    from nlp.narratives.commitments import extract
    from nlp.narratives.narrative import analyze
    from nlp.tables.document import structure

__all__ = [
    "analyze",
    "assess",
    "classify_indicator",
    "extract",
    "parse",
    "parse_many",
    "review",
    "structure",
]
__version__ = "0.1.0"

_HOMES = {
    "analyze": "nlp.narratives.narrative",
    "assess": "nlp.attainment.scoring",
    "classify_indicator": "nlp.narratives.classify",
    "extract": "nlp.narratives.commitments",
    "parse": "nlp.cells.target",
    "parse_many": "nlp.cells.target",
    "review": "nlp.findings",
    "structure": "nlp.tables.document",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'nlp' has no attribute {name!r}")
    from importlib import import_module

    found = getattr(import_module(_HOMES[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted(__all__)
