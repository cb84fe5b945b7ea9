"""Pages of HTML → grid: tables with merged and nested cells, and the text between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.readers.flow import Block, Flow, Table
from service.readers.libraries import needed
from service.readers.symbols import raised

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_NOT_SHOWN = {"script", "style", "head", "template", "noscript", "title", "select"}
_OWN_LINE = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl"}
_OWN_LINE |= {"dt", "dd", "section", "article", "header", "footer", "main", "caption", "pre"}
_OWN_LINE |= {"form", "hr", "blockquote", "center", "fieldset", "address", "figure", "nav"}
_OWN_LINE |= {"aside", "table"}
_BLANKS = regex.compile(r"[ \t\r\n\f]++")
_HIDDEN = regex.compile(r"display\s*+:\s*+none|visibility\s*+:\s*+hidden", regex.IGNORECASE)


def read_text(text: str, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grid of a page.

    >>> page = "<table><tr><td rowspan=2>产出<td>走访<tr><td>≥5次</table>"
    >>> [[(c.text, c.column) for c in row] for row in read_text(page, Origin())[0][0].rows]
    [[('产出', 0), ('走访', 1)], [('≥5次', 1)]]
    """
    parser = needed("selectolax.lexbor", "a page of HTML")
    walk = _Walk(origin)
    walk.read(parser.LexborHTMLParser(text).root)
    return [walk.flow.grid], walk.notes


class _Walk:
    """Goes through the nodes in their order; deep pages take no deep stack."""

    def __init__(self, origin: Origin) -> None:
        self.flow = Flow(origin)
        self.notes: list[Note] = []
        self.text: list[list[str]] = [[]]
        self.tables: list[Table] = []
        self.cells: list[Block] = []

    def read(self, root: LexborNode | None) -> None:
        """Read a page from its root."""
        node = root
        while node is not None:
            inner = self._enter(node)
            if inner is not None:
                node = inner
                continue
            while node is not None:
                self._leave(node)
                if node.next is not None:
                    node = node.next
                    break
                node = node.parent
        self._end_line()

    def _enter(self, node: LexborNode) -> LexborNode | None:
        """Take in a node; its first child, where those are to be read."""
        tag = node.tag or ""
        if tag == "-text":
            self.text[-1].append(_BLANKS.sub(" ", node.text_content or ""))
            return None
        if tag in _NOT_SHOWN or tag.startswith("-") or self._is_hidden(node):
            return None
        if tag in _OWN_LINE:
            self.text[-1].append("\n")
        self._open(node, tag)
        return node.child

    def _open(self, node: LexborNode, tag: str) -> None:
        if tag == "table":
            if not self.cells:
                self._end_line()
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            if not table.rows:
                table.rows.append([])
            block = Block("", _span(node, "rowspan"), _span(node, "colspan"))
            table.rows[-1].append(block)
            self.cells.append(block)
            self.text.append([])
        elif tag == "sup":
            self.text.append([])
        elif tag in ("input", "textarea"):
            self.text[-1].append(_typed(node))

    def _leave(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if tag in _NOT_SHOWN or tag.startswith("-") or self._is_hidden(node, tell=False):
            return
        if tag in ("td", "th") and self.tables:
            self.cells.pop().text = _lines(self.text.pop())
        elif tag == "sup":
            raised_text = raised("".join(self.text.pop()))
            self.text[-1].append(raised_text)
        elif tag == "table" and self.tables:
            table = self.tables.pop()
            if self.cells:
                self.cells[-1].tables.append(table)
            else:
                self._end_line()
                self.flow.table(table)
        elif tag in _OWN_LINE:
            self.text[-1].append("\n")

    def _end_line(self) -> None:
        self.flow.line(_lines(self.text[-1]))
        self.text[-1].clear()

    def _is_hidden(self, node: LexborNode, *, tell: bool = True) -> bool:
        attributes = node.attributes
        style = attributes.get("style") or ""
        hidden = "hidden" in attributes or (bool(style) and bool(_HIDDEN.search(style)))
        if hidden and tell and (node.text() or "").strip():
            self.notes[:] = [note("part_left_out", "what the page hides")]
        return hidden


def _span(node: LexborNode, name: str) -> int:
    value = (node.attributes.get(name) or "1").strip()
    if not (value.isascii() and value.isdigit()):
        return 1
    return int(value[:6]) or (1 << 16 if name == "rowspan" else 1)


def _typed(node: LexborNode) -> str:
    kind = (node.attributes.get("type") or "text").lower()
    return (node.attributes.get("value") or "") if kind in ("text", "number") else ""


def _lines(pieces: list[str]) -> str:
    lines = [line.strip(" ") for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)
