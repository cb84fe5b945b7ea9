// Readings in their normal form.

import { el } from "./dom.js";
import { t } from "./words.js";

const SHOWN = { ">=": "≥", "<=": "≤", "~": "≈", ">": ">", "<": "<", "=": "=", range: "∈" };

export const sign = (op) => SHOWN[op] || op;

export function number(value) {
  if (value === null || value === undefined) return "?";
  if (typeof value === "object") return value.exact.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const exact = Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  return (exact ? "" : "≈ ") + value.toLocaleString("en-US", { maximumFractionDigits: 20 });
}

// A day of no one year is written without the hyphens that stand for the year.
const day = (date) => (date ? date.replace(/^--/, "") : "…");

export function amount(found) {
  if (found.date) return day(found.date);
  if (found.date_low || found.date_high) return `${day(found.date_low)} … ${day(found.date_high)}`;
  if (found.op !== "range") return number(found.value);
  const open = found.low_inclusive ? "[" : "(";
  const close = found.high_inclusive ? "]" : ")";
  return `${open}${number(found.low)}, ${number(found.high)}${close}`;
}

export const isDate = (found) => Boolean(found.date || found.date_low || found.date_high);

export function unit(found) {
  return [found.unit, found.per].filter(Boolean).join(" / ");
}

export function change(found) {
  const moved = found.change ? t(`change_${found.change}`) : "";
  return found.baseline ? t("change_against", found.baseline, moved).trim() : moved;
}

export function line(found) {
  const shown = [found.subject, change(found), sign(found.op), amount(found), unit(found)];
  return shown.filter(Boolean).join(" ");
}

// The same reading as the corpus writes it: what a correction begins from.
export function notation(found) {
  const date = isDate(found) ? "date " : "";
  const period = found.date_low || found.date_high ? `${found.date_low || ""}..${found.date_high || ""}` : null;
  const value = period || found.date || amount(found).replace(/,(?=\d{3})/g, "").replace(", ", ",");
  const against = found.baseline ? `@${word(found.baseline)}` : "";
  const parts = [
    `${date}${found.op} ${value}`,
    found.unit ? word(found.unit) : "",
    found.per ? `/${word(found.per)}` : "",
    found.change || against ? `^${found.change || ""}${against}` : "",
    found.subject ? `{${word(found.subject)}}` : "",
  ];
  return parts.filter(Boolean).join(" ");
}

const SIGNS_OF_NOTATION = /[;!<{}\s]/g;

function word(text) {
  if (text.search(SIGNS_OF_NOTATION) < 0) return text;
  const escaped = (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return JSON.stringify(text).replace(SIGNS_OF_NOTATION, escaped);
}

// A whole target so; nothing for one that could not be read, since the reader is to say what it is.
export function spelled(target) {
  if (target.kind === "unparseable") return "";
  const whole = !target.constraints.length;
  const phrase = target.qualitative ? `qualitative${whole ? "" : ` ${target.qualitative}`}` : "";
  return [...target.constraints.map(notation), phrase].filter(Boolean).join("; ");
}

export function token(found) {
  const date = isDate(found);
  return el(
    "span",
    { class: "token" },
    found.subject ? el("span", { class: "part subject" }, found.subject) : null,
    change(found) ? el("span", { class: "part op" }, change(found)) : null,
    el("span", { class: "part op" }, sign(found.op)),
    el("span", { class: `part ${date ? "date" : "number"}` }, amount(found)),
    unit(found) ? el("span", { class: "part unit" }, unit(found)) : null,
  );
}
