"""Bars and tables of the report: HTML and SVG without scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from service.html import escaped

STYLE = """
:root{--ink:#1c2b33;--soft:#5b6b75;--line:#dde4e8;--bar:#2f7f97;--back:#f5f7f8;--card:#fff;
--error:#b3261e;--warning:#b26a00;--info:#3a6ea5}
@media(prefers-color-scheme:dark){:root{--ink:#e4eaed;--soft:#9fb0ba;--line:#33424b;--bar:#4fa3bb;
--back:#151c20;--card:#1d262b;--error:#f2837b;--warning:#e0a34d;--info:#82b1e0}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--ink);font:15px/1.55 system-ui,"PingFang SC",
"Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{max-width:72rem;margin:0 auto;padding:2rem 1.25rem 4rem}
h1{font-size:1.65rem;margin:0}h2{font-size:1.1rem;margin:0 0 .8rem}
.made{color:var(--soft);margin:.2rem 0 1.5rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.2rem,1fr));gap:.8rem}
.tiles div,section{background:var(--card);border:1px solid var(--line);border-radius:.6rem}
.tiles div{padding:.8rem 1rem}.tiles b{display:block;font-size:1.35rem;line-height:1.4;
font-variant-numeric:tabular-nums}.tiles span{color:var(--soft)}.tiles .bad b{color:var(--error)}
.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(30rem,100%),1fr));gap:1rem;
margin-top:1rem;align-items:start}
section{padding:1.1rem 1.25rem;overflow-x:auto;min-width:0}section.wide{margin-top:1rem}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600;color:var(--soft)}
td,th{padding:.28rem .6rem .28rem 0;vertical-align:top}
.list td,.list th{border-bottom:1px solid var(--line)}
.list td{overflow-wrap:anywhere}.list .bars td{border:0;padding-bottom:0}
.list code,.list span,.tiles b{white-space:nowrap}
.bars td{white-space:nowrap}.bars .label{max-width:14em;overflow:hidden;text-overflow:ellipsis}
.bars .bar{width:99%;min-width:3rem}
.bars svg{display:block;width:100%;height:.8rem;margin-top:.35em}
.n{text-align:right;font-variant-numeric:tabular-nums}.bars .n+.n{color:var(--soft);padding-right:0}
rect{fill:var(--bar)}rect.error{fill:var(--error)}rect.warning{fill:var(--warning)}
rect.info{fill:var(--info)}.soft{color:var(--soft)}.error b{color:var(--error)}
code{font:.9em ui-monospace,Consolas,monospace}p{margin:.3rem 0}
@media print{body{background:#fff}section,.tiles div{break-inside:avoid}}
"""


class Bar(NamedTuple):
    """A line of a chart; `shown` is its value as printed, `kind` colours it."""

    label: str
    value: Decimal | int
    shown: str
    kind: str = ""


def bars(rows: Sequence[Bar], whole: Decimal | int | None, most: Decimal | int = 0) -> str:
    """Bars below each other, as long as their share of the longest, or of `most`.

    Each with its share of `whole`, where there is one.
    """
    longest = most or max((row.value for row in rows), default=0) or 1
    lines = "".join(_bar(row, longest, whole) for row in rows)
    return f'<table class="bars">{lines}</table>\n'


def _bar(row: Bar, longest: Decimal | int, whole: Decimal | int | None) -> str:
    width = max(0.3, float(row.value * 100 / longest)) if row.value > 0 else 0
    label = f'<td class="label" title="{escaped(row.label)}">{escaped(row.label)}</td>'
    svg = (
        '<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="{row.kind}" width="{width:.2f}" height="10"/></svg>'
    )
    share = f'<td class="n">{float(row.value * 100 / whole):.1f}%</td>' if whole else ""
    return (
        f'<tr>{label if row.label else ""}<td class="bar">{svg}</td>'
        f'<td class="n">{escaped(row.shown)}</td>{share}</tr>\n'
    )


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; cells are HTML already."""
    head = "".join(f"<th>{escaped(text)}</th>" for text in heads)
    lines = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>\n" for row in rows)
    return f'<table class="list"><tr>{head}</tr>\n{lines}</table>\n'
