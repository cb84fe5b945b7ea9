// What was pasted: a cell, a column of cells, a narrative or a whole table.

import { cues } from "./words.js";

const PARTED = /[\t|｜│]/;
const COMPARED = /[≥≤><＞＜≧≦=＝]/;

const filled = (text) => text.split(/\r\n|[\n\r]/).filter((line) => line.trim());

export function detect(text) {
  const lines = filled(text);
  const headings = cues("table").filter((word) => text.includes(word)).length;
  const parted = lines.filter((line) => PARTED.test(line)).length;
  if (headings > 1 || (headings && (parted || lines.length > 2))) return "table";
  if (parted && lines.every((line) => line.split("\t").length === 2)) return "cells";
  if (parted > 1) return "table";
  if (lines.length > 1) return lines.every((line) => line.length <= 60) ? "cells" : "narrative";
  return running(text.trim()) ? "narrative" : "cell";
}

function running(text) {
  if (text.length > 120) return true;
  if (text.length <= 24) return false;
  return /。/.test(text) || (/，/.test(text) && !COMPARED.test(text));
}

export function settle(chosen, text) {
  if (chosen === "auto") return detect(text);
  return chosen === "cell" && filled(text).length > 1 ? "cells" : chosen;
}

// The items of a column: each line a value, or a name and its value with a tab between them.
export function items(text) {
  return filled(text).map((line) => {
    const [name, value, ...more] = line.split("\t");
    const alone = value === undefined || more.length || !name.trim();
    return alone ? { text: line.trim() } : { name: name.trim(), text: value };
  });
}
