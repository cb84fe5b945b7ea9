"""How a cell is cut: its tokens, with their kind in words and their place in the text as sent."""

from __future__ import annotations

from nlp.cells.lexer import KINDS, tokens
from nlp.cells.normalize import fold
from nlp.schema import Json


def explained(text: str) -> list[Json]:
    """The tokens of a cell; what the rules of its constraints are patterns over.

    >>> [(token["kind"], token["text"]) for token in explained("≥5万人")]
    [('operator before a number', '≥'), ('number with unit', '5万人')]
    """
    folded = fold(text)
    found: list[Json] = []
    for token in tokens(folded.text):
        start, end = folded.start(token.start), folded.end(token.end)
        span = {"text": text[start:end], "start": start, "end": end}
        found.append({"kind": KINDS[token.kind], **span})
    return found
