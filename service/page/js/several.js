// The documents of a file: the one, or one chosen of those in an archive.

import { el, fill } from "./dom.js";
import { refusal } from "./faults.js";
import { count, table } from "./table.js";
import { t } from "./words.js";

export function several(entries, view) {
  const shown = el("div", {});
  const choose = (index) => fill(shown, one(entries[index], view));
  const said = sum(entries);
  if (!entries.length) return { content: refusal(t("file_unread_title"), t("no_project")), said };
  choose(0);
  return { content: entries.length > 1 ? [picker(entries, choose), shown] : shown, said };
}

function one(entry, view) {
  if (entry.error) return refusal(t("file_unread_title"), `${entry.error.message} · ${entry.error.remedy}`);
  return table({ document: entry.document, findings: entry.findings }, view);
}

function picker(entries, choose) {
  const options = entries.map((entry, index) => {
    const failed = entry.error ? ` · ${t("file_unread_title")}` : "";
    return el("option", { value: String(index) }, entry.name + failed);
  });
  const select = el("select", { id: "document", onchange: () => choose(Number(select.value)) }, options);
  return el("p", { class: "picker" }, el("label", { for: "document" }, t("documents", entries.length)), select);
}

function sum(entries) {
  const read = entries.filter((entry) => !entry.error);
  const projects = read.flatMap((entry) => entry.document.projects);
  const findings = read.reduce((all, entry) => all + entry.findings.length, 0);
  return t("said_table", projects.length, count(projects), findings);
}
