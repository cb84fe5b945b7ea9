"""The report on an archive as one HTML page that needs nothing else."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from typing import Any

from nlp import lexicon
from nlp.wording import LANGUAGES, filled
from service.batch.charts import STYLE, Bar, bars, table
from service.batch.figures import SHOWN, Doubt, Figures
from service.html import escaped
from service.writers.official import entries

_MOST = 20


def page(found: Figures, dataset: str, lang: str) -> str:
    """The whole page, in Chinese or English."""
    return "".join(_Page(found, lang).lines(dataset))


@cache
def _words() -> dict[str, tuple[str, str]]:
    return {name: (zh, en) for name, zh, en in lexicon.current().table("archive")}


lexicon.on_change(_words.cache_clear)


class _Page:
    """The parts of the page, in the order of reading."""

    def __init__(self, found: Figures, lang: str) -> None:
        self.found = found
        self.lang = lang

    def word(self, name: str) -> str:
        """A word of lexicons/archive.tsv; a name that is no word of it is itself."""
        words = _words().get(name)
        return words[LANGUAGES.index(self.lang)] if words else name

    def lines(self, dataset: str) -> Iterator[str]:
        """The document, piece by piece."""
        digest = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
        policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'"
        title = escaped(self.word("title"))
        yield f'<!doctype html>\n<html lang="{"zh-CN" if self.lang == "zh" else "en"}">\n<head>\n'
        yield '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n'
        yield f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        yield f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        made = filled(self.word("made"), **self.found.versions)
        yield f'<h1>{title}</h1>\n<p class="made">{escaped(dataset)} · {escaped(made)}</p>\n'
        yield from self._tiles()
        yield from self._charts()
        yield from self._findings()
        yield from self._errors()
        yield from self._doubts()
        yield "</main>\n</body>\n</html>\n"

    def _tiles(self) -> Iterator[str]:
        rows = self.found.rows
        yield '<div class="tiles">\n'
        for name in ("documents", "projects", "indicators", "constraints", "findings"):
            yield f"<div><b>{rows[name]:,}</b><span>{escaped(self.word(name))}</span></div>\n"
        bad = ' class="bad"' if rows["errors"] else ""
        yield f"<div{bad}><b>{rows['errors']:,}</b>"
        yield f"<span>{escaped(self.word('errors'))}</span></div>\n"
        yield f"<div><b>{escaped(self._sum(self.found.money))}</b>"
        yield f"<span>{escaped(self.word('money'))}</span></div>\n</div>\n"

    def _charts(self) -> Iterator[str]:
        found = self.found
        sure = dict(sorted(found.sure.items(), reverse=True))
        classes = {" · ".join(filter(None, c)) or None: n for c, n in found.classes.items()}
        years = {f"{y}" if y else None: n for y, n in sorted(found.years.items(), key=_newest)}
        yield '<div class="pair">\n'
        yield self._chart("kinds", _most(found.kinds))
        yield self._chart("sure", sure)
        signs = {entry.name: entry.word for entry in entries("sign")}
        operators = {signs.get(op, op): n for op, n in _most(found.operators).items()}
        yield self._chart("operators", operators)
        yield self._chart("years", years, "no_year")
        yield self._chart("units", _most(found.units), "no_unit")
        yield self._chart("classes", _most(classes), "no_class")
        yield self._domains()
        yield self._chart("activities", _most(found.activities))
        yield "</div>\n"

    def _chart(self, name: str, counts: Mapping[Any, int], unnamed: str = "none") -> str:
        """Counts as bars, the first of them only where there are many."""
        rows = [
            Bar(self.word(unnamed if label is None else label), count, f"{count:,}")
            for label, count in list(counts.items())[:_MOST]
        ]
        more = self._more(len(counts) - _MOST)
        return self._section(name, bars(rows, sum(counts.values())) + more)

    def _domains(self) -> str:
        sums = sorted(self.found.domains.items(), key=lambda item: (-item[1][1], -item[1][0]))
        rows = [
            Bar(
                self.word(name or "no_domain"), money, f"{self._sum(money)} · {self._number(count)}"
            )
            for name, (count, money) in sums
        ]
        return self._section("domains", bars(rows, self.found.money))

    def _findings(self) -> Iterator[str]:
        rows = self.found.findings.most_common()
        most = max(self.found.findings.values(), default=1)
        cells = [
            [
                escaped(self.word(severity)),
                f"<code>{escaped(code)}</code>",
                bars([Bar("", count, f"{count:,}", severity)], None, most),
                escaped(self.found.examples[code]),
            ]
            for (code, severity), count in rows
        ]
        heads = [self.word(w) for w in ("severity", "code", "count", "example")]
        yield self._section(
            "codes", table(heads, cells) if cells else self._nothing("none"), "wide"
        )

    def _errors(self) -> Iterator[str]:
        if not self.found.reasons:
            yield self._section("reasons", self._nothing("all_read"), "wide")
            return
        yield f'<div class="pair">\n{self._chart("reasons", _most(self.found.reasons))}</div>\n'
        names = ("file", "place", "reason", "remedy")
        cells = [[escaped(row[name] or "") for name in names] for row in self.found.errors]
        more = self._more(self.found.rows["errors"] - SHOWN)
        yield self._section("errors", table([self.word(n) for n in names], cells) + more, "wide")

    def _doubts(self) -> Iterator[str]:
        heads = [self.word(w) for w in ("confidence", "text", "as_read", "indicator", "file")]
        cells = [self._doubt(doubt) for doubt in self.found.doubts]
        yield self._section(
            "doubts", table(heads, cells) if cells else self._nothing("no_doubts"), "wide"
        )

    def _doubt(self, doubt: Doubt) -> list[str]:
        notes = "".join(f'<p class="soft">{escaped(note)}</p>' for note in doubt.notes)
        readings = "".join(f"<p>{escaped(reading)}</p>" for reading in doubt.readings)
        return [
            f"<span>{doubt.confidence:.2f}</span>",
            f"<b>{escaped(doubt.text)}</b>",
            readings + notes,
            f'{escaped(doubt.name)}<p class="soft">{escaped(doubt.project)}</p>',
            f'{escaped(doubt.file)}<p class="soft">{escaped(self._place(doubt))}</p>',
        ]

    def _place(self, doubt: Doubt) -> str:
        page = filled(self.word("page"), n=str(doubt.page)) if doubt.page else ""
        row = "" if doubt.row is None else filled(self.word("row"), n=str(doubt.row + 1))
        return " ".join(part for part in (doubt.sheet, page, row) if part)

    def _section(self, name: str, content: str, kind: str = "") -> str:
        title = escaped(self.word(name))
        return f'<section class="{kind}"><h2>{title}</h2>\n{content}</section>\n'

    def _nothing(self, name: str) -> str:
        return f'<p class="soft">{escaped(self.word(name))}</p>\n'

    def _more(self, count: int) -> str:
        more = filled(self.word("more"), n=f"{count:,}")
        return f'<p class="soft">{escaped(more)}</p>\n' if count > 0 else ""

    def _number(self, projects: int) -> str:
        return filled(self.word("n_projects"), n=f"{projects:,}")

    def _sum(self, money: Decimal) -> str:
        """A sum for the eye: to four digits or so, in the units that people say it in."""
        for name in ("yi", "wan"):
            factor = Decimal(self.word(f"{name}_factor"))
            if abs(money) >= factor:
                return filled(self.word(name), n=_short(money / factor))
        return filled(self.word("yuan"), n=_short(money))


def _short(number: Decimal) -> str:
    return f"{number:,.2f}".rstrip("0").rstrip(".")


def _most(counts: Mapping[Any, int]) -> dict[Any, int]:
    """The counts, largest first; equal ones by name."""
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _newest(item: tuple[int | None, int]) -> int:
    return -(item[0] or 0)
