"""Text in HTML."""

from __future__ import annotations

from html import escape


def escaped(text: object) -> str:
    """A text that is nothing but text in HTML, in an element or an attribute, on one line.

    >>> escaped("<b>≥5\\n人")
    '&lt;b&gt;≥5 人'
    """
    return escape("".join(c if c.isprintable() else " " for c in str(text)))
