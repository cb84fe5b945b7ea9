// What is shown of a table: projects, indicators and findings, and the source beside them.

import { el } from "./dom.js";
import { isTagged, rebuilt, rowsOf } from "./grid.js";
import { Locator, owners } from "./locate.js";
import { notes } from "./reading.js";
import { Source } from "./source.js";
import { findings, indicators, projects } from "./tables.js";
import { t } from "./words.js";

// `text` is null where there is none to show; `say` announces; `readNarrative` opens one.
export function table(given, { text, say, readNarrative }) {
  const anew = text === null || isTagged(text);
  const known = anew ? rebuilt(given.document) : { rows: rowsOf(text), document: given.document };
  const source = new Source(known.rows, { rebuilt: anew });
  const locator = new Locator(known.rows, known.document.projects);
  const view = {
    locator,
    readNarrative,
    pick(places, button) {
      const label = source.show(places, button);
      if (label) say(t("row_number", label));
    },
  };
  const found = known.document.projects;
  const parts = [
    ["findings", given.findings.length, findings(given.findings, owners(given.findings, found), view)],
    ["indicators", count(found), indicators(found, view)],
    ["projects", found.length, projects(found, view)],
  ];
  return el(
    "article",
    { class: "table" },
    head(known.document),
    el("div", { class: "split" }, el("div", { class: "tabbed" }, tabs(parts)), source.panel),
  );
}

export const count = (projects) => projects.reduce((sum, project) => sum + project.indicators.length, 0);

function head(document) {
  const known = [
    document.department ? [t("department"), document.department] : null,
    document.year ? [t("year"), String(document.year)] : null,
  ].filter(Boolean);
  const shown = known.map(([term, value]) => [el("dt", {}, term), el("dd", { lang: "zh-CN" }, value)]);
  const list = known.length ? el("dl", { class: "facts inline" }, shown) : null;
  return el("header", { class: "table-head" }, list, notes(document.notes));
}

function tabs(parts) {
  const buttons = parts.map(([name, number], index) => {
    const state = { "aria-selected": String(index === 0), tabindex: index === 0 ? "0" : "-1" };
    const tab = { type: "button", role: "tab", id: `tab-${name}`, "aria-controls": `panel-${name}` };
    return el("button", { ...tab, ...state }, t(name), " ", el("span", { class: "count" }, String(number)));
  });
  const panels = parts.map(([name, , content], index) => {
    const panel = { role: "tabpanel", id: `panel-${name}`, "aria-labelledby": `tab-${name}` };
    return el("div", { ...panel, hidden: index !== 0 }, content);
  });
  const choose = (chosen) => {
    buttons.forEach((button, index) => {
      button.setAttribute("aria-selected", String(index === chosen));
      button.tabIndex = index === chosen ? 0 : -1;
      panels[index].hidden = index !== chosen;
    });
  };
  buttons.forEach((button, index) => {
    button.addEventListener("click", () => choose(index));
    button.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      const next = (index + step + buttons.length) % buttons.length;
      choose(next);
      buttons[next].focus();
    });
  });
  return [el("div", { role: "tablist", class: "tabs", "aria-label": t("table_parts") }, buttons), panels];
}
