// What is shown of one cell, and of a column of cells.

import { el } from "./dom.js";
import { button as wrong } from "./feedback.js";
import { spelled } from "./normal.js";
import { card, confidence, kind, notes, source, tokens } from "./reading.js";
import { cell as td, rows } from "./rows.js";
import { note, t } from "./words.js";

const LEGEND = ["subject", "op", "number", "unit", "date"];
const NAMED = { subject: "subject", op: "op", number: "value", unit: "unit", date: "date" };

export function legend(shown = LEGEND) {
  const each = (part) => el("li", {}, el("span", { class: `part ${part}` }, t(NAMED[part])));
  return el("ul", { class: "legend", "aria-label": t("legend") }, shown.map(each));
}

export function cell(request, target) {
  const cards = el("ul", { class: "cards" }, target.constraints.map(card));
  const choose = (index) => {
    const chosen = cards.children[index];
    for (const each of cards.children) each.classList.toggle("chosen", each === chosen);
    chosen.scrollIntoView({ block: "nearest" });
  };
  const seen = present(target);
  return el(
    "article",
    { class: "cell" },
    request.name ? el("p", { class: "named", lang: "zh-CN" }, request.name) : null,
    source(target.text, target.constraints, choose),
    el("p", { class: "state" }, kind(target), confidence(target.confidence)),
    target.constraints.length ? cards : nothing(target),
    target.constraints.length && target.qualitative ? phrase(target) : null,
    target.constraints.length ? notes(target.notes) : null,
    seen.length ? legend(seen) : null,
    wrong({ text: request.text, name: request.name, given: target, spelled: spelled(target) }),
  );
}

function present(target) {
  const dated = target.constraints.some((c) => c.date || c.date_low || c.date_high);
  const counted = target.constraints.some((c) => !(c.date || c.date_low || c.date_high));
  const subject = target.constraints.some((c) => c.subject);
  return LEGEND.filter((part) => (part === "subject" ? subject : part === "date" ? dated : counted));
}

function phrase(target) {
  const label = el("span", { class: "label" }, t("qualitative"));
  return el("p", { class: "phrase" }, label, ` “${target.qualitative}”`);
}

function nothing(target) {
  if (target.qualitative) {
    const said = el("p", {}, t("no_requirement"));
    return el("div", { class: "quiet-box" }, phrase(target), said, notes(target.notes));
  }
  const reasons = target.notes.map(note).join("；");
  return el(
    "div",
    { class: "quiet-box cannot" },
    el("p", { class: "label" }, t("targets_kind_unparseable")),
    el("p", {}, t("because", reasons || t("no_requirement"))),
  );
}

export function column(requests, answers) {
  const heads = [t("indicator"), t("source"), t("as_read"), t("notes")];
  return rows(heads, requests.map((request, index) => () => one(request, answers[index], heads)));
}

function one(request, answer, heads) {
  const refused = answer.error;
  const written = refused ? request.text : source(answer.text, answer.constraints);
  const remarks = refused ? `${refused.message} · ${refused.remedy}` : remarked(request, answer);
  return el(
    "tr",
    {},
    el("td", { "data-head": heads[0], lang: "zh-CN" }, request.name || ""),
    td(heads[1], written),
    td(heads[2], refused ? "" : tokens(answer)),
    td(heads[3], remarks),
  );
}

function remarked(request, answer) {
  return [
    answer.confidence < 1 ? confidence(answer.confidence) : null,
    notes(answer.notes),
    wrong({ text: request.text, name: request.name, given: answer, spelled: spelled(answer) }),
  ];
}
