// Places in a text. The service counts code points, the browser UTF-16 units.

import { el } from "./dom.js";

export function places(text) {
  if (!/[\ud800-\udfff]/.test(text)) return (point) => Math.min(point, text.length);
  const units = [];
  let at = 0;
  for (const character of text) {
    units.push(at);
    at += character.length;
  }
  units.push(at);
  return (point) => units[Math.min(point, units.length - 1)];
}

// Nested spans {start, end, make(children)} as elements; one that reaches out of another is cut.
export function marked(text, spans) {
  const ordered = spans
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start || b.end - a.end);
  let next = 0;
  function within(from, to) {
    const children = [];
    let at = from;
    while (next < ordered.length && ordered[next].start < to) {
      const span = ordered[next++];
      const start = Math.max(span.start, at);
      const end = Math.min(span.end, to);
      if (end <= start) continue;
      if (start > at) children.push(text.slice(at, start));
      children.push(span.make(within(start, end)));
      at = end;
    }
    if (to > at) children.push(text.slice(at, to));
    return children;
  }
  return within(0, text.length);
}

export const span = (start, end, kind) => ({
  start,
  end,
  make: (children) => el("span", { class: kind }, children),
});

const DIGITS = /[0-9０-９]+(?:[.,．，][0-9０-９]+)*/g;
const NUMERALS = /[零〇一二三四五六七八九十百千万亿两半]+/g;
const SCALES = /^\s*[十百千万亿]+/;

// Which part of a constraint says what, where its own words are found in it; the rest stays unmarked.
export function parts(text, found, place) {
  const from = place(found.start);
  const to = place(found.end);
  const slice = text.slice(from, to);
  if (found.date || found.date_low || found.date_high) return [span(from, to, "part date")];
  const spans = numbers(slice, found);
  if (!spans.length) return [];
  const first = spans[0].start;
  const last = spans[spans.length - 1].end;
  const unit = found.unit ? slice.indexOf(found.unit, last) : -1;
  if (unit >= 0) spans.push({ start: unit, end: unit + found.unit.length, kind: "unit" });
  const rate = found.per && found.rule !== "range" ? slice.slice(0, first).indexOf(found.per) : -1;
  if (rate >= 0) spans.push({ start: rate, end: rate + found.per.length, kind: "unit" });
  const head = slice.slice(0, rate >= 0 ? Math.max(0, rate - 1) : first);
  if (head.trim()) spans.push({ start: 0, end: head.trimEnd().length, kind: "op" });
  if (found.rule === "suffix" && unit >= 0) {
    spans.push({ start: unit + found.unit.length, end: slice.length, kind: "op" });
  }
  return spans.map((each) => span(from + each.start, from + each.end, `part ${each.kind}`));
}

// The digits that make up the value; a year of comparison beside them is none of it.
function numbers(slice, found) {
  const digits = [...slice.matchAll(DIGITS)];
  const wanted = digits.filter((match) => makes(match[0], found));
  const shown = wanted.length ? wanted : digits.length ? digits : [...slice.matchAll(NUMERALS)];
  return shown.map((match) => {
    const end = match.index + match[0].length;
    const scale = SCALES.exec(slice.slice(end));
    return { start: match.index, end: end + (scale ? scale[0].length : 0), kind: "number" };
  });
}

function makes(digits, found) {
  const plain = digits.normalize("NFKC").replace(/,/g, "");
  const sought = [found.value, found.low, found.high].filter((value) => typeof value === "number");
  const read = [plain, plain * found.scale].map((number) => Number(Number(number).toPrecision(15)));
  return sought.some((value) => read.includes(value));
}

// The words of the subject nearest to the constraint, if they stand in the text as they are.
export function subjectOf(text, found, place) {
  if (!found.subject) return [];
  const from = place(found.start);
  const to = place(found.end);
  const before = text.lastIndexOf(found.subject, from - found.subject.length);
  const behind = text.indexOf(found.subject, to);
  const at = before >= 0 && from >= found.subject.length ? before : behind;
  return at < 0 ? [] : [span(at, at + found.subject.length, "part subject")];
}
