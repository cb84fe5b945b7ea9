"""Zhibiao: the text of budget performance tables as data.

The public names load what they need when first used, so that importing `nlp` costs nothing.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from nlp.attainment import assess
    from nlp.classify import classify_indicator
    from nlp.document import structure
    from nlp.findings import review
    from nlp.narrative import analyze
    from nlp.target import extract, parse, parse_many

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
    "analyze": "nlp.narrative",
    "assess": "nlp.attainment",
    "classify_indicator": "nlp.classify",
    "extract": "nlp.target",
    "parse": "nlp.target",
    "parse_many": "nlp.target",
    "review": "nlp.findings",
    "structure": "nlp.document",
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
