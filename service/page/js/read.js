// What was asked → requests to the service → what to show, what to say, what can be taken away.

import { post, upload } from "./api.js";
import { cell, column } from "./cell.js";
import { narrative } from "./narrative.js";
import { several } from "./several.js";
import { count, table } from "./table.js";
import { language, t } from "./words.js";

const READERS = { cell: ofCell, cells: ofCells, narrative: ofNarrative, table: ofTable, file: ofFile };

// {content, said, raw, requests, workbook}; throws a Fault where the service refuses.
export function read(wanted, view) {
  return READERS[wanted.kind](wanted, view);
}

async function ofCell({ item }, { signal }) {
  const { data, raw } = await post("v1/parse", item, signal);
  return {
    content: cell(item, data),
    said: t("said_cell", data.constraints.length),
    raw,
    requests: [{ path: "v1/parse", body: item }],
    workbook: { path: "v1/export/cells", body: [item] },
  };
}

async function ofCells({ items }, { signal }) {
  const { data, raw } = await post("v1/parse", items, signal);
  return {
    content: column(items, data),
    said: t("said_cells", data.length),
    raw,
    requests: [{ path: "v1/parse", body: items }],
    workbook: { path: "v1/export/cells", body: items },
  };
}

async function ofNarrative({ text }, { signal }) {
  const { data, raw } = await post("v1/analyze", { text }, signal);
  return {
    content: narrative(data),
    said: t("said_narrative", data.clauses.length, data.commitments.length),
    raw,
    requests: [{ path: "v1/analyze", body: { text } }],
    workbook: { path: "v1/export/narrative", body: { text } },
  };
}

async function ofTable({ text }, view) {
  const asked = { text, lang: language() };
  const [document, findings] = await Promise.all([
    post("v1/structure", { text }, view.signal),
    post("v1/review", asked, view.signal),
  ]);
  return {
    ...whole(document, findings, { ...view, text }),
    requests: [
      { path: "v1/structure", body: { text } },
      { path: "v1/review", body: asked },
    ],
    workbook: { path: "v1/export/table", body: asked },
  };
}

// A file gives an entry for each document in it: one, or those of an archive.
async function ofFile({ file }, view) {
  const [documents, findings] = await Promise.all([
    upload("v1/structure", file, {}, view.signal),
    upload("v1/review", file, { lang: language() }, view.signal),
  ]);
  const entries = documents.data.map((entry, index) => ({ ...entry, ...findings.data[index] }));
  const single = entries.length === 1 && !entries[0].error;
  const { content, said } = several(entries, { ...view, text: null });
  return {
    content,
    said,
    raw: `{"structure":${documents.raw},"review":${findings.raw}}`,
    requests: [
      { path: "v1/structure", file },
      { path: `v1/review?lang=${language()}`, file },
    ],
    workbook: single ? { path: `v1/export/file?lang=${language()}`, file } : null,
  };
}

function whole(document, findings, view) {
  const given = { document: document.data, findings: findings.data };
  const { projects } = given.document;
  return {
    content: table(given, view),
    said: t("said_table", projects.length, count(projects), given.findings.length),
    raw: `{"document":${document.raw},"findings":${findings.raw}}`,
  };
}
