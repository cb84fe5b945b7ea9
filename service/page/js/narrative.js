// What is shown of a narrative: labels with their evidence, clauses by role, promises.

import { el } from "./dom.js";
import { button as wrong } from "./feedback.js";
import { line, notation, token } from "./normal.js";
import { facts, notes, sheet } from "./reading.js";
import { cell, pickable, rows } from "./rows.js";
import { marked, places } from "./text.js";
import { explain } from "./tip.js";
import { rule, t } from "./words.js";

const ROLES = ["basis", "activity", "output", "outcome", "satisfaction", "other"];

export function narrative(found) {
  const text = el("p", { class: "running", lang: "zh-CN" });
  const draw = (evidence) => text.replaceChildren(...written(found, evidence));
  draw([]);
  const roles = ROLES.filter((role) => found.clauses.some((clause) => clause.role === role));
  return el(
    "article",
    { class: "narrative" },
    el(
      "div",
      { class: "labels" },
      labels("domain", found.domain, draw),
      labels("activity", found.activity, draw),
    ),
    text,
    el(
      "ul",
      { class: "legend", "aria-label": t("legend") },
      roles.map((role) => el("li", {}, el("span", { class: `clause ${role}` }, t(`role_${role}`)))),
      found.commitments.length ? el("li", {}, el("span", { class: "promise" }, t("promises"))) : null,
    ),
    el("h2", {}, t("promises")),
    found.commitments.length ? promises(found, text) : el("p", { class: "quiet-box" }, t("no_promise")),
    notes(found.notes),
  );
}

function labels(kind, given, draw) {
  const shown = given.map((label) => {
    const words = label.evidence.map((each) => each.text).join("、");
    const button = el("button", { type: "button", class: "label-chip", "aria-pressed": "false" });
    button.setAttribute("aria-label", `${label.name}. ${t("evidence_show", words)}`);
    button.append(
      el("span", { class: "label-name" }, code(label), label.name),
      el("meter", { min: "0", max: "1", value: String(label.score), "aria-hidden": "true" }),
      el("span", { class: "label-words", lang: "zh-CN" }, words),
    );
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      for (const each of document.querySelectorAll(".label-chip")) each.setAttribute("aria-pressed", "false");
      button.setAttribute("aria-pressed", String(on));
      draw(on ? label.evidence : []);
    });
    return el("li", {}, button);
  });
  return el(
    "section",
    {},
    el("h2", {}, t(kind)),
    shown.length ? el("ul", { class: "chips" }, shown) : el("p", { class: "nothing" }, t("no_label")),
  );
}

const code = (label) => (label.label === label.name ? null : el("code", {}, label.label));

function written(found, evidence) {
  const place = places(found.text);
  const at = (each, make) => ({ start: place(each.start), end: place(each.end), make });
  const spans = [
    ...found.clauses.map((clause) => at(clause, (children) => clauseOf(clause, children))),
    ...found.commitments.map((each, index) => at(each, (children) => promiseOf(each, index, children))),
    ...evidence.map((each) => at(each, (children) => el("mark", { class: "evidence" }, children))),
  ];
  return marked(found.text, spans);
}

function clauseOf(clause, children) {
  const made = el("span", { class: `clause ${clause.role}`, tabindex: "0" }, children);
  const words = clause.evidence.map((each) => each.text).join("、");
  const rows = () => [
    [t("role"), t(`role_${clause.role}`)],
    clause.indicator_type ? [t("class"), clause.indicator_type] : null,
    [t("confidence"), `${Math.round(clause.score * 100)}%`],
    words ? [t("evidence"), words] : null,
  ];
  return explain(made, () => sheet(rows().filter(Boolean)));
}

function promiseOf(promise, index, children) {
  const made = el("span", { class: "promise", tabindex: "0", "data-promise": index }, children);
  return explain(made, () => sheet(facts(promise)));
}

function promises(found, text) {
  const heads = [t("as_read"), t("role"), t("class"), t("rule")];
  const makers = found.commitments.map((promise, index) => () => {
    const clause = found.clauses[promise.clause];
    const cells = (button) => [
      cell(heads[0], button),
      cell(heads[1], clause ? t(`role_${clause.role}`) : ""),
      cell(heads[2], (clause && clause.indicator_type) || ""),
      cell(heads[3], rule(promise.rule), correction(promise, clause)),
    ];
    return pickable(line(promise), cells, () => choose(text, index), token(promise));
  });
  return rows(heads, makers);
}

function correction({ clause: _, ...promise }, clause) {
  if (!clause) return null;
  return wrong({ text: clause.text, given: [promise], spelled: notation(promise) });
}

function choose(text, index) {
  for (const each of text.querySelectorAll(".promise")) {
    each.classList.toggle("chosen", Number(each.dataset.promise) === index);
  }
  const shown = text.querySelector(".promise.chosen");
  if (shown) shown.scrollIntoView({ block: "nearest" });
}
