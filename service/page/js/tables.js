// The three tables of a document; a press on a row marks its source.

import { el } from "./dom.js";
import { button as wrong } from "./feedback.js";
import { number, spelled } from "./normal.js";
import { confidence, facts, kind, notes, sheet, source, tokens } from "./reading.js";
import { cell, pickable, rows } from "./rows.js";
import { t } from "./words.js";

export function projects(given, view) {
  if (!given.length) return el("p", { class: "quiet-box" }, t("no_project"));
  const makers = given.map((project) => () =>
    pickable(
      project.name || t("unnamed"),
      (button) => [
        cell(t("project"), button),
        cell(t("owner"), project.owner || ""),
        cell(t("money_total"), figure(project.money.total)),
        cell(t("narrative"), narrative(project, view)),
      ],
      (button) => view.pick([view.locator.project(project)], button),
    ),
  );
  return rows([t("project"), t("owner"), t("money_total"), t("narrative")], makers);
}

const figure = (sum) => el("span", { class: "figure" }, sum === null ? "" : number(sum));

function narrative(project, view) {
  if (!project.narrative) return "";
  const open = () => view.readNarrative(project.narrative);
  const read = el("button", { type: "button", class: "quiet small", onclick: open }, t("narrative_read"));
  return el("div", { class: "clipped" }, el("p", { lang: "zh-CN" }, project.narrative), read);
}

export function indicators(given, view) {
  if (!given.some((project) => project.indicators.length)) {
    return el("p", { class: "quiet-box" }, t("no_indicator"));
  }
  const heads = [t("indicator"), t("period"), t("as_read"), t("confidence")];
  const makers = given.flatMap((project) => [
    () => group(project, heads.length),
    ...project.indicators.map((indicator) => () => ofIndicator(indicator, heads, view)),
  ]);
  return rows(heads, makers, "indicators");
}

function group(project, columns) {
  const name = project.name || t("unnamed");
  return el("tr", { class: "group" }, el("th", { scope: "colgroup", colspan: columns, lang: "zh-CN" }, name));
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
  return pickable(
    name,
    (button) => [
      named(heads[0], button, level, first),
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
}

function named(head, button, level, first) {
  const below = first && level ? el("span", { class: "level", lang: "zh-CN" }, level) : null;
  return el("td", { "data-head": head, class: first ? null : "repeat" }, button, below);
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

const remedy = (finding) => el("p", { class: "remedy" }, t("remedy_is", finding.remedy));

export function findings(given, projects, view) {
  if (!given.length) return el("p", { class: "quiet-box" }, t("no_finding"));
  const heads = [t("finding"), t("project")];
  const makers = given.map((finding, index) => () => {
    const project = projects[index];
    const severity = el("span", { class: `badge ${finding.severity}` }, t(`severity_${finding.severity}`));
    return pickable(
      finding.message,
      (button) => [
        cell(heads[0], el("div", { class: "headed" }, severity, button), remedy(finding)),
        cell(heads[1], el("span", { lang: "zh-CN" }, finding.project || t("whole"))),
      ],
      (button) => {
        const places = finding.evidence.map((quote) => view.locator.quote(quote, project));
        view.pick(places.some(Boolean) || !project ? places : [view.locator.project(project)], button);
      },
    );
  });
  return rows(heads, makers, "findings");
}
