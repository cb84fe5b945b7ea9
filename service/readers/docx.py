"""Documents of Word and WPS (.docx): tables and paragraphs as the last revision shows them."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from nlp.notes import note
from nlp.schema import Note
from nlp.tables.grid import Grid, Origin
from service.readers.flow import Block, Flow, Table
from service.readers.symbols import is_symbol_font, raised, sign
from service.readers.zipped import Archive, office

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN = "word/document.xml"
_BESIDE = ("header", "footer", "footnotes", "endnotes", "comments")
_NOT_SHOWN = {"del", "moveFrom", "delText", "instrText", "pPr", "tblPr", "tblGrid", "sectPr", "rt"}
_NOT_SHOWN |= {"Fallback", "commentRangeStart", "footnoteReference"}
_WRITTEN = {
    "tab": "\t",
    "ptab": "\t",
    "br": "\n",
    "cr": "\n",
    "noBreakHyphen": "-",
    "den": "/",
    "sup": "^",
}


def read(content: bytes, origin: Origin) -> tuple[list[Grid], list[Note]]:
    """The grid of a document: its paragraphs and the rows of its tables, in order."""
    office(content)
    archive = Archive(content)
    root = ElementTree.fromstring(archive.read(_main(archive)))
    reading = _Reading(origin)
    for body in root:
        for block in _blocks(body):
            reading.take(block)
    notes = [*reading.notes.values(), *_left_out(archive)]
    return [reading.flow.grid], notes


def _main(archive: Archive) -> str:
    """The part that the package names as its document."""
    if "_rels/.rels" in archive.names:
        for relation in ElementTree.fromstring(archive.read("_rels/.rels")):
            if relation.get("Type", "").endswith("/officeDocument"):
                path = posixpath.normpath(relation.get("Target", _MAIN)).lstrip("/")
                return path if path in archive.names else _MAIN
    return _MAIN


def _left_out(archive: Archive) -> Iterator[Note]:
    """Headers, footers and notes that say something."""
    for name in archive.names:
        kind = posixpath.basename(name)
        if name.startswith("word/") and kind.startswith(_BESIDE) and kind.endswith(".xml"):
            root = ElementTree.fromstring(archive.read(name))
            text = "".join(e.text or "" for e in root.iter() if _tag(e) == "t").strip()
            if any(c.isalpha() for c in text):
                yield note("part_left_out", f"{kind} ({text[:30]})")


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _get(element: Element | None, name: str) -> str | None:
    """An attribute, whatever the namespace it is written in."""
    attributes = element.attrib.items() if element is not None else ()
    return next((v for k, v in attributes if k.rpartition("}")[2] == name), None)


def _find(element: Element, *path: str) -> Element | None:
    found: Element | None = element
    for name in path:
        found = next((e for e in found if _tag(e) == name), None) if found is not None else None
    return found


def _blocks(parent: Element) -> Iterator[Element]:
    """The paragraphs and tables of a body or cell, those in controls and insertions too."""
    waiting = [parent]
    while waiting:
        element = waiting.pop()
        tag = _tag(element)
        if element is not parent and tag in ("p", "tbl"):
            yield element
        elif tag not in _NOT_SHOWN:
            waiting.extend(reversed(element))


class _Reading:
    def __init__(self, origin: Origin) -> None:
        self.flow = Flow(origin)
        self.notes: dict[str, Note] = {}

    def take(self, block: Element) -> None:
        """Add a paragraph, with what stands in its text boxes, or a table."""
        if _tag(block) == "tbl":
            self.flow.table(self._table(block))
            return
        boxes: list[Element] = []
        self.flow.line(self._text(block, boxes).replace("\t", "  "))
        for box in boxes:
            for inner in _blocks(box):
                self.take(inner)

    def _table(self, table: Element) -> Table:
        made = Table()
        above: dict[int, Block] = {}
        for row in _rows(table):
            column = _number(_find(row, "trPr", "gridBefore"))
            cells: list[Block] = []
            beside: Block | None = None
            for cell in _cells(row):
                along = max(1, _number(_find(cell, "tcPr", "gridSpan")))
                merge = _merge(cell, "vMerge")
                if merge == "continue" and column in above:
                    above[column].down += 1
                elif _merge(cell, "hMerge") == "continue" and beside is not None:
                    beside.along += along
                else:
                    beside = self._cell(cell, column, along)
                    cells.append(beside)
                    above.pop(column, None)
                    above |= {column: beside} if merge == "restart" else {}
                column += along
            made.rows.append(cells)
        return made

    def _cell(self, cell: Element, column: int, along: int) -> Block:
        made = Block("", 1, along, column)
        lines: list[str] = []
        waiting = list(_blocks(cell))[::-1]
        while waiting:
            block = waiting.pop()
            if _tag(block) == "tbl":
                made.tables.append(self._table(block))
                continue
            boxes: list[Element] = []
            lines.append(self._text(block, boxes).replace("\t", " "))
            waiting += [inner for box in boxes for inner in _blocks(box)][::-1]
        made.text = "\n".join(lines).strip()
        return made

    def _text(self, paragraph: Element, boxes: list[Element]) -> str:
        """The text of a paragraph; text boxes are put into `boxes`."""
        texts: list[str] = []
        waiting: list[tuple[Element, Element | None]] = [(paragraph, None)]
        while waiting:
            element, properties = waiting.pop()
            tag = _tag(element)
            if tag == "txbxContent":
                boxes.append(element)
            elif tag not in _NOT_SHOWN:
                texts.append(self._own(element, tag, properties))
                if tag == "r":
                    properties = _find(element, "rPr")
                if not self._is_hidden(tag, properties):
                    waiting.extend((child, properties) for child in reversed(element))
        return "".join(texts)

    def _own(self, element: Element, tag: str, properties: Element | None) -> str:
        if tag == "t":
            return self._run(element.text or "", properties)
        if tag == "sym":
            code = int(_get(element, "char") or "0", 16)
            return self._sign(_get(element, "font") or "", code)
        return _WRITTEN.get(tag, "")

    def _run(self, text: str, properties: Element | None) -> str:
        if properties is None:
            return text
        font = _get(_find(properties, "rFonts"), "ascii") or ""
        if is_symbol_font(font):
            return "".join(self._sign(font, ord(char)) for char in text)
        if _get(_find(properties, "vertAlign"), "val") == "superscript":
            return raised(text)
        return text

    def _sign(self, font: str, code: int) -> str:
        found = sign(font, code)
        if found is None and (code >= 0xF000 or not is_symbol_font(font)):
            self.notes["sign_unknown"] = note("sign_unknown", f"{font} {code:04X}")
        return chr(code) if found is None else found

    def _is_hidden(self, tag: str, properties: Element | None) -> bool:
        if tag != "r" or properties is None:
            return False
        told = _find(properties, "vanish")
        hidden = told is not None and _get(told, "val") not in ("0", "false", "off")
        if hidden:
            self.notes["hidden"] = note("part_left_out", "hidden text")
        return hidden


def _rows(table: Element) -> Iterator[Element]:
    """The rows of a table that no revision has deleted."""
    return (row for row in _within(table, "tr") if _find(row, "trPr", "del") is None)


def _cells(row: Element) -> Iterator[Element]:
    return _within(row, "tc")


def _within(parent: Element, wanted: str) -> Iterator[Element]:
    """The rows or cells right below, through controls around them."""
    waiting = list(parent)[::-1]
    while waiting:
        element = waiting.pop()
        if _tag(element) == wanted:
            yield element
        elif _tag(element) in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"):
            waiting.extend(reversed(element))


def _number(element: Element | None) -> int:
    value = _get(element, "val") or "0"
    return int(value) if value.isdigit() else 0


def _merge(cell: Element, name: str) -> str | None:
    found = _find(cell, "tcPr", name)
    return None if found is None else _get(found, "val") or "continue"
