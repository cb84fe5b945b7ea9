// A text as the service sees it: rows of cells, each row under the number of its line.

const BREAK = /\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/;
const QUOTED = /(^|[\t\n])"([^"\t]{0,2000})"(?=[\t\r\n]|$)/g;
const HELD = "\ue000";
const ESCAPED = "\ue001";
const PIPE = /[|｜│┃¦┆]/;

export function rowsOf(text) {
  const whole = text.replace(QUOTED, (all, before, held) =>
    held.includes("\n") ? before + held.replace(/\r/g, "").replace(/\n/g, HELD) : all,
  );
  let number = 0;
  return whole.split(BREAK).map((line) => {
    const cells = parted(line).map((cell) => cell.replaceAll(HELD, "\n"));
    const row = { number, label: String(number + 1), cells };
    number += line.split(HELD).length;
    return row;
  });
}

// The cells of a line, parted by tabs or else by pipes, without the empty ones outside the pipes.
function parted(line) {
  if (line.includes("\t") || !PIPE.test(line)) return line.split("\t");
  const cells = line.replace(/\\\|/g, ESCAPED).split(PIPE).map((cell) => cell.trim().replaceAll(ESCAPED, "|"));
  const first = cells.length > 2 && !cells[0] ? 1 : 0;
  const last = cells.length > first + 1 && !cells[cells.length - 1] ? 1 : 0;
  return cells.slice(first, cells.length - last);
}

// Whether a text is written in tags, whose rows are not its lines.
export const isTagged = (text) => /<t[dhr][\s>]/i.test(text);

// Rows for a document whose file the browser cannot show: what was read, at the places it had.
export function rebuilt(document) {
  const rows = [];
  const add = (label, ...cells) => rows.push({ number: rows.length, label, cells }) - 1;
  const place = (row) => (row === null || row === undefined ? "" : String(row + 1));
  const projects = document.projects.map((project) => {
    const { sheet, page, row: line } = project.source;
    const label = [sheet ?? "", page ?? "", place(line)].filter(String).join("·");
    const row = add(label, project.name);
    if (project.narrative) add(label, project.narrative);
    const indicators = project.indicators.map((indicator) => {
      const values = indicator.targets.map((each) => each.target.text);
      if (indicator.actual) values.push(indicator.actual.text);
      const at = add(place(indicator.source.row), indicator.raw_name, ...values);
      return { ...indicator, source: { row: at, column: 0, start: null, end: null } };
    });
    return { ...project, indicators, source: { ...project.source, row } };
  });
  return { rows, document: { ...document, projects } };
}
