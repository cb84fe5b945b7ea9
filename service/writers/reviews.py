"""Reviews as JSON, as a page for the browser, and as a workbook."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Sequence

from service.html import escaped
from service.mistakes import Mistake
from service.report import Entry, Excerpt, Report, word

COLUMNS = ("file", "project", "severity", "code", "message", "remedy", "evidence")
_WIDTHS = (24, 28, 8, 22, 60, 40, 80)
_CELL = 32_000
_STYLE = """\
body{font:15px/1.6 system-ui,"Microsoft YaHei","PingFang SC",sans-serif;max-width:60em;
margin:2em auto;padding:0 1em;color:#222;background:#fff}
h1{font-size:1.5em}h2{font-size:1.2em;border-bottom:1px solid #999;margin-top:2em}
h3{font-size:1.05em;margin:1.5em 0 .3em}ul{list-style:none;padding:0}
li{border-left:.3em solid;padding:.2em .8em;margin:.8em 0}
.error{border-color:#b00020}.warning{border-color:#b36b00}.info{border-color:#3a6ea5}
.level{font-weight:bold}code{color:#555}blockquote{margin:.2em 0 .2em 1em;color:#444}
mark{background:#fff0a8;color:inherit}.remedy{color:#1b5e20;margin:.2em 0 0 1em}
@media print{li{break-inside:avoid}}"""


def render(form: str, reports: Sequence[Report], lang: str) -> bytes:
    """Reviews in one form; raises `Mistake` where its library is not installed."""
    if form == "xlsx":
        return _workbook(reports, lang)
    text = _json(reports) if form == "json" else "".join(_page(reports, lang))
    return text.encode("utf-8", "backslashreplace")


def _json(reports: Sequence[Report]) -> str:
    return json.dumps([r.to_dict() for r in reports], ensure_ascii=False, indent=2) + "\n"


def _page(reports: Sequence[Report], lang: str) -> Iterator[str]:
    title = escaped(word("title", lang))
    yield f'<!doctype html>\n<html lang="{"zh-CN" if lang == "zh" else "en"}">\n<head>\n'
    yield '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
    yield f"<title>{title}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n"
    yield f"<body>\n<h1>{title}</h1>\n"
    for report in reports:
        yield f"<h2>{escaped(report.document.department or report.file)}</h2>\n"
        counts = " · ".join(f"{word(level, lang)} {n}" for level, n in report.counts.items() if n)
        yield f"<p>{escaped(report.file)} · {escaped(counts or word('none', lang))}</p>\n"
        for section in report.sections:
            yield f"<h3>{escaped(section.name)}</h3>\n<ul>\n"
            yield from (_item(entry, lang) for entry in section.entries)
            yield "</ul>\n"
    yield "</body>\n</html>\n"


def _item(entry: Entry, lang: str) -> str:
    finding = entry.finding
    level = finding.severity.value
    quotes = "".join(_quotation(excerpt) for excerpt in entry.excerpts)
    return (
        f'<li class="{level}"><span class="level">{escaped(word(level, lang))}</span> '
        f"{escaped(finding.message)} <code>{escaped(finding.code)}</code>{quotes}"
        f'<p class="remedy">{escaped(word("remedy", lang))}: {escaped(finding.remedy)}</p></li>\n'
    )


def _quotation(excerpt: Excerpt) -> str:
    marked = (
        f"{escaped(excerpt.before)}<mark>{escaped(excerpt.words)}</mark>{escaped(excerpt.after)}"
    )
    return f"<blockquote>{escaped(excerpt.label)}: {marked}</blockquote>"


def _workbook(reports: Sequence[Report], lang: str) -> bytes:
    try:
        import xlsxwriter  # type: ignore[import-untyped,import-not-found,unused-ignore]
    except ImportError:
        raise Mistake("xlsx needs XlsxWriter: pip install 'zhibiao[archive]'") from None
    stream = io.BytesIO()
    options = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet()
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        wrapped.set_align("top")
        for place, (column, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
            sheet.set_column(place, place, width)
            sheet.write_string(0, place, word(column, lang), bold)
        for number, row in enumerate(_rows(reports, lang), 1):
            for place, cell in enumerate(row):
                sheet.write_string(number, place, _cell(cell), wrapped)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, sum(sum(r.counts.values()) for r in reports), len(COLUMNS) - 1)
    return stream.getvalue()


def _rows(reports: Sequence[Report], lang: str) -> Iterator[tuple[str, ...]]:
    for report in reports:
        for section in report.sections:
            for entry in section.entries:
                finding = entry.finding
                quotes = "\n".join(excerpt.plain() for excerpt in entry.excerpts)
                level = word(finding.severity.value, lang)
                words = (finding.code, finding.message, finding.remedy, quotes)
                yield (report.file, section.name, level, *words)


def _cell(text: str) -> str:
    return "".join(c if c.isprintable() or c == "\n" else " " for c in text[:_CELL])
