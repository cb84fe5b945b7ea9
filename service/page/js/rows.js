// Tables of rows that can be picked, made piece by piece.

import { el } from "./dom.js";
import { t } from "./words.js";

const AT_ONCE = 200;

// A table of rows made when they are to be seen: `makers` each give a row, or several.
export function rows(heads, makers, className = "") {
  const head = el("thead", {}, el("tr", {}, heads.map((each) => el("th", { scope: "col" }, each))));
  const body = el("tbody", {});
  let made = 0;
  const grow = () => {
    const next = makers.slice(made, made + AT_ONCE);
    made += next.length;
    body.append(...next.flatMap((make) => make()));
    if (made < makers.length) body.append(more(heads.length, makers.length - made, grow));
  };
  grow();
  return el("div", { class: "wide" }, el("table", { class: `rows ${className}` }, head, body));
}

function more(columns, left, grow) {
  const button = el("button", { type: "button", class: "quiet" }, t("more", left));
  const row = el("tr", { class: "more" }, el("td", { colspan: columns }, button));
  button.addEventListener("click", () => {
    const before = row.previousElementSibling;
    row.remove();
    grow();
    const next = before.nextElementSibling.querySelector("button");
    if (next) next.focus();
  });
  return row;
}

export const cell = (head, ...children) => el("td", { "data-head": head }, ...children);

// A row that is picked by a press anywhere in it, or by its button.
export function pickable(label, cells, pick, content = null) {
  const named = { lang: "zh-CN", "aria-label": t("show_source", label) };
  const button = el("button", { type: "button", class: "pick-button", ...named }, content ?? label);
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
