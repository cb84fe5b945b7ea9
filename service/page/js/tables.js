// The three tables of a document; a press on a row marks its source.

import { el } from "./dom.js";
import { button as wrong } from "./feedback.js";
import { number } from "./normal.js";
import { confidence, facts, kind, notes, sheet, source, tokens } from "./reading.js";
import { spelled } from "./cell.js";
import { t } from "./words.js";

function rows(heads, body, className = "") {
  const head = el("tr", {}, heads.map((each) => el("th", { scope: "col" }, each)));
  return el("div", { class: "wide" }, el("table", { class: `rows ${className}` }, el("thead", {}, head), body));
}

const cell = (head, ...children) => el("td", { "data-head": head }, ...children);

// A row that is picked by a press anywhere in it, or by its button.
function pickable(label, cells, pick) {
  const button = el("button", { type: "button", class: "pick-button", lang: "zh-CN", "aria-label": t("show_source", label) }, label);
  const row = el("tr", { class: "pick" }, ...cells(button));
  const act = () => {
    for (const each of row.closest("table").querySelectorAll("tr.chosen")) each.classList.remove("chosen");
    row.classList.add("chosen");
    pick(button, row);
  };
  row.addEventListener("click", (event) => {
    if (event.target.closest("a, input, form, button:not(.pick-button)")) return;
    act();
  });
  return row;
}

export function projects(given, view) {
  if (!given.length) return el("p", { class: "quiet-box" }, t("no_project"));
  const body = given.map((project) =>
    pickable(
      project.name || t("unnamed"),
      (button) => [
        cell(t("project"), button),
        cell(t("owner"), project.owner || ""),
        cell(t("money_total"), el("span", { class: "figure" }, project.money.total === null ? "" : number(project.money.total))),
        cell(t("narrative"), narrative(project, view)),
      ],
      (button) => view.pick([view.locator.project(project)], button),
    ),
  );
  return rows([t("project"), t("owner"), t("money_total"), t("narrative")], el("tbody", {}, body));
}

function narrative(project, view) {
  if (!project.narrative) return "";
  const read = el("button", { type: "button", class: "quiet small", onclick: () => view.readNarrative(project.narrative) }, t("narrative_read"));
  return el("div", { class: "clipped" }, el("p", { lang: "zh-CN" }, project.narrative), read);
}

export function indicators(given, view) {
  if (!given.some((project) => project.indicators.length)) return el("p", { class: "quiet-box" }, t("no_indicator"));
  const heads = [t("indicator"), t("period"), t("as_read"), t("confidence")];
  const bodies = given.map((project) => [
    el("tr", { class: "group" }, el("th", { scope: "rowgroup", colspan: heads.length, lang: "zh-CN" }, project.name || t("unnamed"))),
    project.indicators.map((indicator) => ofIndicator(indicator, heads, view)),
  ]);
  return rows(heads, bodies.map((body) => el("tbody", {}, body)), "indicators");
}

function ofIndicator(indicator, heads, view) {
  const read = [...indicator.targets];
  if (indicator.actual) read.push({ period: "actual", target: indicator.actual });
  if (!read.length) return [ofTarget(indicator, null, true, heads, view)];
  return read.map((each, index) => ofTarget(indicator, each, index === 0, heads, view));
}

function ofTarget(indicator, read, first, heads, view) {
  const level = [indicator.level1, indicator.level2].filter(Boolean).join(" · ");
  const name = indicator.name || indicator.raw_name;
  const row = pickable(
    name,
    (button) => [
      el("td", { "data-head": heads[0], class: first ? "" : "repeat" }, button, first && level ? el("span", { class: "level", lang: "zh-CN" }, level) : null),
      cell(heads[1], read ? t(`period_${read.period}`) : ""),
      cell(heads[2], read ? tokens(read.target) : ""),
      cell(heads[3], read ? confidence(read.target.confidence, false) : ""),
    ],
    (button, chosen) => {
      const places = [view.locator.name(indicator)];
      if (read) places.push(view.locator.target(indicator, read.target.text, read.period));
      view.pick(narrow(places), button);
      for (const each of chosen.closest("table").querySelectorAll("tr.detail")) each.remove();
      if (read) chosen.after(detail(indicator, read, heads.length));
    },
  );
  return row;
}

// A place that is a whole row says nothing more where a narrower one in that row is known.
function narrow(places) {
  const known = places.filter(Boolean);
  const sharp = known.filter((place) => place.cell !== null);
  return sharp.length ? sharp : known.slice(0, 1);
}

function detail(indicator, read, columns) {
  const { target } = read;
  return el(
    "tr",
    { class: "detail" },
    el(
      "td",
      { colspan: columns },
      source(target.text, target.constraints),
      el("p", { class: "state" }, kind(target), confidence(target.confidence)),
      target.constraints.map((found) => sheet(facts(found))),
      notes(target.notes),
      wrong({ text: target.text, name: indicator.raw_name, given: target, spelled: spelled(target) }),
    ),
  );
}

export function findings(given, projects, view) {
  if (!given.length) return el("p", { class: "quiet-box" }, t("no_finding"));
  const heads = [t("finding"), t("project")];
  const body = given.map((finding, index) => {
    const project = projects[index];
    const severity = el("span", { class: `badge ${finding.severity}` }, t(`severity_${finding.severity}`));
    return pickable(
      finding.message,
      (button) => [
        cell(heads[0], el("div", { class: "headed" }, severity, button), el("p", { class: "remedy" }, t("remedy_is", finding.remedy))),
        cell(heads[1], el("span", { lang: "zh-CN" }, finding.project || t("whole"))),
      ],
      (button) => {
        const places = finding.evidence.map((quote) => view.locator.quote(quote, project));
        view.pick(places.some(Boolean) || !project ? places : [view.locator.project(project)], button);
      },
    );
  });
  return rows(heads, el("tbody", {}, body), "findings");
}
