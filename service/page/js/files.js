// A file from the disk: read here where it is text, left to the service where it is not.

import { Fault } from "./api.js";
import { t } from "./words.js";

const TEXT = /\.(txt|tsv|csv|md|markdown|html?)$/i;
const MOST = 2 * 1024 * 1024;

// {text} of a text file, {file} of one that the service has to read; a Refused says what to do.
export class Refused extends Error {}

export async function open(file) {
  if (!TEXT.test(file.name) || file.size > MOST) return { file };
  const text = decoded(new Uint8Array(await file.arrayBuffer()));
  return { text: /\.csv$/i.test(file.name) ? tabbed(text) : text };
}

function decoded(bytes) {
  const marks = [[[0xff, 0xfe], "utf-16le"], [[0xfe, 0xff], "utf-16be"]];
  const marked = marks.find(([mark]) => mark.every((byte, at) => bytes[at] === byte));
  for (const encoding of marked ? [marked[1]] : ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // The next encoding is tried.
    }
  }
  throw new Refused(t("file_encoding"));
}

// Values parted by commas → by tabs; a cell that holds a line break stays in quotes.
function tabbed(text) {
  const rows = [[]];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    if (!found) return text;
    const quoted = found[1] !== undefined;
    const cell = (quoted ? found[1].replace(/""/g, '"') : found[2]).replace(/\t/g, " ");
    rows[rows.length - 1].push(cell.includes("\n") ? `"${cell.replace(/"/g, "”")}"` : cell);
    if (found[3] !== ",") rows.push([]);
  }
  return rows.map((row) => row.join("\t")).join("\n");
}

// What to say of a failure to read a file; null where the usual words do.
export function refused(error) {
  if (error instanceof Refused) return error.message;
  if (!(error instanceof Fault)) return null;
  return { 413: t("file_large"), 415: t("file_refused") }[error.status] || null;
}
