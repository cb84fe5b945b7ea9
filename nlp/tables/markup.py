"""Text of a table cell without tags and entities, with the way back to its offsets."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from nlp.cells.normalize import markup_in, markup_text


@dataclass(frozen=True, slots=True)
class Plain:
    """Text without markup; `offset[i]` is where its character i stood (None: nothing moved)."""

    text: str
    offset: tuple[int, ...] | None = None

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original of the part from `start` to `end`."""
        if self.offset is None or start >= end:
            return start, end
        return self.offset[start], self.offset[end - 1] + 1


def plain(text: str) -> Plain:
    """The text that a reader of the page sees.

    >>> plain("<b>&gt;95%</b>").text
    '>95%'
    """
    if "<" not in text and "&" not in text:
        return Plain(text)
    return _without_markup(text)


@lru_cache(maxsize=8)
def _without_markup(text: str) -> Plain:
    """The cells of a row are asked for their texts again and again; few are kept: they are long."""
    chars: list[str] = []
    offset: list[int] = []
    done = 0
    for markup in markup_in(text):
        chars += text[done : markup.start()]
        offset += range(done, markup.start())
        shown = markup_text(markup.group())
        chars += shown
        offset += [markup.start()] * len(shown)
        done = markup.end()
    if not done:
        return Plain(text)
    chars += text[done:]
    offset += range(done, len(text))
    return Plain("".join(chars), tuple(offset))
