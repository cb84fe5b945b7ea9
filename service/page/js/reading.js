// The reading of a target: its source with every part marked, its requirements, what was noted.

import { el, onPress } from "./dom.js";
import { amount, change, isDate, line, number, sign, token, unit } from "./normal.js";
import { explain } from "./tip.js";
import { marked, parts, places, subjectOf } from "./text.js";
import { note, rule, t } from "./words.js";

export function facts(found) {
  const inferred = found.inferred.map((each) => t(`inferred_${each}`)).join(" · ");
  return [
    [t("normal"), line(found)],
    [t("rule"), rule(found.rule)],
    inferred ? [t("inferred"), inferred] : null,
  ].filter(Boolean);
}

export function sheet(rows) {
  return el("dl", { class: "facts" }, rows.map(([term, value]) => [el("dt", {}, term), el("dd", {}, value)]));
}

// The text with its requirements marked; `press(index)` when one is chosen.
export function source(text, constraints, press = null) {
  const place = places(text);
  const spans = [];
  constraints.forEach((found, index) => {
    const make = (children) => requirement(found, index, press, children);
    spans.push({ start: place(found.start), end: place(found.end), make });
    spans.push(...parts(text, found, place), ...subjectOf(text, found, place));
  });
  return el("p", { class: "source-text", lang: "zh-CN" }, marked(text, spans));
}

function requirement(found, index, press, children) {
  const made = el("span", { class: "req", "data-index": index, tabindex: press ? "0" : null }, children);
  if (!press) return made;
  made.setAttribute("role", "button");
  onPress(made, () => press(index));
  return explain(made, () => sheet(facts(found)));
}

export function confidence(value, named = true) {
  const percent = `${Math.round(value * 100)}%`;
  const level = value >= 0.95 ? "sure" : value >= 0.7 ? "fair" : "poor";
  const bar = el("meter", { min: "0", max: "1", value: String(value), "aria-hidden": "true" });
  return el("span", { class: `confidence ${level}` }, named ? `${t("confidence")} ${percent}` : percent, bar);
}

export function notes(given) {
  if (!given.length) return null;
  const lines = given.map((each) => el("li", {}, note(each), " ", el("code", {}, each.code)));
  return el("ul", { class: "notes", "aria-label": t("notes") }, lines);
}

export function kind(target) {
  return el("span", { class: `badge ${target.kind}` }, t(`targets_kind_${target.kind}`));
}

export function card(found, index) {
  const rows = [
    found.subject ? [t("subject"), found.subject] : null,
    change(found) ? [t("change"), change(found)] : null,
    found.scale > 1 ? [t("written"), written(found)] : null,
    [t("rule"), rule(found.rule)],
    found.unit_code ? [t("unit_code"), el("code", {}, found.unit_code)] : null,
    ...facts(found).slice(2),
  ];
  return el(
    "li",
    { class: "card", "data-index": index, tabindex: "-1" },
    el(
      "p",
      { class: "triple" },
      el("span", { class: "op", title: t("op") }, sign(found.op)),
      figure(found),
      unit(found) ? el("span", { class: "unit", title: t("unit") }, unit(found)) : null,
    ),
    sheet(rows.filter(Boolean)),
  );
}

function figure(found) {
  const shown = amount(found);
  const kind = isDate(found) ? "date" : "number";
  const title = t(kind === "date" ? "date" : "value");
  return el("span", { class: shown.length > 14 ? `${kind} long` : kind, title }, shown);
}

// The number without the scale that was multiplied out.
function written(found) {
  const ends = found.op === "range" ? [found.low, found.high] : [found.value];
  if (ends.some((end) => typeof end !== "number")) return number(found.scale);
  const shown = ends.map((end) => number(Number((end / found.scale).toPrecision(15))));
  return `${shown.join(" – ")} × ${number(found.scale)}`;
}

export function tokens(target) {
  if (target.constraints.length) return el("span", { class: "tokens" }, target.constraints.map(token));
  if (target.qualitative) return el("span", { class: "words" }, `“${target.qualitative}”`);
  return el("span", { class: "nothing" }, t("targets_kind_unparseable"));
}
